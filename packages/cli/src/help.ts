import type { Command } from './command.ts';
import { commands } from './commands.ts';

/** What `rollcall --help` prints. */
export function generalHelp(): string {
  const lines = [
    'Usage: rollcall [--root DIR] COMMAND [OPTION]…, or rollcall --version',
    '',
    'Keeps every service of a monorepo in every place that lists the services.',
    '',
  ];
  for (const [name, { synopsis, summary }] of commands)
    lines.push(`  rollcall ${name} ${synopsis}`, `      ${summary}`);
  lines.push(
    '',
    'Exit code: 0 done and clean, 1 findings at or above --fail-on, 2 a mistake in usage, configuration or',
  );
  lines.push('input, 3 git, the network or a permission failed, 70 a bug in Rollcall.', '');
  return lines.join('\n');
}

/** What `rollcall COMMAND --help` prints. */
export function commandHelp(name: string, { synopsis, summary, options }: Command): string {
  const rows = Object.entries(options).map(
    ([option, { value, help }]) => [`--${option}${value ? ` ${value}` : ''}`, help] as const,
  );
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    `Usage: rollcall ${name} ${synopsis}`,
    '',
    summary,
    '',
    ...rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`),
    '',
  ].join('\n');
}
