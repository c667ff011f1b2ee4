import type { Catalog } from '../catalog/catalog.ts';
import { type LoadedConfig, readConfig } from '../catalog/config.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import type { Tree } from '../ports.ts';
import { readOnce } from '../tree/cached-tree.ts';
import { overlayTree } from '../tree/overlay-tree.ts';
import { type DeployRepository, readSources } from '../verify/engine/other-repositories.ts';
import type { VerifyOptions } from '../verify/verify-services.ts';
import type { ServiceChange } from './service-change.ts';

/** The repository of the sources: how people call it, its address, and its files. */
export interface SourceSide {
  name: string;
  url: string | null;
  tree: Tree;
  config: LoadedConfig;
}

/** A repository of manifests, read with the services of the sources. */
export interface ManifestsElsewhere {
  repository: DeployRepository;
  tree: Tree;
  load: (tree: Tree) => Promise<Catalog>;
  options: VerifyOptions;
}

/** How a service is added or retired where its sources are, and where another repository holds its manifests. */
export interface ServicePlanner {
  /** `elsewhere` are the environments of repositories that hold its manifests; null where this one does. */
  here(tree: Tree, options: VerifyOptions, elsewhere: readonly string[] | null): Promise<ServiceChange>;
  /** What follows in a repository of manifests from the change of the sources; null where nothing can. */
  there(manifests: ManifestsElsewhere, here: ServiceChange): Promise<ServiceChange | null>;
  /** UserError where nothing changes anywhere because the name is a mistake. */
  assertNothing(tree: Tree, options: VerifyOptions): Promise<void>;
}

/** A change of the repository of the sources, and those of the repositories of manifests that follow from it. */
export interface PlannedChanges<Repository extends DeployRepository> {
  here: ServiceChange;
  /** The environments of the others, for planning `here` again; null where there are no others. */
  elsewhere: readonly string[] | null;
  there: readonly PlannedElsewhere<Repository>[];
}

interface PlannedElsewhere<Repository extends DeployRepository> {
  repository: Repository;
  change: ServiceChange;
  /** Plans it again, of what the repository holds by then. */
  replan: (tree: Tree) => Promise<ServiceChange>;
}

/** Plans a change of a service in every repository that has a part of it. */
export async function planEverywhere<Repository extends DeployRepository>(
  planner: ServicePlanner,
  source: SourceSide,
  repositories: readonly Repository[],
  options: VerifyOptions,
): Promise<PlannedChanges<Repository>> {
  const { today } = options;
  const elsewhere = repositories.length === 0 ? null : await environmentsElsewhere(repositories, source, today);
  const here = await planner.here(source.tree, options, elsewhere);
  const there: PlannedElsewhere<Repository>[] = [];
  for (const repository of repositories) {
    const planIn = async (tree: Tree): Promise<ServiceChange | null> =>
      planner.there(await manifestsElsewhere({ ...repository, tree }, source, here, today), here);
    const change = await planIn(repository.tree);
    if (change) there.push({ repository, change, replan: async (tree) => (await planIn(tree)) ?? change });
  }
  const all = [here, ...there.map(({ change }) => change)];
  if (all.every(({ files, findings }) => files.size === 0 && findings.length === 0))
    await planner.assertNothing(source.tree, options);
  return { here, elsewhere, there };
}

/**
 * A repository of manifests as its own run verifies it, when the sources are as a change leaves them. Its own
 * configuration counts; where it has none, what that of the sources says of environments.
 */
async function manifestsElsewhere(
  repository: DeployRepository,
  source: SourceSide,
  here: ServiceChange | null,
  today: string,
): Promise<ManifestsElsewhere> {
  const tree = readOnce(repository.tree);
  const own = await readConfig(tree);
  const { environments } = source.config.config;
  const config = own.path === null && environments !== undefined ? { ...own, config: { environments } } : own;
  const sources = here ? overlayTree(source.tree, new Map(here.files)) : source.tree;
  const others = {
    own: repository.name,
    deploy: [],
    sources: [{ name: source.name, url: source.url, tree: sources, files: null, place: null }],
    // Others may build what is deployed from there too.
    sourcesComplete: false,
    deployComplete: true,
    problems: [],
  };
  const { services } = await readSources(others);
  return {
    repository,
    tree,
    load: (files) => loadCatalog(files, config.config, { repositoryUrl: repository.url, sources: services }),
    options: { config, repositoryUrl: repository.url, today, others: async () => others },
  };
}

/** The environments that are deployed from repositories of manifests. */
async function environmentsElsewhere(
  repositories: readonly DeployRepository[],
  source: SourceSide,
  today: string,
): Promise<string[]> {
  const names = new Set<string>();
  for (const repository of repositories) {
    const { load, tree } = await manifestsElsewhere(repository, source, null, today);
    const { environments } = await load(tree);
    for (const { name } of environments) if (repository.holds(name)) names.add(name);
  }
  return [...names];
}
