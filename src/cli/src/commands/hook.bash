# Redline: judges commands before bash runs them.
# Load it in ~/.bashrc:  eval "$(redline hook bash)"
__redline_hook() {
  case $BASH_COMMAND in
    redline\ * | */redline\ * | __redline_* | eval\ *) return 0 ;;
    @PATTERN@) ;;
    *) return 0 ;;
  esac
  [ -n "${COMP_LINE-}" ] && return 0
  # What the command's variables hold is known here and nowhere else.
  local __redline_rest=$BASH_COMMAND __redline_known= __redline_name
  while [[ $__redline_rest =~ \$\{?([A-Za-z_][A-Za-z0-9_]*)(.*) ]]; do
    __redline_name=${BASH_REMATCH[1]} __redline_rest=${BASH_REMATCH[2]}
    [ -n "${!__redline_name+set}" ] && printf -v __redline_known '%s%s=%q\n' "$__redline_known" "$__redline_name" "${!__redline_name}"
  done
  @REDLINE@ -- "$__redline_known$BASH_COMMAND" && return 0
  # The rest of the line must not run either: it may rely on this command.
  case $- in
    *i*) kill -INT $$ ;;
    *) exit 1 ;;
  esac
  return 1
}
shopt -s extdebug
trap '__redline_hook' DEBUG
