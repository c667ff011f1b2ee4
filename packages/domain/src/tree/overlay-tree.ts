import { compareText } from '../location.ts';
import type { Tree, TreeEntry } from '../ports.ts';
import type { FileChanges } from './file-changes.ts';

/** What a tree would be after changes, which are not to change any more: created files are listed, deleted ones not. */
export function overlayTree(tree: Tree, changes: FileChanges): Tree {
  let entries: Promise<readonly TreeEntry[]> | undefined;
  return {
    name: tree.name,
    list: () => {
      entries ??= tree.list().then((list) => changedList(list, changes));
      return entries;
    },
    read: async (paths) => {
      const read = new Map(await tree.read(paths.filter((path) => !changes.has(path))));
      for (const path of paths) {
        const content = changes.get(path);
        if (content) read.set(path, content);
      }
      return read;
    },
  };
}

function changedList(entries: readonly TreeEntry[], changes: FileChanges): readonly TreeEntry[] {
  const known = new Set(entries.map(({ path }) => path));
  const created = [...changes].filter(([path, content]) => content !== null && !known.has(path));
  const kept = entries.filter(({ path }) => changes.get(path) !== null);
  if (created.length === 0) return kept;
  const list = [...kept, ...created.map(([path]): TreeEntry => ({ path, mode: 'file' }))];
  return list.sort((a, b) => compareText(a.path, b.path));
}
