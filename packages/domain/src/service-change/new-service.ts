import type { Catalog, ServiceKind } from '../catalog/catalog.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { insteadOf } from '../nearest.ts';
import type { Tree } from '../ports.ts';
import { count } from '../printable.ts';
import { readOnce } from '../tree/cached-tree.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { indexPaths, type PathIndex } from '../tree/path-index.ts';
import { textOf } from '../tree/read-text.ts';
import { baseName, folderOf, joinPath } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { withoutWaivers } from '../verify/fixes/clone/clone.ts';
import { type ServiceRenamer, serviceRenamer } from '../verify/fixes/clone/service-renamer.ts';
import type { VerifyOptions } from '../verify/verify-services.ts';
import { cloneJobs } from './cloned-jobs.ts';
import { completeDraft } from './complete-draft.ts';
import { openSources } from './deploying-files.ts';
import { withListedBuild } from './listed-builds.ts';
import type { ManifestsElsewhere, ServicePlanner } from './manifests-elsewhere.ts';
import { isComplete, type ServiceChange } from './service-change.ts';
import { assertNewName, assertUnclaimed } from './service-name.ts';
import { type NewPort, portOfNew, withPort } from './service-ports.ts';
import { chooseSibling, neutralPaths, neutralText, type Sibling } from './sibling.ts';
import { noSkeleton, type Skeleton, skeletonOf } from './skeleton.ts';
import { claimInManifests } from './taken-names.ts';

/** A service that is to be added. */
export interface NewService {
  name: string;
  /** The service that it is like; absent: the most usual of its kind. */
  like?: string;
  kind?: ServiceKind;
  port?: number;
  /** The environments that it is deployed to; empty: those that most services have. */
  environments: readonly string[];
  /** The tag of an image that exists; absent: its Applications are not synced until the first one does. */
  tag?: string;
}

/**
 * Plans what adds a service everywhere it must be: its sources in the shape of a sibling's, and all that verifying then
 * finds missing. A service that is half there is completed, and one that is everywhere changes nothing. Findings about
 * other services are left as they are. `elsewhere` are the environments of repositories that hold its manifests; null
 * where this one does. UserError for a name that is taken, and where no service can be the model.
 */
export async function planNewService(
  source: Tree,
  wanted: NewService,
  options: VerifyOptions,
  elsewhere: readonly string[] | null = null,
): Promise<ServiceChange> {
  const tree = readOnce(source);
  const catalog = await loadCatalog(tree, options.config.config, { repositoryUrl: options.repositoryUrl });
  const { name } = wanted;
  assertNewName(name, catalog);
  if (!catalog.services.some((one) => one.name === name))
    assertUnclaimed(name, await claimInManifests(tree, name, catalog.services));
  assertEnvironments(wanted.environments, [...catalog.environments.map((one) => one.name), ...(elsewhere ?? [])]);
  const paths = indexPaths(await tree.list());
  const sibling = chooseSibling(catalog, paths, { name, like: wanted.like, kind: wanted.kind });
  const rename = serviceRenamer(
    sibling.service.name,
    name,
    catalog.services.map((one) => one.name),
  );
  const others = catalog.services.filter((one) => one.name !== name);
  const port = await portOfNew(tree, sibling, { asked: wanted.port, services: others });
  const sources = await sourcesOf(tree, paths, sibling, {
    name,
    catalog,
    rename: (text) => withPort(rename(text), port),
  });
  const listed = await withListedBuild(tree, name, sibling.service, { catalog, config: options.config.config });
  const named = await withJobs(tree, wanted, { ...sources, listed }, { sibling, rename, port, catalog, options });
  const skeleton = sources.files.size === 0 ? sources : { ...sources, listed: named };
  await assertDiscovered(tree, wanted, skeleton, options);
  const load = (files: Tree): Promise<Catalog> =>
    loadCatalog(files, options.config.config, { repositoryUrl: options.repositoryUrl });
  const draft = {
    name,
    like: sibling.service,
    rename,
    port,
    environments: wanted.environments,
    tag: wanted.tag,
    skeleton,
    load,
    repository: null,
    deployedElsewhere: elsewhere !== null,
  };
  const change = await completeDraft(tree, draft, options);
  return { ...change, notes: [...(isEverywhere(change) ? [everywhere] : notesOf(sibling, port)), ...change.notes] };
}

/** How a new service is planned, also where another repository holds its manifests. */
export function newServicePlanner(wanted: NewService): ServicePlanner {
  return {
    here: (tree, options, elsewhere) => planNewService(tree, wanted, options, elsewhere),
    there: (manifests, change) => planNewDeployment(manifests, change, wanted),
    // A new service that is everywhere already is no mistake.
    assertNothing: async () => {},
  };
}

/**
 * Plans what adds the same service to a repository of manifests: what verifying that one finds missing, once the sources
 * are as `planNewService` leaves them. Null where it is deployed from others alone. UserError where its name is taken.
 */
export async function planNewDeployment(
  { repository, tree, load, options }: ManifestsElsewhere,
  { model }: ServiceChange,
  { name, environments: wanted, tag }: NewService,
): Promise<ServiceChange | null> {
  const environments = wanted.filter((environment) => repository.holds(environment));
  if (environments.length === 0 && wanted.length > 0) return null;
  const { services } = await load(tree);
  const like = services.find((service) => service.name === model?.like);
  if (!model || !like) throw new Error('manifests are planned for a service that is like no other');
  assertUnclaimed(name, await claimInManifests(tree, name, services));
  const change = await completeDraft(
    tree,
    {
      name,
      like,
      rename: serviceRenamer(
        like.name,
        name,
        services.map((service) => service.name),
      ),
      port: model.port,
      environments,
      tag,
      skeleton: noSkeleton,
      load,
      repository: repository.name,
      deployedElsewhere: false,
    },
    options,
  );
  const note = isEverywhere(change) ? everywhere : `made like ${like.name}`;
  return { ...change, repository: repository.name, notes: [note, ...change.notes] };
}

function assertEnvironments(environments: readonly string[], known: readonly string[]): void {
  const unknown = environments.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UserError(`there is no environment ${JSON.stringify(unknown)}`, {
      help: insteadOf(unknown, 'environments', known),
    });
}

/** The sources of the new service; none where it has them already. */
async function sourcesOf(
  tree: Tree,
  paths: PathIndex,
  sibling: Sibling,
  { name, catalog, rename }: { name: string; catalog: Catalog; rename: (text: string) => string },
): Promise<Skeleton> {
  const { path } = sibling.service;
  const own = catalog.services.find((service) => service.name === name);
  const renamed = rename(path);
  const beside = folderBeside(sibling, renamed === path ? name : baseName(renamed));
  const target = own?.path ?? (folderOf(renamed) === folderOf(path) ? beside : renamed);
  if (paths.at(target) === 'file' || paths.at(target) === 'symlink' || paths.at(target) === 'submodule')
    throw new UserError(`${target} is no folder, and the sources of ${name} belong there`, {
      help: 'Choose another name, or move what is there.',
      location: { path: target, line: 1, column: 1 },
    });
  if (own && own.path !== null) return noSkeleton;
  assertHalfThere(paths.files(target, true), target, sibling, { paths, name });
  const skeleton = await skeletonOf(tree, paths, sibling, { name, target, rename });
  const files = new Map(skeleton.files);
  const outside = sibling.service.dockerfile ?? '';
  // A Dockerfile that lies beside those of the others is cloned as well.
  if (!outside.startsWith(`${path}/`)) {
    const text = textOf(outside, (await tree.read([outside])).get(outside));
    const to = rename(outside);
    if (text !== null && to !== outside && paths.at(to) === null) files.set(to, rename(text));
  }
  return { ...skeleton, files };
}

/** Throws where a folder holds something else than a service that is half there: nothing in it is like its sibling's. */
function assertHalfThere(
  there: readonly string[],
  target: string,
  sibling: Sibling,
  { paths, name }: { paths: PathIndex; name: string },
): void {
  const neutral = neutralText(name);
  const usual = new Set(sibling.alike.flatMap((one) => [...neutralPaths(one, paths).keys()]));
  const [first] = there;
  if (first === undefined || there.some((path) => usual.has(neutral(path.slice(target.length + 1))))) return;
  throw new UserError(`the name ${JSON.stringify(name)} is taken: the folder ${target} holds something else`, {
    help: 'Choose another name, or move what is there.',
    location: { path: first, line: 1, column: 1 },
  });
}

/**
 * The folder beside that of a sibling whose own folder says its name alone. Those above it that are called after it are
 * its own as well: beside `src/Order/Order.Api` it is `src/refund/refund`.
 */
function folderBeside({ service: { name, path } }: Sibling, base: string): string {
  let shared = folderOf(path);
  let folder = base;
  while (shared !== '' && name.toLowerCase().startsWith(baseName(shared).toLowerCase())) {
    shared = folderOf(shared);
    folder = joinPath(base, folder);
  }
  return joinPath(shared, folder);
}

/** What is listed with the new sources; with jobs of the sibling cloned where those are what makes a service of it. */
async function withJobs(
  tree: Tree,
  { name }: NewService,
  { files, listed = new Map() }: Skeleton,
  {
    sibling: { service: like },
    rename,
    port,
    catalog: { services },
    options,
  }: { sibling: Sibling; rename: ServiceRenamer; port: NewPort; catalog: Catalog; options: VerifyOptions },
): Promise<ReadonlyMap<string, string>> {
  const found = await loadDrafted(tree, [...files, ...listed], options);
  if (found.services.some((service) => service.name === name)) return listed;
  const own = (text: string): string => withPort(rename(withoutWaivers(text)), port);
  return new Map([...cloneJobs(await openSources(tree), { name, like, services, own }), ...listed]);
}

function loadDrafted(
  tree: Tree,
  files: readonly (readonly [string, string])[],
  { config: { config }, repositoryUrl }: VerifyOptions,
): Promise<Catalog> {
  const encoder = new TextEncoder();
  const drafted = new Map(files.map(([path, text]) => [path, encoder.encode(text)]));
  return loadCatalog(overlayTree(tree, drafted), config, { repositoryUrl });
}

/** Throws where the new sources are no service of that name: then nothing that is planned would be about it. */
async function assertDiscovered(
  tree: Tree,
  { name }: NewService,
  { files, listed = new Map() }: Skeleton,
  options: VerifyOptions,
): Promise<void> {
  const { services, leftOut } = await loadDrafted(tree, [...files, ...listed], options);
  const found = services.find((service) => service.name === name);
  if (found && found.path !== null) return;
  const left = leftOut.find(({ dockerfiles }) => dockerfiles.some((path) => files.has(path)));
  const [first = 'its sources'] = [...files.keys()].filter((path) => baseName(path) !== '.gitignore');
  throw new UserError(`with ${first} there is still no service ${JSON.stringify(name)}`, {
    help: left
      ? `It would be left out, because ${left.because}. Name its Dockerfile where those of its siblings are named; or write in rollcall.yaml: ${left.help}`
      : 'Its sibling is named or found by the configuration: say in rollcall.yaml under "services" where the new one is, then run this again.',
  });
}

const everywhere = 'it is everywhere already';

function isEverywhere(change: ServiceChange): boolean {
  return change.files.size === 0 && isComplete(change);
}

function notesOf({ service, why, lacks }: Sibling, port: NewPort): string[] {
  return [
    `made like ${service.name}, ${why}`,
    ...(lacks.length > 0
      ? [
          `${service.name} lacks what most of its kind have: ${count(lacks.length, 'file')} such as ${lacks.slice(0, 3).join(', ')}`,
        ]
      : []),
    ...(port === null ? [] : [`port ${port.to} in place of ${port.from}`]),
  ];
}
