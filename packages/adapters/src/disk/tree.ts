import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { compareText } from '@rollcall/domain/location';
import type { FileMode, Tree, TreeEntry } from '@rollcall/domain/ports';
import { createGit } from '../git/command.ts';
import { decodePath, encodePath } from '../git/path-bytes.ts';

/**
 * The files of a work tree (tracked ones and untracked ones that are not ignored), or, outside a
 * repository, of a plain directory without `.git` and `node_modules`. Symbolic links are listed and never followed.
 */
export function diskTree(root: string, options: { repository: boolean }): Tree {
  let entries: Promise<TreeEntry[]> | undefined;
  return {
    name: options.repository ? 'work tree' : root,
    list: () => {
      entries ??= options.repository ? listWorkTree(root) : Promise.resolve(listDirectory(root));
      return entries;
    },
    read: async (paths) => {
      const inside = insideChecker(root);
      const contents = new Map<string, Uint8Array>();
      for (const path of paths) {
        const bytes = inside(path) ? readRegularFile(onDisk(root, path)) : undefined;
        if (bytes) contents.set(path, bytes);
      }
      return contents;
    },
  };
}

async function listWorkTree(root: string): Promise<TreeEntry[]> {
  const git = createGit({ directory: root });
  const output = await git.run(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
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

function listDirectory(root: string): TreeEntry[] {
  const entries: TreeEntry[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) {
        if (entry.name !== '.git' && entry.name !== 'node_modules') visit(path);
      } else {
        const mode = modeOnDisk(join(root, path));
        if (mode) entries.push({ path, mode });
      }
    }
  };
  visit('');
  return entries.sort((a, b) => compareText(a.path, b.path));
}

/** Undefined when nothing is there (a tracked file that was deleted) or it is no file (a socket, a submodule's folder). */
function modeOnDisk(path: string | Buffer): FileMode | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return undefined;
  if (stat.isSymbolicLink()) return 'symlink';
  if (stat.isDirectory()) return 'submodule';
  if (!stat.isFile()) return undefined;
  return stat.mode & 0o100 ? 'executable' : 'file';
}

function readRegularFile(path: string | Buffer): Uint8Array | undefined {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return undefined;
  }
  try {
    return fstatSync(descriptor).isFile() ? readFileSync(descriptor) : undefined;
  } finally {
    closeSync(descriptor);
  }
}

/** Whether a path's folder, with every link on the way resolved, is still inside the root. */
function insideChecker(root: string): (path: string) => boolean {
  const real = realpathSync(root);
  const known = new Map<string, boolean>();
  return (path) => {
    const folder = dirname(path);
    let inside = known.get(folder);
    if (inside === undefined) {
      try {
        const resolved = realpathSync(join(root, folder));
        inside = resolved === real || resolved.startsWith(real.endsWith(sep) ? real : real + sep);
      } catch {
        inside = false;
      }
      known.set(folder, inside);
    }
    return inside;
  };
}

function onDisk(root: string, path: string): string | Buffer {
  return /[\uDC80-\uDCFF]/.test(path)
    ? Buffer.concat([Buffer.from(`${root}${sep}`), encodePath(path)])
    : join(root, path);
}
