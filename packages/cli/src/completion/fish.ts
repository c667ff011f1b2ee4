import type { CompletableCommand, CompletableOption, Offer } from './completable.ts';

/** The script for fish, from 3.0 on. */
export function fishCompletion(commands: readonly CompletableCommand[]): string {
  const first = "complete -c rollcall -n '__fish_use_subcommand'";
  return [
    '# rollcall completion fish | source',
    'complete -c rollcall -f',
    `${first} -l root -x -a '(__fish_complete_directories)' -d ${quoted('Folder to work on.')}`,
    `${first} -l help -d ${quoted('Say what there is.')}`,
    `${first} -l version -d ${quoted('Say which version this is.')}`,
    ...commands.map(({ name, summary }) => `${first} -a ${name} -d ${quoted(summary)}`),
    ...commands.flatMap(commandLines),
    '',
  ].join('\n');
}

function commandLines({ name, options, names }: CompletableCommand): string[] {
  const here = `complete -c rollcall -n '__fish_seen_subcommand_from ${name}'`;
  const lines = options.map((option) => `${here} ${optionWords(option)}`);
  return typeof names === 'object' ? [...lines, `${here} -a ${quoted(names.words.join(' '))}`] : lines;
}

function optionWords({ name, help, value }: CompletableOption): string {
  return `-l ${name}${value === null ? '' : valueWords(value)} -d ${quoted(help)}`;
}

function valueWords(value: Offer): string {
  if (value === 'files') return ' -r -F';
  if (value === 'folders') return " -x -a '(__fish_complete_directories)'";
  return value === 'nothing' ? ' -x' : ` -x -a ${quoted(value.words.join(' '))}`;
}

/** One word of fish, whatever stands in it. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
