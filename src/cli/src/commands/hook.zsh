# Redline: judges the typed line before zsh runs it.
# Load it in ~/.zshrc:  eval "$(redline hook zsh)"
__redline_judge() {
  emulate -L zsh
  local -a match mbegin mend
  local line= word rest known= name
  # Aliases stand for what they are.
  for word in ${(z)1}; do
    line+="${aliases[$word]-${galiases[$word]-$word}} "
  done
  [[ $line == (@PATTERN@) ]] || return 0
  [[ $line == (redline|*/redline)\ * ]] && return 0
  # What the variables of the line hold is known here and nowhere else.
  rest=$line
  while [[ $rest =~ '\$\{?([A-Za-z_][A-Za-z0-9_]*)(.*)' ]]; do
    name=$match[1] rest=$match[2]
    [[ -n ${(P)name+set} ]] && known+="$name=${(qq)${(P)name}}"$'\n'
  done
  @REDLINE@ -- "$known$line"
}
__redline_accept_line() {
  # A denied line stays where it is, to be edited.
  zle -I
  __redline_judge "$BUFFER" </dev/tty || { zle reset-prompt; return 0 }
  zle __redline_original
}
if [[ -o interactive ]]; then
  zle -A accept-line __redline_original
  zle -N accept-line __redline_accept_line
fi
