import type { CompletableCommand, Offer } from './completable.ts';

/** The script for bash, from 3.2, which macOS has, on. */
export function bashCompletion(commands: readonly CompletableCommand[]): string {
  return `# eval "$(rollcall completion bash)"
_rollcall() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command='' words='' of=words at
  # "--format=json" is three words here.
  case "$current:$previous" in
    =:*) current='' ;;
    *:=) previous="\${COMP_WORDS[COMP_CWORD - 2]}" ;;
  esac
  for ((at = 1; at < COMP_CWORD; at++)); do
    case "\${COMP_WORDS[at]}" in
      --root) if [ "\${COMP_WORDS[at + 1]}" = = ]; then at=$((at + 2)); else at=$((at + 1)); fi ;;
      -*) ;;
      *) command="\${COMP_WORDS[at]}"; break ;;
    esac
  done
  case "$command" in
    '')
      case "$previous" in
        --root) of=folders ;;
        *) words='${[...commands.map(({ name }) => name), '--root', '--help', '--version'].join(' ')}' ;;
      esac
      ;;
${commands.map(commandCase).join('')}  esac
  COMPREPLY=()
  case "$of" in
    nothing) return ;;
    words) at="$(compgen -W "$words" -- "$current")" ;;
    files) at="$(compgen -f -- "$current")"; compopt -o filenames 2> /dev/null ;;
    folders) at="$(compgen -d -- "$current")"; compopt -o filenames 2> /dev/null ;;
  esac
  while IFS= read -r words; do
    [ -z "$words" ] || COMPREPLY+=("$words")
  done <<< "$at"
}
complete -F _rollcall rollcall
`;
}

/** What follows a command: a value of the option before it, else its options and its names. */
function commandCase({ name, options, names }: CompletableCommand): string {
  const values = options.flatMap((option) =>
    option.value === null ? [] : [`        --${option.name}) ${setting(option.value)} ;;\n`],
  );
  const all = options.map((option) => `--${option.name}`).join(' ');
  const own =
    typeof names === 'object'
      ? `        *) case "$current" in -*) words='${all}' ;; *) ${setting(names)} ;; esac ;;\n`
      : `        *) words='${all}' ;;\n`;
  return `    ${name})\n      case "$previous" in\n${values.join('')}${own}      esac\n      ;;\n`;
}

function setting(offer: Offer): string {
  return typeof offer === 'object' ? `words='${offer.words.join(' ')}'` : `of=${offer}`;
}
