import type { Tree } from './ports.ts';

/** A tree in which some files have other contents: what it would be after edits. Lists what the tree lists. */
export function overlayTree(tree: Tree, contents: ReadonlyMap<string, Uint8Array>): Tree {
  return {
    name: tree.name,
    list: () => tree.list(),
    read: async (paths) => {
      const read = new Map(await tree.read(paths.filter((path) => !contents.has(path))));
      for (const path of paths) {
        const content = contents.get(path);
        if (content) read.set(path, content);
      }
      return read;
    },
  };
}
