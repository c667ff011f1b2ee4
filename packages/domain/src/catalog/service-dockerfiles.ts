import { groupBy } from '../grouping.ts';
import { compareText } from '../location.ts';
import { quoteName, showPath } from '../names.ts';
import type { Problem } from '../problem.ts';
import { baseName, folderOf, isInside } from '../tree/repository-paths.ts';
import { type Dockerfile, homeOf, isDockerFolder, mayBeDockerFolder } from './dockerfiles.ts';
import type { BuiltBy } from './makers/maker.ts';
import type { ServiceBuild } from './told-services.ts';

/** A service whose Dockerfiles are being collected. */
export interface NamedService {
  name: string;
  path: string;
  /** The Dockerfile the configuration names, until `assignDockerfiles` has chosen one. */
  dockerfile: string | null;
  dockerfiles: string[];
  /** How its image is built, where its Dockerfile builds others too. */
  build?: ServiceBuild;
  /** What makes its image without a Dockerfile. */
  builtBy?: BuiltBy;
}

/**
 * Puts every Dockerfile to the service it belongs to and chooses the one its image is built from; the ones that
 * belong to none are returned.
 */
export function assignDockerfiles(services: readonly NamedService[], dockerfiles: readonly Dockerfile[]): Dockerfile[] {
  const byPath = groupBy(services, ({ path }) => path);
  const byDockerfile = new Map<string, NamedService>();
  for (const service of services) {
    if (service.dockerfile !== null && !service.dockerfiles.includes(service.dockerfile)) {
      service.dockerfiles.push(service.dockerfile);
    }
    for (const path of service.dockerfiles) byDockerfile.set(path, service);
  }
  // The variants beside a central Dockerfile in a folder of its own, such as `docker/a/Dockerfile.dev`.
  const byFolder = new Map([...byDockerfile].map(([path, service]) => [folderOf(path), service]));
  const lonely: Dockerfile[] = [];
  for (const dockerfile of dockerfiles) {
    const { path, folder } = dockerfile;
    if (byDockerfile.has(path)) continue;
    const beside = folder === '' || mayBeDockerFolder(folder) ? undefined : byFolder.get(folder);
    const owner = ownerOf(dockerfile, byPath) ?? beside;
    if (owner) owner.dockerfiles.push(path);
    else lonely.push(dockerfile);
  }
  const known = new Map(dockerfiles.map((dockerfile) => [dockerfile.path, dockerfile]));
  for (const service of services) service.dockerfile ??= mainDockerfile(service, known);
  return lonely;
}

/** The service whose folder is nearest around a Dockerfile; of two in one folder, the one it is named after. */
function ownerOf({ folder, label }: Dockerfile, byPath: ReadonlyMap<string, NamedService[]>): NamedService | undefined {
  for (let path = folder; ; path = folderOf(path)) {
    const owners = byPath.get(path);
    if (owners && (path !== '' || folder === '' || isDockerFolder(folder))) {
      return owners.find(({ name }) => name === label) ?? owners[0];
    }
    if (path === '') return undefined;
  }
}

/** A problem for each Dockerfile in a folder of its own inside a service: each could build another service. */
export function insideService(service: NamedService, known: ReadonlyMap<string, Dockerfile>): Problem[] {
  const main = service.dockerfile === null ? undefined : known.get(service.dockerfile);
  return service.dockerfiles.flatMap((path): Problem[] => {
    const dockerfile = known.get(path);
    if (dockerfile?.role !== 'main' || !main || dockerfile === main || main.folder !== service.path) return [];
    if (dockerfile.folder === main.folder || mayBeDockerFolder(dockerfile.folder)) return [];
    if (!isInside(dockerfile.folder, service.path)) return [];
    return [
      {
        severity: 'notice',
        message: `${showPath(path)} lies in the folder of the service ${service.name} and counts as one of its Dockerfiles`,
        help: `If it is a service of its own, say so in rollcall.yaml: services: { overrides: { NAME: { path: ${quoteName(dockerfile.folder)} } } }.`,
        location: { path, line: 1, column: 1 },
      },
    ];
  });
}

/** What the image is built from: the plainest name in the folder itself, else in the nearest folder below it. */
function mainDockerfile(service: NamedService, known: ReadonlyMap<string, Dockerfile>): string | null {
  let best: { path: string; score: number } | undefined;
  for (const path of [...service.dockerfiles].sort(compareText)) {
    const { role, label, folder } = known.get(path) ?? { role: 'variant', label: '', folder: '' };
    if (role !== 'main' && label !== service.name && label !== baseName(service.path)) continue;
    const depth = distance(folder, service.path);
    const score = depth * 4 + (role === 'main' ? 0 : 2) + (/docker/i.test(baseName(path)) ? 0 : 1);
    if (!best || score < best.score) best = { path, score };
  }
  return best?.path ?? null;
}

/** How near a Dockerfile's folder is to its service's: the same, its docker folder, below it, elsewhere. */
function distance(folder: string, service: string): number {
  if (folder === service) return 0;
  if (!isInside(folder, service)) return Number.MAX_SAFE_INTEGER / 8;
  if (mayBeDockerFolder(folder) && folderOf(folder) === service) return 1;
  return 1 + folder.split('/').length;
}

/** The Dockerfiles of no service, once for each folder: one of them may build a service that was overlooked. */
export function orphanedDockerfiles(lonely: readonly Dockerfile[], services: number): Problem[] {
  const byFolder = groupBy(lonely, ({ folder }) => folder);
  return [...byFolder].map(([folder, dockerfiles]) =>
    orphans(
      folder,
      dockerfiles.map(({ path }) => path),
      services,
    ),
  );
}

function orphans(folder: string, paths: readonly string[], services: number): Problem {
  const [path = ''] = paths;
  const location = { path, line: 1, column: 1 };
  const atRoot = homeOf(folder) === '';
  if (atRoot && services === 0) {
    return {
      severity: 'error',
      message: `${showPath(path)} builds the repository root, which has no name to call the service by`,
      help: 'Name it in rollcall.yaml: services: { overrides: { NAME: { path: . } } }.',
      location,
    };
  }
  const line = atRoot
    ? `dockerfile: ${quoteName(path)}`
    : `path: ${quoteName(homeOf(folder))}, dockerfile: ${quoteName(path)}`;
  const more = paths.length > 1 ? ` and ${paths.length - 1} more beside it` : '';
  return {
    severity: 'notice',
    message: `${showPath(path)}${more} ${more ? 'belong' : 'belongs'} to no service`,
    help: `If it builds one, say so in rollcall.yaml: services: { overrides: { NAME: { ${line} } } }. If not, exclude its folder with \`services.exclude\`.`,
    location,
  };
}
