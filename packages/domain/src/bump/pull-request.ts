import type { Log } from '../ports.ts';
import { ExternalError } from '../user-error.ts';
import { type Bump, type BumpResult, bumpImages } from './bump-images.ts';
import type { BumpOrigin } from './commit-message.ts';
import type { DeployBranch, Pace } from './deploy-branch.ts';
import type { BumpRequest, BumpSkip } from './plan.ts';
import { type PullRequestText, pullRequestText, requestBranchName } from './pull-request-text.ts';

export interface PullRequest {
  number: number;
  url: string;
  /** The server's own name for it. */
  id: string;
}

/** What is known of a branch that a request may come from. */
export interface RequestBranch {
  exists: boolean;
  open: PullRequest | null;
  /** Whether a request, open or not, ever came from it. */
  spent: boolean;
}

/** Pull requests of one repository; a permission that is missing throws an ExternalError. */
export interface PullRequests {
  find(head: string, base: string): Promise<RequestBranch>;
  /** Merges what is new on the base into the head. */
  catchUp(head: string, base: string): Promise<'current' | 'conflict'>;
  /** Opens a request, or gives the open one; null when the head brings nothing. */
  open(head: string, base: string, text: PullRequestText): Promise<PullRequest | null>;
  /** The others give null, or why it was not done. */
  rewrite(request: PullRequest, text: PullRequestText): Promise<string | null>;
  label(request: PullRequest, labels: readonly string[]): Promise<string | null>;
  enableAutoMerge(request: PullRequest): Promise<string | null>;
}

export interface PullRequestResult extends BumpResult {
  /** Null when there is nothing to ask for. */
  pullRequest: PullRequest | null;
}

const mostBranches = 20;

/**
 * Asks for the images by a pull request to the deploy branch. Its branch begins at the deploy branch's head and
 * is only ever added to; where one is open for the same services it is brought up to date and gets one commit
 * more. `changes` and `diff` of the result are against the deploy branch. Where that has the images already,
 * nothing is opened.
 */
export async function bumpByPullRequest(
  bump: Bump & {
    deployBranch: DeployBranch;
    /** The branch of a name, which begins at the deploy branch where it does not exist. */
    branchFor: (name: string) => Promise<DeployBranch>;
    pullRequests: PullRequests;
    labels: readonly string[];
    autoMerge: boolean;
    pace: Pace;
    origin: BumpOrigin;
  },
): Promise<PullRequestResult> {
  const { deployBranch, pullRequests, request, log, origin } = bump;
  const planned = await bumpImages({ ...bump, branch: deployBranch, dryRun: true });
  if (!planned.changed || bump.dryRun) return { ...planned, pullRequest: null };
  const base = deployBranch.name;
  const services = request.images.map(({ service }) => service);
  const { head, open } = await chooseBranch(pullRequests, requestBranchName(request.environment, services), base, log);
  const wanted = new Set(planned.changes.map(({ service }) => service));
  // An open request has other tags than the deploy branch: what was to be replaced was looked for there.
  const { replaces: _, ...rest } = bump;
  // What the first plan had to say is said.
  const quiet: Log = { progress: log.progress, notice: () => {}, warning: () => {} };
  const branch = await bump.branchFor(head);
  const written = await bumpImages({ ...rest, request: only(request, wanted), branch, log: quiet });
  const { changed, commit, verified, attempts } = written;

  // What an open request has newer already is not asked for.
  const known = new Set(planned.skipped.map(nameSkip));
  const newer = written.skipped.filter((skip) => !known.has(nameSkip(skip)));
  for (const { service } of newer) wanted.delete(service);
  const narrowed = { ...bump, request: only(request, wanted), branch: deployBranch, dryRun: true, log: quiet };
  const against = newer.length === 0 ? planned : await bumpImages(narrowed);
  const skipped = [...planned.skipped, ...newer];
  const result = { ...against, changed, commit, verified, attempts, skipped };

  const text = pullRequestText(result, { environment: request.environment, base, images: request.images, origin });
  const asked = open ?? (result.changes.length > 0 ? await pullRequests.open(head, base, text) : null);
  if (asked === null) return { ...result, pullRequest: null };
  const warn = (what: string, why: string | null): void => {
    if (why !== null) log.warning(`#${asked.number}: ${what}: ${why}`);
  };
  if (open !== null && changed) warn('its text is not up to date', await pullRequests.rewrite(asked, text));
  if (open === null && bump.labels.length > 0) warn('it has no labels', await pullRequests.label(asked, bump.labels));
  if (bump.autoMerge) warn('auto-merge is not enabled', await pullRequests.enableAutoMerge(asked));
  return { ...result, pullRequest: asked };
}

function only(request: BumpRequest, services: ReadonlySet<string>): BumpRequest {
  return { ...request, images: request.images.filter(({ service }) => services.has(service)) };
}

function nameSkip({ service, why }: BumpSkip): string {
  return `${service} ${why}`;
}

/**
 * The first branch of the name that is free or can go on: not one whose request was closed or merged, for a
 * squashed merge leaves a history that conflicts with its own result; and not one that conflicts by now.
 */
async function chooseBranch(
  pullRequests: PullRequests,
  name: string,
  base: string,
  log: Log,
): Promise<{ head: string; open: PullRequest | null }> {
  for (let turn = 1; turn <= mostBranches; turn += 1) {
    const head = turn === 1 ? name : `${name}@${turn}`;
    const { exists, open, spent } = await pullRequests.find(head, base);
    if (!exists) return { head, open: null };
    if (open === null && spent) continue;
    if ((await pullRequests.catchUp(head, base)) === 'current') return { head, open };
    log.notice(`${head} conflicts with ${base} and is left as it is${open ? `: close #${open.number}` : ''}.`);
  }
  throw new ExternalError(`${mostBranches} branches of the name ${name} are there already`, {
    help: 'Delete those whose pull requests are closed, or let GitHub delete branches after a merge.',
  });
}
