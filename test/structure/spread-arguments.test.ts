import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/**
 * A list that is spread into the arguments of a call lies on the stack, which holds some hundred thousand of them: a
 * repository with more files than that would end the run. `addAll` adds any number.
 */
const packages = join(import.meta.dirname, '../../packages');

/** Lists that the sources themselves write, or that hold a few values at most. */
const short = [
  'cli/src/commands/explain.ts: Math.max(...rulePages',
  'cli/src/help.ts: Math.max(...rows',
  'domain/src/verify/report/render/markdown.ts: Math.min(...new',
];

test('no list is spread into the arguments of a call that takes any number', () => {
  const found = readdirSync(packages, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(?:domain|adapters|shell|cli)\/src\/.*\.ts$/.test(path))
    .flatMap((path) => {
      const calls = readFileSync(join(packages, path), 'utf8').matchAll(
        /(?:\.push|\.unshift|\bMath\.(?:max|min))\(\.\.\.\w*/g,
      );
      return [...calls].map(([call]) => `${path}: ${call}`);
    });
  expect(found.sort()).toEqual(short);
});
