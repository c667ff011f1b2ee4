import { compareText } from '../location.ts';
import type { TreeEntry } from '../ports.ts';
import { UserError } from '../user-error.ts';
import type { Problem, Service } from './catalog.ts';
import type { Config } from './config-schema.ts';
import { type Dockerfile, homeOf, isDockerFolder, mayBeDockerFolder, selectDockerfiles } from './dockerfiles.ts';
import { folderMatcher } from './folder-patterns.ts';
import { isServiceName, quoteName, showPath } from './names.ts';
import { baseName, folderOf, isInside } from './repository-paths.ts';
import { findServiceFolders, type Place } from './service-folders.ts';
import { detectKinds } from './service-kind.ts';

/**
 * The services of a listing: folders that hold a Dockerfile, or, with `services.roots`, the folders they match that
 * hold a Dockerfile or a build manifest or are named in `services.overrides`. By names only: nothing is read, and
 * the cost grows with the listing. Services are sorted by name. What cannot be known is a problem; two folders with
 * one name are a UserError.
 */
export function discoverServices(
  entries: readonly TreeEntry[],
  config: Config,
): { services: Service[]; problems: Problem[] } {
  const excluded = excludedBy(config.services?.exclude ?? []);
  const dockerfiles = selectDockerfiles(entries).filter(({ folder }) => !excluded(folder));
  const { places, problems } = findServiceFolders(entries, dockerfiles, config, excluded);
  const named = nameServices(places, config, problems);
  problems.push(...assignDockerfiles(named, dockerfiles, config));
  const kinds = detectKinds(entries, new Set(named.map(({ path }) => path)));
  const services = named.map((service): Service => {
    const kind = config.services?.overrides?.[service.name]?.kind ?? kinds.get(service.path) ?? 'other';
    return { ...service, kind, dockerfiles: service.dockerfiles.sort(compareText), chart: null };
  });
  problems.push(...missingOverrides(entries, config));
  return { services: services.sort((a, b) => compareText(a.name, b.name)), problems };
}

interface NamedService {
  name: string;
  path: string;
  dockerfile: string | null;
  dockerfiles: string[];
}

/** A folder is excluded by a pattern that matches it or a folder around it. */
function excludedBy(patterns: readonly string[]): (folder: string) => boolean {
  if (patterns.length === 0) return () => false;
  const matches = folderMatcher(patterns);
  const known = new Map<string, boolean>();
  const excluded = (folder: string): boolean => {
    let answer = known.get(folder);
    if (answer === undefined) {
      answer = matches(folder) || (folder !== '' && folderOf(folder) !== '' && excluded(folderOf(folder)));
      known.set(folder, answer);
    }
    return answer;
  };
  return excluded;
}

/** Gives each folder its name: an override's that names the folder, else the folder's own. */
function nameServices(places: readonly Place[], config: Config, problems: Problem[]): NamedService[] {
  const removed = new Set(config['removed-services'] ?? []);
  const named: NamedService[] = [];
  const folders = new Map<string, string[]>();
  for (const { path, name: given, dockerfiles } of places) {
    const name = given ?? baseName(path);
    if (removed.has(name)) continue;
    if (!isServiceName(name)) {
      problems.push({
        severity: 'error',
        message: `${quoteName(path)} holds a Dockerfile, but ${quoteName(name)} cannot be the name of a service`,
        help: 'A name has letters, digits, ".", "_" and "-". Rename the folder, exclude it with `services.exclude`, or name it with `services.overrides.NAME.path`.',
      });
      continue;
    }
    folders.set(name, [...(folders.get(name) ?? []), path]);
    named.push({ name, path, dockerfile: config.services?.overrides?.[name]?.dockerfile ?? null, dockerfiles });
  }
  const twice = [...folders].filter(([, paths]) => paths.length > 1);
  if (twice.length > 0) throw sameName(twice);
  return named;
}

function sameName(twice: readonly (readonly [string, string[]])[]): UserError {
  const lines = twice.map(
    ([name, paths]) => `two folders are the service ${name}: ${paths.map(showPath).sort(compareText).join(' and ')}`,
  );
  const [, paths] = twice[0] ?? ['', []];
  const last = [...paths].sort(compareText).at(-1) ?? '';
  return new UserError(lines.join('\n'), {
    help: `Exclude the one that is no service in rollcall.yaml: services: { exclude: [${quoteName(last)}] }. Or name it: services: { overrides: { NAME: { path: ${quoteName(last)} } } }.`,
  });
}

/** Puts every Dockerfile to the service it belongs to and chooses the one the image is built from. */
function assignDockerfiles(services: NamedService[], dockerfiles: readonly Dockerfile[], config: Config): Problem[] {
  const byPath = new Map<string, NamedService[]>();
  const byDockerfile = new Map<string, NamedService>();
  for (const service of services) {
    byPath.set(service.path, [...(byPath.get(service.path) ?? []), service]);
    if (service.dockerfile !== null && !service.dockerfiles.includes(service.dockerfile)) {
      service.dockerfiles.push(service.dockerfile);
    }
    for (const path of service.dockerfiles) byDockerfile.set(path, service);
  }
  const byFolder = new Map([...byDockerfile].map(([path, service]) => [folderOf(path), service]));
  const lonely: Dockerfile[] = [];
  const problems: Problem[] = [];
  for (const dockerfile of dockerfiles) {
    if (byDockerfile.has(dockerfile.path)) continue;
    const owner =
      ownerOf(dockerfile, byPath) ??
      (mayBeDockerFolder(dockerfile.folder) ? undefined : byFolder.get(dockerfile.folder));
    if (!owner) lonely.push(dockerfile);
    else owner.dockerfiles.push(dockerfile.path);
  }
  const known = new Map(dockerfiles.map((dockerfile) => [dockerfile.path, dockerfile]));
  for (const service of services) {
    service.dockerfile ??= mainDockerfile(service, known);
    problems.push(...insideService(service, known));
  }
  const removed = new Set(config['removed-services'] ?? []);
  const explicit = config.services?.roots !== undefined;
  const lonelyByFolder = new Map<string, string[]>();
  for (const { folder, path } of explicit ? [] : lonely) {
    if (removed.has(baseName(folder))) continue;
    const paths = lonelyByFolder.get(folder);
    if (paths) paths.push(path);
    else lonelyByFolder.set(folder, [path]);
  }
  return [...problems, ...[...lonelyByFolder].map(([folder, paths]) => orphans(folder, paths, services.length))];
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

/** Dockerfiles in a folder of their own inside a service's: said, because each could be another service. */
function insideService(service: NamedService, known: ReadonlyMap<string, Dockerfile>): Problem[] {
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
    if (role !== 'main' && label !== service.name) continue;
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

/** The Dockerfiles of no service in one folder: said, because they may build one that was overlooked. */
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

/** Folders and Dockerfiles that the configuration names and the listing does not have. */
function missingOverrides(entries: readonly TreeEntry[], config: Config): Problem[] {
  const overrides = Object.entries(config.services?.overrides ?? {});
  const folders = new Set(overrides.flatMap(([, { path }]) => (path === undefined || path === '.' ? [] : [path])));
  const files = new Set(overrides.flatMap(([, { dockerfile }]) => (dockerfile === undefined ? [] : [dockerfile])));
  if (folders.size + files.size === 0) return [];
  for (const { path } of entries) {
    files.delete(path);
    if (folders.size === 0) continue;
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) folders.delete(folder);
  }
  return overrides.flatMap(([name, { path, dockerfile }]): Problem[] => {
    const gone: Problem[] = [];
    const where = `services.overrides.${isServiceName(name) ? name : quoteName(name)}`;
    const help = 'Correct it in rollcall.yaml.';
    if (path !== undefined && folders.has(path)) {
      gone.push({ severity: 'error', message: `${where}.path: there is no folder ${showPath(path)}`, help });
    }
    if (dockerfile !== undefined && files.has(dockerfile)) {
      gone.push({ severity: 'error', message: `${where}.dockerfile: there is no file ${showPath(dockerfile)}`, help });
    }
    return gone;
  });
}
