import { quoteName, showPath } from '../names.ts';
import { type Problem, unread } from '../problem.ts';
import { folderOf, foldersUp, joinPath, type Links } from '../tree/repository-paths.ts';
import type { Application, WrittenApplication } from './application.ts';
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

/**
 * Submodules in the place of what Applications of this repository deploy, of a folder that it lies in, or of the templates
 * and the charts in it: Argo CD clones them, and they are of another repository, so that what is deployed is not known.
 */
export function hiddenSources(links: Links, applications: readonly Pick<Application, 'name' | 'sources'>[]): Problem[] {
  const users = new Map<string, string>();
  for (const { name, sources } of applications)
    for (const { path, ours } of sources) {
      if (path === null || ours !== true) continue;
      const inside = ['templates', 'charts'].map((folder) => joinPath(path, folder));
      for (const one of [...foldersUp(path), ...inside])
        if (links.get(one) === 'submodule' && !users.has(one)) users.set(one, name);
    }
  return [...users].map(([path, name]) =>
    unread(path, {
      reason: `it is a submodule, and Application ${quoteName(name)} deploys what another repository has there`,
      help: 'Verify it in that repository, and waive unread-file for this path here.',
    }),
  );
}

/** Submodules beside the folders of services: nobody knows whether one is a service as well. */
export function submodulesBesideServices(links: Links, services: readonly { path: string | null }[]): Problem[] {
  const homes = new Set(services.flatMap(({ path }) => (path === null || path === '' ? [] : [folderOf(path)])));
  return [...links].flatMap(([path, kind]): Problem[] => {
    if (kind !== 'submodule' || folderOf(path) === '' || !homes.has(folderOf(path))) return [];
    return [
      {
        severity: 'warning',
        message: `${showPath(path)} is a submodule beside services, and is not read: where it is one itself, nothing here is said of it`,
        help: 'Where it is a service, run Rollcall in its own repository.',
        location: { path, line: 1, column: 1 },
      },
    ];
  });
}

/** As the specification of Git LFS has a pointer begin. */
function isLfsPointer(bytes: Uint8Array): boolean {
  const beginning = 'version https://git-lfs.github.com/spec/';
  return bytes.length < 1024 && new TextDecoder().decode(bytes.subarray(0, beginning.length)) === beginning;
}
