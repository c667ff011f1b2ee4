import { realpathSync, writeFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { showPath } from '@rollcall/domain/names';
import { ExternalError, UserError } from '@rollcall/domain/user-error';

/** Writes a file that does not exist yet into a folder that does; never through a link out of `root`. */
export function createFile(root: string, path: string, content: Uint8Array): void {
  const target = resolve(root, path);
  try {
    const [top, folder] = [realpathSync(root), realpathSync(dirname(target))];
    if (folder !== top && !folder.startsWith(`${top}${sep}`)) {
      throw new UserError(`${showPath(path)} is not inside ${root}`, { help: 'Give a path inside the repository.' });
    }
    writeFileSync(target, content, { flag: 'wx' });
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExternalError(`${showPath(path)} cannot be written: ${reason}`, { cause });
  }
}
