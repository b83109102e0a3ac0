#!/usr/bin/env bash
# Writes bills of materials in CycloneDX: of the command line for Linux and for macOS, and of each bundle of rules.
#
#   src/cli/packaging/materials.sh FOLDER
#
# The same commit gives the same bytes, wherever it is checked out. Needs cargo-cyclonedx and jq.
set -euo pipefail
mkdir -p "$1"
out=$(cd "$1" && pwd)
cd "$(dirname "$0")/../../.."
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

# What a build compiles has to be in its bill. Of the command line the bill may have more: cargo-cyclonedx knows the features
# that some member of the workspace wants, not those of this package alone.
bill() { # NAME PACKAGE FOLDER TARGET OPTION...
  local name=$1 package=$2 folder=$3 target=$4
  shift 4
  cargo cyclonedx --quiet --manifest-path "$folder/Cargo.toml" --target "$target" "$@" --no-build-deps \
    --spec-version 1.5 --format json --override-filename materials.cdx
  sed "s|file://$PWD/|file:///|g" "$folder/materials.cdx.json" > "$out/$name.cdx.json"
  # It writes one for each member of the workspace.
  rm -f {src,policies}/*/materials.cdx.json e2e-tests/materials.cdx.json
  jq -r '.components[] | "\(.name) v\(.version)"' "$out/$name.cdx.json" | sort -u > "$place/listed"
  cargo tree --locked --edges normal --target "$target" "$@" --prefix none --package "$package" |
    sed 1d | awk '{print $1, $2}' | sort -u > "$place/compiled"
  [ -z "$(comm -13 "$place/listed" "$place/compiled")" ] || { echo "$name.cdx.json is not whole" >&2; return 1; }
  echo "$name.cdx.json: $(wc -l < "$place/listed") packages, $(comm -23 "$place/listed" "$place/compiled" | wc -l) more than are compiled"
}

bill redline-linux redline-cli src/cli x86_64-unknown-linux-gnu
bill redline-macos redline-cli src/cli aarch64-apple-darwin
# As `redline-dev` builds modules.
export RUSTFLAGS=--cfg=redline_module
for bundle in redline-admission redline-cloud; do
  bill "$bundle" "$bundle" "policies/$bundle" wasm32-unknown-unknown --features module
done
