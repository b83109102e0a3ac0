# Sourced by the scripts that make a machine ready for the tests.

# need <command> <Debian packages>: installs them where that is possible, else says what is missing.
need() {
  command -v "$1" >/dev/null && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get update -q >&2 &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $2 >&2
  fi
  command -v "$1" >/dev/null || { echo "error: no \`$1\`: install it (Debian: apt-get install $2)" >&2; exit 1; }
}
