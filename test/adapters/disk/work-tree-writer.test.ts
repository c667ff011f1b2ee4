import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openWorkTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
import type { FileChanges } from '@rollcall/domain/tree/file-changes';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { temporaryFolder } from '@rollcall/testkit/repository';

function folderWith(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder('tree');
  mkdirSync(join(root, 'dir'));
  for (const [path, content] of Object.entries(files)) writeFileSync(join(root, path), content);
  return root;
}

function write(root: string, files: Readonly<Record<string, string | null>>, created: string[] = []): Promise<void> {
  const contents = Object.entries(files).map(
    ([path, text]) => [path, text === null ? null : Buffer.from(text)] as const,
  );
  return writeFiles(root, new Map(contents), new Set(created));
}

const silent = { progress: () => {}, notice: () => {}, warning: () => {} };

async function writeFiles(root: string, files: FileChanges, created: ReadonlySet<string> = new Set()): Promise<void> {
  const writer = await openWorkTreeWriter({ root, top: null }, silent);
  try {
    await writer.write(files, created);
  } finally {
    writer.close();
  }
}

function everything(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
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
    ['a folder', 'dir', 'is a folder'],
    ['a file that is not there', 'dir/none', 'is not there'],
    ['a file below a file', 'a/b', 'a is a file'],
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

test('files are created with the folders that lead to them, and go with the folders they leave empty', async () => {
  const root = folderWith({ a: 'old a', 'dir/b': 'old b' });
  mkdirSync(join(root, 'x/y/z'), { recursive: true });
  mkdirSync(join(root, 'x/other'));
  writeFileSync(join(root, 'x/y/z/gone'), '');
  writeFileSync(join(root, 'x/y/z/also'), '');
  await write(
    root,
    { a: 'new a', 'dir/한글/c': 'c', 'dir/한글/d/e': '', 'x/y/z/gone': null, 'dir/b': null, 'x/y/z/also': null },
    ['dir/한글/c', 'dir/한글/d/e'],
  );
  expect(everything(root)).toEqual([
    'a',
    'dir',
    'dir/한글',
    'dir/한글/c',
    'dir/한글/d',
    'dir/한글/d/e',
    'x',
    'x/other',
  ]);
  expect(readFileSync(join(root, 'dir/한글/c'), 'utf8')).toBe('c');
  writeFileSync(join(root, 'ordinary'), '');
  expect(statSync(join(root, 'dir/한글/c')).mode).toBe(statSync(join(root, 'ordinary')).mode);
});

describe('nothing is written, and no folder is left, when', () => {
  const outside = temporaryFolder('outside');
  writeFileSync(join(outside, 'x'), 'secret');
  const ours = ['new/folder/file'];
  test.each<[string, Record<string, string | null>, string[], string]>([
    ['a new file is there, though git may ignore it', { a: 'x' }, ['a'], 'a is there already'],
    ['a new file is where a folder is', { dir: 'x' }, ['dir'], 'dir is there already'],
    ['a new file is where a link is', { link: 'x' }, ['link'], 'link is there already'],
    ['a new file is behind a link', { 'linked/new': 'x' }, ['linked/new'], 'linked is a symbolic link'],
    ['a new file is below a file', { 'a/b': 'x' }, ['a/b'], 'a is a file'],
    ['a new file is outside', { '../x': 'x' }, ['../x'], 'no path inside'],
    ["a new file is git's", { 'dir/.git/x': 'x' }, ['dir/.git/x'], 'no path inside'],
    ['a file that goes is not there', { 'dir/none/x': null }, [], 'dir/none/x is not there'],
    ['a link goes', { link: null }, [], 'link is a symbolic link'],
    ['a file behind a link goes', { 'linked/x': null }, [], 'linked is a symbolic link'],
    ['a folder goes', { dir: null }, [], 'dir is a folder'],
  ])('%s', async (_name, files, created, words) => {
    const root = folderWith({ a: 'old', 'dir/b': 'old' });
    symlinkSync(join(outside, 'x'), join(root, 'link'));
    symlinkSync(outside, join(root, 'linked'));
    const before = everything(root);
    const failed = write(root, { 'dir/b': null, 'new/folder/file': 'x', ...files }, [...ours, ...created]);
    await expect(failed).rejects.toThrow(UserError);
    await expect(failed).rejects.toThrow(words);
    expect(everything(root)).toEqual(before);
    expect([readFileSync(join(root, 'a'), 'utf8'), readFileSync(join(root, 'dir/b'), 'utf8')]).toEqual(['old', 'old']);
    expect(readFileSync(join(outside, 'x'), 'utf8')).toBe('secret');
  });
});

/** Files that are handed over like any others; when the last one was taken, something happens to the folder. */
class SabotagedFiles extends Map<string, Uint8Array | null> {
  sabotage: () => void = () => {};
  override *[Symbol.iterator](): MapIterator<[string, Uint8Array | null]> {
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
  const error = await writeFiles(root, files).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExternalError);
  expect(String(error)).toContain('c cannot be written');
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('old a');
  expect(readFileSync(join(root, 'b'), 'utf8')).toBe('old b');
  expect(readdirSync(root)).toEqual(['a', 'b', 'c', 'dir']);
});

test('a step that fails brings back what went and takes away what came', async () => {
  const root = folderWith({ 'dir/gone': 'old', a: 'old a' });
  chmodSync(join(root, 'dir/gone'), 0o751);
  const paths: [string, Uint8Array | null][] = [
    ['dir/gone', null],
    ['new/b', Buffer.from('b')],
    ['a', Buffer.from('new a')],
    ['new/c', Buffer.from('c')],
  ];
  const files = new SabotagedFiles(paths);
  files.sabotage = () => {
    mkdirSync(join(root, 'new'));
    writeFileSync(join(root, 'new/c'), 'of somebody else');
  };
  const error = await writeFiles(root, files, new Set(['new/b', 'new/c'])).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ExternalError);
  expect(String(error)).toContain('new/c cannot be written: somebody else made it');
  expect(everything(root)).toEqual(['a', 'dir', 'dir/gone', 'new', 'new/c']);
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('old a');
  expect(readFileSync(join(root, 'dir/gone'), 'utf8')).toBe('old');
  expect(statSync(join(root, 'dir/gone')).mode & 0o777).toBe(0o751);
  expect(readFileSync(join(root, 'new/c'), 'utf8')).toBe('of somebody else');
});

test('a name as long as names get is written', async () => {
  const name = 'x'.repeat(255);
  const root = folderWith({ [name]: 'old' });
  await write(root, { [name]: 'new' });
  expect(readFileSync(join(root, name), 'utf8')).toBe('new');
});

test('a name that is too long, in a folder that is made for it, leaves nothing', async () => {
  const root = folderWith({ a: 'old' });
  const path = `made/${'x'.repeat(256)}`;
  const failed = write(root, { a: 'new', [path]: 'new' }, [path]);
  await expect(failed).rejects.toThrow(ExternalError);
  await expect(failed).rejects.toThrow('ENAMETOOLONG');
  expect(readFileSync(join(root, 'a'), 'utf8')).toBe('old');
  expect(everything(root)).toEqual(['a', 'dir']);
});
