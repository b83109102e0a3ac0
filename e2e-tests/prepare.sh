#!/usr/bin/env bash
# Installs what the tests of the command line and of the install paths run beside Redline: a registry, an XML checker,
# and kubectl and helm.
set -euo pipefail
cd "$(dirname "$0")/.."
. e2e-tests/need.sh
need docker-registry docker-registry
need xmllint libxml2-utils
