import { folderOf, joinPath } from '../catalog/repository-paths.ts';
import { compareText } from '../location.ts';
import type { TreeEntry } from '../ports.ts';

/** The paths of a tree, for looking up. Built once, linear in the listing. */
export interface PathIndex {
  /** What is at a path. `unknown`: it is, or lies behind, a symbolic link or a submodule. */
  at(path: string): 'file' | 'folder' | 'unknown' | null;
  /** The regular files directly in a folder, sorted; with `recurse` all below it. */
  files(folder: string, recurse?: boolean): readonly string[];
  /** Every regular file, sorted. */
  all: readonly string[];
  /** Every symbolic link and submodule, in the order of the tree. */
  links: readonly string[];
}

export function indexPaths(entries: readonly TreeEntry[]): PathIndex {
  const files = new Set<string>();
  const links = new Set<string>();
  const folders = new Map<string, string[]>([['', []]]);
  for (const { path, mode } of entries) {
    if (mode === 'symlink' || mode === 'submodule') links.add(path);
    else files.add(path);
    for (let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder)) folders.set(folder, []);
    if (files.has(path)) folders.get(folderOf(path))?.push(path);
  }
  const all = [...files].sort(compareText);
  return {
    all,
    links: [...links],
    at: (path) => {
      if (files.has(path)) return 'file';
      if (folders.has(path)) return 'folder';
      if (links.size === 0) return null;
      for (let part = path; part !== ''; part = folderOf(part)) if (links.has(part)) return 'unknown';
      return null;
    },
    files: (folder, recurse = false) => {
      if (!recurse) return folders.get(folder) ?? [];
      if (folder === '') return all;
      const start = lowerBound(all, joinPath(folder, ''));
      return all.slice(start, lowerBound(all, `${folder}0`)); // '0' is the character after '/'
    },
  };
}

/** Index of the first path that is not before the text. */
function lowerBound(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareText(sorted[middle] ?? '', text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
