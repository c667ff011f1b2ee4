import { listFew, quoteName, showPath } from '../names.ts';
import type { Problem } from '../problem.ts';
import { baseName, folderOf, isForeign, isInside } from '../tree/repository-paths.ts';
import { mayBeDockerFolder } from './dockerfiles.ts';

/** A Dockerfile that lies apart from the service it is for, and that service's name. */
export interface CentralDockerfile {
  path: string;
  name: string;
}

/** Folders that usually hold services, where no Dockerfile in them says so. */
export const usualRoots: ReadonlySet<string> = new Set([
  'apps',
  'backend',
  'cmd',
  'components',
  'microservices',
  'packages',
  'services',
  'src',
]);

/**
 * Finds the folder of each central Dockerfile by its name: one that is a service, else one beside services, else
 * one where services usually are. `onlyServices` takes the first alone. Linear in folders and Dockerfiles.
 */
export function placeCentral(
  central: readonly CentralDockerfile[],
  folders: () => ReadonlySet<string>,
  services: ReadonlySet<string>,
  options: { excluded: (folder: string) => boolean; onlyServices: boolean },
): { placed: { folder: string; dockerfile: string }[]; unplaced: CentralDockerfile[]; problems: Problem[] } {
  const candidates = new Map<string, string[]>(central.map(({ name }) => [name, []]));
  for (const folder of central.length > 0 ? folders() : []) {
    if (!options.excluded(folder) && isCandidate(folder)) candidates.get(baseName(folder))?.push(folder);
  }
  const roots = new Set([...services].map(folderOf));
  const result: ReturnType<typeof placeCentral> = { placed: [], unplaced: [], problems: [] };
  for (const dockerfile of central) {
    const home = folderOf(dockerfile.path);
    const apart = (candidates.get(dockerfile.name) ?? []).filter((folder) => home === '' || !isInside(folder, home));
    const [folder, ...more] = nearestGroup(apart, services, roots, options.onlyServices);
    if (folder === undefined) result.unplaced.push(dockerfile);
    else if (more.length === 0) result.placed.push({ folder, dockerfile: dockerfile.path });
    else {
      result.problems.push(ambiguous(dockerfile, [folder, ...more]));
      result.unplaced.push(dockerfile);
    }
  }
  return result;
}

function isCandidate(folder: string): boolean {
  return !isForeign(`${folder}/x`) && !/(^|\/)\./.test(folder) && !mayBeDockerFolder(folderOf(folder));
}

function nearestGroup(
  folders: readonly string[],
  services: ReadonlySet<string>,
  roots: ReadonlySet<string>,
  onlyServices: boolean,
): string[] {
  const known = folders.filter((folder) => services.has(folder));
  if (known.length > 0 || onlyServices) return known;
  const beside = folders.filter((folder) => roots.has(folderOf(folder)));
  if (beside.length > 0) return beside;
  return folders.filter((folder) => folderOf(folder) === '' || usualRoots.has(baseName(folderOf(folder))));
}

function ambiguous({ path, name }: CentralDockerfile, folders: readonly string[]): Problem {
  const line = `${quoteName(name)}: { path: ${quoteName(folders[0] ?? '')}, dockerfile: ${quoteName(path)} }`;
  return {
    severity: 'warning',
    message: `${showPath(path)} builds ${quoteName(name)}, but several folders have that name: ${listFew(folders.map(showPath))}`,
    help: `Say which in rollcall.yaml: services: { overrides: { ${line} } }.`,
    location: { path, line: 1, column: 1 },
  };
}
