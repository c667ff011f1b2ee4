import { showPath } from '../names.ts';
import type { TreeEntry } from '../ports.ts';
import { isFilePath } from './file-path.ts';

/** Files of a tree to write, by path: contents of one that is there or is not there yet; null where it goes. */
export type FileChanges = ReadonlyMap<string, Uint8Array | null>;

/** A path that cannot be written as asked; `why` continues a sentence that begins with it. */
interface Unwritable {
  path: string;
  why: string;
}

/**
 * The first change that a tree does not allow: out of it or of git's own, of a symbolic link or a submodule, of a file
 * that goes and is not there, of a new file that lies below a file or where a folder is. Null when all can be written.
 */
export function findUnwritable(entries: readonly TreeEntry[], changes: FileChanges): Unwritable | null {
  const modes = new Map(entries.map(({ path, mode }) => [path, mode]));
  const created: string[] = [];
  for (const [path, content] of changes) {
    if (!isFilePath(path)) return { path, why: 'is no path inside a repository' };
    const mode = modes.get(path);
    if (mode === 'symlink' || mode === 'submodule') return { path, why: `is a ${mode}` };
    if (mode !== undefined) continue;
    if (content === null) return { path, why: 'is not there' };
    created.push(path);
  }
  if (created.length === 0) return null;
  const after = new Set([...modes.keys(), ...created].filter((path) => changes.get(path) !== null));
  const folders = new Set<string>();
  for (const path of after) for (const folder of foldersAbove(path)) folders.add(folder);
  for (const path of created) {
    if (folders.has(path)) return { path, why: 'is a folder' };
    const file = foldersAbove(path).find((folder) => after.has(folder));
    if (file !== undefined) return { path, why: `lies below ${showPath(file)}, which is no folder` };
  }
  return null;
}

/** `a/b`, `a` of `a/b/c`. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) folders.push(path.slice(0, end));
  return folders;
}
