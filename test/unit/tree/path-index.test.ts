import { describe, expect, test } from '@jest/globals';
import type { FileMode, TreeEntry } from '@rollcall/domain/ports';
import { indexFiles, indexPaths } from '@rollcall/domain/tree/path-index';
import fc from 'fast-check';

const modes: Record<string, FileMode> = { 'a/link': 'symlink', sub: 'submodule' };
const entries = ['a-b/x', 'a/b/c', 'a/link', 'a/z', 'a0', 'run', 'sub'].map(
  (path): TreeEntry => ({ path, mode: modes[path] ?? 'file' }),
);
const index = indexPaths(entries);

test.each([
  ['', 'folder'],
  ['a', 'folder'],
  ['a/b', 'folder'],
  ['a/b/c', 'file'],
  ['a/link', 'symlink'],
  ['a/link/x/y', 'symlink'],
  ['sub', 'submodule'],
  ['sub/x', 'submodule'],
  ['a-', null],
  ['a/b/c/d', null],
  ['su', null],
  ['z', null],
] as const)('at %j is %s', (path, kind) => {
  expect(index.at(path)).toBe(kind);
});

test('files are regular files, sorted', () => {
  expect(index.files('a')).toEqual(['a/z']);
  expect(index.files('a', true)).toEqual(['a/b/c', 'a/z']);
  expect(index.files('')).toEqual(['a0', 'run']);
  expect(index.files('', true)).toEqual(index.all);
  expect(index.all).toEqual(['a-b/x', 'a/b/c', 'a/z', 'a0', 'run']);
  expect(index.files('a/link', true)).toEqual([]);
  expect([...index.below('a')]).toEqual(['a/b/c', 'a/link', 'a/z']);
  expect(index.links).toEqual(['a/link', 'sub']);
});

test('a Docker pattern matches files, folders and links', () => {
  expect(index.glob('', 'a*', false)).toEqual(['a-b', 'a', 'a0']);
  // Behind a link there may be anything.
  expect(index.glob('a', '*/c', false)).toEqual(['a/b/c', 'a/link/c']);
  expect(index.glob('a', '**', true)).toEqual(['a/b/c', 'a/link', 'a/z']);
  expect(index.glob('a', 'link', false)).toEqual(['a/link']);
});

describe('against a list that is gone through', () => {
  const name = fc.constantFrom('a', 'b', 'a-', 'a0', '.', 'é', '\u{1F600}', '\uFFFD', '__proto__');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
  const isTree = (paths: readonly string[]): boolean =>
    !paths.some((one) => paths.some((other) => other.startsWith(`${one}/`)));

  test('every question has the same answer', () => {
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 12 }).filter(isTree), path, (paths, asked) => {
        const { at, files, below } = indexFiles(paths);
        const inside = paths.filter((one) => one.startsWith(`${asked}/`)).sort();
        expect(at(asked)).toBe(paths.includes(asked) ? 'file' : inside.length > 0 ? 'folder' : null);
        expect(files(asked, true)).toEqual(inside);
        expect([...below(asked)]).toEqual(inside);
        expect(files(asked)).toEqual(inside.filter((one) => !one.slice(asked.length + 1).includes('/')));
      }),
    );
  });
});
