import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

/** Of a source, what stands in the quoted commands of messages that is not known to be one word to a shell. */
function looseWords(source: string): string[] {
  const commands = source.matchAll(/"(?:argocd|docker|gh|git|helm|kubectl|kustomize|npm|npx|rollcall) [^"\n]*"/g);
  return [...commands].flatMap(([command]) =>
    [...command.matchAll(/\$\{[^}]*\}/g)].map(([hole]) => hole).filter((hole) => !/^\$\{shellWord\(/.test(hole)),
  );
}

test('what a message puts into a command that a person copies is one word to a shell', () => {
  const loose: string[] = [];
  for (const name of ['adapters', 'cli', 'domain', 'shell']) {
    const folder = join(root, 'packages', name, 'src');
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      if (path.endsWith('.ts'))
        for (const hole of looseWords(readFileSync(join(folder, path), 'utf8'))) loose.push(`${name}/${path} ${hole}`);
  }
  // The name of a command of ours.
  expect(loose).toEqual(['cli/arguments.ts ${name}']);
});

test.each([
  ['`Run "git fetch ${remote}".`', ['${remote}']],
  ['`"rollcall values ${shellWord(name)} ${key}" lists them`', ['${key}']],
  ['`"git ls-remote ${shellWord(url)}" tells`', []],
  ['`${what} of "${name}"`', []],
])('%s', (source, expected) => {
  expect(looseWords(source)).toEqual(expected);
});
