import { addAll, countEach } from '../grouping.ts';
import { compareText } from '../location.ts';
import { isServiceName, quoteName, showPath } from '../names.ts';
import type { TreeEntry } from '../ports.ts';
import { present } from '../present.ts';
import type { Problem } from '../problem.ts';
import { baseName, folderOf, foldersUp } from '../tree/repository-paths.ts';
import type { LeftOut, Service } from './catalog.ts';
import type { Config } from './config-schema.ts';
import { type Dockerfile, isWayToBuild, selectDockerfiles } from './dockerfiles.ts';
import { type Doubt, findDoubts, imageName } from './doubtful-places.ts';
import { folderMatcher } from './folder-patterns.ts';
import { leftOut, leftUnmade } from './left-out.ts';
import { assignDockerfiles, insideService, type NamedService, orphanedDockerfiles } from './service-dockerfiles.ts';
import { findServiceFolders, type Place } from './service-folders.ts';
import { detectKinds } from './service-kind.ts';
import { nameFolders, unreadNames } from './service-names.ts';
import { nothingTold, type Told } from './told-services.ts';

/** What a listing shows, with what else is told. */
export interface Discovered {
  services: Service[];
  /** Sorted by path. */
  leftOut: LeftOut[];
  problems: Problem[];
  /** What more evidence than names may change; null where the layout leaves nothing open. */
  open: OpenQuestions | null;
}

/** What names alone cannot tell. */
export interface OpenQuestions {
  /** Every Dockerfile that may belong to a service. */
  dockerfiles: readonly Dockerfile[];
  doubts: readonly Doubt[];
  /** Dockerfiles that belong to none. */
  lonely: readonly Dockerfile[];
}

/**
 * The services of a listing: folders that hold a Dockerfile, or, with `services.roots`, the folders they match that
 * hold a Dockerfile or a build manifest or are named in `services.overrides`. By names alone, and by what builds and
 * deployments tell where it is given: nothing is read, and the cost grows with the listing. Services are sorted by
 * name; what cannot be known is a problem.
 */
export function discoverServices(entries: readonly TreeEntry[], config: Config, told: Told = nothingTold): Discovered {
  const excluded = excludedBy(config.services?.exclude ?? []);
  const selected = selectDockerfiles(entries).filter(({ folder }) => !excluded(folder));
  const doubts = config.services?.roots === undefined ? findDoubts(unspoken(selected, config), entries) : [];
  const doubtful = doubts.filter(({ dockerfile }) => !told.proved.has(dockerfile.path));
  const left = new Set<unknown>(doubtful.map(({ dockerfile }) => dockerfile));
  const dockerfiles = selected.filter((one) => !left.has(one) && !told.unbuilt.has(one.path));
  const { places, problems } = findServiceFolders(entries, dockerfiles, { config, excluded, told: told.services });
  const { named, unnamed } = nameServices(places, config, told, problems);
  const lonely = assignDockerfiles(named, dockerfiles);
  const known = new Map(dockerfiles.map((dockerfile) => [dockerfile.path, dockerfile]));
  addAll(
    problems,
    named.flatMap((service) => insideService(service, known)),
  );
  const judged = new Set(problems.map(({ location }) => location?.path));
  const orphans = lonely.filter(({ path, folder }) => !judged.has(path) && !isAnyAround(folder, unnamed));
  // The roots say where the services are: no other folder can be a service that was overlooked.
  if (config.services?.roots === undefined) addAll(problems, orphanedDockerfiles(orphans, named.length));
  const kinds = detectKinds(entries, new Set(named.map(({ path }) => path)));
  const services = named.map((service): Service => {
    const kind = config.services?.overrides?.[service.name]?.kind ?? kinds.get(service.path) ?? 'other';
    return { ...service, kind, dockerfiles: service.dockerfiles.sort(compareText), chart: null };
  });
  const isClear = doubts.length + lonely.length + problems.length === 0 && isPlain(services);
  addAll(problems, missingOverrides(entries, config));
  const unbuilt = selected.filter(({ path }) => told.unbuilt.has(path));
  return {
    services: services.sort((a, b) => compareText(a.name, b.name)),
    leftOut: [
      ...leftOut(doubtful, unbuilt, config.services?.roots === undefined ? orphans : [], told),
      ...leftUnmade(told, excluded),
    ].sort((a, b) => compareText(a.path, b.path)),
    problems: [...problems, ...unreadNames(named, told)],
    open: isClear ? null : { dockerfiles: selected, doubts, lonely },
  };
}

/** Those that the configuration says nothing of: what it names needs no evidence. */
function unspoken(dockerfiles: readonly Dockerfile[], config: Config): Dockerfile[] {
  const overrides = Object.entries(config.services?.overrides ?? {});
  if (overrides.length === 0) return [...dockerfiles];
  const names = new Set(overrides.map(([name]) => name));
  const places = new Set(overrides.flatMap(([, { path, dockerfile }]) => [path ?? [], dockerfile ?? []].flat()));
  return dockerfiles.filter(
    (one) =>
      !names.has(imageName(one)) &&
      !places.has(one.path) &&
      !foldersUp(one.folder).some((folder) => places.has(folder)),
  );
}

/**
 * Whether every service lies among others in a folder of its own, with one Dockerfile that is not there for
 * development: then names tell all that there is to know.
 */
function isPlain(services: readonly Service[]): boolean {
  const beside = countEach(services.map(({ path }) => folderOf(path ?? '')));
  return services.every(({ path, dockerfile, dockerfiles }) => {
    const parent = folderOf(path ?? '');
    const variants = dockerfiles.filter((one) => one !== dockerfile && !isWayToBuild(one));
    return parent !== '' && (beside.get(parent) ?? 0) > 1 && variants.length === 0;
  });
}

/** Whether a folder or one around it is in the set. */
function isAnyAround(folder: string, folders: ReadonlySet<string>): boolean {
  for (let path = folder; ; path = folderOf(path)) {
    if (folders.has(path)) return true;
    if (path === '') return false;
  }
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

/**
 * The folders with their names. `unnamed` are those that are no service because the configuration says that it is
 * removed.
 */
function nameServices(
  places: readonly Place[],
  config: Config,
  told: Told,
  problems: Problem[],
): { named: NamedService[]; unnamed: ReadonlySet<string> } {
  const removed = new Set(config['removed-services'] ?? []);
  const isRemoved = ({ path, name }: Place): boolean => removed.has(name ?? baseName(path));
  const unnamed = new Set(places.filter(isRemoved).map(({ path }) => path));
  const { named, problems: naming } = nameFolders(
    places.filter((place) => !isRemoved(place)),
    told.names,
  );
  addAll(problems, naming);
  const services = named.flatMap(({ told: one, name, path, dockerfiles }): NamedService[] => {
    if (removed.has(name)) unnamed.add(path);
    const dockerfile = config.services?.overrides?.[name]?.dockerfile ?? one?.dockerfile ?? null;
    return removed.has(name)
      ? []
      : [
          {
            name,
            path,
            dockerfile,
            dockerfiles,
            ...present({ build: one?.build ?? undefined, builtBy: one?.builtBy }),
          },
        ];
  });
  return { named: services, unnamed };
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
