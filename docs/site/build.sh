#!/usr/bin/env bash
# Builds the documentation site into target/site/html, and with `--test` looks at it in Chromium. Installs Node, Chromium and the
# generator where they are missing and may be installed.
set -euo pipefail
cd "$(dirname "$0")"
root=../..
. "$root/e2e-tests/need.sh"

need node nodejs
need npm npm
[ -d node_modules/vitepress ] || npm ci --no-audit --no-fund --loglevel=error
node build.mjs
if [ "${1:-}" = --test ]; then
  [ -n "${CHROMIUM:-}" ] || { need chromium chromium; CHROMIUM=$(command -v chromium); }
  export CHROMIUM
  node --test test.mjs
fi
