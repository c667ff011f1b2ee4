import { showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { UserError } from '../user-error.ts';
import { foldersAbove } from './file-changes.ts';
import { isFilePath } from './file-path.ts';
import { normaliseRepositoryPath } from './repository-paths.ts';

/** A file of a tree that an input, an option or the configuration names. */
export interface NamedFile {
  /** As the listing spells it. */
  path: string;
  isThere: boolean;
}

const help = 'Give the path of a file of the repository, relative to its root. Links are not followed.';

/**
 * The file of a tree that somebody named. UserError that begins with `what`, as in `the baseline`, where the path leads
 * out of the repository, into git's own files, or through a link, and where it leads to something that is no file.
 */
export async function findNamedFile(tree: Tree, written: string, what: string): Promise<NamedFile> {
  const refuse = (why: string): UserError => new UserError(`${what} ${showPath(written)} ${why}`, { help });
  const path = normaliseRepositoryPath(written);
  if (path === null || path === '') throw refuse('is not a file inside the repository');
  if (!isFilePath(path)) throw refuse("is git's own");
  const above = new Set(foldersAbove(path));
  let isThere = false;
  for (const { path: listed, mode } of await tree.list()) {
    if (above.has(listed)) throw refuse(`leads through ${showPath(listed)}, which is a ${kinds[mode]}`);
    if (listed !== path) continue;
    if (mode !== 'file' && mode !== 'executable') throw refuse(`is not a regular file but a ${kinds[mode]}`);
    isThere = true;
  }
  return { path, isThere };
}

const kinds = { file: 'file', executable: 'file', symlink: 'symbolic link', submodule: 'submodule' };
