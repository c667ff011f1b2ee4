import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { sep } from 'node:path';
import type { WorkTreeWriter } from '@rollcall/domain/deploy-branch/deploy-branch';
import { showPath } from '@rollcall/domain/names';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { encodePath } from '../git/path-bytes.ts';

/**
 * Writes regular files below a folder: all of them or, when one cannot be written, none. New contents are written
 * beside their targets first, with their modes, and then renamed over them; a file that goes is renamed first and
 * removed when all else is done. A step that fails puts back what was done before it. Symbolic links, files that are
 * not there or, when they are to be created, are there, and paths that leave the folder are refused.
 */
export function workTreeWriter(root: string): WorkTreeWriter {
  return {
    write: async (files, created = new Set()) => {
      const top = Buffer.from(realpathSync(root));
      const change: Change = { top, run: randomBytes(6).toString('hex'), undo: [], temporaries: [], current: root };
      try {
        const steps: Step[] = [];
        for (const [path, content] of files) steps.push(prepare(change, path, content, created.has(path)));
        for (const { path, step } of steps) {
          change.current = path;
          step();
        }
      } catch (error) {
        const failed = change.undo.reverse().filter((back) => !succeeds(back));
        throw error instanceof UserError ? error : writeFailure(error, change.current, failed.length === 0);
      } finally {
        for (const temporary of change.temporaries) rmSync(temporary, { force: true });
      }
      for (const [path, content] of files) if (content === null) removeEmptyFolders(top, path);
    },
  };
}

/** What is under way. */
interface Change {
  readonly top: Buffer;
  /** Part of the names of its temporary files. */
  readonly run: string;
  /** Puts back what was done, the newest last. */
  readonly undo: (() => void)[];
  readonly temporaries: Buffer[];
  /** The path that is worked on, for a message. */
  current: string;
}

/** Makes the change of one path visible. */
interface Step {
  path: string;
  step: () => void;
}

/** Writes a content beside its target, and gives the step that makes it visible. */
function prepare(change: Change, path: string, content: Uint8Array | null, isNew: boolean): Step {
  const { top, run, undo, temporaries } = change;
  change.current = path;
  const place = isNew ? newPlace(top, path, undo) : existingPlace(top, path);
  const temporary = below(place.folder, `.rollcall-${run}-${temporaries.length}`);
  temporaries.push(temporary);
  undo.push(() => rmSync(temporary, { force: true })); // before the folder that was made for it
  if (content !== null) writeNew(temporary, content, place.mode);
  return { path, step: stepOf(place, temporary, content === null, undo) };
}

/** Where a file is or will be; `mode` is null where it is not there yet. */
interface Place {
  folder: Buffer;
  target: Buffer;
  mode: number | null;
}

/** What makes one change visible, once all contents are on the disk; notes how it is undone. */
function stepOf({ target, mode }: Place, temporary: Buffer, goes: boolean, undo: (() => void)[]): () => void {
  if (goes)
    return () => {
      renameSync(target, temporary);
      undo.push(() => renameSync(temporary, target));
    };
  if (mode === null)
    return () => {
      if (lstatSync(target, { throwIfNoEntry: false })) throw new Error('somebody else made it in the meantime');
      renameSync(temporary, target);
      undo.push(() => rmSync(target));
    };
  const before = readFileSync(target);
  return () => {
    renameSync(temporary, target);
    undo.push(() => writeFileSync(target, before));
  };
}

function succeeds(step: () => void): boolean {
  try {
    step();
    return true;
  } catch {
    return false;
  }
}

function writeFailure(cause: unknown, path: string, isUndone: boolean): ExternalError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const help = isUndone ? 'No file was changed.' : 'Not all could be put back as it was: look at git status.';
  return new ExternalError(`${showPath(path)} cannot be written: ${reason}`, { help, cause });
}

/** With the mode of what it replaces; a new file gets the one that the process gives to all. */
function writeNew(path: Buffer, content: Uint8Array, mode: number | null): void {
  const descriptor = openSync(path, 'wx', mode ?? 0o666);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (mode !== null) chmodSync(path, mode); // the process's mask may have taken bits away
}

/** The place of a path that is a regular file below the top, reached through no link. */
function existingPlace(top: Buffer, path: string): Place {
  const { folder, target, stat } = locate(top, path);
  if (!stat) throw refusal(path, 'is not there');
  if (!stat.isFile()) throw refusal(path, kindOf(stat));
  return { folder, target, mode: stat.mode & 0o7777 };
}

/** The place of a path where nothing is, reached through no link; the folders that lead to it are made. */
function newPlace(top: Buffer, path: string, undo: (() => void)[]): Place {
  const { folder, target, stat, absent } = locate(top, path);
  if (stat)
    throw new UserError(`${showPath(path)} is there already`, {
      help: 'Git ignores it, or it has just been made. Move it away: nothing is written over.',
    });
  for (const made of absent) {
    mkdirSync(made);
    undo.push(() => rmdirSync(made));
  }
  return { folder, target, mode: null };
}

interface Location {
  folder: Buffer;
  target: Buffer;
  /** Of the target; undefined where nothing is. */
  stat: Stats | undefined;
  /** The folders on the way to it that are not there, the outermost first. */
  absent: Buffer[];
}

/** Looks along a path, which only leads through folders. */
function locate(top: Buffer, path: string): Location {
  const segments = path.split('/');
  const legal =
    segments.every((segment) => !['', '.', '..', '.git'].includes(segment.toLowerCase())) && !path.includes('\0');
  if (!legal) throw new UserError(`${showPath(path)} is no path inside the work tree`);
  let folder = top;
  const absent: Buffer[] = [];
  for (const [index, segment] of segments.slice(0, -1).entries()) {
    folder = below(folder, segment);
    const stat = lstatSync(folder, { throwIfNoEntry: false });
    if (!stat) absent.push(folder);
    else if (!stat.isDirectory()) throw refusal(segments.slice(0, index + 1).join('/'), kindOf(stat));
  }
  const target = below(folder, segments.at(-1) ?? '');
  return { folder, target, stat: lstatSync(target, { throwIfNoEntry: false }), absent };
}

function kindOf(stat: Stats): string {
  return stat.isSymbolicLink() ? 'is a symbolic link' : 'is of another kind';
}

function refusal(path: string, why: string): UserError {
  return new UserError(`${showPath(path)} ${why}`, { help: 'Only regular files of the work tree are written.' });
}

function below(folder: Buffer, name: string): Buffer {
  return Buffer.concat([folder, Buffer.from(sep), encodePath(name)]);
}

/** As git does: a folder goes with its last file. One that holds anything else stays. */
function removeEmptyFolders(top: Buffer, path: string): void {
  const segments = path.split('/').slice(0, -1);
  for (; segments.length > 0; segments.pop()) {
    try {
      rmdirSync(segments.reduce(below, top));
    } catch {
      return;
    }
  }
}
