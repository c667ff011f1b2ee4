import { addAll } from '../grouping.ts';
import { showPath } from '../names.ts';
import type { TreeEntry } from '../ports.ts';
import { readDockerfileName } from '../tree/dockerfile-name.ts';
import { baseName, folderOf, foldersUp, isInside } from '../tree/repository-paths.ts';
import type { DockerfileEvidence } from './build-evidence.ts';
import type { Service } from './catalog.ts';
import { placeCentral } from './central-dockerfiles.ts';
import type { Config } from './config-schema.ts';
import { homeOf, isWayToBuild } from './dockerfiles.ts';
import { folderMatcher } from './folder-patterns.ts';
import type { Discovered } from './services.ts';
import type { Told, ToldService } from './told-services.ts';

/**
 * The services that builds tell and no listing shows, and the Dockerfiles in whose place another one is built: those that share a Dockerfile, those of a Dockerfile that
 * belongs to none, and those of one that counts as a variant of another and is built under a name of its own.
 *
 * @param found what names show
 * @param evidence by Dockerfile
 */
export function servicesOfBuilds(
  entries: readonly TreeEntry[],
  config: Config,
  found: Discovered,
  evidence: ReadonlyMap<string, DockerfileEvidence>,
): Pick<Told, 'services' | 'unbuilt'> {
  const overrides = Object.entries(config.services?.overrides ?? {});
  const byPerson = new Set(overrides.flatMap(([, { dockerfile }]) => dockerfile ?? []));
  const names = new Set(overrides.map(([name]) => name));
  const mains = new Set(found.services.map(({ dockerfile }) => dockerfile));
  const lonely = new Set(found.open?.lonely.map(({ path }) => path));
  const listed = [...lonely, ...found.services.flatMap(({ dockerfiles }) => dockerfiles)];
  const sourceOf = (path: string): string | null => evidence.get(path)?.source ?? null;
  const all: Placing[] = [];
  for (const dockerfile of [...new Set(listed)].filter((path) => !byPerson.has(path))) {
    const known = evidence.get(dockerfile);
    if (known)
      addAll(all, servicesOf(dockerfile, known, { isLonely: lonely.has(dockerfile), isMain: mains.has(dockerfile) }));
  }
  const replaced = replacedMains(all, found, evidence);
  const told = all.map((one) => ({ ...one, name: replaced.get(one.dockerfile)?.name ?? one.name }));
  const shared = new Set(told.flatMap(({ build, dockerfile }) => (build ? [dockerfile] : [])));
  const byName = new Map(told.flatMap((one) => (sourceOf(one.dockerfile) === 'ci' ? [[one.name, one] as const] : [])));
  const unbuilt = new Map<string, string>();
  for (const { name, dockerfile } of found.services) {
    // A Dockerfile that builds several is no main one of a folder any more.
    if (dockerfile === null || shared.has(dockerfile)) continue;
    const instead = byName.get(name);
    if (instead && sourceOf(dockerfile) !== 'ci')
      unbuilt.set(dockerfile, `CI builds ${name} from ${showPath(instead.dockerfile)}`);
    else names.add(name);
  }
  const fresh = told.filter(({ name }) => !names.has(name) && names.add(name) !== undefined);
  return { services: placed(fresh, entries, config, found), unbuilt };
}

/** A service whose folder is looked for. */
interface Placing extends Omit<ToldService, 'name' | 'path' | 'dockerfile'> {
  name: string;
  dockerfile: string;
  /** The folder that its Dockerfile is there for. */
  home: string;
  context: string;
  /** What names its folder; null where its Dockerfile builds it alone. */
  value: string | null;
}

/**
 * The variants that CI builds in the place of a service's own Dockerfile, each with its service: where CI builds no other one
 * of that service, and what it calls the image says nothing of the variant, as in `Dockerfile-x86` beside `Dockerfile`.
 */
function replacedMains(
  told: readonly Placing[],
  { services }: Discovered,
  evidence: ReadonlyMap<string, DockerfileEvidence>,
): Map<string, Service> {
  const isBuilt = (path: string): boolean => evidence.get(path)?.source === 'ci';
  const named = new Map(told.flatMap((one) => (one.build === null ? [[one.dockerfile, one.name] as const] : [])));
  const found = new Map<string, Service>();
  for (const service of services) {
    const { dockerfile: main, dockerfiles } = service;
    const [variant, ...others] = dockerfiles.filter(isBuilt);
    if (main === null || variant === undefined || others.length > 0 || isBuilt(main)) continue;
    const label = readDockerfileName(baseName(variant))?.label.toLowerCase() ?? '';
    const name = named.get(variant)?.toLowerCase();
    if (name !== undefined && label !== '' && !name.includes(label)) found.set(variant, service);
  }
  return found;
}

/** The services of one Dockerfile: each that it builds, or the one whose Dockerfile it is and nobody has counted. */
function servicesOf(
  dockerfile: string,
  { source, named, services }: DockerfileEvidence,
  { isLonely, isMain }: { isLonely: boolean; isMain: boolean },
): Placing[] {
  const home = homeOf(folderOf(dockerfile));
  // The stages of a service's own Dockerfile are images of that service: nothing but its target tells one from another.
  const isOwn =
    isMain &&
    home !== '' &&
    services.every(({ value, build }) => value === null && build.context === services[0]?.build.context);
  if (services.length > 0 && !isOwn) {
    return services.map(({ name, build, value }) => {
      return { name, dockerfile, build, home, context: build.context, value: value ?? name };
    });
  }
  const [one, other] = new Map(named.map((each) => [each.name, each.build]));
  const counts = isLonely ? source !== 'script' : source === 'ci' && !isMain && !isWayToBuild(dockerfile);
  return !one || other || !counts
    ? []
    : [{ name: one[0], dockerfile, build: null, home, context: one[1].context ?? '', value: null }];
}

function placed(
  told: readonly Placing[],
  entries: readonly TreeEntry[],
  config: Config,
  { services }: Discovered,
): ToldService[] {
  if (told.length === 0) return [];
  const folders = new Set(entries.flatMap(({ path }) => foldersUp(folderOf(path))));
  const paths = new Set(services.flatMap(({ path }) => path ?? []));
  const roots = config.services?.roots;
  const isRoot = roots === undefined ? () => true : folderMatcher(roots);
  const options = { excluded: (folder: string) => !isRoot(folder), onlyServices: false };
  const central = told.map(({ dockerfile, value, name }) => ({ path: dockerfile, name: baseName(value ?? name) }));
  const byName = new Map(
    placeCentral(central, () => folders, paths, options).placed.map((one) => [
      `${one.dockerfile}\0${baseName(one.folder)}`,
      one.folder,
    ]),
  );
  return told.flatMap(({ home, context, value, ...service }): ToldService[] => {
    const inside = [context, home].flatMap((folder) =>
      value === null ? [] : [folder === '' ? value : `${folder}/${value}`],
    );
    const own = inside.find((folder) => folders.has(folder));
    const central = byName.get(`${service.dockerfile}\0${baseName(value ?? service.name)}`);
    // A context that a build makes, such as `services/orders/target`, lies in the folder of its service.
    const around = foldersUp(context).find((folder) => folder === '' || folders.has(folder)) ?? '';
    const isOwnContext = around !== '' && !isInside(home, around);
    const path = own ?? (isOwnContext ? around : value === null ? home : (central ?? home));
    return roots !== undefined && !isRoot(path) ? [] : [{ ...service, path }];
  });
}
