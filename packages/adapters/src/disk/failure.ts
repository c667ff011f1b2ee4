import { showPath } from '@rollcall/domain/names';
import { ExternalError } from '@rollcall/domain/user-error';
import { field } from '@rollcall/domain/yaml/value';

/** Node's word for what went wrong on the disk, such as `ENOENT`; '' for any other error. */
export function errorCode(error: unknown): string {
  const code = field(error, 'code');
  return typeof code === 'string' ? code : '';
}

/** What an error says. */
export function messageOf(error: unknown): string {
  const message = field(error, 'message');
  return typeof message === 'string' ? message : String(error);
}

/** What the disk says about a path that cannot be read or written, with the next step where it is known. */
export function diskFailure(verb: 'read' | 'written', path: string | Buffer, cause: unknown): ExternalError {
  const help = helpFor.get(errorCode(cause));
  return new ExternalError(`${showPath(path.toString())} cannot be ${verb}: ${messageOf(cause)}`, {
    ...(help ? { help } : {}),
    cause,
  });
}

const helpFor: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'Give the user of this process the permission, or run it as another one.'],
  ['EPERM', 'Give the user of this process the permission, or run it as another one.'],
  ['EROFS', 'The file system is read-only: work on a copy.'],
  ['ENOSPC', 'The disk is full: make room.'],
]);
