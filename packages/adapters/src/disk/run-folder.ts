import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { atEnd } from '../run-end.ts';
import { diskFailure, errorCode } from './failure.ts';

/**
 * A folder that lives as long as the run that made it. Its name says which process that is, so that a later run knows
 * the folders of those that were killed, and no other's.
 */
export interface RunFolder {
  path: string;
  remove(): void;
  /** Leaves it where it is: once this process has ended, it is one of a run that was killed. */
  leave(): void;
}

const namePattern = /^rollcall-run-([0-9a-f]+)-(\d+)-(\d+)-[0-9A-Za-z]{6}$/;
/** A folder is touched this often, in milliseconds, and where its process cannot be seen, is taken for dead after that. */
const touchEach = 15_000;
const deadAfter = 60_000;

/** Makes one in a folder that is there. It is removed when the process ends, unless it is killed; then `after` is done. */
export function makeRunFolder(parent: string, after = (): void => {}): RunFolder {
  const name = `rollcall-run-${ownSpace()}-${process.pid}-${startOf(process.pid) ?? 0}-`;
  const path = mkdtempSync(join(parent, name));
  const touch = setInterval(() => touchFolder(path), touchEach).unref();
  const remove = (): void => {
    clearInterval(touch);
    // A child of this run that has just been ended may still write into it.
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    after();
  };
  const forget = atEnd(remove);
  return {
    path,
    remove: () => {
      forget();
      remove();
    },
    leave: forget,
  };
}

/** The folders in a folder that runs made, by whether the run still lives. None where there is no such folder. */
export function runFolders(parent: string): { living: string[]; dead: string[] } {
  const found = { living: [] as string[], dead: [] as string[] };
  for (const name of namesIn(parent)) {
    const match = namePattern.exec(name);
    if (!match) continue;
    const path = join(parent, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    // In a temporary folder that all share, others may have made one.
    if (!stat?.isDirectory() || (process.getuid !== undefined && stat.uid !== process.getuid())) continue;
    const [, space, pid, start] = match;
    const lives = space === ownSpace() ? startOf(Number(pid)) === Number(start) : Date.now() - stat.mtimeMs < deadAfter;
    found[lives ? 'living' : 'dead'].push(path);
  }
  return found;
}

/** A run folder in a folder for temporary files, with those gone that killed runs left there. ExternalError where none can be made. */
export function temporaryRunFolder(parent: string): RunFolder {
  removeKilled(parent);
  try {
    return makeRunFolder(parent);
  } catch (error) {
    throw diskFailure('written', parent, error);
  }
}

/** Removes the folders of killed runs, and what they kept for others, who were never told of it. */
export function removeKilled(parent: string): void {
  for (const dead of runFolders(parent).dead)
    for (const left of [keptBeside(dead), dead]) rmSync(left, { recursive: true, force: true, maxRetries: 3 });
}

/** A folder beside a run folder for what is to outlive the run; a signal that ends the run takes it along. */
export function makeKeptFolder({ path }: RunFolder): string {
  const kept = keptBeside(path);
  mkdirSync(kept, { mode: 0o700 });
  atEnd((bySignal) => {
    if (bySignal) rmSync(kept, { recursive: true, force: true });
  });
  return kept;
}

function keptBeside(path: string): string {
  return join(dirname(path), basename(path).replace('rollcall-run-', 'rollcall-'));
}

/** The process that a run folder's name says. */
export function processOf(path: string): string {
  return namePattern.exec(basename(path))?.[2] ?? '';
}

/** Whether a run folder is of a process of this machine since its start, and on Linux of this container. */
export function isOfThisMachine(path: string): boolean {
  return namePattern.exec(basename(path))?.[1] === ownSpace();
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCode(error))) return [];
    throw error;
  }
}

function touchFolder(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // Somebody removed it: what is still to be written there will say so.
  }
}

let space: string | undefined;

/** Where process ids mean the same as here: this start of this machine, and on Linux this container. */
function ownSpace(): string {
  space ??= readSpace();
  return space;
}

function readSpace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')
      .replace(/[^0-9a-f]/g, '')
      .slice(0, 12);
    const [, namespace = ''] = /\[(\d+)\]/.exec(readlinkSync('/proc/self/ns/pid')) ?? [];
    return `${boot}${Number(namespace).toString(16)}`;
  } catch {
    return '0';
  }
}

/**
 * When a process began, in ticks since the machine did (proc(5), field 22 of `stat`), which tells it from a later one of
 * the same id; 0 where the system does not say, and null for a process that is no more, or waits to be forgotten.
 */
function startOf(pid: number): number | null {
  if (ownSpace() === '0') return isThere(pid) ? 0 : null;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? null : Number(fields[19]);
  } catch {
    return null;
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}
