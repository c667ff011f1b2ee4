import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';

/**
 * No test expects something to be quick: how long it takes is the machine's, and the load's. What must not grow is
 * counted in steps (`growth.ts`), and what must end ends with the time that jest gives a test.
 */
const folder = join(import.meta.dirname, '..');

/** What needs a clock for something else. */
const others = new Map([
  ['proof/killed-runs.test.ts', 'it kills at a moment between the beginning and the end of a run'],
  ['adapters/oci/registry.test.ts', 'a header holds a day of tomorrow'],
]);

/** The clocks that a text reads, but for those that are handed to the product as its `now`. */
function clocksIn(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'now') return;
    const isClock = /^(?:performance\.(?:now|timeOrigin|measure)|Date\.now|process\.(?:hrtime|uptime|cpuUsage))$/;
    if (ts.isPropertyAccessExpression(node) && isClock.test(node.getText()))
      found.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

const clocks = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.ts$/.test(path) && !/(?:^|\/)node_modules\//.test(path))
  .flatMap((path) => clocksIn(path, readFileSync(join(folder, path), 'utf8')));

test('no test reads a clock', () => {
  const found = clocks.filter((place) => !others.has(place.replace(/:\d+$/, '')));
  expect(found).toEqual([]);
});

test('those that need one for something else do', () => {
  for (const path of others.keys()) expect(clocks.some((place) => place.startsWith(`${path}:`))).toBe(true);
});

test.each([
  ['expect(performance.now() - start).toBeLessThan(1)', 1],
  ['const start = Date.now();', 1],
  ['process.hrtime.bigint()', 1],
  ['const pace = { now: () => performance.now() };', 0],
  ['// performance.now()', 0],
])('%s', (text, count) => {
  expect(clocksIn('planted.ts', text)).toHaveLength(count);
});
