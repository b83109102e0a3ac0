#!/usr/bin/env bash
# Installs the packages of this machine's target as users would, starts the program of each, and reads which glibc it needs.
set -euo pipefail
cd "$(dirname "$0")/../../.."
out=$PWD/target/packages target=${1:-$(rustc -vV | sed -n 's/^host: //p')}
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -1)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
fail() { echo "FAIL $*" >&2; exit 1; }

# An ordinary Pod is allowed, whatever the package.
cat > "$place/pod.yaml" <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: web, image: nginx}]}
YAML
starts() {
  local told
  told=$("$@" --version) || fail "$1 does not start"
  [ "$told" = "redline $version" ] || fail "$1 says $told"
  (cd "$place" && "$@" explain node-deletion > /dev/null) || fail "$1 cannot explain a rule"
  if [ -n "${REDLINE_EMBED-x}" ]; then (cd "$place" && "$@" check pod.yaml > /dev/null) || fail "$1 cannot check a Pod"; fi
}

starts "$out/bin/redline-$target"

python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --no-index "$out/wheels/$target"/*.whl
starts "$place/venv/bin/redline"

if command -v node >/dev/null; then
  modules=$place/node_modules
  mkdir -p "$modules/@redline-policies"
  cp -r "$out/npm/redline-policies" "$modules/"
  for package in "$out"/npm/*-*; do
    case ${package##*/} in redline-policies) ;; *) cp -r "$package" "$modules/@redline-policies/" ;; esac
  done
  starts node "$modules/redline-policies/redline.js"
fi

case $target in
  *-linux-gnu)
    # The newest version of glibc that the program asks for.
    newest=$(grep -aoE 'GLIBC_2\.[0-9]+' "$out/bin/redline-$target" | sort -uV | tail -1)
    [ "$(printf '%s\n' "$newest" GLIBC_2.28 | sort -V | tail -1)" = GLIBC_2.28 ] || fail "needs $newest"
    echo "needs $newest" ;;
esac
echo "the packages for $target start"
