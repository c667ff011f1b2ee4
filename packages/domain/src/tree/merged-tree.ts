import { compareText } from '../location.ts';
import type { Tree, TreeEntry } from '../ports.ts';

/** A tree in which some paths are as they are in another one: there with its contents, or not there. */
export function treeWith(tree: Tree, other: Tree, isOfOther: (path: string) => boolean): Tree {
  let entries: Promise<TreeEntry[]> | undefined;
  const list = async (): Promise<TreeEntry[]> => {
    const [own, others] = [await tree.list(), await other.list()];
    return [...own.filter(({ path }) => !isOfOther(path)), ...others.filter(({ path }) => isOfOther(path))].sort(
      (a, b) => compareText(a.path, b.path),
    );
  };
  return {
    name: other.name,
    list: () => {
      entries ??= list();
      return entries;
    },
    read: async (paths) => {
      const own = await tree.read(paths.filter((path) => !isOfOther(path)));
      return new Map([...own, ...(await other.read(paths.filter(isOfOther)))]);
    },
  };
}
