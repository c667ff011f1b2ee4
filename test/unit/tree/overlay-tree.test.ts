import { expect, test } from '@jest/globals';
import { overlayTree } from '@rollcall/domain/tree/overlay-tree';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const tree = memoryTree({ a: 'old a', 'b/c': 'old c', 'b/d': 'old d', z: 'old z' });

test('what comes is listed, by code unit, what goes is not, and what is read is what is listed', async () => {
  const changes = new Map([
    ['b/d', null],
    ['\u{1f680}', Buffer.from('rocket')],
    ['\uffee', Buffer.from('wide')],
    ['b', Buffer.from('b')],
    ['a', Buffer.from('new a')],
    ['B', Buffer.from('')],
  ]);
  const overlay = overlayTree(tree, changes);
  const entries = await overlay.list();
  expect(entries.map(({ path }) => path)).toEqual(['B', 'a', 'b', 'b/c', 'z', '\u{1f680}', '\uffee']);
  expect(entries.every(({ mode }) => mode === 'file')).toBe(true);
  expect(await overlay.list()).toBe(entries);
  const read = await overlay.read([...entries.map(({ path }) => path), 'b/d', 'none']);
  expect(Object.fromEntries([...read].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]))).toEqual({
    'b/c': 'old c',
    z: 'old z',
    '\u{1f680}': 'rocket',
    '\uffee': 'wide',
    b: 'b',
    a: 'new a',
    B: '',
  });
});
