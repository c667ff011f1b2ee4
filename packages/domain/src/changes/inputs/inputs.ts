import { isBuildDefinition } from '../../builds/definition-files.ts';
import { readBuildDefinitions } from '../../builds/definitions.ts';
import type { Service } from '../../catalog/catalog.ts';
import type { Config, ServiceOverride } from '../../catalog/config-schema.ts';
import type { Tree, TreeEntry } from '../../ports.ts';
import type { Problem } from '../../problem.ts';
import { folderGlob } from '../../tree/glob.ts';
import { indexPaths, type PathIndex } from '../../tree/path-index.ts';
import { baseName, isForeign, normaliseRepositoryPath } from '../../tree/repository-paths.ts';
import { isPackageManifest } from '../packages/ecosystems.ts';
import { basesByName } from './bases.ts';
import { configuredPaths, rebuildAll } from './configured.ts';
import { isIgnoreFile } from './dockerfile.ts';
import type { InputEdge, ServiceInputs } from './edges.ts';
import type { BuildRepository } from './follow-builds.ts';
import { type ImageInputs, imageInputs } from './image.ts';
import { readLocalPackages } from './local-packages.ts';
import { madeInputs } from './made-inputs.ts';
import { indexServiceFolders, type ServiceFolders, withoutOtherServices } from './other-services.ts';
import { packageAround } from './without-dockerfile.ts';

export type { InputEdge, ServiceInputs } from './edges.ts';

/** What the inputs of every service are derived from. */
interface Repository extends BuildRepository {
  config: Config;
  everyService: InputEdge[];
  folders: ServiceFolders;
}

/**
 * What each service is made of: its folder, what its Dockerfile copies, the local packages its manifests name, and
 * what the configuration adds. One entry for each service that has a source, in their order.
 *
 * Reads in one batch: Dockerfiles, ignore files, manifests and the files that say how images are built. Where
 * something cannot be known (a build context, an unreadable manifest), everything is an input, and a problem says so.
 */
export async function deriveInputs(
  tree: Tree,
  services: readonly Service[],
  config: Config,
): Promise<{ inputs: ServiceInputs[]; problems: Problem[] }> {
  const built = services.filter((service) => service.path !== null);
  if (built.length === 0) return { inputs: [], problems: [] };
  const entries = await tree.list();
  const paths = indexPaths(entries);
  const texts = decode(await tree.read(selectFiles(entries, built, paths)));
  const configured = rebuildAll(config.build?.['rebuild-all'] ?? [], paths);
  const wanted = built.flatMap(({ dockerfile }) => dockerfile ?? []);
  const readMore = async (more: readonly string[]) => decode(await tree.read([...more]));
  const kinds = new Map(built.map((one) => [folderOfService(one), one.kind]));
  const repository: Repository = {
    tree: paths,
    texts,
    config,
    definitions: await readBuildDefinitions(texts, paths, wanted, readMore),
    packages: await readLocalPackages(texts, paths, kinds, readMore),
    exceptions: new Map(),
    everyService: configured.edges,
    folders: indexServiceFolders(new Set(kinds.keys())),
  };
  const others = otherDockerfiles(built, repository);
  if (others.length > 0) for (const [path, text] of await readMore(others)) texts.set(path, text);
  const derived = built.map((service) => derive(service, repository));
  const fromBases = basesByName(new Map(derived.map((one) => [one.service.name, one.built])));
  const results = derived.map((one) => inputsOf(one, fromBases.get(one.service.name) ?? [], repository));
  return {
    inputs: results.map((result) => result.inputs),
    problems: [
      ...configured.problems,
      ...results.flatMap((result) => result.problems),
      ...repository.packages.problems(),
    ],
  };
}

/** The Dockerfiles of images that those of services may stand on, and the variants that are built in their place. */
function otherDockerfiles(services: readonly Service[], { definitions, tree, texts }: Repository): string[] {
  const variants = services.flatMap(({ dockerfile, dockerfiles }) => (dockerfile === null ? [] : dockerfiles));
  return [...new Set([...definitions.dockerfiles, ...variants])].filter(
    (path) => !texts.has(path) && tree.at(path) === 'file',
  );
}

/** Every file the derivation may need, by name; sorted as the listing is. */
function selectFiles(entries: readonly TreeEntry[], services: readonly Service[], tree: PathIndex): string[] {
  const selected = new Set<string>();
  for (const { path, mode } of entries) {
    if (mode !== 'file' && mode !== 'executable') continue;
    if (mayBeWanted.has(path.slice(path.lastIndexOf('.'))) && isWanted(path)) selected.add(path);
  }
  for (const { dockerfile } of services)
    if (dockerfile !== null && tree.at(dockerfile) === 'file') selected.add(dockerfile);
  return [...selected];
}

/** The ends of all names that `isWanted` takes: nearly every file of a repository is passed over by it. */
const mayBeWanted: ReadonlySet<string> = new Set(
  'dockerignore env yaml yml json hcl mod work toml txt csproj fsproj vbproj props targets gradle kts xml'
    .split(' ')
    .map((end) => `.${end}`),
);

/** What others have written may be built here all the same, as a module that is named. */
function isWanted(path: string): boolean {
  const name = baseName(path);
  if (isPackageManifest(name)) return !isForeign(path.replace(/(^|\/)third[-_]party\//g, '$1'));
  return (isIgnoreFile(name) || isBuildDefinition(path, name)) && !isForeign(path);
}

/** Bytes that are not UTF-8 become U+FFFD: a pattern with it in it matches no name, and is noticed below. */
function decode(contents: ReadonlyMap<string, Uint8Array>): Map<string, string> {
  const decoder = new TextDecoder();
  return new Map([...contents].map(([path, bytes]) => [path, decoder.decode(bytes)]));
}

/** '' for a service that is the whole repository. */
function folderOfService(service: Service): string {
  return normaliseRepositoryPath(service.path ?? '') ?? '';
}

interface Derived {
  service: Service;
  built: ImageInputs;
}

function derive(service: Service, repository: Repository): Derived {
  const override = overrideOf(repository.config, service.name);
  return { service, built: imageInputs(service, folderOfService(service), override, repository) };
}

/** @param fromBases what the services are made of that it stands on */
function inputsOf(
  { service, built }: Derived,
  fromBases: readonly InputEdge[],
  repository: Repository,
): { inputs: ServiceInputs; problems: Problem[] } {
  const folder = folderOfService(service);
  const override = overrideOf(repository.config, service.name);
  const own: InputEdge = {
    pattern: folderGlob(folder),
    because: 'its own folder',
    location: null,
    scope: built.complete && isFollowed(service, built) ? 'source' : 'both',
  };
  const packages = repository.packages.of(folder);
  const image = withoutOtherServices(built.edges, folder, built.commands, repository.folders);
  const made = madeInputs(built.made, folder, repository);
  const around = packageAround(service, folder, repository.packages);
  const configured = configuredPaths(service.name, override?.paths ?? [], repository.tree);
  const edges = [
    ...[own, ...madeFrom(service, folder), ...image, ...fromBases, ...around.edges, ...packages, ...made.edges],
    ...[...configured.edges, ...repository.everyService],
  ];
  const { context, because } = built.context;
  return {
    inputs: {
      service: service.name,
      dockerfile: built.dockerfile,
      context: context === '' ? '.' : context,
      contextBecause: because,
      edges: built.complete ? edges : edges.map((edge) => ({ ...edge, scope: 'both' })),
      builds: built.builds,
      own: built.own,
      bases: built.bases,
      complete: built.complete,
    },
    problems: [...built.problems, ...made.problems, ...around.problems, ...configured.problems],
  };
}

/** Whether a Dockerfile says what of its folder the image takes: a file, or a text that a definition holds. */
function isFollowed({ dockerfile, builtBy }: Service, { own }: ImageInputs): boolean {
  return dockerfile !== null || (own.length > 0 && ['Bake', 'Compose', undefined].includes(builtBy?.maker));
}

/** What an image is made from that no Dockerfile makes, where that is more than the service's own folder. */
function madeFrom({ dockerfile, builtBy }: Service, folder: string): InputEdge[] {
  if (dockerfile !== null || builtBy === undefined || builtBy.from === folder) return [];
  const because = `${builtBy.maker} makes its image from there`;
  return [{ pattern: folderGlob(builtBy.from), because, location: null, scope: 'both' }];
}

/** Looked up so that a service called `constructor` has no settings it was not given. */
function overrideOf(config: Config, name: string): ServiceOverride | undefined {
  const overrides = config.services?.overrides ?? {};
  return Object.hasOwn(overrides, name) ? overrides[name] : undefined;
}
