import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  lstatSync,
  mkdirSync,
  openSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { showPath } from '@rollcall/domain/names';
import { UserError } from '@rollcall/domain/user-error';
import { errorCode } from './failure.ts';
import { kindOf, type Place } from './inside.ts';

/**
 * Writes a file where `locate` found a place for it, with the folders that lead to it. What was put in the way since
 * then, such as a link, is refused by what was really opened, before a byte is written: UserError. It never waits.
 */
export function replaceFile(place: Place, content: Uint8Array): void {
  const { folder, target, absent } = place;
  for (const made of absent) if (!lstatSync(made, { throwIfNoEntry: false })) mkdirSync(made);
  const descriptor = openToWrite(target);
  try {
    const opened = fstatSync(descriptor);
    if (!opened.isFile()) throw replaced(target, kindOf(opened));
    if (!realpathSync(folder, 'buffer').equals(folder)) throw replaced(target, 'leads through a symbolic link');
    const there = lstatSync(target, { throwIfNoEntry: false });
    if (there?.ino !== opened.ino || there.dev !== opened.dev) throw replaced(target, 'was moved away');
    ftruncateSync(descriptor);
    writeFileSync(descriptor, content);
  } finally {
    closeSync(descriptor);
  }
}

function openToWrite(target: Buffer): number {
  const { O_WRONLY, O_CREAT, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  try {
    return openSync(target, O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0o666);
  } catch (error) {
    if (errorCode(error) === 'ELOOP') throw replaced(target, 'is a symbolic link');
    throw error;
  }
}

function replaced(target: Buffer, why: string): UserError {
  return new UserError(`${showPath(target.toString())} ${why}`, {
    help: 'It was not so when the run began: find out what else writes there.',
  });
}
