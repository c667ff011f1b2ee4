import type { Catalog, Environment } from '../catalog/catalog.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { count } from '../printable.ts';
import type { ExistingWorkflow } from './existing-workflows.ts';
import { releaseWithHealth } from './health-setup.ts';
import type { ImageRegistry } from './image-registry.ts';
import { placeStarter } from './more-starters.ts';
import { fitRelease, loginOf, type ReleaseFit } from './release-starter.ts';
import type { Plan } from './setup.ts';
import { isPlain, type SourceBranch, sayReleasedByHand } from './source-branches.ts';

/** What a release is fitted to. */
interface ReleaseFacts {
  /** The services that are built here: at least one. */
  built: readonly string[];
  /** What is deployed; null where that is another repository of which there is no clone. */
  deployed: Catalog | null;
  environments: readonly Environment[];
  branches: readonly SourceBranch[];
  images: ImageRegistry;
  /** Whether another repository holds the manifests. */
  elsewhere: boolean;
  /** Whether a run waits until what it wrote is healthy. */
  waits: boolean;
  workflows: readonly ExistingWorkflow[];
  isThere: (path: string) => boolean;
}

/** Plans the release of what is built, where nothing releases it and something deploys it; else says why not. */
export function addRelease(plan: Plan, facts: ReleaseFacts): void {
  const already = whyReleased(facts.workflows);
  if (already !== null) plan.kept.push(already);
  const undeployed = whyUndeployed(facts);
  if (undeployed !== null) plan.unknown.push(undeployed);
  if (already !== null || undeployed !== null) return;
  const { environments, branches, images, elsewhere, waits, isThere } = facts;
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
  if (!placeStarter(plan, 'release', waits ? releaseWithHealth(text) : text, isThere)) return;
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
  addSettings(plan, images.registry, elsewhere);
}

/** What a person has to make in the settings of the repository. */
function addSettings(plan: Plan, registry: string | null, elsewhere: boolean): void {
  const login = registry === null ? null : loginOf(registry);
  if (login?.way === 'password')
    plan.settings.push(`make the secrets REGISTRY_USERNAME and REGISTRY_PASSWORD, which push to ${registry}`);
  if (login?.way === 'oidc')
    plan.settings.push(
      `make the ${count(Object.keys(login.variables).length, 'variable')} ${Object.values(login.variables).join(' and ')}, which say who pushes to ${registry}`,
    );
  if (elsewhere) plan.settings.push('make the secret DEPLOY_TOKEN, which may write to the repository of the manifests');
}

/** The workflows that release already, or would build the same images; null without one. */
function whyReleased(workflows: readonly ExistingWorkflow[]): string | null {
  const ours = workflows.find(({ releases }) => releases === 'ours');
  if (ours) return `${showPath(ours.path)}, which releases already`;
  const own = workflows.filter(({ releases }) => releases === 'own');
  if (own.length === 0) return null;
  const [it, builds] = own.length === 1 ? ['it', 'it builds'] : ['them', 'they build'];
  const paths = listFew(own.map(({ path }) => showPath(path)));
  return `${paths}: ${builds} images, which a second release would build again. Take ${it} away and run this once more, where Rollcall is to release`;
}

/** Why nothing can be released of what is built; null where something can. */
function whyUndeployed({ built, deployed, environments, images }: ReleaseFacts): string | null {
  if (deployed === null) return null;
  const clone = 'Where the manifests are in another repository, run this again with --deploy-repository ../its-clone.';
  const applications = [...deployed.applications, ...deployed.generated];
  if (applications.length === 0) return `Nothing here deploys what is built, so no release is written. ${clone}`;
  const isDeployed = applications.some(({ services }) => services.some((name) => built.includes(name)));
  if (!isDeployed && !images.isTold)
    return `No Application deploys what is built (${listFew(built)}), so no release is written. ${clone}`;
  if (environments.length > 0) return null;
  const them = applications.length === 1 ? 'the Application is' : `the ${applications.length} Applications are`;
  return `Nothing tells which environment ${them} of, so no release is written: run this again with what it is called, --environment prod.`;
}
