import { shellWord } from '@rollcall/domain/shell/copied-word';
import type { CompletableCommand, CompletableOption, Offer } from './completable.ts';

/** The script for zsh, from 5.0 on: as a file in `fpath`, or to be evaluated. */
export function zshCompletion(commands: readonly CompletableCommand[]): string {
  return `#compdef rollcall
# eval "$(rollcall completion zsh)", after compinit
_rollcall() {
  local context state state_descr line
  typeset -A opt_args
  _arguments -C \\
    '--root[Folder to work on.]:DIR:_directories' \\
    '(- *)--help[Say what there is.]' \\
    '(- *)--version[Say which version this is.]' \\
    '1:command:->command' \\
    '*::argument:->argument'
  case "$state" in
    command)
      local -a commands=(
${commands.map(({ name, summary }) => `        ${shellWord(`${name}:${escaped(summary)}`)}\n`).join('')}      )
      _describe command commands
      ;;
    argument)
      case "$line[1]" in
${commands.map(commandCase).join('')}      esac
      ;;
  esac
}
if [ "$funcstack[1]" = _rollcall ]; then _rollcall "$@"; else compdef _rollcall rollcall; fi
`;
}

function commandCase({ name, options, names }: CompletableCommand): string {
  const specs = [...options.map(optionSpec), ...(typeof names === 'object' ? [`*:name:${action(names)}`] : [])];
  return `        ${name})\n          _arguments \\\n${specs.map((spec) => `            ${shellWord(spec)}`).join(' \\\n')}\n          ;;\n`;
}

function optionSpec({ name, help, value, placeholder, isRepeated }: CompletableOption): string {
  const what = `${isRepeated ? '*' : ''}--${name}${value === null ? '' : '='}[${escaped(help)}]`;
  return value === null ? what : `${what}:${escaped(typeof value === 'object' ? name : placeholder)}:${action(value)}`;
}

function action(offer: Offer): string {
  if (offer === 'files') return '_files';
  if (offer === 'folders') return '_directories';
  return offer === 'nothing' ? ' ' : `(${offer.words.join(' ')})`;
}

/** Text of a description, in which zsh gives a meaning to these. */
function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, '\\$&');
}
