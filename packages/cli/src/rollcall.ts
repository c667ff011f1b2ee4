import { judgeFault } from '@rollcall/adapters/system-fault';
import { didYouMean } from '@rollcall/domain/nearest';
import { printableLines } from '@rollcall/domain/printable';
import { describeError, ExternalError, UserError } from '@rollcall/domain/user-error';
import { version } from '@rollcall/domain/version';
import { commandFirst, parseCommand } from './arguments.ts';
import type { Terminal } from './command.ts';
import { commands } from './commands.ts';
import { commandHelp, generalHelp } from './help.ts';
import { createTerminal } from './terminal.ts';

async function main(words: string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = commandFirst(words);
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    terminal.write(generalHelp(terminal.width));
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === '-V') {
    terminal.write(`${version}\n`);
    return 0;
  }
  const command = commands.get(name);
  if (!command) {
    const help = `${didYouMean(name, commands.keys())} Commands: ${[...commands.keys()].join(', ')}.`.trimStart();
    throw new UserError(`rollcall has no command ${JSON.stringify(name)}`, { help });
  }
  if (rest.includes('--help') || rest.includes('-h')) {
    terminal.write(commandHelp(name, command, terminal.width));
    return 0;
  }
  const input = parseCommand(name, command, rest, terminal);
  const { run } = await command.load();
  return run(input);
}

function exitCode(thrown: unknown): number {
  const error = judgeFault(thrown);
  if (error instanceof UserError || error instanceof ExternalError) {
    process.stderr.write(`rollcall: ${printableLines(describeError(error))}\n`);
    return error instanceof UserError ? 2 : 3;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`rollcall: a bug in Rollcall, please report it:\n${detail}\n`);
  return 70;
}

// A reader that stops early, such as head, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? (process.exitCode ?? 0) : exitCode(error));
});
process.exitCode = await main(process.argv.slice(2), createTerminal(process)).catch(exitCode);
