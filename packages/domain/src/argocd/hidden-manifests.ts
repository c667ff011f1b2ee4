import { type Problem, unread } from '../problem.ts';
import { folderOf, type Links } from '../tree/repository-paths.ts';
import type { WrittenApplication } from './application.ts';
import { manifestFolders, selectManifests } from './applications.ts';

/**
 * Files beside Applications of which the text is not here, and which may be some as well: Argo CD follows links inside its
 * clone, and fetches what Git LFS keeps where it is told to.
 */
export function hiddenManifests(
  links: Links,
  contents: ReadonlyMap<string, Uint8Array>,
  { applications, charts }: { applications: readonly WrittenApplication[]; charts: readonly string[] },
): Problem[] {
  const folders = manifestFolders(applications);
  const linked = [...links].flatMap(([path, kind]) => (kind === 'symlink' ? [path] : []));
  const pointers = [...contents].flatMap(([path, bytes]) => (isLfsPointer(bytes) ? [path] : []));
  const beside = (paths: readonly string[]): string[] =>
    selectManifests(paths, charts).filter((path) => folders.has(folderOf(path)));
  return [
    ...beside(linked).map((path) =>
      unread(path, { reason: 'it is a symbolic link, and links are not followed', help: 'Put the file itself there.' }),
    ),
    ...beside(pointers).map((path) =>
      unread(path, {
        reason: 'it is a pointer of Git LFS, and not the file',
        help: 'Check out with "lfs: true", or run "git lfs pull".',
      }),
    ),
  ];
}

/** As the specification of Git LFS has a pointer begin. */
function isLfsPointer(bytes: Uint8Array): boolean {
  const beginning = 'version https://git-lfs.github.com/spec/';
  return bytes.length < 1024 && new TextDecoder().decode(bytes.subarray(0, beginning.length)) === beginning;
}
