import { createInterface } from 'node:readline/promises';
import { foldedText } from '@rollcall/domain/folded-text';
import { printable, printableJson, printableLines } from '@rollcall/domain/printable';
import type { Terminal } from './command.ts';

/**
 * Colour, folded lines and progress only where a person looks. NO_COLOR and FORCE_COLOR are respected where they say
 * something (no-color.org, force-color.org).
 */
export function createTerminal({ stdin, stdout, stderr, env }: NodeJS.Process): Terminal {
  let progressShown = false;
  const say = (text: string): void => {
    if (progressShown) stderr.write('\r\u001b[K');
    progressShown = false;
    stderr.write(text);
  };
  // A message has a line for itself and one for its help, which begins with blanks.
  const folded = (message: string): string => {
    const width = stderr.isTTY ? (stderr.columns ?? 80) : Number.MAX_SAFE_INTEGER;
    const lines = printableLines(message)
      .split('\n')
      .flatMap((line) => foldedText(line.trimStart(), line.length - line.trimStart().length, width));
    return `${lines.join('\n')}\n`;
  };
  return {
    write: (text) => {
      if (progressShown) say('');
      stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    writeJson: (value) => {
      if (progressShown) say('');
      stdout.write(`${printableJson(value)}\n`);
    },
    ask: async (question) => {
      if (!stdin.isTTY || !stderr.isTTY) return null;
      const lines = createInterface({ input: stdin, output: stderr });
      // Whoever ends the input has agreed to nothing.
      const ended = new Promise<string>((answer) => lines.once('close', () => answer('')));
      try {
        return await Promise.race([lines.question(question), ended]);
      } finally {
        lines.close();
      }
    },
    colour: !env.NO_COLOR && (stdout.isTTY === true || (env.FORCE_COLOR ?? '') !== ''),
    ...(stdout.isTTY === true && { width: stdout.columns ?? 80 }),
    log: {
      progress: (message) => {
        if (!stderr.isTTY) return;
        stderr.write(`\r\u001b[K${printable(message).slice(0, Math.max(20, (stderr.columns ?? 80) - 1))}`);
        progressShown = true;
      },
      notice: (message) => say(folded(`note: ${message}`)),
      warning: (message) => say(folded(`warning: ${message}`)),
    },
  };
}
