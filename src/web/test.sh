#!/usr/bin/env bash
# Tests the npm package under Node and the playground in Chromium. Builds them first; installs Node, Chromium and the
# test's npm packages where they are missing and may be installed.
set -euo pipefail
cd "$(dirname "$0")"
root=../..

# need <command> <Debian packages>: installs them, or says what is missing.
need() {
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    DEBIAN_FRONTEND=noninteractive apt-get update -q
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $2 && return
  fi
  echo "error: no \`$1\`: install it (Debian: apt-get install $2)" >&2
  exit 1
}

need node nodejs
need npm npm
[ -n "${CHROMIUM:-}" ] || { need chromium chromium; CHROMIUM=$(command -v chromium); }
export CHROMIUM

if [ "${1:-}" != --built ]; then
  (cd "$root" && cargo run --locked --quiet --package redline-dev -- web)
fi
[ -d node_modules/playwright-core ] || npm ci --no-audit --no-fund --loglevel=error
node --test tests/*.test.mjs
