import { type Dirent, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { compareText } from '@rollcall/domain/location';
import { showPath } from '@rollcall/domain/names';
import type { FileMode, Tree, TreeEntry } from '@rollcall/domain/ports';
import { isFilePath, isGitFolder } from '@rollcall/domain/tree/file-path';
import { ExternalError } from '@rollcall/domain/user-error';
import type { Git } from '../git/command.ts';
import { gitFailure } from '../git/failure.ts';
import { decodePath, encodePath } from '../git/path-bytes.ts';
import { readWhole } from './durable-file.ts';
import { diskFailure, errorCode } from './failure.ts';
import { statOf } from './inside.ts';

/**
 * The files of a work tree (tracked ones and untracked ones that are not ignored) or, without git,
 * of a plain directory without `.git` and `node_modules`. Symbolic links are listed and never followed.
 */
export function diskTree(root: string, git: Git | null): Tree {
  let entries: Promise<TreeEntry[]> | undefined;
  return {
    name: git ? 'work tree' : root,
    list: () => {
      entries ??= git ? listWorkTree(root, git) : listDirectory(root);
      return entries;
    },
    read: async (paths) => {
      const inside = insideChecker(root);
      const contents = new Map<string, Uint8Array>();
      for (const path of paths) {
        const bytes = inside(path) ? readRegularFile(root, path) : null;
        if (bytes) contents.set(path, bytes);
        else refuseVanished(path, await entries);
      }
      return contents;
    },
  };
}

/** What was listed and cannot be read is not what was never there: whoever asks would take it for that. */
function refuseVanished(path: string, entries: readonly TreeEntry[] | undefined): void {
  const listed = entries?.find((entry) => entry.path === path)?.mode;
  if (listed !== 'file' && listed !== 'executable') return;
  throw new ExternalError(`${showPath(path)} was a file when the files were listed, and is none any more`, {
    help: 'Another program changes these files: let it finish, and run this again.',
  });
}

async function listWorkTree(root: string, git: Git): Promise<TreeEntry[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const { status, stdout: output, stderr } = await git.attempt(args);
  if (status !== 0) throw gitFailure(args, { status, stdout: output, stderr });
  // git leaves out the files of a folder that it may not read, and does not fail.
  const [, unread] = /^warning: could not open directory '(.*)'/m.exec(stderr) ?? [];
  if (unread !== undefined) throw diskFailure('read', unread, { code: 'EACCES', message: stderr.trim() });
  const seen = new Set<string>();
  const entries: TreeEntry[] = [];
  let start = 0;
  while (start < output.length) {
    const end = output.indexOf(0x00, start);
    const path = decodePath(output.subarray(start, end));
    start = end + 1;
    if (seen.has(path)) continue; // an unmerged path is listed once for each side
    seen.add(path);
    const mode = modeOnDisk(onDisk(root, path));
    if (mode) entries.push({ path, mode });
  }
  return entries.sort((a, b) => compareText(a.path, b.path));
}

async function listDirectory(root: string): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  const visit = (folder: string): void => {
    for (const entry of entriesOf(root, folder)) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        if (!isGitFolder(entry.name) && entry.name !== 'node_modules') visit(path);
      } else {
        const mode = modeOnDisk(join(root, path));
        if (mode) entries.push({ path, mode });
      }
    }
  };
  visit('');
  return entries.sort((a, b) => compareText(a.path, b.path));
}

/** None where a folder below the root went away since it was seen. */
function entriesOf(root: string, folder: string): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    if (folder !== '' && ['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return [];
    throw diskFailure('read', folder || root, error);
  }
}

/** Undefined when nothing is there (a tracked file that was deleted) or it is no file (a socket, a submodule's folder). */
function modeOnDisk(path: string | Buffer): FileMode | undefined {
  const stat = statOf(path);
  if (!stat) return undefined;
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isDirectory()) return 'submodule';
  if (!stat.isFile()) return undefined;
  return stat.mode & 0o100 ? 'executable' : 'file';
}

function readRegularFile(root: string, path: string): Uint8Array | null {
  try {
    return readWhole(onDisk(root, path));
  } catch (error) {
    throw diskFailure('read', path, error);
  }
}

/** Whether a path leads through folders of the root alone: through no link, not even to another of them. */
function insideChecker(root: string): (path: string) => boolean {
  const real = realpathSync(root);
  const known = new Map<string, boolean>();
  return (path) => {
    if (!isFilePath(path)) return false;
    const folder = dirname(path);
    let inside = known.get(folder);
    if (inside === undefined) {
      inside = realFolder(onDisk(root, folder), folder)?.equals(Buffer.from(onDisk(real, folder))) ?? false;
      known.set(folder, inside);
    }
    return inside;
  };
}

/** Null where there is none. */
function realFolder(path: string | Buffer, shown: string): Buffer | null {
  try {
    return realpathSync(path, 'buffer');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP'].includes(errorCode(error))) return null;
    throw diskFailure('read', shown, error);
  }
}

function onDisk(root: string, path: string): string | Buffer {
  return /[\uDC80-\uDCFF]/.test(path)
    ? Buffer.concat([Buffer.from(`${root}${sep}`), encodePath(path)])
    : join(root, path);
}
