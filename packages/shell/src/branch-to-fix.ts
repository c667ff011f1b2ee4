import { eventPayload } from '@rollcall/adapters/runner/event-payload';
import { quoteName } from '@rollcall/domain/names';
import { valueAt } from '@rollcall/domain/yaml/value';

type Environment = Readonly<Record<string, string | undefined>>;

/** A branch that a run may write fixes to. */
export interface WritableBranch {
  branch: string;
  /** Whether the change that the run is about is on that branch: only then its event tells what the branch changes. */
  isOfChange: boolean;
}

/** Why a run writes fixes nowhere: one clause, and what to do instead. */
interface NotWritable {
  because: string;
  help: string;
}

export type BranchToFix = WritableBranch | NotWritable;

/** The events of a request whose payload says whose branch it comes from. */
const ofRequests: ReadonlySet<string> = new Set([
  'pull_request',
  'pull_request_target',
  'pull_request_review',
  'pull_request_review_comment',
]);

/** The events that are about no change: somebody with access to the repository, or its schedule, started the run. */
const ofNoChange: ReadonlySet<string> = new Set(['schedule', 'workflow_dispatch', 'repository_dispatch']);

/** What may have started the run that a `workflow_run` follows; of others its payload does not tell whose change it was. */
const followed: ReadonlySet<string> = new Set(['push', 'pull_request', ...ofNoChange]);

const queuePrefix = 'refs/heads/gh-readonly-queue/';
const fixByHand = 'Run "rollcall verify --fix" in a clone of that branch, and push it.';

/**
 * The branch that the fixes of a run belong on: the one that is named, else that of its push or request. A fork writes
 * nothing, a push writes no other branch, and of an event that does not tell whose change it is nothing is written:
 * whatever is named.
 */
export function branchToFix(env: Environment, named: string | undefined): BranchToFix {
  const { GITHUB_EVENT_NAME: event = '', GITHUB_REF: ref = '' } = env;
  if (event === 'merge_group' || ref.startsWith(queuePrefix))
    return { because: 'the run is of a merge queue, whose changes are not merged yet', help: fixByHand };
  if (event === 'push') return ofPush(branchOfRef(ref), ref, named);
  if (ofNoChange.has(event)) return ofRun(branchOfRef(ref), ref, named);
  if (ofRequests.has(event)) return ofRequest(env, named);
  if (event === 'workflow_run') return ofFollowedRun(env, named);
  return {
    because: `the event ${quoteName(event)} does not tell whose change the run is about`,
    help: 'Fix in a run of push, pull_request, schedule or workflow_dispatch.',
  };
}

/**
 * Whether the change that a run is about is known to be this repository's own: not a fork's, and none of which the event
 * does not tell whose it is.
 */
export function isOwnChange(env: Environment): boolean {
  const { GITHUB_EVENT_NAME: event = '' } = env;
  if (event === 'push' || event === 'merge_group' || ofNoChange.has(event)) return true;
  return (ofRequests.has(event) || event === 'workflow_run') && foreignChange(env) === null;
}

/**
 * Why a run writes to no branch and no registry, as one clause: it is about a fork, or may be. Null for every other event,
 * and for a request that is merged: then somebody of the repository has taken the change.
 */
export function foreignChange(env: Environment): string | null {
  const { GITHUB_EVENT_NAME: event = '' } = env;
  if (event === 'workflow_run') return refuseFork(repositoryBefore(env), env, 'run before this one')?.because ?? null;
  if (!ofRequests.has(event) || valueAt(eventPayload(env), ['pull_request', 'merged']) === true) return null;
  return refuseFork(headOfRequest(env), env, 'pull request')?.because ?? null;
}

function repositoryBefore(env: Environment): unknown {
  return valueAt(eventPayload(env), ['workflow_run', 'head_repository', 'full_name']);
}

function headOfRequest(env: Environment): unknown {
  return valueAt(eventPayload(env), ['pull_request', 'head', 'repo', 'full_name']);
}

function ofPush(own: string | null, ref: string, named: string | undefined): BranchToFix {
  const target = ofRun(own, ref, named);
  if ('because' in target || target.branch === own) return target;
  return {
    because: `the run is of a push to ${quoteName(own ?? ref)}, and fixes are to be written to ${quoteName(target.branch)}`,
    help: 'Leave "branch" out, or run this on pushes to that branch, by a schedule or by hand.',
  };
}

function ofRun(own: string | null, ref: string, named: string | undefined): BranchToFix {
  if (named !== undefined) return { branch: named, isOfChange: named === own };
  if (own !== null) return { branch: own, isOfChange: true };
  return {
    because: `the run is of ${ref === '' ? 'no branch' : quoteName(ref)}, which is no branch`,
    help: 'Name a branch with "branch", in a run of a schedule or by hand.',
  };
}

function ofRequest(env: Environment, named: string | undefined): BranchToFix {
  const head = valueAt(eventPayload(env), ['pull_request', 'head']);
  const own = valueAt(head, ['ref']);
  const refused = refuseFork(valueAt(head, ['repo', 'full_name']), env, 'pull request');
  if (refused) return refused;
  if (typeof own === 'string' && own !== '') return { branch: named ?? own, isOfChange: (named ?? own) === own };
  return { because: 'the event does not name the branch of the pull request', help: fixByHand };
}

/** A run that follows another may do what that one might: it has the token, and was started by what that one brought. */
function ofFollowedRun(env: Environment, named: string | undefined): BranchToFix {
  const before = valueAt(eventPayload(env), ['workflow_run']);
  const [event, branch] = [valueAt(before, ['event']), valueAt(before, ['head_branch'])];
  const refused = refuseFork(repositoryBefore(env), env, 'run before this one');
  if (refused) return refused;
  if (typeof event !== 'string' || !followed.has(event) || typeof branch !== 'string' || branch === '')
    return { because: 'the event does not tell whose change the run before this one was about', help: fixByHand };
  return event === 'push' ? ofPush(branch, branch, named) : ofRun(branch, branch, named);
}

/** Why nothing is written for a change from that repository; null where it is the run's own. */
function refuseFork(from: unknown, { GITHUB_REPOSITORY: own }: Environment, what: string): NotWritable | null {
  if (typeof from !== 'string' || !own)
    return { because: `the event does not tell which repository the ${what} comes from`, help: fixByHand };
  if (from.toLowerCase() === own.toLowerCase()) return null;
  return { because: `the ${what} comes from a fork, for which nothing is written to this repository`, help: fixByHand };
}

function branchOfRef(ref: string): string | null {
  return /^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? null;
}
