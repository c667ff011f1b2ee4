import { compileDockerPattern } from '../dockerfile/pattern.ts';
import { compareText } from '../location.ts';
import type { TreeEntry } from '../ports.ts';
import { baseName, folderOf, joinPath } from './repository-paths.ts';

/** What is at a path: a link also where the path lies behind one, because nobody here follows it. */
type PathKind = 'file' | 'folder' | 'symlink' | 'submodule';

/** The paths of a tree, for looking up: answered by binary search in the sorted listing. */
export interface PathIndex {
  /** What is at a path, `''` being the root; null where nothing is. */
  at(path: string): PathKind | null;
  /** The regular files directly in a folder, sorted; with `recurse` all below it. */
  files(folder: string, recurse?: boolean): readonly string[];
  /** Every path below a folder, links too, sorted; read one by one, so that who has enough may stop. */
  below(folder: string): Iterable<string>;
  /** The paths that a Docker pattern, relative to a folder, matches: files, folders and links. */
  glob(folder: string, pattern: string, doubleStar: boolean): readonly string[];
  /** Every regular file, sorted. */
  readonly all: readonly string[];
  /** Every symbolic link and submodule, in the order of the tree. */
  readonly links: readonly string[];
}

/** The index of regular files that are not in a listing. */
export function indexFiles(paths: Iterable<string>): PathIndex {
  return indexPaths(Array.from(paths, (path): TreeEntry => ({ path, mode: 'file' })));
}

/** The index of a listing. Takes time in proportion to it, and so do `all` and `files` of the root, once. */
export function indexPaths(entries: readonly TreeEntry[]): PathIndex {
  const paths = sortedPaths(entries);
  const links = new Map<string, 'symlink' | 'submodule'>();
  for (const { path, mode } of entries) if (mode === 'symlink' || mode === 'submodule') links.set(path, mode);
  const globs = new Map<string, readonly string[]>();
  const listed = new Map<string, readonly string[]>();

  function linkAt(path: string): 'symlink' | 'submodule' | undefined {
    if (links.size === 0) return undefined;
    for (let part = path; part !== ''; part = folderOf(part)) {
      const link = links.get(part);
      if (link) return link;
    }
    return undefined;
  }

  /** Many services ask for the same paths: what they share, and the folders that they lie in. */
  const kinds = new Map<string, PathKind | null>();
  function at(path: string): PathKind | null {
    let kind = kinds.get(path);
    if (kind === undefined) {
      kind = kindAt(path);
      kinds.set(path, kind);
    }
    return kind;
  }

  function kindAt(path: string): PathKind | null {
    if (path === '') return 'folder';
    const link = linkAt(path);
    if (link) return link;
    const next = paths[lowerBound(paths, path)];
    if (next === path) return 'file';
    // Without a path that begins like this one there is none that begins like the folder.
    if (!next?.startsWith(path)) return null;
    return paths[lowerBound(paths, `${path}/`)]?.startsWith(`${path}/`) ? 'folder' : null;
  }

  function* below(folder: string): Iterable<string> {
    const prefix = joinPath(folder, '');
    for (let index = lowerBound(paths, prefix); paths[index]?.startsWith(prefix); index += 1) yield paths[index] ?? '';
  }

  /** What is directly in a folder: files, links, and folders that are not listed themselves. */
  function children(folder: string): string[] {
    const prefix = joinPath(folder, '');
    const inside: string[] = [];
    let index = lowerBound(paths, prefix);
    for (let path = paths[index]; path?.startsWith(prefix); path = paths[index]) {
      const slash = path.indexOf('/', prefix.length);
      inside.push(slash < 0 ? path : path.slice(0, slash));
      index = slash < 0 ? index + 1 : endOfFolder(paths, path.slice(0, slash), index);
    }
    return inside;
  }

  function files(folder: string, recurse: boolean): readonly string[] {
    const isFile = (path: string): boolean => !links.has(path);
    if (!recurse) return children(folder).filter((path) => isFile(path) && paths[lowerBound(paths, path)] === path);
    const range = paths.slice(lowerBound(paths, joinPath(folder, '')), endOfFolder(paths, folder));
    return links.size === 0 ? range : range.filter(isFile);
  }

  function expand(folder: string, pattern: string, doubleStar: boolean): string[] {
    if (doubleStar && pattern.includes('**')) {
      const { matches } = compileDockerPattern(pattern, { doubleStar });
      const start = joinPath(folder, '').length;
      return [...below(folder)].filter((path) => matches(path.slice(start)));
    }
    let matched = [folder];
    for (const segment of pattern.split('/')) {
      const { literal, matches } = compileDockerPattern(segment);
      matched =
        literal && !segment.includes('\\')
          ? matched.map((parent) => joinPath(parent, segment)).filter((path) => at(path) !== null)
          : matched.flatMap((parent) => children(parent).filter((path) => matches(baseName(path))));
    }
    return matched;
  }

  const listFiles = (folder: string, recurse = false): readonly string[] =>
    once(listed, `${recurse}\0${folder}`, () => files(folder, recurse));

  return {
    at,
    below,
    files: listFiles,
    glob: (folder, pattern, doubleStar) =>
      once(globs, `${folder}\0${pattern}\0${doubleStar}`, () => expand(folder, pattern, doubleStar)),
    get all() {
      return links.size === 0 ? paths : listFiles('', true);
    },
    links: [...links.keys()],
  };
}

function once(made: Map<string, readonly string[]>, key: string, make: () => readonly string[]): readonly string[] {
  const value = made.get(key) ?? make();
  made.set(key, value);
  return value;
}

/** Index of the first path that is not before a text. */
function lowerBound(sorted: readonly string[], text: string, from = 0): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the first path behind everything in a folder: '0' is the character after '/'. */
function endOfFolder(sorted: readonly string[], folder: string, from = 0): number {
  return folder === '' ? sorted.length : lowerBound(sorted, `${folder}0`, from);
}

/** git lists by bytes, which is another order than ours where a name has characters beyond U+FFFF. */
function sortedPaths(entries: readonly TreeEntry[]): string[] {
  const paths = entries.map(({ path }) => path);
  const isSorted = paths.every((path, index) => index === 0 || (paths[index - 1] ?? '') <= path);
  return isSorted ? paths : paths.sort(compareText);
}
