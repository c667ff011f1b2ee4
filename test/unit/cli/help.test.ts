import { describe, expect, test } from '@jest/globals';
import { commands } from '../../../packages/cli/src/commands.ts';
import { commandHelp, generalHelp } from '../../../packages/cli/src/help.ts';

const helps = (width?: number): string[] => [
  generalHelp(width),
  ...[...commands].map(([name, command]) => commandHelp(name, command, width)),
];

describe.each([80, 100, 120])('at a terminal of %d columns', (width) => {
  test('no line of any help is folded by the terminal', () => {
    const long = helps(width).flatMap((text) => text.split('\n').filter((line) => [...line].length > width));
    expect(long).toEqual([]);
  });

  test('every word is there that is there without a terminal', () => {
    const words = (text: string): string[] => text.split(/\s+/);
    expect(helps(width).map(words)).toEqual(helps().map(words));
  });
});

test('where nobody looks each option is one line, for programs', () => {
  const verify = commands.get('verify');
  if (!verify) throw new Error('there is no verify');
  expect(commandHelp('verify', verify)).toMatch(/^ {2}--fail-on \S+ +The least that fails\. Default error\.$/m);
});
