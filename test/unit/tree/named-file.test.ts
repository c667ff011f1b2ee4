import { expect, test } from '@jest/globals';
import type { Tree } from '@rollcall/domain/ports';
import { findNamedFile } from '@rollcall/domain/tree/named-file';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const tree: Tree = {
  ...memoryTree({ 'a/b.json': '' }),
  list: async () => [
    { path: 'a/b.json', mode: 'file' },
    { path: 'link', mode: 'symlink' },
    { path: 'linked.json', mode: 'symlink' },
    { path: 'module', mode: 'submodule' },
    { path: 'run', mode: 'executable' },
  ],
};

test.each([
  ['a/b.json', { path: 'a/b.json', isThere: true }],
  ['./a//x/../b.json', { path: 'a/b.json', isThere: true }],
  ['run', { path: 'run', isThere: true }],
  ['a/none.json', { path: 'a/none.json', isThere: false }],
])('%s is found', async (written, found) => {
  expect(await findNamedFile(tree, written, 'the list')).toEqual(found);
});

test.each([
  ['../b.json', 'the list ../b.json is not a file inside the repository'],
  ['/a/b.json', 'the list /a/b.json is not a file inside the repository'],
  ['a/..', 'the list a/.. is not a file inside the repository'],
  ['.Git/config', "the list .Git/config is git's own"],
  ['link/b.json', 'the list link/b.json leads through link, which is a symbolic link'],
  ['module/x', 'the list module/x leads through module, which is a submodule'],
  ['run/x', 'the list run/x leads through run, which is a file'],
  ['linked.json', 'the list linked.json is not a regular file but a symbolic link'],
  ['module', 'the list module is not a regular file but a submodule'],
])('%s is refused', async (written, message) => {
  await expect(findNamedFile(tree, written, 'the list')).rejects.toThrow(message);
});
