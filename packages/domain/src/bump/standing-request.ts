import { type CommitId, commitId } from '../commit-id.ts';
import type { DeployBranch, PastCommit } from '../deploy-branch/deploy-branch.ts';
import { hashOf, type PullRequestText } from '../deploy-branch/pull-request-text.ts';
import {
  type PastRequest,
  type PullRequest,
  type RequestStatus,
  type StandingRequests,
  upsertPullRequest,
} from '../deploy-branch/pull-requests.ts';
import { takeBack } from '../deploy-branch/take-back.ts';
import { splitTagText } from '../images/image-reference.ts';
import { compareText } from '../location.ts';
import type { Log } from '../ports.ts';
import { type BumpResult, bumpImages } from './bump-images.ts';
import { bumpIdOf, bumpTrailers, passedTrailers, tagChanges } from './commit-message.ts';
import { holdTrailers, timeText } from './holds.ts';
import type { AskingBump, PullRequestResult } from './pull-request.ts';
import { pullRequestText } from './pull-request-text.ts';
import {
  boxesOf,
  declinedIn,
  type Edge,
  hasMarks,
  type Offer,
  standingBranchName,
  standingText,
  untickedIn,
} from './standing-text.ts';

/** A bump that a standing request asks for. */
type StandingBump = AskingBump & {
  pullRequests: StandingRequests;
  /** The status that says of its newest commit whether it is what would be asked for now; null says nothing. */
  status: string | null;
};

/**
 * Keeps one request open from an environment to another: it brings the images of the bump, without the services that
 * somebody took out of its list. Its branch is the deploy branch with one commit more, made anew whenever that or the
 * images change, so that nothing which was taken out is ever in its history.
 *
 * Where nothing differs any more it is closed. Closing it says that these tags are not wanted: a service is offered
 * again, ticked, with its next one. A branch that somebody else committed to is left as it is.
 *
 * A status says of the newest commit that it may be merged: what came onto the branch by any other hand has none.
 */
export async function bumpByStandingRequest(bump: StandingBump, edge: Edge): Promise<PullRequestResult> {
  const { deployBranch, pullRequests, log } = bump;
  const planned = await bumpImages({ ...bump, branch: deployBranch, dryRun: true });
  if (bump.dryRun) return { ...planned, pullRequest: null };
  const [head, base] = [standingBranchName(edge), deployBranch.name];
  const last = await pullRequests.last(head, base);
  const open = last?.state === 'open' ? last : null;
  const offers = offersOf(planned, bump, last);
  if (open) warnOfLostList(open, log);
  const wanted = new Set(offers.flatMap(({ service, ticked }) => (ticked ? [service] : [])));
  const against = await planOf(bump, wanted, planned);
  const nothing: PullRequestResult = { ...against, changed: false, commit: null, verified: false, pullRequest: null };
  if (wanted.size === 0) {
    if (open) await closeEmpty(open, bump, edge, offers.length);
    else if (offers.length > 0) log.notice(`nothing is asked for: #${last?.number} with these tags was closed`);
    return nothing;
  }
  const branch = await bump.branchFor(head);
  const commits = await commitsOf(branch);
  // What was merged is on the deploy branch; anything else of somebody would be lost.
  if (commits !== null && !isOurs(commits) && last?.state !== 'merged') {
    const way = open ? `close #${open.number} and delete the branch` : 'delete the branch';
    log.warning(`somebody else committed to ${head}, which is left as it is: ${way}`);
    if (open) await say(bump, open, commits[0]?.commit, 'failure', `somebody else committed to ${head}`);
    return { ...nothing, pullRequest: open };
  }
  const boxes = boxesOf(edge, offers);
  const written = (await isCurrent(commits, against, bump)) ? null : await writeAnew(bump, head, wanted);
  const { commit = null, verified = false, attempts = 1 } = written ?? {};
  try {
    const text = await textOf(bump, against, { head, base, boxes, open }, edge, `${wanted.size} of ${offers.length}`);
    const asked = { head, base, open, changed: text.isOther, bringsSomething: true };
    const pullRequest = await upsertPullRequest(bump, asked, text);
    const newest = commit === null ? commits?.[0]?.commit : commitId(commit);
    if (pullRequest) await say(bump, pullRequest, newest, 'success', `what ${edge.to} would get of ${edge.from} now`);
    return { ...against, changed: commit !== null, commit, verified, attempts, pullRequest };
  } catch (error) {
    throw await takeBack(branch, { commit, began: commits === null }, error);
  }
}

/** Says where somebody rewrote the part that is renewed, and what becomes of their ticks. */
function warnOfLostList({ number, body }: PastRequest, log: Log): void {
  if (untickedIn(body, []) === null)
    log.warning(`#${number}: its list is gone, and is written again with every service ticked`);
  else if (!hasMarks(body))
    log.warning(
      `#${number}: the marks around its list are gone. It is written again at the end, ticked as the boxes are`,
    );
}

/** Says of the newest commit of a request whether it may be merged, where a status is asked for. */
async function say(
  { pullRequests, status, log, now }: StandingBump,
  { number }: PullRequest,
  commit: CommitId | undefined,
  state: RequestStatus['state'],
  what: string,
): Promise<void> {
  if (status === null || commit === undefined) return;
  const description = now === undefined ? what : `${what} (${timeText(now)})`;
  const why = await pullRequests.say(commit, { name: status, state, description });
  if (why !== null) log.warning(`#${number}: its status is not set: ${why}`);
}

/** Closes a request that would bring nothing. Its list says what nobody wants, so that it goes where nothing is left. */
async function closeEmpty(
  open: PastRequest,
  { pullRequests }: StandingBump,
  edge: Edge,
  offered: number,
): Promise<void> {
  const why = offered === 0 ? `${edge.to} has all of ${edge.from}.` : 'Nothing of it is ticked.';
  const title = `Promote ${edge.from} to ${edge.to}: nothing`;
  if (offered === 0) await pullRequests.rewrite(open, standingText(edge, { boxes: '', title, brings: why }, open.body));
  await pullRequests.close(open, `${why} Another request is opened for the next tags.`);
}

/** The words of the request, around which stays what somebody wrote by now; `isOther` than what is there. */
async function textOf(
  { pullRequests, request: { environment, images }, origin, shipping }: StandingBump,
  against: BumpResult,
  { head, base, boxes, open }: { head: string; base: string; boxes: string; open: PastRequest | null },
  edge: Edge,
  ticked: string,
): Promise<PullRequestText & { isOther: boolean }> {
  const ticket = (name: string): string | null => shipping?.tickets?.address(name) ?? null;
  const { body } = pullRequestText(against, { environment, base, images, origin, ticket, taken: boxes.length });
  const title = `Promote ${edge.from} to ${edge.to}: ${ticked} services`;
  const now = open && (await pullRequests.last(head, base));
  const present = now?.state === 'open' ? now.body : (open?.body ?? '');
  const text = standingText(edge, { boxes, title, brings: body }, present);
  return { ...text, isOther: text.body !== present };
}

/** The services that differ, and whether they are asked for. */
function offersOf(planned: BumpResult, { request }: StandingBump, last: PastRequest | null): Offer[] {
  const offers = tagChanges(planned.changes, request.images).map(({ service, old, now }) => {
    return { service, old: splitTagText(old).tag, new: now };
  });
  const services = offers.map(({ service }) => service);
  const out =
    last?.state === 'open'
      ? untickedIn(last.body, services)
      : last?.state === 'closed'
        ? declinedIn(last.body, offers)
        : null;
  return offers.map((offer) => ({ ...offer, ticked: !out?.has(offer.service) }));
}

/** The plan against the deploy branch of the services that are wanted. */
async function planOf(bump: StandingBump, wanted: ReadonlySet<string>, planned: BumpResult): Promise<BumpResult> {
  if (planned.changes.every(({ service }) => wanted.has(service))) return planned;
  const narrowed = await bumpImages({ ...quietly(bump, wanted), branch: bump.deployBranch, dryRun: true });
  return { ...narrowed, skipped: planned.skipped };
}

/** The same for fewer services. What the first plan had to say is said. */
function quietly(bump: StandingBump, wanted: ReadonlySet<string>): StandingBump {
  const log: Log = { progress: bump.log.progress, notice: () => {}, warning: () => {} };
  const images = bump.request.images.filter(({ service }) => wanted.has(service));
  return { ...bump, log, request: { ...bump.request, images } };
}

/** How many commits are looked through for the one that a merge was made on. */
const mostCommits = 100;

/** The newest commits of a branch; null where there is none. */
async function commitsOf(branch: DeployBranch): Promise<PastCommit[] | null> {
  const state = await branch.read();
  if (state.head === null) return null;
  const commits: PastCommit[] = [];
  for await (const commit of branch.history(state)) if (commits.push(commit) === mostCommits) break;
  return commits;
}

/** Whether a bump wrote the newest commit, or the one that the deploy branch was merged into. */
function isOurs([newest, ...before]: readonly PastCommit[]): boolean {
  if (newest === undefined) return false;
  const own = newest.parents.length === 2 ? before.find(({ commit }) => commit === newest.parents[0]) : newest;
  return own !== undefined && bumpIdOf(own.message) !== undefined;
}

/** Whether the branch is the deploy branch with just these images already. */
async function isCurrent(
  commits: readonly PastCommit[] | null,
  { changes, released, passed }: BumpResult,
  { deployBranch, request }: StandingBump,
): Promise<boolean> {
  const [newest] = commits ?? [];
  if (newest?.parents[0] !== (await deployBranch.read()).commit) return false;
  const { environment, services } = bumpTrailers(newest.message);
  // What was let go or passed by a run before is neither, where this run does not ask for it.
  const asked = [
    ...holdTrailers({ holds: [], releases: released }),
    ...(passed ? passedTrailers(request.environment, passed) : []),
  ];
  const said = newest.message.split('\n').filter((line) => /^Bump-(Release|Emergency|Hotfix): /.test(line));
  const wanted = tagChanges(changes, request.images);
  return (
    environment === request.environment &&
    services.size === wanted.length &&
    asked.toSorted(compareText).join('\n') === said.toSorted(compareText).join('\n') &&
    wanted.every(({ service, now }) => services.get(service)?.new === now)
  );
}

/** One commit on the deploy branch as it is now, to which the branch of the request is moved. */
async function writeAnew(bump: StandingBump, head: string, wanted: ReadonlySet<string>): Promise<BumpResult> {
  const next = await bump.branchFor(`${head}@${hashOf(bump.origin.id).slice(0, 8)}`);
  const written = await bumpImages({ ...quietly(bump, wanted), branch: next, shipping: null });
  if (written.commit === null) return written;
  const commit = commitId(written.commit);
  try {
    await bump.pullRequests.move(head, commit);
  } finally {
    await next.removeAt(commit);
  }
  return written;
}
