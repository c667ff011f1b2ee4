import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, sep } from 'node:path';
import type { WorkTreeWriter } from '@rollcall/domain/bump/deploy-branch';
import { showPath } from '@rollcall/domain/catalog/names';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { encodePath } from './path-bytes.ts';

/**
 * Replaces regular files below a folder: all of them or, when one cannot be written, none. Contents are
 * written beside their targets first, with their modes, and then renamed over them; a rename that fails puts back
 * what was renamed before. Symbolic links, files that are not there, and paths that leave the folder are refused.
 */
export function workTreeWriter(root: string): WorkTreeWriter {
  return {
    write: async (files) => {
      const run = randomBytes(6).toString('hex');
      const staged: { path: string; target: Buffer; temporary: Buffer; before: Buffer }[] = [];
      const renamed: typeof staged = [];
      try {
        for (const [path, content] of files) {
          const { folder, target, mode } = existingFile(root, path);
          const temporary = Buffer.concat([folder, Buffer.from(`${sep}.rollcall-${run}-${staged.length}`)]);
          staged.push({ path, target, temporary, before: readFileSync(target) });
          writeNew(temporary, content, mode);
        }
        for (const file of staged) {
          renameSync(file.temporary, file.target);
          renamed.push(file);
        }
      } catch (error) {
        for (const { target, before } of renamed) writeFileSync(target, before);
        throw error instanceof UserError ? error : writeFailure(error, staged.at(renamed.length)?.path ?? root);
      } finally {
        for (const { temporary } of staged) rmSync(temporary, { force: true });
      }
    },
  };
}

function writeFailure(cause: unknown, path: string): ExternalError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ExternalError(`${showPath(path)} cannot be written: ${reason}`, { help: 'No file was changed.', cause });
}

function writeNew(path: Buffer, content: Uint8Array, mode: number): void {
  const descriptor = openSync(path, 'wx', mode);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  chmodSync(path, mode); // the process's mask may have taken bits away
}

/** The place of a path that is a regular file below the root, reached through no link. */
function existingFile(root: string, path: string): { folder: Buffer; target: Buffer; mode: number } {
  const segments = path.split('/');
  const legal =
    segments.every((segment) => !['', '.', '..', '.git'].includes(segment.toLowerCase())) && !path.includes('\0');
  if (!legal) throw new UserError(`${showPath(path)} is no path inside the work tree`);
  let folder = Buffer.from(realpathSync(root));
  for (const [index, segment] of segments.entries()) {
    const place = Buffer.concat([folder, Buffer.from(sep), encodePath(segment)]);
    const stat = lstatSync(place, { throwIfNoEntry: false });
    const wanted = index === segments.length - 1 ? stat?.isFile() : stat?.isDirectory();
    if (stat && wanted) {
      if (index === segments.length - 1) return { folder, target: place, mode: stat.mode & 0o7777 };
      folder = place;
      continue;
    }
    const what = !stat ? 'is not there' : stat.isSymbolicLink() ? 'is a symbolic link' : 'is of another kind';
    throw new UserError(`${showPath(join(...segments.slice(0, index + 1)))} ${what}`, {
      help: 'Only regular files of the work tree are written.',
    });
  }
  throw new UserError(`${showPath(path)} is no path inside the work tree`);
}
