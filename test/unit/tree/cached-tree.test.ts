import { expect, test } from '@jest/globals';
import type { Tree } from '@rollcall/domain/ports';
import { readOnce } from '@rollcall/domain/tree/cached-tree';

test('a file is read once, and one that does not exist is asked for once', async () => {
  const asked: string[] = [];
  const files = new Map([
    ['a', Uint8Array.of(1)],
    ['b', Uint8Array.of()],
  ]);
  const source: Tree = {
    name: 'a tree',
    list: async () => [],
    read: async (paths) => {
      asked.push(...paths);
      return new Map(
        paths.flatMap((path) => {
          const content = files.get(path);
          return content ? [[path, content] as const] : [];
        }),
      );
    },
  };
  const tree = readOnce(source);
  expect([...(await tree.read(['a', 'missing'])).keys()]).toEqual(['a']);
  expect([...(await tree.read(['missing', 'b', 'a']))]).toEqual([
    ['b', Uint8Array.of()],
    ['a', Uint8Array.of(1)],
  ]);
  expect(asked).toEqual(['a', 'missing', 'b']);
});
