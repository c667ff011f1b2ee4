import { isUnavailable } from '../changes/history.ts';
import type { CommitId } from '../commit-id.ts';
import type { DeployBranch, DeployBranchState, Pace } from '../deploy-branch/deploy-branch.ts';
import { deploymentPrefix, healthNames, healthOf } from '../gates/health.ts';
import type { Check, Health } from '../gates/judge.ts';
import { listFew, quoteName } from '../names.ts';
import { nearest } from '../nearest.ts';
import { ExternalError, UserError } from '../user-error.ts';
import { mostCommits } from './branch-records.ts';
import { checksReader } from './commit-checks.ts';
import { type CurrentImages, whyNone } from './current-images.ts';
import { type GatedPlace, openPast } from './gating.ts';
import { deployingApplications } from './open-environment.ts';
import type { PastEnvironment } from './presence.ts';

/** A commit of a deploy branch that gave services other tags, and whose health is waited for. */
export interface DeployHealthQuestion {
  place: GatedPlace;
  /** `environments.E.health`. */
  health: readonly string[];
  commit: CommitId;
  /** Null for those whose tag the commit changed. */
  services: readonly string[] | null;
  /** Its `left` ends the waiting. */
  pace: Pace;
  /** Milliseconds between two questions. */
  interval: number;
  /** Told whenever there is something new of a service. */
  onChange: (service: DeployedService) => void;
}

/** How a service stands that a commit gave its tag. */
export interface DeployedService {
  service: string;
  tag: string;
  /** `silent`: still pending when the time was over. `replaced`: it has another tag by now, which says nothing of this. */
  state: Health | 'silent' | 'replaced';
  /** What failed, is waited for, or took its place. */
  why: string;
}

/**
 * Waits until each service is healthy, unhealthy or has another tag, so that all are told; what has said nothing when the
 * time is over is `silent`. A later commit of the branch speaks for a tag that is still there: Argo CD goes to the one that
 * was the newest when it looked. None where the commit changed no tag of the environment.
 *
 * UserError where the commit is not on the branch, a service has no tag there, or nothing says what healthy is;
 * ExternalError where the checks cannot be read.
 */
export async function awaitHealth(question: DeployHealthQuestion): Promise<DeployedService[]> {
  const { place, health, commit, services, pace, interval, onChange } = question;
  const { environment } = place.settings;
  if (health.length === 0)
    throw new UserError(`nothing says when a service is healthy in ${environment}`, {
      help: `Set environments.${environment}.health in rollcall.yaml to the names of the statuses that Argo CD posts, such as \`argocd/{application}\`.`,
    });
  const branch = await place.open();
  if ('list' in branch) throw new Error(`files alone have no commit ${commit}`);
  let state = await branch.read();
  const past = await openPast(place, branch, state);
  const tags = await writtenTags(past, { commit, services, state });
  let told: DeployedService[] = [...tags].map(([service, tag]) => ({ service, tag, state: 'pending', why: '' }));
  for (;;) {
    const before = told;
    told = await askedAnew(before, question, past, state);
    for (const [index, one] of told.entries()) if (one.why !== before[index]?.why) onChange(one);
    if (told.every((one) => one.state !== 'pending')) return told;
    if ((pace.left?.() ?? Number.POSITIVE_INFINITY) <= 2 * interval)
      return told.map((one) => (one.state === 'pending' ? { ...one, state: 'silent' } : one));
    await pace.sleep(interval);
    state = await branch.read();
  }
}

/** The same services, those that are pending judged anew: a commit is asked once for all of them. */
async function askedAnew(
  told: readonly DeployedService[],
  { place, health, commit }: DeployHealthQuestion,
  past: PastEnvironment,
  state: DeployBranchState,
): Promise<DeployedService[]> {
  const head = state.head ?? commit;
  const now = await past.imagesAt(head);
  const speaking = [commit, head, ...(await commitsBetween(past.branch, state, commit, health))];
  const reader = checksReader(place.checks);
  await reader.ahead(speaking);
  const asked: DeployedService[] = [];
  for (const one of told) {
    const { service, tag } = one;
    const current = now.images.get(service)?.tag;
    if (one.state !== 'pending') asked.push(one);
    else if (current !== tag) asked.push({ service, tag, ...replacedBy(current) });
    else {
      const names = healthNames(health, service, deployingApplications(now.environment, service));
      asked.push({ service, tag, ...judge(await reader.read(speaking, names), names) });
    }
  }
  return asked;
}

/** How many commits behind a commit are asked for: with it and the newest one, no more than are asked for at once. */
const mostBetween = { checks: 40, deployments: 5 };

/** The commits of the branch behind a commit and before its newest one, the oldest first. */
async function commitsBetween(
  branch: DeployBranch,
  state: DeployBranchState,
  commit: CommitId,
  health: readonly string[],
): Promise<CommitId[]> {
  const between: CommitId[] = [];
  for await (const past of branch.history(state)) {
    if (past.commit === commit || between.length === mostCommits) break;
    if (past.commit !== state.head) between.push(past.commit);
  }
  // A deployment is asked for by itself, of each commit.
  const most = health.some((name) => name.startsWith(deploymentPrefix)) ? mostBetween.deployments : mostBetween.checks;
  return between.reverse().slice(0, most);
}

/** The tags whose health is asked: of the services that are named, else of those that got another with the commit. */
async function writtenTags(
  past: PastEnvironment,
  { commit, services, state }: { commit: CommitId; services: readonly string[] | null; state: DeployBranchState },
): Promise<Map<string, string>> {
  const parent = await parentOf(past.branch, state, commit);
  const written = await past.imagesAt(commit);
  const before = parent === null ? null : await past.imagesAt(parent);
  const names = services ?? [...written.images.keys()].filter((name) => isOther(written, before, name));
  const tags = new Map<string, string>();
  for (const name of new Set(names)) {
    const image = written.images.get(name);
    if (!image)
      throw new UserError(`${quoteName(name)} has no tag at ${commit.slice(0, 12)}: ${whyNone(written, name)}`);
    tags.set(name, image.tag);
  }
  return tags;
}

function isOther(written: CurrentImages, before: CurrentImages | null, service: string): boolean {
  const [image, old] = [written, before].map((images) => images?.images.get(service));
  return image?.tag !== old?.tag || image?.digest !== old?.digest;
}

/**
 * The commit before it along the branch; null where the branch begins with it. It is taken from the history, which alone
 * brings its files. UserError where the commit is not on the branch, or what was before it is not to be had.
 */
async function parentOf(branch: DeployBranch, state: DeployBranchState, commit: CommitId): Promise<CommitId | null> {
  const given = new Set<CommitId>();
  let parent: CommitId | null | undefined;
  for await (const past of branch.history(state)) {
    given.add(past.commit);
    if (past.commit === commit) parent = past.parents[0] ?? null;
    if (parent === null || (parent !== undefined && given.has(parent))) return parent;
    if (given.size === mostCommits) break;
  }
  if (parent !== undefined)
    throw new UserError(`what was before ${commit.slice(0, 12)} on ${branch.name} is not to be had`, {
      help: 'The history of the repository is cut there: name the services with "services".',
    });
  throw new UserError(`${commit} is none of the last ${mostCommits} commits of ${branch.name}`, {
    help: 'Give the commit that is on the deploy branch: of a request, the one that merged it.',
  });
}

function replacedBy(current: string | undefined): Pick<DeployedService, 'state' | 'why'> {
  const why = current === undefined ? 'it has no tag any more' : `${quoteName(current.slice(0, 200))} took its place`;
  return { state: 'replaced', why };
}

/** What the checks of commits say of a service. ExternalError where they cannot be read. */
function judge(
  checks: Check[] | { because: string },
  names: readonly string[],
): Pick<DeployedService, 'state' | 'why'> {
  if (isUnavailable(checks))
    throw new ExternalError(`what is said of the commit cannot be read: ${checks.because}`, {
      help: 'Give the job these permissions, or a token that has them.',
    });
  const state = healthOf(checks, names);
  const of = (wanted: Check['state'] | undefined): string[] =>
    names.filter((name) => checks.find((check) => check.name === name)?.state === wanted).map(quoteName);
  if (state === 'healthy') return { state, why: `${listFew(of('success'))} passed` };
  if (state === 'unhealthy') return { state, why: `${listFew(of('failure'))} failed` };
  const [waiting, silent] = [of('pending'), of(undefined)];
  const parts = [
    ...(waiting.length > 0 ? [`${listFew(waiting)} not done`] : []),
    ...(silent.length > 0 ? [`nothing from ${listFew(silent)}${meant(names, checks)}`] : []),
  ];
  return { state, why: parts.join(', ') };
}

/** The name that was meant, where one that reported is near. */
function meant(names: readonly string[], checks: readonly Check[]): string {
  const reported = [...new Set(checks.map(({ name }) => name))].filter((name) => !names.includes(name));
  const near = names
    .filter((name) => !checks.some((check) => check.name === name))
    .flatMap((name) => nearest(name, reported) ?? []);
  return near.length === 0 ? '' : ` (is ${quoteName(near[0] ?? '')} meant?)`;
}
