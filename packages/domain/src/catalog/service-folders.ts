import { addAll } from '../grouping.ts';
import { quoteName } from '../names.ts';
import type { TreeEntry } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { baseName, folderOf, isForeign } from '../tree/repository-paths.ts';
import { type CentralDockerfile, placeCentral, usualRoots } from './central-dockerfiles.ts';
import type { Config } from './config-schema.ts';
import { centralName, type Dockerfile, homeOf, mayBeDockerFolder } from './dockerfiles.ts';
import { folderMatcher } from './folder-patterns.ts';
import { isBuildManifest } from './service-kind.ts';
import type { ToldService } from './told-services.ts';

/** A folder that is a service. */
export interface Place {
  path: string;
  /** The name an override gives it; null for the folder's own. */
  name: string | null;
  /** Dockerfiles that are known to be this service's, wherever they lie. */
  dockerfiles: string[];
  /** How a build tells it, where one does. */
  told?: ToldService;
}

/** Folders that hold the source of the folder around them. */
const nestedSource: ReadonlySet<string> = new Set(['src', 'source', 'app', 'code']);

/** What is known beside the listing. */
interface Known {
  config: Config;
  excluded: (folder: string) => boolean;
  /** Services that builds tell. */
  told: readonly ToldService[];
}

/** Which folders are services: those the configuration places, and those that it matches or Dockerfiles show. */
export function findServiceFolders(
  entries: readonly TreeEntry[],
  dockerfiles: readonly Dockerfile[],
  { config, excluded, told }: Known,
): { places: Place[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const { named, apart } = placedByConfig(config, excluded);
  const byPerson = new Set(named.map(({ path }) => path));
  const roots = config.services?.roots;
  addAll(
    named,
    toldPlaces(told, (path) => roots !== undefined || byPerson.has(path) || excluded(path)),
  );
  const spoken = new Set([...named.flatMap(({ dockerfiles }) => dockerfiles), ...apart.map(({ path }) => path)]);
  const free = dockerfiles.filter(({ path }) => !spoken.has(path));
  const folders = () => allFolders(entries);
  // A folder that matches is what a build tells of it; a Dockerfile of its own makes it a service beside that.
  const taken = roots ? new Set(named.map(({ path }) => path)) : byPerson;
  const found = roots
    ? matchingFolders(entries, folders(), free, roots, config, problems)
    : discoveredFolders(free, taken);
  const places = new Map<string, Place>();
  for (const path of found) {
    if (!excluded(path) && !taken.has(path)) places.set(path, { path, name: null, dockerfiles: [] });
  }

  const services = new Set([...places.keys(), ...taken]);
  const byName = free.flatMap((dockerfile) => {
    const name = centralName(dockerfile);
    const inside = services.has(dockerfile.folder) || nearestAround(dockerfile.folder, services) !== undefined;
    return name === null || inside ? [] : [{ path: dockerfile.path, name }];
  });
  const options = { excluded, onlyServices: roots !== undefined };
  const central = placeCentral([...byName, ...apart], folders, services, options);
  addAll(problems, central.problems);
  for (const { folder: path, dockerfile } of central.placed) {
    const place = named.find((one) => one.path === path) ?? places.get(path) ?? { path, name: null, dockerfiles: [] };
    place.dockerfiles.push(dockerfile);
    if (place.name === null) places.set(path, place);
  }
  for (const { path, name } of central.unplaced) {
    const folder = folderOf(path);
    if (apart.some((one) => one.path === path)) named.push({ path: homeOf(folder), name, dockerfiles: [path] });
    else if (!roots && baseName(folder) === name) places.set(folder, { path: folder, name: null, dockerfiles: [path] });
  }
  const made = new Map(told.flatMap((one) => (one.dockerfile === null ? [[one.path, one] as const] : [])));
  return { places: [...places.values(), ...named].map((place) => withMaker(place, made)), problems };
}

/** A folder that the configuration says to be a service, with what makes its image. */
function withMaker(place: Place, made: ReadonlyMap<string, ToldService>): Place {
  const told = place.told ?? (place.dockerfiles.length === 0 ? made.get(place.path) : undefined);
  return { ...place, ...(told && { told }) };
}

/** @param isSpoken whether the configuration says what a folder is: then no build is asked */
function toldPlaces(told: readonly ToldService[], isSpoken: (folder: string) => boolean): Place[] {
  return told.flatMap((one): Place[] => {
    const { path, name, dockerfile } = one;
    const dockerfiles = dockerfile === null ? [] : [dockerfile];
    return dockerfile === null && isSpoken(path) ? [] : [{ path, name, dockerfiles, told: one }];
  });
}

/**
 * Services the configuration places: `named` by their folder; `apart` by a Dockerfile that does not lie in a folder
 * of that name.
 */
function placedByConfig(
  config: Config,
  excluded: (folder: string) => boolean,
): { named: Place[]; apart: CentralDockerfile[] } {
  const named: Place[] = [];
  const apart: CentralDockerfile[] = [];
  for (const [name, { path, dockerfile }] of Object.entries(config.services?.overrides ?? {})) {
    const folder = path === '.' ? '' : path;
    if (folder !== undefined) {
      if (!excluded(folder))
        named.push({ path: folder, name, dockerfiles: dockerfile === undefined ? [] : [dockerfile] });
    } else if (dockerfile !== undefined && baseName(homeOf(folderOf(dockerfile))) !== name) {
      apart.push({ path: dockerfile, name });
    }
  }
  return { named, apart };
}

function allFolders(entries: readonly TreeEntry[]): Set<string> {
  const folders = new Set<string>(['']);
  for (const { path } of entries) {
    for (let folder = folderOf(path); !folders.has(folder); folder = folderOf(folder)) folders.add(folder);
  }
  return folders;
}

/** With `services.roots`: folders that match and hold a Dockerfile or a build manifest, or are named in an override. */
function matchingFolders(
  entries: readonly TreeEntry[],
  folders: ReadonlySet<string>,
  dockerfiles: readonly Dockerfile[],
  roots: readonly string[],
  config: Config,
  problems: Problem[],
): Set<string> {
  const matches = folderMatcher(roots);
  const matching = new Set([...folders].filter((folder) => folder !== '' && matches(folder)));
  for (const pattern of roots.filter((pattern) => !pattern.startsWith('!'))) {
    const alone = folderMatcher([pattern]);
    if ([...matching].some(alone)) continue;
    problems.push({
      severity: 'warning',
      message: `services.roots: ${quoteName(pattern)} matches no folder`,
      help: 'Correct the pattern in rollcall.yaml, or remove it.',
    });
  }
  const overrides = config.services?.overrides ?? {};
  const found = new Set([...matching].filter((folder) => baseName(folder) in overrides));
  for (const { folder } of dockerfiles) {
    for (let path = folder; path !== ''; path = folderOf(path)) {
      if (!matching.has(path)) continue;
      found.add(path);
      break;
    }
  }
  for (const { path } of entries) {
    const folder = folderOf(path);
    if (matching.has(folder) && isBuildManifest(baseName(path)) && !isForeign(path)) found.add(folder);
  }
  return found;
}

/** Without configuration: the folders that Dockerfiles are there for, where these do not lie inside each other. */
function discoveredFolders(dockerfiles: readonly Dockerfile[], taken: ReadonlySet<string>): Set<string> {
  const own = dockerfiles.filter(
    (dockerfile) =>
      centralName(dockerfile) === null &&
      (dockerfile.role === 'main' || dockerfile.label === baseName(dockerfile.folder)),
  );
  const homes = new Set(own.map(({ folder }) => homeOf(folder)));
  const lifted = liftNested(liftBuildFolders(homes));
  const children = countBy([...lifted, ...taken].map(folderOf));
  const inside = countBy([...lifted].flatMap((folder) => nearestAround(folder, lifted) ?? []));
  const services = new Set<string>();
  const belongsToService = new Map<string, boolean>();
  for (const folder of [...lifted].sort()) {
    const around = nearestAround(folder, lifted);
    const belongs = around !== undefined && (services.has(around) || belongsToService.get(around) === true);
    belongsToService.set(folder, belongs);
    if (belongs) continue;
    const others = inside.get(folder) ?? 0;
    const amongServices = folder !== '' && (children.get(folderOf(folder)) ?? 0) > 1;
    if (others > 1 && !amongServices) continue; // it holds services, so its own Dockerfile is a base image of theirs
    if (folder !== '') services.add(folder);
  }
  return services;
}

/** `services/a/build` is there for `services/a`, but `services/build` among other services is a service. */
function liftBuildFolders(folders: ReadonlySet<string>): Set<string> {
  const children = countBy([...folders].map(folderOf));
  return new Set(
    [...folders].map((folder) => {
      const parent = folderOf(folder);
      const alone = parent !== '' && (children.get(parent) ?? 0) === 1 && !usualRoots.has(baseName(parent));
      return mayBeDockerFolder(folder) && alone ? parent : folder;
    }),
  );
}

/** `src/a/src` is the service `src/a` where `src/b` is one, or where services usually are. */
function liftNested(folders: ReadonlySet<string>): Set<string> {
  const isNested = (folder: string): boolean => folderOf(folder) !== '' && nestedSource.has(baseName(folder));
  const children = countBy([...folders].map(folderOf));
  const siblings = countBy(
    [...folders]
      .flatMap((folder) => (isNested(folder) ? [folderOf(folderOf(folder))] : []))
      .concat([...folders].map(folderOf)),
  );
  return new Set(
    [...folders].map((folder) => {
      if (!isNested(folder) || children.get(folderOf(folder)) !== 1) return folder;
      const root = folderOf(folderOf(folder));
      return (siblings.get(root) ?? 0) > 1 || usualRoots.has(baseName(root)) ? folderOf(folder) : folder;
    }),
  );
}

/** The nearest folder of the set around a folder, itself not counted. */
function nearestAround(folder: string, set: ReadonlySet<string>): string | undefined {
  for (let path = folder; path !== ''; ) {
    path = folderOf(path);
    if (set.has(path)) return path;
  }
  return undefined;
}

function countBy(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
