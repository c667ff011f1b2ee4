import { ExternalError } from '@rollcall/domain/user-error';
import { field } from '@rollcall/domain/yaml/value';

/** What the system says where it, and not the program, is at fault, and what can be done. */
const faults: ReadonlyMap<unknown, string> = new Map([
  ['ENOSPC', 'Make room on the disk.'],
  ['EDQUOT', 'Make room: the quota of this user is used up.'],
  ['EFBIG', 'Allow longer files.'],
  ['EROFS', 'Run this where the folder can be written.'],
  ['EACCES', 'Give this user the permission.'],
  ['EPERM', 'Give this user the permission.'],
  ['EIO', 'Check the disk.'],
  ['EMFILE', 'Allow more open files.'],
  ['ENFILE', 'Allow more open files.'],
  ['EAGAIN', 'Allow more processes, or end some.'],
  ['ENOMEM', 'Give it more memory.'],
  ['ESTALE', 'Check the file server.'],
]);

/** An error as it is, but for one of the system that no program of ours could avoid: that is an ExternalError. */
export function judgeFault(error: unknown): unknown {
  const help = error instanceof Error ? faults.get(field(error, 'code')) : undefined;
  if (!(error instanceof Error) || help === undefined) return error;
  return new ExternalError(`the system refuses: ${error.message}`, { help, cause: error });
}
