import { didYouMean } from '@rollcall/domain/nearest';
import { UserError } from '@rollcall/domain/user-error';
import type { Command, CommandInput } from '../command.ts';
import { bashCompletion } from '../completion/bash.ts';
import { completableCommands } from '../completion/completable.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';

const shells = new Map([
  ['bash', bashCompletion],
  ['zsh', zshCompletion],
  ['fish', fishCompletion],
]);

/** Prints the script of one shell, which completes these commands. */
export async function printCompletion(
  { names: [shell = '', ...more], terminal }: CommandInput,
  commands: ReadonlyMap<string, Command>,
): Promise<number> {
  const script = more.length === 0 ? shells.get(shell) : undefined;
  if (!script)
    throw new UserError(
      shell === '' ? 'no shell is named' : `there is no completion for ${JSON.stringify([shell, ...more].join(' '))}`,
      {
        help: `Name one of ${[...shells.keys()].join(', ')}.${didYouMean(shell, shells.keys())}`,
      },
    );
  terminal.write(script(completableCommands(commands)));
  return 0;
}
