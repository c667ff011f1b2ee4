import { memoize } from '../memo.ts';
import { folderOf } from '../tree/repository-paths.ts';
import type { YamlFile } from '../yaml/yaml-document.ts';
import { argoGlob, matchesResourcePattern } from './glob.ts';

/** What git generators may read. */
export interface SetFiles {
  /** The regular files of the tree, sorted. */
  paths: readonly string[];
  /** A file that was read; undefined for any other. */
  file(path: string): YamlFile | undefined;
  /** Whether an address is this repository's; null where that cannot be known. */
  isOurs(url: string): boolean | null;
}

/** What git generators read where there is nothing to read: they stay unread. */
export const noSetFiles: SetFiles = { paths: [], file: () => undefined, isOurs: () => null };

/** The patterns of a git generator. */
export interface Patterns {
  included: string[];
  excluded: string[];
}

/** Makes what tells whether a pattern matches a path. */
type MakesMatcher = (pattern: string) => (path: string) => boolean;

/** The paths that a pattern takes and none excludes; `sorted` is by units of UTF-16, as the paths of a tree and its folders are. */
export function included(sorted: readonly string[], patterns: Patterns, matcher: MakesMatcher): string[] {
  const excluded = patterns.excluded.map(matcher);
  const found = new Set<string>();
  for (const pattern of patterns.included) {
    const matches = matcher(pattern);
    const [start = ''] = pattern.split(/[*?[\\]/, 1);
    for (const path of startingWith(sorted, start.replace(/\/$/, '')))
      if (!found.has(path) && matches(path) && !excluded.some((leavesOut) => leavesOut(path))) found.add(path);
  }
  return [...found].sort();
}

function* startingWith(sorted: readonly string[], start: string): Iterable<string> {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < start) low = middle + 1;
    else high = middle;
  }
  for (let at = low, path = sorted[at]; path?.startsWith(start); at += 1, path = sorted[at]) yield path;
}

export const sortedPaths = memoize((paths: readonly string[]): readonly string[] => [...paths].sort());

/** All folders but those that are hidden, sorted. */
export const foldersOf = memoize((paths: readonly string[]): readonly string[] => {
  const folders = new Set<string>();
  for (const path of paths)
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder);
  return [...folders].filter((folder) => !folder.split('/').some((part) => part.startsWith('.'))).sort();
});

/** As Argo CD matches a folder: a star takes no slash. */
export function folderMatcher(pattern: string): (path: string) => boolean {
  return (path) => matchesResourcePattern(pattern, path);
}

/** As `git ls-files` matches a path: also all that is in a folder of that name. */
export function gitMatcher(pattern: string): (path: string) => boolean {
  const matches = argoGlob(pattern);
  const folder = `${pattern.replace(/\/$/, '')}/`;
  return (path) => matches(path) || path.startsWith(folder);
}

// As doublestar 4 matches a path: `**/` takes any folders, and none.
export function doublestarMatcher(pattern: string): (path: string) => boolean {
  const matchers = [pattern, pattern.replaceAll('**/', '')].map((each) => argoGlob(each, '/'));
  return (path) => matchers.some((matches) => matches(path));
}

/** A pattern with a star for each placeholder. */
export function withStars(path: string): string {
  return path
    .split('{{')
    .map((part, index) => {
      const end = part.indexOf('}}');
      return index === 0 || end === -1 ? part : `*${part.slice(end + 2)}`;
    })
    .join('')
    .replace(/\*{2,}/g, '*');
}
