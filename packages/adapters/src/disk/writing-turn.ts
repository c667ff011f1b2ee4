import {
  accessSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { listFew, showPath } from '@rollcall/domain/names';
import type { Log } from '@rollcall/domain/ports';
import { ExternalError } from '@rollcall/domain/user-error';
import { diskFailure, errorCode } from './failure.ts';
import { forgetJournal, readJournal, type Undone, undo } from './journal.ts';
import { isOfThisMachine, makeRunFolder, processOf, type RunFolder, runFolders } from './run-folder.ts';

/** The right to write to the files of a work tree, which one run has at a time. */
export interface WritingTurn {
  /** A folder of this run on the file system of the files, that nothing else reads. */
  readonly folder: string;
  end(): void;
  /** Ends it, and leaves the folder, with the journal in it, to the next run. */
  leave(): void;
}

/** Milliseconds between two looks at whether another run has ended, and how many looks there are. */
const lookEach = 100;
const mostLooks = 50;

/**
 * Waits until no other run writes to the files below `base`, and puts back what those did that were killed; the log
 * is told. ExternalError where another one goes on for longer than five seconds.
 */
export async function takeWritingTurn(base: string, log: Log): Promise<WritingTurn> {
  const home = homeOf(base);
  for (let look = 1; ; look += 1) {
    // First make known that one is there, then look who else is: of two at the same time, none goes ahead.
    const own = ownFolder(home);
    const other = runFolders(home).living.find((path) => path !== own.path);
    if (other === undefined) {
      try {
        putBackKilled(home, base, log);
      } catch (error) {
        own.remove();
        throw error;
      }
      return { folder: own.path, end: own.remove, leave: own.leave };
    }
    own.remove();
    if (look === mostLooks)
      throw new ExternalError(`another run of Rollcall, process ${processOf(other)}, is writing to ${showPath(base)}`, {
        help: 'Wait until it is done, or end it, and run this again.',
      });
    if (look === 1) log.notice('Another run of Rollcall is writing to these files: waiting for it.');
    await pause(lookEach * (0.5 + Math.random()));
  }
}

/** Puts back what killed runs did to the files below `base`, for a run that only reads: it waits for nobody. */
export async function finishKilledRuns(base: string, log: Log): Promise<void> {
  const home = homeOf(base);
  const { living, dead } = runFolders(home);
  if (living.length > 0) return;
  if (dead.length > 0) (await takeWritingTurn(base, log)).end();
  else removeIfEmpty(home);
}

function putBackKilled(home: string, base: string, log: Log): void {
  for (const folder of runFolders(home).dead) {
    const journal = readJournal(folder);
    if (journal) {
      if (home === besideFiles(base)) refuseForeign(folder);
      sayUndone(undo(folder, base, journal), log);
      forgetJournal(folder);
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What lies among the files may have come with them: nobody who sends files knows this start of the machine. */
function refuseForeign(folder: string): void {
  if (isOfThisMachine(folder)) return;
  throw new ExternalError(
    `${showPath(folder)} says what to put back, and is of another machine or container, or of an earlier start of this one`,
    { help: 'Look at the files that its journal.json names, and remove the folder.' },
  );
}

function sayUndone({ restored, left }: Undone, log: Log): void {
  const put =
    restored.length > 0 ? `Put back as they were: ${listFew(restored.map(showPath))}.` : 'It had changed none.';
  log.notice(`An earlier run of Rollcall was killed while it wrote files. ${put}`);
  if (left.length > 0)
    log.warning(
      `Changed by somebody else since then, and left as they are: ${listFew(left.map(showPath))}.\nLook at them with git diff: the killed run may have written to them before.`,
    );
}

/**
 * Where runs keep what they are about to write, on the file system of the files below `base`: in the repository's own
 * git directory, which git shows to nobody; else, where that is read-only or elsewhere, and outside a repository, beside
 * the files.
 */
function homeOf(base: string): string {
  const git = gitDirectoryOf(base);
  return git !== null && canMove(git, base) ? join(git, 'rollcall') : besideFiles(base);
}

function besideFiles(base: string): string {
  return join(base, '.rollcall');
}

/** The git directory of a work tree, the own one where it is one of several; null where there is none. */
function gitDirectoryOf(top: string): string | null {
  const path = join(top, '.git');
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat?.isFile()) return stat ? path : null;
  const [, named] = /^gitdir: (.+?)\r?\n*$/.exec(readFileSync(path, 'utf8')) ?? [];
  return named === undefined ? null : resolve(top, named);
}

/** Whether files can be made in one folder and moved to another: not from one mount to another, though of one disk. */
export function canMove(from: string, to: string | Buffer): boolean {
  const target = Buffer.concat([Buffer.from(to), Buffer.from(`${sep}rollcall-none`)]);
  try {
    accessSync(from, constants.W_OK | constants.X_OK);
    if (statSync(from).dev !== statSync(to).dev) return false;
    renameSync(join(from, 'rollcall-none'), target);
  } catch (error) {
    // Linux compares the mounts before it looks for the file, which nobody has.
    return errorCode(error) === 'ENOENT' && lstatSync(from, { throwIfNoEntry: false }) !== undefined;
  }
  return true;
}

/** A folder of this run in one that all share, and that each removes with the last of them. */
function ownFolder(home: string): RunFolder {
  for (;;) {
    try {
      mkdirSync(home);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw diskFailure('written', home, error);
      const stat = lstatSync(home, { throwIfNoEntry: false });
      if (stat && !stat.isDirectory())
        throw new ExternalError(`${showPath(home)} is no folder`, { help: 'Move it away, and run this again.' });
    }
    try {
      return makeRunFolder(home, () => removeIfEmpty(home));
    } catch (error) {
      // Another run removed the folder that it had just left empty.
      if (errorCode(error) !== 'ENOENT') throw diskFailure('written', home, error);
    }
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another run uses it.
  }
}
