import { compileDockerPattern } from '../dockerfile/pattern.ts';
import { compareText } from '../location.ts';
import type { TreeEntry } from '../ports.ts';
import { baseName, folderOf, joinPath } from './repository-paths.ts';

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

export type PathKind = 'file' | 'folder' | 'symlink' | null;

/** Questions about the names in a tree, answered by binary search in its sorted listing. */
export interface TreePaths {
  /** What a path is; `symlink` also for what lies behind one, because nobody here follows it. `''` is the root. */
  kind(path: string): PathKind;
  /** Paths of files below a folder. */
  below(folder: string): Iterable<string>;
  /** The files and folders that a Docker pattern, relative to a folder, matches. */
  glob(folder: string, pattern: string, doubleStar: boolean): readonly string[];
}

export function treePaths(entries: readonly TreeEntry[]): TreePaths {
  const paths = sortedPaths(entries);
  const links = new Set<string>();
  for (const { path, mode } of entries) if (mode === 'symlink') links.add(path);
  const globs = new Map<string, readonly string[]>();

  /** Index of the first path that is not before this text. */
  function lowerBound(text: string): number {
    let low = 0;
    let high = paths.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((paths[middle] ?? '') < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function behindLink(path: string): boolean {
    if (links.size === 0) return false;
    for (let at = path; at !== ''; at = folderOf(at)) if (links.has(at)) return true;
    return false;
  }

  function kind(path: string): PathKind {
    if (path === '') return 'folder';
    if (behindLink(path)) return 'symlink';
    const found = paths[lowerBound(path)];
    if (found === path) return 'file';
    // Without a path that begins like this one there is none that begins like the folder.
    if (!found?.startsWith(path)) return null;
    return paths[lowerBound(`${path}/`)]?.startsWith(`${path}/`) ? 'folder' : null;
  }

  function* below(folder: string): Iterable<string> {
    const prefix = folder === '' ? '' : `${folder}/`;
    for (let at = lowerBound(prefix); paths[at]?.startsWith(prefix); at += 1) yield paths[at] ?? '';
  }

  function children(folder: string): string[] {
    const prefix = folder === '' ? '' : `${folder}/`;
    const found: string[] = [];
    let at = lowerBound(prefix);
    for (let path = paths[at]; path?.startsWith(prefix); path = paths[at]) {
      const slash = path.indexOf('/', prefix.length);
      found.push(slash < 0 ? path : path.slice(0, slash));
      // '0' is the character after '/': the first path behind everything in this folder.
      at = slash < 0 ? at + 1 : lowerBound(`${path.slice(0, slash)}0`);
    }
    return found;
  }

  function expand(folder: string, pattern: string, doubleStar: boolean): string[] {
    if (doubleStar && pattern.includes('**')) {
      const { matches } = compileDockerPattern(pattern, { doubleStar });
      const start = folder === '' ? 0 : folder.length + 1;
      return [...below(folder)].filter((path) => matches(path.slice(start)));
    }
    let found = [folder];
    for (const segment of pattern.split('/')) {
      const { literal, matches } = compileDockerPattern(segment);
      found = found.flatMap((parent) =>
        literal && !segment.includes('\\')
          ? kind(joinPath(parent, segment)) === null
            ? []
            : [joinPath(parent, segment)]
          : children(parent).filter((path) => matches(baseName(path))),
      );
    }
    return found;
  }

  function glob(folder: string, pattern: string, doubleStar: boolean): readonly string[] {
    const key = `${folder}\0${pattern}\0${doubleStar}`;
    const known = globs.get(key);
    if (known) return known;
    const found = expand(folder, pattern, doubleStar);
    globs.set(key, found);
    return found;
  }

  return { kind, below, glob };
}

/** git lists by bytes, which is another order than ours where a name has characters beyond U+FFFF. */
function sortedPaths(entries: readonly TreeEntry[]): string[] {
  const paths = entries.map((entry) => entry.path);
  for (let at = 1; at < paths.length; at += 1) {
    if ((paths[at - 1] ?? '') > (paths[at] ?? '')) return paths.sort(compareText);
  }
  return paths;
}
