import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** A repository that Rollcall found or made. git is told where it is, and looks for none itself. */
export interface Repository {
  /** Where git runs: the work tree or a folder of it, or the bare repository. */
  readonly directory: string;
  /** The repository itself: the `.git` of the work tree, which may be a file that leads on, or the bare folder. */
  readonly gitDirectory: string;
  /** Null for a bare one. */
  readonly workTree: string | null;
  /** Whether git may fetch trees and commits as it comes across them, as in a clone that was made without them. */
  isPartial(): boolean;
}

/** A bare repository that Rollcall made, or makes here. */
export function bareRepository(directory: string, isPartial = () => false): Repository {
  return { directory, gitDirectory: directory, workTree: null, isPartial };
}

/** The repository of a work tree, seen from a folder of it. */
export function workTreeRepository(workTree: string, directory = workTree): Repository {
  let partial: boolean | undefined;
  return {
    directory,
    workTree,
    gitDirectory: join(workTree, '.git'),
    isPartial: () => {
      partial ??= hasPromisorPack(commonDirectory(resolveGitDirectory(workTree)));
      return partial;
    },
  };
}

/**
 * The folders that hold a `.git`, from a folder upwards to `top`, which is its parent's parent or itself: the nearest
 * first. What merely looks like a bare repository is a folder like any other: a commit can bring one, but no `.git`.
 */
export function workTreesAbove(folder: string, top?: string): string[] {
  const found: string[] = [];
  for (let each = folder; ; each = dirname(each)) {
    if (lstatSync(join(each, '.git'), { throwIfNoEntry: false })) found.push(each);
    if (each === top || each === dirname(each)) return found;
  }
}

/** Whether a work tree's repository is kept by another one: those of submodules and of linked work trees are. */
export function isKeptBy(workTree: string, outer: string): boolean {
  const [own, keeper] = [resolveGitDirectory(workTree), commonDirectory(resolveGitDirectory(outer))].map(realOrSame);
  return own !== undefined && keeper !== undefined && own.startsWith(`${keeper}${sep}`);
}

/** Whether a work tree and its repository belong to the user of this process; not known on Windows. */
export function isOwn(workTree: string): boolean {
  const user = process.geteuid?.();
  return [workTree, join(workTree, '.git'), resolveGitDirectory(workTree)].every(
    (path) => user !== undefined && lstatSync(path, { throwIfNoEntry: false })?.uid === user,
  );
}

/** Where `.git` leads: it is a folder, a link to one, or a file that names one. */
function resolveGitDirectory(workTree: string): string {
  const path = join(workTree, '.git');
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return path;
  const [, target] = /^gitdir: ([^\n\r]+)/.exec(readSmallFile(path)) ?? [];
  return target === undefined ? path : resolve(workTree, target);
}

/** The repository that holds the objects: another one for a linked work tree. */
function commonDirectory(gitDirectory: string): string {
  const target = readSmallFile(join(gitDirectory, 'commondir')).trim();
  return target === '' ? gitDirectory : resolve(gitDirectory, target);
}

function hasPromisorPack(gitDirectory: string): boolean {
  try {
    return readdirSync(join(gitDirectory, 'objects', 'pack')).some((name) => name.endsWith('.promisor'));
  } catch {
    return false; // git says what is wrong with the repository
  }
}

function readSmallFile(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() && stat.size < 8192 ? readFileSync(path, 'utf8') : '';
}

function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
