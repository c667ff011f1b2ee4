import { foldedText } from '@rollcall/domain/folded-text';
import { addAll } from '@rollcall/domain/grouping';
import type { Command } from './command.ts';
import { commands } from './commands.ts';

/** Far wider than any line: what is not read at a terminal is folded by whoever shows it. */
const unfolded = Number.MAX_SAFE_INTEGER;

/** What `rollcall --help` prints, for a terminal of so many columns. */
export function generalHelp(width = unfolded): string {
  const lines = [
    'Usage: rollcall [--root DIR] COMMAND [OPTION]…, or rollcall --version',
    '',
    'Keeps every service of a monorepo in every place that lists the services.',
    '',
  ];
  for (const [name, { synopsis, summary }] of commands)
    addAll(lines, [...hanging(`  rollcall ${name} `, synopsis, width), ...foldedText(summary, 6, width)]);
  const codes =
    'Exit code: 0 done and clean, 1 findings at or above --fail-on, 2 a mistake in usage, configuration or input, 3 git, the network or a permission failed, 70 a bug in Rollcall.';
  return [...lines, '', ...foldedText(codes, 0, width), ''].join('\n');
}

/** What `rollcall COMMAND --help` prints. */
export function commandHelp(name: string, { synopsis, summary, options }: Command, width = unfolded): string {
  const rows = Object.entries(options).map(
    ([option, { value, help }]) => [`--${option}${value ? ` ${value}` : ''}`, help] as const,
  );
  const left = Math.max(...rows.map(([words]) => words.length)) + 4;
  const isNarrow = left > width / 3;
  return [
    ...hanging(`Usage: rollcall ${name} `, synopsis, width),
    '',
    ...foldedText(summary, 0, width),
    '',
    ...rows.flatMap(([words, help]) =>
      isNarrow ? [`  ${words}`, ...foldedText(help, 6, width)] : hanging(`  ${words}`.padEnd(left), help, width),
    ),
    '',
  ].join('\n');
}

/** A text behind a head, and where it is folded below itself. */
function hanging(head: string, text: string, width: number): string[] {
  const [first = '', ...rest] = foldedText(text, head.length, width);
  return [`${head}${first.trimStart()}`, ...rest];
}
