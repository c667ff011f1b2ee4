import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { longestFile, tooLongFile } from '@rollcall/domain/tree/too-long-file';
import { errorCode } from './failure.ts';

export function hashOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The bytes of a regular file, or what stands for one that is too long; null where there is none. Never waits, never through a link. */
export function readWhole(path: string | Buffer): Buffer | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO'].includes(errorCode(error))) return null;
    throw error;
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return null;
    return stat.size > longestFile ? Buffer.from(tooLongFile.buffer) : readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a new file, with the mode and the owner of another where one is given, and waits until it is on the disk. */
export function writeThrough(path: string, content: Uint8Array, like?: Stats): void {
  const descriptor = openSync(path, 'wx', like ? like.mode & 0o7777 : 0o666);
  try {
    writeFileSync(descriptor, content);
    if (like) keepOwner(descriptor, like);
    if (like) fchmodSync(descriptor, like.mode & 0o7777); // the process's mask may have taken bits away
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** In a container the process is often root, and the files are a person's. */
function keepOwner(descriptor: number, { uid, gid }: Stats): void {
  const made = fstatSync(descriptor);
  if (made.uid === uid && made.gid === gid) return;
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Only root may give a file away; anybody else's is theirs after a change, as with an editor that renames.
  }
}

/** Waits until the names in a folder are on the disk, where the system can be asked for that. */
export function syncFolder(folder: string | Buffer): void {
  try {
    const descriptor = openSync(folder, 'r');
    try {
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    // Windows opens no folder; what is not known to be on the disk is as it was without asking.
  }
}
