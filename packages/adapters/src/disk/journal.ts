import { mkdirSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '@rollcall/domain/json';
import { isFilePath } from '@rollcall/domain/tree/file-path';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { field, isRecord } from '@rollcall/domain/yaml/value';
import { hashOf, readWhole, syncFolder, writeThrough } from './durable-file.ts';
import { below, kindOf, locate, type Place, realTop } from './inside.ts';

/**
 * What a run is about to do to files, written down before the first of them changes and removed after the last one has:
 * with it, and the old contents beside it, whoever comes later can put everything back.
 */
export interface Journal {
  /** The folder that the paths are relative to, itself relative to the one whose runs exclude one another; '' for it. */
  folder: string;
  files: JournalFile[];
  /** Folders that are made, the outermost first. */
  folders: string[];
}

export interface JournalFile {
  path: string;
  /** SHA-256 of the contents before and after; null where the file is not there. */
  old: string | null;
  new: string | null;
}

const journalName = 'journal.json';

/** Where the run folder keeps the contents of a file before and after. */
export function keptFile(folder: string, index: number, which: 'old' | 'new'): string {
  return join(folder, `${index}.${which}`);
}

/** Writes the journal of a run folder. From then on, until `forgetJournal`, its changes can be undone. */
export function writeJournal(folder: string, journal: Journal): void {
  const draft = join(folder, 'draft');
  writeThrough(draft, Buffer.from(JSON.stringify(journal)));
  syncFolder(folder);
  renameSync(draft, join(folder, journalName));
  syncFolder(folder);
}

export function forgetJournal(folder: string): void {
  unlinkSync(join(folder, journalName));
  syncFolder(folder);
}

/** The journal of a run folder; null where it has none. */
export function readJournal(folder: string): Journal | null {
  const path = join(folder, journalName);
  const bytes = readWhole(Buffer.from(path));
  if (bytes === null) return null;
  const value = parseJson(bytes.toString('utf8'));
  const [below, files, folders] = [field(value, 'folder'), field(value, 'files'), field(value, 'folders')];
  const isPlace = below === '' || isPath(below);
  if (isPlace && isListOf(files, isJournalFile) && isListOf(folders, isPath)) return { folder: below, files, folders };
  throw new ExternalError(`${path} is no journal of Rollcall`, {
    help: `Look at git status, and remove ${folder} when the files are as they should be.`,
  });
}

function isListOf<T>(value: unknown, isOne: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && value.every(isOne);
}

function isPath(value: unknown): value is string {
  return typeof value === 'string' && isFilePath(value);
}

function isJournalFile(value: unknown): value is JournalFile {
  if (!isRecord(value) || !isPath(value.path)) return false;
  return [value.old, value.new].every((hash) => hash === null || typeof hash === 'string');
}

/** What became of the files of a journal. */
export interface Undone {
  /** Put back as they were. */
  restored: string[];
  /** Changed by somebody else since, and left as they are. */
  left: string[];
}

/**
 * Puts back what a journal's run did. A file that is neither as that run found it nor as it left it is somebody else's
 * work: it is left. Doing it twice, or after having been killed half-way, is doing it once.
 */
export function undo(folder: string, base: string, { folder: written, files, folders }: Journal): Undone {
  const top = written === '' ? realTop(base) : locate(realTop(base), written).target;
  const undone: Undone = { restored: [], left: [] };
  for (const [index, file] of [...files.entries()].reverse()) {
    const { old, new: written } = file;
    const now = contentOf(top, file.path);
    if (now === old) continue;
    const kept = keptFile(folder, index, 'old');
    if (now !== written || !isKept(kept, old)) undone.left.push(file.path);
    else {
      putBack(top, file, kept);
      undone.restored.push(file.path);
    }
  }
  for (const made of [...folders].reverse()) removeFolder(top, made);
  return { restored: undone.restored.reverse(), left: undone.left.reverse() };
}

/** Whether what was kept is what the journal says; a link is nothing that a run keeps. */
function isKept(kept: string, old: string | null): boolean {
  if (old === null) return true;
  const bytes = readWhole(Buffer.from(kept));
  return bytes !== null && hashOf(bytes) === old;
}

function putBack(top: Buffer, { path, old }: JournalFile, kept: string): void {
  const place = locate(top, path);
  if (old === null) unlinkSync(place.target);
  else {
    for (const absent of place.absent) mkdirSync(absent);
    renameSync(kept, place.target);
  }
  syncFolder(place.folder);
}

/** A folder goes with its last file, as git has it; one that holds anything else stays. */
export function removeFolder(top: Buffer, path: string): boolean {
  try {
    rmdirSync(path.split('/').reduce(below, top));
    return true;
  } catch {
    return false;
  }
}

/** SHA-256 of a file's contents; null where nothing is, or nothing can be; what it is where it is no regular file. */
function contentOf(top: Buffer, path: string): string | null {
  let place: Place;
  try {
    place = locate(top, path);
  } catch (error) {
    if (error instanceof UserError) return error.message; // a link on the way is somebody else's work, too
    throw error;
  }
  if (!place.stat) return null;
  if (!place.stat.isFile()) return kindOf(place.stat);
  const bytes = readWhole(place.target);
  return bytes && hashOf(bytes);
}
