/** Paths relative to the repository root, separated by '/'; '' is the root itself. */

/** What is neither file nor folder, by path: it is not followed. */
export type Links = ReadonlyMap<string, 'symlink' | 'submodule'>;

/** The folder a path is in; '' for a path at the top. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

/** The folders a folder is in, itself first, the root ('') last. */
export function foldersUp(folder: string): string[] {
  const folders = [folder];
  for (let at = folder; at !== ''; at = folderOf(at)) folders.push(folderOf(at));
  return folders;
}

/** The last segment. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Whether a path is the folder or lies below it. */
export function isInside(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/**
 * A path as a person writes it (`./a/`, `a/../b`, `.`) as the listing spells it (`a`, `b`, ``). Null when it is
 * absolute, or leads out of the repository.
 */
export function normaliseRepositoryPath(path: string): string | null {
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0') || /^[A-Za-z]:/.test(path)) return null;
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join('/');
}

/** Folders whose content is somebody else's, or an example for a test: never a service, chart or Application. */
const foreignFolders: ReadonlySet<string> = new Set([
  'node_modules',
  'vendor',
  'third_party',
  'third-party',
  'testdata',
  'fixtures',
  '__fixtures__',
]);

/** Whether a path lies in a folder whose content is not this repository's own (`node_modules`, `testdata`, …). */
export function isForeign(path: string): boolean {
  const segments = path.split('/');
  segments.pop();
  return segments.some((segment) => foreignFolders.has(segment));
}

/** How a path is written from a folder: `../b/c.yaml`. */
export function relativePath(folder: string, path: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const to = path.split('/');
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared += 1;
  return [...from.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}
