import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { absentWord } from '@rollcall/adapters/runner/absent-word';
import { writeOutput } from '@rollcall/adapters/runner/output-files';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { outputsIn } from '@rollcall/testkit/runner';

describe('a word that a text does not hold', () => {
  test.each([
    ['nothing', '', 'rollcall-end-1'],
    ['another text', 'services', 'rollcall-end-1'],
    ['the first one', 'a\nrollcall-end-1\nb', 'rollcall-end-2'],
    ['some', 'rollcall-end-1 rollcall-end-3', 'rollcall-end-2'],
    ['one that begins like it', 'rollcall-end-17', 'rollcall-end-1'],
    ['one with noughts before it', 'rollcall-end-01', 'rollcall-end-1'],
    // The runner looks for the word that ends a stop of its commands in any case (ActionCommandManager.cs).
    ['it in capitals', '::Rollcall-END-1::', 'rollcall-end-2'],
  ])('of %s', (_title, text, word) => {
    expect(absentWord(text)).toBe(word);
  });
});

describe('an output', () => {
  const before = process.env.GITHUB_OUTPUT;
  let file: string;
  beforeEach(() => {
    file = join(temporaryFolder('outputs'), 'output');
    process.env.GITHUB_OUTPUT = file;
  });
  afterEach(() => {
    if (before === undefined) delete process.env.GITHUB_OUTPUT;
    else process.env.GITHUB_OUTPUT = before;
  });

  test.each(['', 'one', 'one\ntwo', 'rollcall-end-1', 'a\nrollcall-end-1\nchanged<<rollcall-end-2\ntrue\n', '\n\n'])(
    'is read as it was written: %j',
    (text) => {
      writeFileSync(file, '');
      writeOutput('first', text);
      writeOutput('second', 'behind it');
      expect(outputsIn(readFileSync(file, 'utf8'))).toEqual({ first: text, second: 'behind it' });
    },
  );

  test('is an error where the file is not there, which the runner would not read', () => {
    expect(() => writeOutput('services', '[]')).toThrow(/^the output services cannot be written: .*ENOENT/);
  });

  test('is an error where the file is a folder', () => {
    mkdirSync(file);
    expect(() => writeOutput('services', '[]')).toThrow(/^the output services cannot be written: .*EISDIR/);
  });
});
