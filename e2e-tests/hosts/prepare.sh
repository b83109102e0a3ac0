#!/usr/bin/env bash
# Makes the Python environment that the conformance tests use, and says what else they need.
set -euo pipefail
cd "$(dirname "$0")/../.."
. e2e-tests/need.sh
need node nodejs
need python3 python3-venv
venv=target/hosts/venv
if ! "$venv/bin/python" -c 'import wasmtime' 2>/dev/null; then
  rm -rf "$venv"
  python3 -m venv "$venv" || { need python3-venv python3-venv; python3 -m venv "$venv"; }
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r e2e-tests/hosts/requirements.txt
fi
