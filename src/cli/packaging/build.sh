#!/usr/bin/env bash
# Packs the command line: a wheel, an npm package and the plain program for each target, into target/packages.
#
#   src/cli/packaging/build.sh [TARGET...]     default: x86_64-unknown-linux-gnu
#
# For Linux, zig is the linker, so that programs start on glibc 2.28 and on musl whatever this machine has. Needs python3 with
# venv; zig and maturin come from PyPI into target/packaging. REDLINE_EMBED and REDLINE_DIST are as for `make cli`.
set -euo pipefail
cd "$(dirname "$0")/../../.."
root=$PWD packaging=$PWD/src/cli/packaging tools=$PWD/target/packaging out=$PWD/target/packages
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(x86_64-unknown-linux-gnu)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)

[ -x "$tools/bin/maturin" ] || {
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet 'maturin>=1.7,<2' ziglang
}
mkdir -p "$out"/{wheels,bin,npm}
export PATH="$tools/bin:$PATH"
export REDLINE_EMBED=${REDLINE_EMBED-$root/target/modules} REDLINE_DIST=${REDLINE_DIST:-$root/target/dist}

# The name of a target for npm.
npm_name() {
  case $1 in
    x86_64-unknown-linux-gnu) echo linux-x64-gnu ;;
    aarch64-unknown-linux-gnu) echo linux-arm64-gnu ;;
    x86_64-unknown-linux-musl) echo linux-x64-musl ;;
    aarch64-unknown-linux-musl) echo linux-arm64-musl ;;
    x86_64-apple-darwin) echo darwin-x64 ;;
    aarch64-apple-darwin) echo darwin-arm64 ;;
    *) echo "no npm package for $1" >&2; return 1 ;;
  esac
}

for target in "${targets[@]}"; do
  if ! [ -d "$(rustc --print sysroot)/lib/rustlib/$target" ]; then
    [ "${RUSTUP_AUTO_INSTALL:-1}" != 0 ] && command -v rustup >/dev/null || {
      echo "skipped $target: its standard library is not installed (rustup target add $target)" >&2
      continue
    }
    rustup target add "$target"
  fi
  case $target in
    *-linux-gnu) how=(--zig --compatibility manylinux_2_28) ;;
    *-linux-musl) how=(--zig --compatibility musllinux_1_2) ;;
    # Empty, which counts as unset for the bash of macOS.
    *) how=() ;;
  esac
  rm -rf "$out/wheels/$target"
  (cd "$packaging" && maturin build --release --locked --target "$target" ${how[@]+"${how[@]}"} --out "$out/wheels/$target")
  wheel=$(echo "$out/wheels/$target"/*.whl)

  # The program out of the wheel, so that all packages hold the same bytes.
  program=$out/bin/redline-$target
  unzip -p "$wheel" '*.data/scripts/redline' > "$program"
  chmod +x "$program"

  name=$(npm_name "$target")
  package=$out/npm/$name
  mkdir -p "$package"
  cp "$program" "$package/redline"
  os=${name%%-*} rest=${name#*-}
  libc=
  case $target in *-gnu) libc='"libc": ["glibc"], ' ;; *-musl) libc='"libc": ["musl"], ' ;; esac
  cat > "$package/package.json" <<JSON
{"name": "@redline-policies/$name", "version": "$version", "license": "Apache-2.0", "description": "The program redline for $target",
 "os": ["$os"], "cpu": ["${rest%%-*}"], ${libc}"files": ["redline"], "repository": "github:redline-policies/redline"}
JSON
done

mkdir -p "$out/npm/redline-policies"
cp "$packaging/npm/redline.js" "$packaging/README.md" "$out/npm/redline-policies/"
sed "s/\"0\.0\.0\"/\"$version\"/" "$packaging/npm/package.json" > "$out/npm/redline-policies/package.json"
ls -l "$out"/bin "$out"/wheels/*
