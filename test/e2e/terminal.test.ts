import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { createTerminal } from '../../packages/cli/src/terminal.ts';

/** A terminal at which somebody sits, and the keyboard of it. */
function sit(isTTY = true, env: Record<string, string> = {}) {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const stdout = Object.assign(new PassThrough(), { isTTY, columns: 72 });
  const terminal = createTerminal({ stdin, stdout, stderr, env } as unknown as NodeJS.Process);
  return { stdin, stderr, terminal };
}

test('a question is answered by a line', async () => {
  const { stdin, stderr, terminal } = sit();
  const answer = terminal.ask('Write? ');
  stdin.write('yes\n');
  expect(await answer).toBe('yes');
  expect(String(stderr.read())).toContain('Write? ');
});

test('whoever ends the input answers nothing', async () => {
  const { stdin, terminal } = sit();
  const answer = terminal.ask('Write? ');
  stdin.end();
  expect(await answer).toBe('');
});

test('a notice is folded where somebody looks, with the help below it, and one line where nobody does', () => {
  const message = `${'word '.repeat(12)}end\n  ${'help '.repeat(14)}end`;
  const { stderr, terminal } = sit();
  Object.assign(stderr, { columns: 40 });
  terminal.log.notice(message);
  const shown = String(stderr.read()).split('\n');
  expect(shown.filter((line) => line.length > 40)).toEqual([]);
  expect(shown.filter((line) => line.startsWith('  help')).length).toBe(2);
  const alone = sit(false);
  alone.terminal.log.notice(message);
  expect(String(alone.stderr.read())).toBe(`note: ${message}\n`);
});

test('where nobody sits nobody is asked', async () => {
  expect(await sit(false).terminal.ask('Write? ')).toBeNull();
});

test('colour and folded lines are for who looks, unless the environment says otherwise', () => {
  const looks = (isTTY: boolean, env: Record<string, string> = {}) => {
    const { colour, width } = sit(isTTY, env).terminal;
    return [colour, width];
  };
  expect(looks(true)).toEqual([true, 72]);
  expect(looks(false)).toEqual([false, undefined]);
  expect(looks(true, { NO_COLOR: '1' })).toEqual([false, 72]);
  expect(looks(true, { NO_COLOR: '' })).toEqual([true, 72]);
  expect(looks(false, { FORCE_COLOR: '1' })).toEqual([true, undefined]);
  expect(looks(false, { FORCE_COLOR: '1', NO_COLOR: '1' })).toEqual([false, undefined]);
});
