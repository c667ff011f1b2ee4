import type { Catalog, Environment } from '../catalog/catalog.ts';
import type { LoadedConfig } from '../catalog/config.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { addAll } from '../grouping.ts';
import { formatLocation } from '../location.ts';
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
import { addConfigLines } from './config-file.ts';
import { type ExistingWorkflow, readWorkflows } from './existing-workflows.ts';
import { addHealth, releaseWithHealth } from './health-setup.ts';
import { type ImageRegistry, imageRegistry } from './image-registry.ts';
import { chooseParts, fitStarter, inPlace, type MoreStarter, settingFor } from './more-starters.ts';
import { fitRelease, loginOf, type ReleaseFit } from './release-starter.ts';
import type { Plan, Setup } from './setup.ts';
import { isPlain, type SourceBranch, sayReleasedByHand, sourceBranches } from './source-branches.ts';
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
  const { config, repositoryUrl, manifests } = request;
  const more = chooseParts(request.more);
  const waits = more.includes('health');
  const catalog = await loadCatalog(tree, config.config, { repositoryUrl });
  const built = catalog.services.filter(({ path, dockerfile }) => path !== null && dockerfile !== null);
  const names = built.map(({ name }) => name);
  if (built.length === 0 && catalog.applications.length === 0)
    throw new UserError('no service and no Application is found here', {
      help: catalog.leftOut[0]?.help ?? 'Name the folder of the repository with --root.',
    });
  const deployed = manifests?.clone
    ? await loadCatalog(manifests.clone.tree, config.config, { ...manifests.clone, elsewhere: names })
    : catalog;
  const environments = chooseEnvironments(request, deployed);
  const paths = indexPaths(await tree.list());
  const workflows = await workflowsOf(tree);
  const plan: Plan = { saw: [], unknown: [], kept: [], files: new Map(), settings: [] };
  const isThere = (path: string): boolean => paths.at(path) !== null;

  addAll(plan.saw, sights(built, deployed, environments));
  addVerify(plan, workflows, isThere);
  if (built.length > 0 && environments.length > 0) {
    const manifestsTree = manifests?.clone?.tree ?? tree;
    const facts = {
      environments,
      branches: sourceBranches(environments, { ...request, config: config.config, workflows }),
      images: await imageRegistry(manifestsTree, { ...deployed, environments }, config, {
        services: names,
        ownName: githubName(repositoryUrl),
      }),
      elsewhere: manifests !== null || config.config['deploy-repository'] !== undefined,
      waits,
    };
    addRelease(plan, facts, workflows, isThere);
  } else if (built.length > 0)
    plan.unknown.push(
      'Nothing here deploys what is built, so no release is written. Where the manifests are in another repository, run this again with --deploy-repository ../its-clone.',
    );
  for (const name of more) {
    if (name === 'health') continue;
    const plain = environments.flatMap((one) => (isPlain(one.name) ? [one.name] : []));
    const text = fitStarter(name, plain, waits);
    const [starter] = readWorkflows(new Map([[workflowPath(name), text]]));
    const already = workflows.find(({ does }) => does === starter?.does);
    if (already) plan.kept.push(`${showPath(already.path)}, which does what ${name} does`);
    else place(plan, name, text, isThere);
  }
  addConfig(plan, request);
  if (waits) await addHealth(plan, { ...request, deployed, environments, isThere });
  addAll(plan.unknown, doubts(catalog));
  return {
    ...plan,
    files: new Map([...plan.files].sort(([a], [b]) => (a < b ? -1 : 1))),
    next: nextCommands(plan, environments, built.length > 0),
  };
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
  return readWorkflows(new Map(wanted.map((path) => [path, textOf(path, contents.get(path)) ?? ''])));
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
  else place(plan, 'verify', starterTexts['verify.yml'], isThere);
}

interface ReleaseFacts {
  environments: readonly Environment[];
  branches: readonly SourceBranch[];
  images: ImageRegistry;
  elsewhere: boolean;
  /** Whether a run waits until what it wrote is healthy. */
  waits: boolean;
}

function addRelease(
  plan: Plan,
  { environments, branches, images, elsewhere, waits }: ReleaseFacts,
  workflows: readonly ExistingWorkflow[],
  isThere: (path: string) => boolean,
): void {
  const ours = workflows.find(({ releases }) => releases === 'ours');
  if (ours) {
    plan.kept.push(`${showPath(ours.path)}, which releases already`);
    return;
  }
  const own = workflows.filter(({ releases }) => releases === 'own');
  if (own.length > 0) {
    const paths = listFew(own.map(({ path }) => showPath(path)));
    plan.kept.push(
      `${paths}: it builds images, which a second release would build again. Take it away and run this once more, where Rollcall is to release`,
    );
    return;
  }
  const plain = environments.filter(({ name }) => isPlain(name));
  for (const { name } of environments)
    if (!isPlain(name)) plan.unknown.push(`The environment ${quoteName(name)} cannot be written into a workflow.`);
  if (plain.length === 0) return;
  const fit: ReleaseFit = {
    environments: plain.map(({ name }) => name),
    branches,
    registry: images.registry,
    elsewhere,
  };
  const text = fitRelease(fit);
  if (!place(plan, 'release', waits ? releaseWithHealth(text) : text, isThere)) return;
  for (const { branch, environment, because } of branches)
    plan.saw.push(`pushes to ${branch} are released to ${environment}: ${because}`);
  const byHand = plain.filter(({ name }) => branches.every(({ environment }) => environment !== name));
  if (byHand.length > 0)
    plan.unknown.push(
      sayReleasedByHand(
        byHand.map(({ name }) => name),
        branches.length === 0,
      ),
    );
  if (images.unknown !== null) plan.unknown.push(images.unknown);
  const login = images.registry === null ? null : loginOf(images.registry);
  if (login?.way === 'password')
    plan.settings.push(`make the secrets REGISTRY_USERNAME and REGISTRY_PASSWORD, which push to ${images.registry}`);
  if (login?.way === 'oidc')
    plan.settings.push(
      `make the ${count(Object.keys(login.variables).length, 'variable')} ${Object.values(login.variables).join(' and ')}, which say who pushes to ${images.registry}`,
    );
  if (elsewhere) plan.settings.push('make the secret DEPLOY_TOKEN, which may write to the repository of the manifests');
}

function workflowPath(name: string): string {
  return `.github/workflows/${name}.yml`;
}

function place(
  plan: Plan,
  name: 'verify' | 'release' | MoreStarter,
  text: string,
  isThere: (path: string) => boolean,
): boolean {
  const wanted = [workflowPath(name), workflowPath(`rollcall-${name}`)];
  const path = wanted.find((one) => !isThere(one));
  if (path === undefined) {
    plan.kept.push(`${wanted.join(' and ')}, which are something else`);
    return false;
  }
  plan.files.set(path, inPlace(text));
  const setting = settingFor(name);
  if (setting !== null && !plan.settings.includes(setting)) plan.settings.push(setting);
  return true;
}

function addConfig(plan: Plan, { config, manifests }: SetupRequest): void {
  if (manifests === null) return;
  const said = config.config['deploy-repository'];
  if (said === manifests.name) return;
  if (said !== undefined)
    throw new UserError(
      `${config.path} says ${quoteName(said)} is the deploy-repository, not ${quoteName(manifests.name)}`,
      {
        help: 'Correct it, or leave --deploy-repository out.',
      },
    );
  const line = `deploy-repository: ${plainOrQuoted(manifests.name)}`;
  if (config.path === null) addConfigLines(plan.files, `${line}\n`);
  else plan.unknown.push(`${config.path} does not say where the manifests are: write ${line} into it.`);
}

/** What discovery could not know, each with what settles it. */
function doubts({ problems, leftOut }: Catalog): string[] {
  const [first] = leftOut;
  return [
    ...problems
      .filter(({ severity }) => severity !== 'notice')
      .map(({ message, help, location }) =>
        [location ? `${formatLocation(location)}: ${message}.` : `${message}.`, help].filter(Boolean).join(' '),
      ),
    ...(first
      ? [
          `Whether ${listFew(leftOut.map(({ path }) => showPath(path || '.')))} ${leftOut.length === 1 ? 'is a service' : 'are services'}: ${first.because}. ${first.help}`,
        ]
      : []),
  ];
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
