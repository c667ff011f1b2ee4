import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

interface Proof {
  file: string;
  /** A part of the words behind `test(` or `describe(`; null for the file as a whole. */
  title: string | null;
}

/** The tests that a text names. */
function proofsIn(text: string): Proof[] {
  return [...text.matchAll(/`(test\/[^`]+)`(?::((?: ?\*[^*]+\*,?)+))?/g)].flatMap(
    ([, file = '', titles = '']): Proof[] => {
      const named = [...titles.matchAll(/\*([^*]+)\*/g)].map(([, title = '']) => ({ file, title }));
      return named.length > 0 ? named : [{ file, title: null }];
    },
  );
}

/** What stands between the quotes of every test and group of a file. */
function titlesOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  // Behind `test(`, and behind the table of `test.each(…)(`.
  const titles = /(?:\b(?:test|describe)\(|\)\()\s*(['"`])((?:\\.|(?!\1).)+)\1/g;
  return [...text.matchAll(titles)].map(([, , title = '']) => title);
}

const model = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');
const rows = model
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (what is tried|---)/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe('the threat model', () => {
  test('is of everybody who may want harm', () => {
    expect([...model.matchAll(/^## (.+)$/gm)].map(([, title]) => title)).toEqual([
      'A fork',
      'A member who may write',
      'A dependency that is taken over',
      'A registry',
      'A GitOps repository, and a git server',
      'The runner',
      'Not defended',
    ]);
  });

  test.each(rows.map(([tried = '', holds = '', proved = '']) => [tried, holds, proved]))(
    '%s',
    (_tried, holds, proved) => {
      expect(holds).toMatch(/\S/);
      expectTests(proved);
    },
  );
});

const promises =
  /## What to rely on\n\n([\s\S]*?)\n\n\[/.exec(readFileSync(join(root, 'SECURITY.md'), 'utf8'))?.[1] ?? '';

test.each(promises.split(/\n(?=- )/))('SECURITY.md proves: %s', (promise) => {
  expectTests(promise.replace(/\s+/g, ' '));
});

function expectTests(text: string): void {
  const proofs = proofsIn(text);
  expect(proofs).not.toEqual([]);
  for (const { file, title } of proofs) {
    expect({ file, exists: existsSync(join(root, file)) }).toEqual({ file, exists: true });
    if (title !== null) expect(titlesOf(file)).toContainEqual(expect.stringContaining(title));
  }
}
