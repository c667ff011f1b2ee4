import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { workTreeWriter } from '@rollcall/adapters/work-tree-writer';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { temporaryFolder } from '@rollcall/testkit/repository';

function folderWith(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder('tree');
  mkdirSync(join(root, 'dir'));
  for (const [path, content] of Object.entries(files)) writeFileSync(join(root, path), content);
  return root;
}

function write(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  return workTreeWriter(root).write(new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])));
}

test('all files are written, with their modes, and nothing is left behind', async () => {
  const root = folderWith({ a: 'old a', 'dir/한글 b': 'old b' });
  chmodSync(join(root, 'a'), 0o755);
  chmodSync(join(root, 'dir/한글 b'), 0o666);
  await write(root, { a: 'new a', 'dir/한글 b': 'new b' });
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('new a');
  expect(readFileSync(join(root, 'dir/한글 b'), 'utf8')).toBe('new b');
  expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o755);
  expect(statSync(join(root, 'dir/한글 b')).mode & 0o777).toBe(0o666);
  expect([readdirSync(root), readdirSync(join(root, 'dir'))]).toEqual([['a', 'dir'], ['한글 b']]);
});

describe('one file that cannot be written means none is', () => {
  const outside = temporaryFolder('outside');
  writeFileSync(join(outside, 'x'), 'secret');
  test.each([
    ['a link', 'link', 'is a symbolic link'],
    ['a file behind a link', 'linked/x', 'is a symbolic link'],
    ['a folder', 'dir', 'is of another kind'],
    ['a file that is not there', 'dir/none', 'is not there'],
    ['a file below a file', 'a/b', 'is of another kind'],
    ['a path that leaves', '../x', 'no path inside'],
    ['a path that comes back', 'dir/../a', 'no path inside'],
    ['an absolute path', '/etc/hostname', 'no path inside'],
    ["git's own folder", '.GIT/config', 'no path inside'],
    ['the root', '', 'no path inside'],
    ['a NUL', 'a\0', 'no path inside'],
  ])('%s', async (_name, path, words) => {
    const root = folderWith({ a: 'old' });
    symlinkSync(join(outside, 'x'), join(root, 'link'));
    symlinkSync(outside, join(root, 'linked'));
    const failed = write(root, { a: 'new', [path]: 'new' });
    await expect(failed).rejects.toThrow(UserError);
    await expect(failed).rejects.toThrow(words);
    expect(readFileSync(join(root, 'a'), 'utf8')).toBe('old');
    expect(readFileSync(join(outside, 'x'), 'utf8')).toBe('secret');
    expect(readdirSync(root)).toEqual(['a', 'dir', 'link', 'linked']);
  });
});

/** Files that are handed over like any others; when the last one was taken, something happens to the folder. */
class SabotagedFiles extends Map<string, Uint8Array> {
  sabotage: () => void = () => {};
  override *[Symbol.iterator](): MapIterator<[string, Uint8Array]> {
    yield* super[Symbol.iterator]();
    this.sabotage();
  }
}

test('a rename that fails puts back what was renamed before', async () => {
  const root = folderWith({ a: 'old a', b: 'old b', c: 'old c' });
  const files = new SabotagedFiles(['a', 'b', 'c'].map((path) => [path, Buffer.from(`new ${path}`)]));
  files.sabotage = () => {
    rmSync(join(root, 'c'));
    mkdirSync(join(root, 'c'));
  };
  const error = await workTreeWriter(root)
    .write(files)
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExternalError);
  expect(String(error)).toContain('c cannot be written');
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('old a');
  expect(readFileSync(join(root, 'b'), 'utf8')).toBe('old b');
  expect(readdirSync(root)).toEqual(['a', 'b', 'c', 'dir']);
});

test('a name as long as names get is written', async () => {
  const name = 'x'.repeat(255);
  const root = folderWith({ [name]: 'old' });
  await write(root, { [name]: 'new' });
  expect(readFileSync(join(root, name), 'utf8')).toBe('new');
});
