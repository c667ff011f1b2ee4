import { mkdirSync, readdirSync, renameSync, rmSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkTreeWriter } from '@rollcall/domain/deploy-branch/deploy-branch';
import { listFew, showPath } from '@rollcall/domain/names';
import type { Log } from '@rollcall/domain/ports';
import { type FileChanges, foldersAbove } from '@rollcall/domain/tree/file-changes';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { hashOf, readWhole, syncFolder, writeThrough } from './durable-file.ts';
import { messageOf } from './failure.ts';
import { kindOf, locate, type Place, pathFrom, realTop, refusal } from './inside.ts';
import {
  forgetJournal,
  type Journal,
  type JournalFile,
  keptFile,
  removeFolder,
  undo,
  writeJournal,
} from './journal.ts';
import { canMove, takeWritingTurn, type WritingTurn } from './writing-turn.ts';

/** A writer that no other run writes beside, until it is closed or the process ends. */
export interface OpenWorkTreeWriter extends WorkTreeWriter {
  close(): void;
}

/**
 * Opens a folder for writing: waits for other runs that write to it, and puts back what killed ones did. To be opened
 * before the files are read that decide what is written. `top` is the root of the work tree that the folder is in, or
 * null outside of one.
 *
 * It writes regular files below the folder: all of them or, when one cannot be written, none; and where the process is
 * killed meanwhile, the next run puts back what it did. Symbolic links, files that are not there or, when they are to be
 * created, are there, and paths that leave the folder are refused.
 */
export async function openWorkTreeWriter(
  { root, top }: { root: string; top: string | null },
  log: Log,
): Promise<OpenWorkTreeWriter> {
  const base = realTop(top ?? root);
  const folder = realTop(root);
  const turn = await takeWritingTurn(base.toString(), log);
  const place = { turn, base: base.toString(), top: folder, below: pathFrom(base, folder), runFolder: turn.folder };
  return {
    write: async (files, created = new Set()) => writeAll(place, files, created),
    close: turn.end,
  };
}

interface WritePlace {
  turn: WritingTurn;
  base: string;
  /** Real path of the folder that the paths are relative to. */
  top: Buffer;
  /** The same, relative to the base. */
  below: string;
  /** Where contents are kept, before and after. */
  runFolder: string;
}

/** What is under way. */
interface Change extends JournalFile {
  index: number;
}

function writeAll(place: WritePlace, files: FileChanges, created: ReadonlySet<string>): void {
  if (files.size === 0) return;
  const changes: Change[] = [];
  const folders = new Set<string>();
  let current = '';
  let journal: Journal | null = null;
  try {
    for (const [path, content] of files) {
      current = path;
      changes.push(prepare(place, { index: changes.length, path, content, isNew: created.has(path) }, folders));
    }
    const planned = { folder: place.below, files: changes.map(journalFile), folders: [...folders] };
    writeJournal(place.runFolder, planned);
    journal = planned;
    for (const change of changes) {
      current = change.path;
      apply(place, change);
    }
    removeLeftFolders(place, changes);
    forgetJournal(place.runFolder);
  } catch (error) {
    const left = journal ? undoNow(place, journal, error) : [];
    throw error instanceof UserError && left.length === 0 ? error : writeFailure(error, current, left);
  }
  removeKept(place);
}

/** Puts back what was done, and names what somebody else changed meanwhile. */
function undoNow(place: WritePlace, journal: Journal, reason: unknown): string[] {
  try {
    const { left } = undo(place.runFolder, place.base, journal);
    forgetJournal(place.runFolder);
    removeKept(place);
    return left;
  } catch (cause) {
    place.turn.leave();
    const why = `${messageOf(reason)}; ${messageOf(cause)}`;
    throw new ExternalError(`files cannot be written, nor put back as they were: ${why}`, {
      help: 'Make the files writable and run Rollcall again: it puts them back first.',
      cause,
    });
  }
}

function removeKept({ runFolder }: WritePlace): void {
  for (const name of readdirSync(runFolder)) rmSync(join(runFolder, name), { force: true });
}

function journalFile({ path, old, new: written }: Change): JournalFile {
  return { path, old, new: written };
}

interface Wanted {
  index: number;
  path: string;
  content: Uint8Array | null;
  isNew: boolean;
}

/** Keeps the contents of a file, before and after, in the run folder; nothing of the work tree changes yet. */
function prepare({ top, runFolder }: WritePlace, wanted: Wanted, folders: Set<string>): Change {
  const { index, path, content, isNew } = wanted;
  const place = isNew ? newPlace(top, path) : existingPlace(top, path);
  const above = foldersAbove(path).reverse();
  for (const folder of above.slice(above.length - place.absent.length)) folders.add(folder);
  const before = isNew ? null : readWhole(place.target);
  if (!isNew && before === null) throw refusal(path, 'is not there');
  if (!canMove(runFolder, place.nearest))
    throw new ExternalError(`${showPath(path)} is on another file system than ${showPath(runFolder)}`, {
      help: 'Nothing was written. Name the folder that is mounted there with --root.',
    });
  if (before) writeThrough(keptFile(runFolder, index, 'old'), before, place.stat);
  if (content) writeThrough(keptFile(runFolder, index, 'new'), content, place.stat);
  return { index, path, old: before && hashOf(before), new: content && hashOf(content) };
}

/** Makes one change visible, unless somebody else was there since it was prepared. */
function apply({ top, runFolder }: WritePlace, { index, path, old, new: written }: Change): void {
  const { folder, target, stat, absent } = locate(top, path);
  if (old === null && stat) throw new Error('somebody else made it in the meantime');
  const now = stat?.isFile() ? readWhole(target) : null;
  if (old !== null && (now === null || hashOf(now) !== old))
    throw new Error('somebody else changed it in the meantime');
  for (const made of absent) mkdirSync(made);
  if (written === null) unlinkSync(target);
  else renameSync(keptFile(runFolder, index, 'new'), target);
  syncFolder(folder);
}

/** As git does: a folder goes with its last file. One that holds anything else stays. */
function removeLeftFolders({ top }: WritePlace, changes: readonly Change[]): void {
  for (const { path, new: written } of changes)
    if (written === null) for (const folder of foldersAbove(path)) if (!removeFolder(top, folder)) break;
}

function writeFailure(cause: unknown, path: string, left: readonly string[]): Error {
  if (cause instanceof ExternalError && left.length === 0) return cause;
  const help =
    left.length === 0
      ? 'No file was changed.'
      : `All else is as it was, but these were changed by somebody else meanwhile: ${listFew(left.map(showPath))}. Look at git status.`;
  return new ExternalError(`${showPath(path)} cannot be written: ${messageOf(cause)}`, { help, cause });
}

/** The place of a path that is a regular file below the top, reached through no link. */
function existingPlace(top: Buffer, path: string): Place {
  const place = locate(top, path);
  if (!place.stat) throw refusal(path, 'is not there');
  if (!place.stat.isFile()) throw refusal(path, kindOf(place.stat));
  return place;
}

/** The place of a path where nothing is, reached through no link. */
function newPlace(top: Buffer, path: string): Place {
  const place = locate(top, path);
  if (!place.stat) return place;
  throw new UserError(`${showPath(path)} is there already`, {
    help: 'Git ignores it, or it has just been made. Move it away: nothing is written over.',
  });
}
