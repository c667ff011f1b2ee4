import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { showPath } from '@rollcall/domain/names';
import { isFilePath } from '@rollcall/domain/tree/file-path';
import { UserError } from '@rollcall/domain/user-error';
import { encodePath } from '../git/path-bytes.ts';
import { diskFailure, errorCode } from './failure.ts';

/**
 * Where a path leads below a folder: the one judgement of every path that is read or written on disk. It leads through
 * real folders only: never through a link, never out of the folder, never into what git keeps a repository in.
 */
export interface Place {
  /** The folder that it is in. */
  folder: Buffer;
  target: Buffer;
  /** Of the target; undefined where nothing is. */
  stat: Stats | undefined;
  /** The folders on the way to it that are not there, the outermost first. */
  absent: Buffer[];
  /** The innermost one that is there. */
  nearest: Buffer;
}

/** The real path of a folder below which paths are taken. UserError where it is one of git's own. */
export function realTop(folder: string): Buffer {
  const top = realPath(folder);
  // Above it only names can tell: a clone may well lie in a folder that holds a bare repository.
  const names = top.split(sep).filter(Boolean).join('/');
  if ((names !== '' && !isFilePath(names)) || isGitDirectory(Buffer.from(top)))
    throw new UserError(`${showPath(folder)} is a folder of git's own`, {
      help: 'Work in the files that were checked out.',
    });
  return Buffer.from(top);
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return resolve(folder);
    throw diskFailure('read', folder, error);
  }
}

/** Looks along a path relative to a real folder, separated by '/'. UserError that names what it may not lead through. */
export function locate(top: Buffer, path: string): Place {
  if (!isFilePath(path)) throw new UserError(`${showPath(path)} is no path inside the work tree`);
  const found = lookAlong(top, path);
  if ('why' in found) throw refusal(found.at, found.why);
  return found;
}

function lookAlong(top: Buffer, path: string): Place | { at: string; why: string } {
  const segments = path.split('/');
  let folder = top;
  let nearest = top;
  const absent: Buffer[] = [];
  for (const [index, segment] of segments.slice(0, -1).entries()) {
    folder = below(folder, segment);
    const stat = statOf(folder);
    const at = segments.slice(0, index + 1).join('/');
    if (!stat) absent.push(folder);
    else if (!stat.isDirectory()) return { at, why: kindOf(stat) };
    else if (isGitDirectory(folder)) return { at, why: 'is a git repository of its own' };
    else nearest = folder;
  }
  const target = below(folder, segments.at(-1) ?? '');
  return { folder, target, stat: statOf(target), absent, nearest };
}

/** Undefined where nothing is. ExternalError where that cannot be seen. */
export function statOf(path: string | Buffer): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // Of a name that is too long for the disk there can be none.
    if (['ENOTDIR', 'ENAMETOOLONG'].includes(errorCode(error))) return undefined;
    throw diskFailure('read', path, error);
  }
}

/** A path that an input or an option gives: what it is called there, what it says, and what it is to be. */
export interface NamedPath {
  /** `input sarif-file` */
  name: string;
  written: string;
  kind: 'file' | 'folder';
}

/**
 * The place of a path that somebody gave: absolute, or relative to the first of the folders; inside one of them.
 * UserError where it is not, where it leads through a link or to one, and where something of another kind is there.
 */
export function locateNamed({ name, written, kind }: NamedPath, folders: readonly [string, ...string[]]): Place {
  const refuse = (why: string): UserError =>
    new UserError(`${name}: ${showPath(written)} ${why}`, {
      help: `Give the path of a ${kind} inside ${folders.join(' or ')}, without links.`,
    });
  const absolute = written.includes('\0') ? '' : resolve(folders[0], written);
  for (const folder of folders) {
    const top = realTop(folder);
    const path = pathInside(folder, absolute) ?? pathInside(top.toString(), absolute);
    if (path === null) continue;
    const found = lookFor(top, path, kind);
    if (typeof found === 'string') throw refuse(found);
    return found;
  }
  throw refuse('is not inside');
}

/** The place of a path, '' for the top itself; what is wrong with it where something is. */
function lookFor(top: Buffer, path: string, kind: NamedPath['kind']): Place | string {
  if (path !== '' && !isFilePath(path)) return "is git's own";
  const found = path === '' ? placeOfTop(top) : lookAlong(top, path);
  if ('why' in found) return `leads through ${showPath(found.at)}, which ${found.why}`;
  const { stat, target } = found;
  if (!stat) return found;
  if (kind === 'file' ? !stat.isFile() : !stat.isDirectory()) return kindOf(stat);
  return path !== '' && kind === 'folder' && isGitDirectory(target) ? 'is a git repository of its own' : found;
}

function placeOfTop(top: Buffer): Place {
  return { folder: top, target: top, stat: statOf(top), absent: [], nearest: top };
}

/** How an absolute path is written from a folder, '' for the folder itself; null where it is not in it. */
function pathInside(folder: string, absolute: string): string | null {
  if (absolute === '') return null;
  const path = relative(resolve(folder), absolute);
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? null : path.split(sep).join('/');
}

/** A real folder as a path from one that it is in. */
export function pathFrom(base: Buffer, folder: Buffer): string {
  return pathInside(base.toString(), folder.toString()) ?? '';
}

/** Whether git keeps a repository in a folder, whatever its name: a bare one, or one that a file `.git` points to. */
function isGitDirectory(folder: Buffer): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => statOf(below(folder, name)));
}

/** What something is, for a sentence that begins with its path. */
export function kindOf(stat: Stats): string {
  if (stat.isSymbolicLink()) return 'is a symbolic link';
  if (stat.isDirectory()) return 'is a folder';
  return stat.isFile() ? 'is a file' : 'is neither file nor folder';
}

export function refusal(path: string, why: string): UserError {
  return new UserError(`${showPath(path)} ${why}`, { help: 'Only regular files of the work tree are written.' });
}

export function below(folder: Buffer, name: string): Buffer {
  return Buffer.concat([folder, Buffer.from(sep), encodePath(name)]);
}
