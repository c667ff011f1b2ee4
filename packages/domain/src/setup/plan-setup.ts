import type { Catalog, Environment } from '../catalog/catalog.ts';
import type { LoadedConfig } from '../catalog/config.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { addAll, groupInto } from '../grouping.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { count } from '../printable.ts';
import { isRepositoryName, normaliseRepositoryUrl } from '../repository-url.ts';
import { shellWord } from '../shell/copied-word.ts';
import { readOnce } from '../tree/cached-tree.ts';
import { indexPaths } from '../tree/path-index.ts';
import { textOf } from '../tree/read-text.ts';
import { UserError } from '../user-error.ts';
import { plainOrQuoted } from '../yaml/replace-scalar.ts';
import { addRelease } from './add-release.ts';
import { buildingFiles } from './building-files.ts';
import { doubtsOf } from './doubts.ts';
import { type ExistingWorkflow, readWorkflows } from './existing-workflows.ts';
import { addHealth, healthField } from './health-setup.ts';
import { imageRegistry } from './image-registry.ts';
import { chooseParts, fitStarter, placeStarter, workflowPath } from './more-starters.ts';
import { addConfig, namedEnvironment, withNamed } from './needed-config.ts';
import type { Plan, Setup } from './setup.ts';
import { isPlain, sourceBranches } from './source-branches.ts';
import { starterTexts } from './starter-texts.ts';

/** What is looked at, beside the files. */
export interface SetupRequest {
  tree: Tree;
  config: LoadedConfig;
  /** Address of the remote; null without one. */
  repositoryUrl: string | null;
  /** The branches that the clone and its remote are known to have. */
  branches: readonly string[];
  defaultBranch: string | null;
  /** Another repository that holds the manifests. */
  manifests: ManifestsElsewhere | null;
  /** Environments that somebody names; none: those that are found. */
  environments: readonly string[];
  /** Names of starters beside those that always fit. */
  more: readonly string[];
}

export interface ManifestsElsewhere {
  /** `owner/name` or an address, as rollcall.yaml takes it. */
  name: string;
  /** Its files, where a clone of it is at hand. */
  clone: { tree: Tree; repositoryUrl: string | null } | null;
}

/**
 * Plans how Rollcall is begun with in a repository: the starter workflows that fit what is there, and a configuration
 * only for what nothing there can tell. Files that exist stay as they are. UserError where there is nothing to begin
 * with, or where what somebody names is not there.
 */
export async function planSetup(request: SetupRequest): Promise<Setup> {
  const tree = readOnce(request.tree);
  const { repositoryUrl, manifests } = request;
  const more = chooseParts(request.more);
  const waits = more.includes('health');
  const found = await loadBoth(tree, request, request.config);
  const named = namedEnvironment(request.environments, found.deployed);
  const config = named === null ? request.config : withNamed(request.config, named);
  const { catalog, built, deployed } = named === null ? found : await loadBoth(tree, request, config);
  const names = built.map(({ name }) => name);
  if (built.length === 0 && catalog.applications.length === 0)
    throw new UserError('no service and no Application is found here', {
      help:
        catalog.leftOut[0]?.help ??
        'Looked for were folders with a Dockerfile, and manifests of Argo CD that hold an Application or an ApplicationSet: name the folder of the repository with --root.',
    });
  const environments = chooseEnvironments(request, deployed);
  const paths = indexPaths(await tree.list());
  const workflows = await workflowsOf(tree);
  const plan: Plan = { saw: [], unknown: [], kept: [], files: new Map(), settings: [] };
  const isThere = (path: string): boolean => paths.at(path) !== null;

  addAll(plan.saw, sights(built, deployed, environments));
  addVerify(plan, workflows, isThere);
  if (names.length > 0)
    addRelease(plan, {
      built: names,
      deployed: manifests !== null && manifests.clone === null ? null : deployed,
      environments,
      branches: sourceBranches(environments, { ...request, config: config.config, workflows }),
      images: await imageRegistry(manifests?.clone?.tree ?? tree, { ...deployed, environments }, config, {
        services: names,
        ownName: githubName(repositoryUrl),
      }),
      elsewhere: manifests !== null || config.config['deploy-repository'] !== undefined,
      waits,
      workflows,
      isThere,
    });
  for (const name of more) {
    if (name === 'health') continue;
    const plain = environments.flatMap((one) => (isPlain(one.name) ? [one.name] : []));
    const text = fitStarter(name, plain, waits);
    const [starter] = readWorkflows(new Map([[workflowPath(name), text]]));
    const already = workflows.find(({ does }) => does === starter?.does);
    if (already) plan.kept.push(`${showPath(already.path)}, which does what ${name} does`);
    else placeStarter(plan, name, text, isThere);
  }
  const silent = waits ? await addHealth(plan, { ...request, config, deployed, environments, isThere }) : [];
  const fields = new Map<string, string[]>();
  if (named !== null) groupInto(fields, named.name, `applications: ${plainOrQuoted(named.folder)}`);
  for (const name of silent) groupInto(fields, name, healthField);
  addConfig(plan, config.path, { deployRepository: unsaidRepository(request), environments: fields });
  addAll(plan.unknown, await doubtsOf(tree, catalog, config.config));
  return {
    ...plan,
    files: new Map([...plan.files].sort(([a], [b]) => (a < b ? -1 : 1))),
    next: nextCommands(plan, environments, built.length > 0),
  };
}

interface Both {
  catalog: Catalog;
  /** The services that are built here. */
  built: Catalog['services'];
  /** What is deployed: of the other repository, where a clone of it is at hand. */
  deployed: Catalog;
}

async function loadBoth(
  tree: Tree,
  { repositoryUrl, manifests }: SetupRequest,
  { config }: LoadedConfig,
): Promise<Both> {
  const catalog = await loadCatalog(tree, config, { repositoryUrl });
  const built = catalog.services.filter(({ path, dockerfile }) => path !== null && dockerfile !== null);
  const elsewhere = built.map(({ name }) => name);
  const clone = manifests?.clone;
  const deployed = clone ? await loadCatalog(clone.tree, config, { ...clone, elsewhere }) : catalog;
  return { catalog, built, deployed };
}

/** Those that are named, else those that the manifests show. UserError for one that they do not, or where there are none to read. */
function chooseEnvironments({ environments, manifests }: SetupRequest, deployed: Catalog): Environment[] {
  const known = deployed.environments;
  if (environments.length === 0) {
    if (manifests !== null && manifests.clone === null)
      throw new UserError(`the environments of ${quoteName(manifests.name)} are not known`, {
        help: 'Name a clone of it, --deploy-repository ../deploy, or each of them, --environment dev --environment prod.',
      });
    return known;
  }
  return environments.map((name) => {
    const found = known.find((one) => one.name === name);
    if (found) return found;
    if (known.length > 0 && (manifests === null || manifests.clone !== null))
      throw new UserError(`there is no environment ${quoteName(name)}`, {
        help: `The environments are ${known.map((one) => one.name).join(', ')}.`,
      });
    return { name, deployBranch: null, applications: null };
  });
}

async function workflowsOf(tree: Tree): Promise<ExistingWorkflow[]> {
  const wanted = (await tree.list()).flatMap(({ path }) => (path.startsWith('.github/workflows/') ? [path] : []));
  const contents = await tree.read(wanted);
  const texts = new Map(wanted.map((path) => [path, textOf(path, contents.get(path)) ?? '']));
  return readWorkflows(texts, wanted.length === 0 ? [] : await buildingFiles(tree));
}

function sights(built: Catalog['services'], deployed: Catalog, environments: readonly Environment[]): string[] {
  const named = (one: Environment): string =>
    one.deployBranch === null ? one.name : `${one.name} (Argo CD reads ${one.deployBranch})`;
  return [
    ...(built.length > 0
      ? [`${count(built.length, 'service')}: ${listFew(built.map(({ name, kind }) => `${name} (${kind})`))}`]
      : ['manifests alone: nothing is built here']),
    ...(deployed.applications.length + deployed.generated.length > 0
      ? [count(deployed.applications.length + deployed.generated.length, 'Application')]
      : []),
    ...(environments.length > 0
      ? [`${count(environments.length, 'environment')}: ${listFew(environments.map(named))}`]
      : []),
  ];
}

function addVerify(plan: Plan, workflows: readonly ExistingWorkflow[], isThere: (path: string) => boolean): void {
  const already = workflows.find(({ verifies }) => verifies);
  if (already) plan.kept.push(`${showPath(already.path)}, which verifies already`);
  else placeStarter(plan, 'verify', starterTexts['verify.yml'], isThere);
}

/** The repository of the manifests, where the configuration does not say it. UserError where it says another one. */
function unsaidRepository({ config, manifests }: SetupRequest): string | null {
  const said = config.config['deploy-repository'];
  if (manifests === null || said === manifests.name) return null;
  if (said === undefined) return manifests.name;
  throw new UserError(
    `${config.path} says ${quoteName(said)} is the deploy-repository, not ${quoteName(manifests.name)}`,
    { help: 'Correct it, or leave --deploy-repository out.' },
  );
}

function nextCommands({ files }: Plan, environments: readonly Environment[], builds: boolean): string[] {
  const added = [...files.keys()].sort().join(' ');
  const [environment] = environments;
  return [
    'rollcall verify',
    builds && environment
      ? `rollcall matrix --services all --environment ${shellWord(environment.name)}`
      : 'rollcall catalog',
    added === '' ? 'rollcall explain' : `git add ${added} && git commit -m "Use Rollcall"`,
  ];
}

/** `owner/name` of an address at GitHub; null for another server. */
function githubName(url: string | null): string | null {
  const address = url === null ? null : normaliseRepositoryUrl(url);
  const name = address?.startsWith('github.com/') ? address.slice('github.com/'.length) : null;
  return name !== null && isRepositoryName(name) ? name : null;
}
