import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { diskTree } from '@rollcall/adapters/disk/tree';
import { gitTree } from '@rollcall/adapters/git/tree';
import { initRepository, temporaryFolder } from '@rollcall/testkit/repository';
import { gitOf } from '../git-of.ts';

const names = ['plain.txt', 'dir/한글 이름.txt', 'quo"te\ttab.txt', 'new\nline.txt'];

describe('a revision and its work tree list and read the same', () => {
  const repository = initRepository();
  const commit = repository.commit(Object.fromEntries(names.map((name) => [name, `content of ${name}`])));
  const trees = {
    revision: gitTree(gitOf(repository.directory), commit),
    'work tree': diskTree(repository.directory, gitOf(repository.directory)),
    directory: diskTree(repository.directory, null),
  };

  test.each(Object.entries(trees))('%s', async (_name, tree) => {
    expect((await tree.list()).map(({ path }) => path).sort()).toEqual([...names].sort());
    const contents = await tree.read([...names, 'absent.txt']);
    expect([...contents.keys()].sort()).toEqual([...names].sort());
    for (const name of names) expect(Buffer.from(contents.get(name) ?? []).toString()).toBe(`content of ${name}`);
  });
});

test('a name that is not UTF-8 survives the way in and out', async () => {
  const repository = initRepository();
  const name = Buffer.from([0x61, 0xff, 0xe2, 0x82, 0x62]);
  writeFileSync(Buffer.concat([Buffer.from(`${repository.directory}/`), name]), 'bytes');
  const commit = repository.commit({ 'b.txt': '' });
  for (const tree of [
    gitTree(gitOf(repository.directory), commit),
    diskTree(repository.directory, gitOf(repository.directory)),
  ]) {
    const path = (await tree.list()).map((entry) => entry.path).find((entry) => entry.startsWith('a'));
    expect(path).toBe('a\uDCFF\uDCE2\uDC82b');
    expect(Buffer.from((await tree.read([path ?? ''])).get(path ?? '') ?? []).toString()).toBe('bytes');
  }
});

test('links are listed and never followed, not even through a folder', async () => {
  const outside = temporaryFolder();
  writeFileSync(join(outside, 'secret.txt'), 'secret');
  const repository = initRepository();
  symlinkSync(join(outside, 'secret.txt'), join(repository.directory, 'link.txt'));
  mkdirSync(join(repository.directory, 'real'));
  symlinkSync(outside, join(repository.directory, 'folder'));
  repository.commit({ 'real/a.txt': 'a' });
  const tree = diskTree(repository.directory, gitOf(repository.directory));
  expect(await tree.list()).toEqual([
    { path: 'folder', mode: 'symlink' },
    { path: 'link.txt', mode: 'symlink' },
    { path: 'real/a.txt', mode: 'file' },
  ]);
  expect([...(await tree.read(['link.txt', 'folder/secret.txt', '../x', 'real/a.txt'])).keys()]).toEqual([
    'real/a.txt',
  ]);
});
