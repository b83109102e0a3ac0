#!/usr/bin/env bash
# Tests the npm package under Node and the playground in Chromium. Builds them first; installs Node, Chromium and the
# test's npm packages where they are missing and may be installed.
set -euo pipefail
cd "$(dirname "$0")"
root=../..

. "$root/e2e-tests/need.sh"

need node nodejs
need npm npm
[ -n "${CHROMIUM:-}" ] || { need chromium chromium; CHROMIUM=$(command -v chromium); }
export CHROMIUM

if [ "${1:-}" != --built ]; then
  (cd "$root" && cargo run --locked --quiet --package redline-dev -- web)
fi
[ -d node_modules/playwright-core ] || npm ci --no-audit --no-fund --loglevel=error
node --test tests/*.test.mjs
