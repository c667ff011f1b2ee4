import type { CommitId } from '../commit-id.ts';
import type { Log } from '../ports.ts';
import { ExternalError } from '../user-error.ts';
import type { DeployBranch } from './deploy-branch.ts';
import type { PullRequestText } from './pull-request-text.ts';
import { takeBack, watched } from './take-back.ts';

export interface PullRequest {
  number: number;
  url: string;
  /** The server's own name for it. */
  id: string;
}

/** What is known of a branch that a request may come from. */
interface RequestBranch {
  exists: boolean;
  open: PullRequest | null;
  /** Whether a request, open or not, ever came from it. */
  spent: boolean;
}

/** A request that may be open no more. */
export interface PastRequest extends PullRequest {
  state: 'open' | 'closed' | 'merged';
  /** Its text, Markdown. */
  body: string;
}

/** What is said of the newest commit of a request. */
export interface RequestStatus {
  /** As branch protection requires it. */
  name: string;
  state: 'success' | 'failure';
  description: string;
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

/** The same, for a request that stays open whatever it brings. */
export interface StandingRequests extends PullRequests {
  /** The newest request from a branch, open or not; null where there never was one. */
  last(head: string, base: string): Promise<PastRequest | null>;
  /** Makes the head a branch at this commit, whatever it was before. */
  move(head: string, commit: CommitId): Promise<void>;
  /** Closes a request, with a comment that says why. */
  close(request: PullRequest, why: string): Promise<void>;
  /** Says by a status of a commit whether it may be merged; null, or why that is not said. */
  say(commit: CommitId, status: RequestStatus): Promise<string | null>;
}

/** What asking by a pull request needs, whatever is asked for. */
export interface Asking {
  pullRequests: PullRequests;
  labels: readonly string[];
  autoMerge: boolean;
  log: Log;
}

/** What is asked for by a request, and from where. */
export interface Asked<Work extends { commit: string | null }> {
  /** The name of the branch of the request, where that is free. */
  name: string;
  /** The branch that the request is for. */
  base: string;
  /** The branch of a name; where it does not exist, it begins at the base. */
  branchFor: (name: string) => Promise<DeployBranch>;
  /** Writes to the branch: one commit, or none where it has all already. */
  write: (branch: DeployBranch) => Promise<Work>;
  /** What the request says of that; `bringsSomething` where the branch differs from the base. */
  describe: (work: Work) => Promise<{ text: PullRequestText; bringsSomething: boolean }>;
}

/**
 * Writes to a branch of its own and asks for that by a pull request. Where the request cannot be opened, a branch that
 * was made for it goes again; where it stays, the error says so.
 */
export async function askByRequest<Work extends { commit: string | null }>(
  asking: Asking,
  { name, base, branchFor, write, describe }: Asked<Work>,
): Promise<{ head: string; work: Work; pullRequest: PullRequest | null }> {
  const { head, open } = await branchForRequest(asking, name, base);
  const branch = watched(await branchFor(head));
  const work = await write(branch);
  const { commit } = work;
  try {
    const { text, bringsSomething } = await describe(work);
    const changed = commit !== null;
    const pullRequest = await upsertPullRequest(asking, { head, base, open, changed, bringsSomething }, text);
    return { head, work, pullRequest };
  } catch (error) {
    throw await takeBack(branch, { commit, began: branch.began() }, error);
  }
}

const mostBranches = 20;

/**
 * The first branch of the name that is free or can go on: not one whose request was closed or merged, for a
 * squashed merge leaves a history that conflicts with its own result; and not one that conflicts by now.
 */
async function branchForRequest(
  { pullRequests, log }: Pick<Asking, 'pullRequests' | 'log'>,
  name: string,
  base: string,
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

/**
 * Opens the request of a branch, or keeps the open one: its text says what it brings now. Null where none is open and
 * the branch brings nothing. Labels and auto-merge that GitHub does not allow are warnings.
 */
export async function upsertPullRequest(
  { pullRequests, labels, autoMerge, log }: Asking,
  branch: { head: string; base: string; open: PullRequest | null; changed: boolean; bringsSomething: boolean },
  text: PullRequestText,
): Promise<PullRequest | null> {
  const { head, base, open, changed, bringsSomething } = branch;
  const asked = open ?? (bringsSomething ? await pullRequests.open(head, base, text) : null);
  if (asked === null) return null;
  const warn = (what: string, why: string | null): void => {
    if (why !== null) log.warning(`#${asked.number}: ${what}: ${why}`);
  };
  if (open !== null && changed) warn('its text is not up to date', await pullRequests.rewrite(asked, text));
  if (open === null && labels.length > 0) warn('it has no labels', await pullRequests.label(asked, labels));
  if (autoMerge) warn('auto-merge is not enabled', await pullRequests.enableAutoMerge(asked));
  return asked;
}
