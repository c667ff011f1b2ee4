// By path: the root package lists no package of the workspace, so that nothing else here can import one.
import type { Command } from '../packages/cli/src/command.ts';
import { commands } from '../packages/cli/src/commands.ts';
import { type GeneratedFile, generatedNote, markdownCell } from './generated-file.ts';

const head = `
# The command line

\`--root DIR\` may stand before the command. Results go to standard output, all about the run to standard error.

| exit code | |
| ---: | --- |
| 0 | done, and clean |
| 1 | findings at or above \`--fail-on\`, or something is left to do |
| 2 | a mistake in usage, configuration or input |
| 3 | git, the network or a permission failed |
| 70 | a bug in Rollcall |

Completion of commands, options and their values, in the file that the shell reads at its start:

\`\`\`sh
eval "$(rollcall completion bash)"    # or zsh, after compinit
rollcall completion fish | source
\`\`\`
`;

/** Every command and every option, as \`--help\` says them. */
export const commandDocs: GeneratedFile = {
  path: 'docs/reference/commands.md',
  content: () =>
    [
      generatedNote('packages/cli/src/commands.ts'),
      head,
      ...[...commands].map(([name, command]) => section(name, command)),
    ].join(''),
};

function section(name: string, { synopsis, summary, options }: Command): string {
  const rows = Object.entries(options).map(
    ([option, { value, help }]) =>
      `| \`--${option}${value === undefined ? '' : ` ${markdownCell(value)}`}\` | ${markdownCell(help)} |\n`,
  );
  const table = rows.length === 0 ? '' : `\n| option | what it is |\n| --- | --- |\n${rows.join('')}`;
  return `\n## ${name}\n\n${summary}\n\n\`\`\`text\nrollcall ${name} ${synopsis}\n\`\`\`\n${table}`;
}
