import type { Tree, TreeEntry } from '../ports.ts';
import { joinPath } from './repository-paths.ts';

/** A folder of a tree as a tree of its own; the tree itself for ''. */
export function folderTree(tree: Tree, folder: string): Tree {
  if (folder === '') return tree;
  const start = `${folder}/`;
  let entries: Promise<TreeEntry[]> | undefined;
  const list = async () =>
    (await tree.list()).flatMap(({ path, mode }) =>
      path.startsWith(start) ? [{ path: path.slice(start.length), mode }] : [],
    );
  return {
    name: tree.name,
    list: () => {
      entries ??= list();
      return entries;
    },
    read: async (paths) => {
      const read = await tree.read(paths.map((path) => joinPath(folder, path)));
      return new Map([...read].map(([path, content]) => [path.slice(start.length), content]));
    },
  };
}
