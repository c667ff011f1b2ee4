import { type Checkout, folderInRepository } from '@rollcall/adapters/git/checkout';
import { gitHistory } from '@rollcall/adapters/git/history';
import { eventOfRun } from '@rollcall/adapters/runner/event';
import type { Event } from '@rollcall/domain/changes/compare';
import { type History, isUnavailable, type Unavailable } from '@rollcall/domain/changes/history';
import type { Tree } from '@rollcall/domain/ports';
import { folderTree } from '@rollcall/domain/tree/folder-tree';
import { ExternalError, UserError } from '@rollcall/domain/user-error';

type Environment = Readonly<Record<string, string | undefined>>;

/** The events of a request, each with the one that its payload is like. */
const requestEvents: ReadonlyMap<string, string> = new Map([
  ['pull_request', 'pull_request'],
  ['pull_request_target', 'pull_request_target'],
  ['pull_request_review', 'pull_request'],
  ['pull_request_review_comment', 'pull_request'],
  ['merge_group', 'merge_group'],
  ['workflow_run', 'workflow_run'],
  ['issue_comment', 'issue_comment'],
]);

/**
 * The files that the request of this run is to be merged into; null where the run is of none. A request that is
 * checked out merged is compared with what it was merged into, another one with the tip of its base. The payload of
 * `workflow_run` and `issue_comment` does not tell of a request: there what was checked out counts as one where it is
 * not the commit of the run.
 */
export async function baseOfRun(env: Environment, checkout: Checkout): Promise<Tree | Unavailable | null> {
  const name = requestEvents.get(env.GITHUB_EVENT_NAME ?? '');
  if (name === undefined) return null;
  try {
    const event = eventOfRun({ ...env, GITHUB_EVENT_NAME: name });
    const history = historyOf(checkout);
    if (isUnavailable(history)) return history;
    const commit = await commitOf(event, history);
    return commit === null ? null : await baseTree(commit, env.GITHUB_BASE_REF || 'the base', { checkout, history });
  } catch (error) {
    if (error instanceof UserError || error instanceof ExternalError) return { because: error.message };
    throw error;
  }
}

/** The files of a revision that somebody names as the base. */
export async function namedBase(revision: string, checkout: Checkout): Promise<Tree | Unavailable> {
  const history = historyOf(checkout);
  return isUnavailable(history) ? history : baseTree(revision, revision, { checkout, history });
}

function historyOf({ git }: Checkout): History | Unavailable {
  return git ? gitHistory(git) : { because: 'what was checked out is no git repository' };
}

async function baseTree(
  revision: string,
  name: string,
  { checkout, history }: { checkout: Checkout; history: History },
): Promise<Tree | Unavailable> {
  const commit = await history.commit(revision);
  if (isUnavailable(commit)) return commit;
  const tree = folderTree(history.tree(commit.id), folderInRepository(checkout));
  return { ...tree, name: `${name} (${commit.id.slice(0, 12)})` };
}

async function commitOf(event: Event, history: History): Promise<string | null> {
  if (event.kind === 'merge_group') return event.baseSha;
  if (event.kind !== 'pull_request' && event.kind !== 'other') return null;
  const head = await history.commit('HEAD');
  if (event.kind === 'other') return isUnavailable(head) || head.id !== event.head ? event.head : null;
  const parents = isUnavailable(head) || head.id !== event.mergeSha ? [] : head.parents;
  return parents.length === 2 && parents[0] !== undefined ? parents[0] : event.baseSha;
}
