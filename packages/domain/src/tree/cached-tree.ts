import type { Tree } from '../ports.ts';

/**
 * The same tree, of which every file is read once: the Catalog and the rules ask for most manifests both, and
 * opening thousands of small files takes longer than anything that is done with them.
 */
export function readOnce(tree: Tree): Tree {
  const known = new Map<string, Uint8Array | undefined>();
  return {
    name: tree.name,
    list: () => tree.list(),
    read: async (paths) => {
      const missing = paths.filter((path) => !known.has(path));
      if (missing.length > 0) {
        const read = await tree.read(missing);
        for (const path of missing) known.set(path, read.get(path));
      }
      const contents = new Map<string, Uint8Array>();
      for (const path of paths) {
        const content = known.get(path);
        if (content) contents.set(path, content);
      }
      return contents;
    },
  };
}
