import type { Catalog } from '../catalog/catalog.ts';
import { isUnavailable } from '../changes/history.ts';
import type { DeployBranch, DeployBranchState } from '../deploy-branch/deploy-branch.ts';
import { type GateNames, refuseUnknownNames } from '../gates/gate-names.ts';
import type { GateSettings } from '../gates/gate-settings.ts';
import { healthNames, healthOf } from '../gates/health.ts';
import { type GroupState, readyAt, type Shut, shutByGroups, shutForAll, shutGates } from '../gates/judge.ts';
import type { ImageChange } from '../image-targets/target-edits.ts';
import { splitTagText } from '../images/image-reference.ts';
import { quoteName } from '../names.ts';
import type { Log, Tree } from '../ports.ts';
import { ExternalError, UserError } from '../user-error.ts';
import type { CommitChecks } from './commit-checks.ts';
import { currentImages, type EnvironmentSettings } from './current-images.ts';
import { timeText } from './holds.ts';
import { requireEnvironment } from './known-environments.ts';
import { deployingApplications } from './open-environment.ts';
import type { BumpSkip } from './plan.ts';
import { type KnownPresence, type PastEnvironment, readPresence } from './presence.ts';
import { checksOfStays } from './stay-checks.ts';

/** An environment whose past and checks are asked. */
export interface GatedPlace {
  settings: EnvironmentSettings;
  /** UserError or ExternalError where it cannot be opened. */
  open(): Promise<DeployBranch | Tree>;
  loadCatalog: (tree: Tree) => Promise<Catalog>;
  /** Null where no server is asked. */
  checks: CommitChecks | null;
}

/** What has to be before an environment is written. */
export interface Gating {
  settings: GateSettings;
  /** Milliseconds since 1970. */
  now: number;
  /** Why all promotions are stopped; null where they are not. */
  stopped: string | null;
  /** Why the gates are passed all the same; null where they are not. */
  emergency: string | null;
  /** The environment that tags come from; null where there is none. */
  before: GatedPlace | null;
  /** The environment that is written. */
  own: GatedPlace;
  /** What the gates may name. */
  names: GateNames;
}

/** A service that would get another tag. */
interface AskedService {
  service: string;
  tag: string;
}

/** What the gates say. */
export interface GateVerdict {
  /** Each with the time when it will be, where a clock tells. */
  skipped: BumpSkip[];
  /** Tags that go on without having been in the environment before. */
  hotfixes: AskedService[];
}

/**
 * The same of a plan, for the services that would get another tag and do not keep the one that they have. Those that are
 * added get one as well, although their files have it already.
 */
export async function judgePlan(
  images: readonly AskedService[],
  { changes, added }: { changes: readonly ImageChange[]; added: ReadonlySet<string> },
  kept: ReadonlySet<string>,
  { gating, log }: { gating?: Gating | null; log: Log },
): Promise<GateVerdict> {
  if (!gating) return { skipped: [], hotfixes: [] };
  const tagged = new Set([...added, ...changes.flatMap(({ service, part }) => (part === 'tag' ? [service] : []))]);
  const asked = images.flatMap(({ service, tag }) =>
    tagged.has(service) && !kept.has(service) ? [{ service, tag }] : [],
  );
  return judgeServices(asked, gating, log);
}

/**
 * Asks the gates for all services at once. In an emergency nothing is skipped, and what is passed is said; a tag that was
 * never in the environment before is a hotfix then.
 */
export async function judgeServices(asked: readonly AskedService[], gating: Gating, log: Log): Promise<GateVerdict> {
  if (asked.length === 0) return { skipped: [], hotfixes: [] };
  const { settings, emergency } = gating;
  if (emergency === null) await refuseUnknownNames(settings, gating.names);
  const forAll = shutForAll(settings, gating);
  // What nobody can pass is told without asking anybody else, but in an emergency.
  const shut =
    forAll.length > 0 && emergency === null
      ? new Map(asked.map(({ service }) => [service, forAll]))
      : await shutByService(asked, gating);
  const hotfixes = asked.filter(({ service }) => shut.get(service)?.some(({ gate }) => gate === 'after'));
  if (emergency === null)
    return { skipped: asked.flatMap((one) => skipOf(one.service, shut.get(one.service))), hotfixes: [] };
  for (const { service } of asked)
    for (const { why } of shut.get(service) ?? [])
      log.warning(`${service} is promoted in an emergency although ${why}`);
  return { skipped: [], hotfixes };
}

/**
 * The same skips of services that keep a newer tag, with a word where that was never in the environment before: a hotfix,
 * which is told until that has it, or something newer.
 */
export async function withHotfixes(
  skips: readonly BumpSkip[],
  changes: readonly ImageChange[],
  gating: Gating | null | undefined,
): Promise<BumpSkip[]> {
  if (!gating?.before || skips.length === 0) return [...skips];
  const kept = new Set(skips.map(({ service }) => service));
  const deployed = changes.flatMap(({ service, part, old }) =>
    part === 'tag' && kept.has(service) ? [{ service, tag: splitTagText(old).tag }] : [],
  );
  const presence = await presenceBefore(gating.before, deployed, true);
  return skips.map((skip) => {
    const tag = deployed.find(({ service }) => service === skip.service)?.tag ?? '';
    if (presence.get(skip.service) !== null) return skip;
    return {
      ...skip,
      why: `${skip.why}; ${quoteName(tag.slice(0, 200))} is a hotfix: it was never in ${gating.settings.after}`,
    };
  });
}

function skipOf(service: string, shut: readonly Shut[] = []): BumpSkip[] {
  if (shut.length === 0) return [];
  const ready = readyAt(shut);
  const why = shut.map((one) => one.why).join('; ');
  return [ready === null ? { service, why } : { service, why: `${why}; ready at ${timeText(ready)}`, ready }];
}

async function shutByService(asked: readonly AskedService[], gating: Gating): Promise<Map<string, Shut[]>> {
  const { settings, before, emergency } = gating;
  const presence = before ? await presenceBefore(before, asked, emergency !== null) : null;
  const wanted = asked.map(({ service }) => ({ service, stay: presence?.get(service), names: settings.needs }));
  const said = await checksOfStays(before?.checks ?? null, wanted, 'passed');
  const shut = new Map<string, Shut[]>();
  for (const { service, tag } of asked) {
    const facts = { service, tag, before: presence?.get(service) ?? null, checks: said.get(service) ?? [] };
    shut.set(service, shutGates(settings, facts, gating));
  }
  const names = asked.map(({ service }) => service);
  for (const [service, group] of await waitingForGroups(names, settings, gating.own)) shut.get(service)?.push(group);
  return shut;
}

/** Of services that would get another tag, those that wait for an earlier group of the environment. */
export async function waitingForGroups(
  names: readonly string[],
  settings: GateSettings,
  own: GatedPlace,
): Promise<Map<string, Shut>> {
  return shutByGroups(settings, names, await groupStates(new Set(names), settings, own));
}

/** The same as `presenceIn`, and where it stops nothing for an environment that cannot be opened as well. */
async function presenceBefore(
  place: GatedPlace,
  asked: readonly AskedService[],
  stopsNothing: boolean,
): Promise<Map<string, KnownPresence>> {
  try {
    return (await presenceIn(place, asked)).of;
  } catch (error) {
    if (!stopsNothing || !(error instanceof UserError || error instanceof ExternalError)) throw error;
    return new Map(asked.map(({ service }) => [service, { because: error.message }]));
  }
}

/** Why nothing is known of the past of an environment that is read as files, and what settles it. */
export function withoutHistory(environment: string): string {
  return `files alone have no history (set environments.${environment}.deploy-branch to a branch that there is)`;
}

/** Since when tags are in an environment; words for each where it cannot be read. */
async function presenceIn(
  place: GatedPlace,
  asked: readonly AskedService[] | 'current',
): Promise<{
  of: Map<string, KnownPresence>;
  applicationsOf: (service: string) => string[];
}> {
  const manifests = await place.open();
  const all = (because: string) => ({
    of: new Map(asked === 'current' ? [] : asked.map(({ service }) => [service, { because }])),
    applicationsOf: () => [],
  });
  if ('list' in manifests) return all(withoutHistory(place.settings.environment));
  const state = await manifests.read();
  if (state.head === null)
    return all(`there is no branch ${manifests.name} (set environments.${place.settings.environment}.deploy-branch)`);
  const past = await openPast(place, manifests, state);
  const wanted = asked === 'current' ? [...past.current.images].map(([service, { tag }]) => ({ service, tag })) : asked;
  return {
    of: await readPresence(past, wanted),
    applicationsOf: (service) => deployingApplications(past.current.environment, service),
  };
}

/** An environment on a branch, with its images at any commit. UserError where the branch has no such environment. */
export async function openPast(
  { settings, loadCatalog }: GatedPlace,
  branch: DeployBranch,
  state: DeployBranchState,
): Promise<PastEnvironment> {
  const known = new Map<string, ReturnType<PastEnvironment['imagesAt']>>();
  const read = async (tree: Tree) => currentImages(tree, await loadCatalog(tree), settings);
  requireEnvironment(await loadCatalog(state.tree), settings.environment);
  return {
    environment: settings.environment,
    branch,
    state,
    current: await read(state.tree),
    imagesAt: (commit) => {
      const images = known.get(commit) ?? read(branch.treeAt(commit));
      known.set(commit, images);
      return images;
    },
  };
}

/** How the services of groups stand that get nothing now. */
async function groupStates(
  names: ReadonlySet<string>,
  { groups, health }: GateSettings,
  own: GatedPlace,
): Promise<GroupState[]> {
  const last = groups.findLastIndex((group) => group.some((service) => names.has(service)));
  const earlier = groups
    .slice(0, Math.max(last, 0))
    .flat()
    .filter((service) => !names.has(service));
  if (earlier.length === 0) return [];
  const { of, applicationsOf } = await presenceIn(own, 'current');
  // What is not deployed there, or since before anybody wrote it down, waits for nothing.
  const asked = earlier.flatMap((service) => {
    const stay = of.get(service);
    return stay && !('because' in stay)
      ? [{ service, stay, names: healthNames(health, service, applicationsOf(service)) }]
      : [];
  });
  const said = await checksOfStays(own.checks, asked, 'newest');
  return asked.map(({ service, names }) => {
    const checks = said.get(service) ?? [];
    return { service, state: isUnavailable(checks) ? 'pending' : healthOf(checks, names) };
  });
}
