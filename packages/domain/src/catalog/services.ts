import { groupInto } from '../grouping.ts';
import { compareText } from '../location.ts';
import { isServiceName, listFew, quoteName, showPath } from '../names.ts';
import type { TreeEntry } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import type { Service } from './catalog.ts';
import type { Config } from './config-schema.ts';
import { selectDockerfiles } from './dockerfiles.ts';
import { folderMatcher } from './folder-patterns.ts';
import { assignDockerfiles, insideService, type NamedService, orphanedDockerfiles } from './service-dockerfiles.ts';
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
  const configured = config.services?.roots !== undefined;
  const dockerfiles = selectDockerfiles(entries).filter(
    ({ folder }) => !excluded(folder) && (configured || !isForTests(folder)),
  );
  const { places, problems } = findServiceFolders(entries, dockerfiles, config, excluded);
  const { named, unnamed } = nameServices(places, config, problems);
  const lonely = assignDockerfiles(named, dockerfiles);
  const known = new Map(dockerfiles.map((dockerfile) => [dockerfile.path, dockerfile]));
  problems.push(...named.flatMap((service) => insideService(service, known)));
  // The roots say where the services are: no other folder can be a service that was overlooked.
  if (config.services?.roots === undefined) {
    const judged = new Set(problems.map(({ location }) => location?.path));
    const open = lonely.filter(({ path, folder }) => !judged.has(path) && !isAnyAround(folder, unnamed));
    problems.push(...orphanedDockerfiles(open, named.length));
  }
  const kinds = detectKinds(entries, new Set(named.map(({ path }) => path)));
  const services = named.map((service): Service => {
    const kind = config.services?.overrides?.[service.name]?.kind ?? kinds.get(service.path) ?? 'other';
    return { ...service, kind, dockerfiles: service.dockerfiles.sort(compareText), chart: null };
  });
  problems.push(...missingOverrides(entries, config));
  return { services: services.sort((a, b) => compareText(a.name, b.name)), problems };
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
 * Gives each folder its name: an override's that names the folder, else the folder's own. `unnamed` are folders
 * that are no service because they cannot have a name, or because the configuration says the service is removed.
 */
function nameServices(
  places: readonly Place[],
  config: Config,
  problems: Problem[],
): { named: NamedService[]; unnamed: ReadonlySet<string> } {
  const removed = new Set(config['removed-services'] ?? []);
  const named: NamedService[] = [];
  const unnamed = new Set<string>();
  const folders = new Map<string, string[]>();
  for (const { path, name: given, dockerfiles } of places) {
    const name = given ?? baseName(path);
    const legal = isServiceName(name);
    if (removed.has(name) || !legal) unnamed.add(path);
    if (!legal) {
      problems.push({
        severity: 'error',
        message: `${quoteName(path)} holds a Dockerfile, but ${quoteName(name)} cannot be the name of a service`,
        help: 'A name has letters, digits, ".", "_" and "-". Rename the folder, exclude it with `services.exclude`, or name it with `services.overrides.NAME.path`.',
      });
    }
    if (removed.has(name) || !legal) continue;
    groupInto(folders, name, path);
    named.push({ name, path, dockerfile: config.services?.overrides?.[name]?.dockerfile ?? null, dockerfiles });
  }
  const twice = [...folders].filter(([, paths]) => paths.length > 1);
  if (twice.length > 0) throw sameName(twice);
  return { named, unnamed };
}

function sameName(twice: readonly (readonly [string, string[]])[]): UserError {
  const lines = twice.map(([name, paths]) => {
    const folders = paths.sort(compareText).map(showPath);
    return `${folders.length === 2 ? 'two' : folders.length} folders are the service ${name}: ${listFew(folders, ' and ')}`;
  });
  const last = quoteName(twice[0]?.[1].at(-1) ?? '');
  return new UserError(listFew(lines, '\n'), {
    help: `Exclude the one that is no service in rollcall.yaml: services: { exclude: [${last}] }. Or name it: services: { overrides: { NAME: { path: ${last} } } }.`,
  });
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

/** What a repository builds to test itself is no service, unless `services.roots` says so. */
function isForTests(folder: string): boolean {
  return /^(?:tests?|e2e)\//.test(folder);
}
