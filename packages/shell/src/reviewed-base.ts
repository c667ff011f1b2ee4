import { type Checkout, folderInRepository } from '@rollcall/adapters/git/checkout';
import { gitHistory } from '@rollcall/adapters/git/history';
import { eventOfRun } from '@rollcall/adapters/runner/event';
import type { Event } from '@rollcall/domain/changes/compare';
import { type Commit, type History, isUnavailable, type Unavailable } from '@rollcall/domain/changes/history';
import { isCommitId } from '@rollcall/domain/commit-id';
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
 * The files that the request of this run is to be merged into; null where none of it is verified. A request that is
 * checked out merged is compared with what it was merged into, another one with the tip of its base. The payload of
 * `workflow_run` and `issue_comment` does not tell of a request: there what was checked out counts as one where it is
 * not the commit of the run. `revision` is what is verified instead of the checkout; null for none.
 */
export async function baseOfRun(
  env: Environment,
  checkout: Checkout,
  revision: string | null,
): Promise<Tree | Unavailable | null> {
  const name = requestEvents.get(env.GITHUB_EVENT_NAME ?? '');
  if (name === undefined) return null;
  try {
    const event = eventOfRun({ ...env, GITHUB_EVENT_NAME: name });
    const history = historyOf(checkout);
    if (isUnavailable(history)) return history;
    const verified = await history.commit(revision ?? 'HEAD');
    if (isUnavailable(verified)) return verified;
    const base = baseFor(event, verified, { sha: env.GITHUB_SHA, revision });
    return base === null ? null : await baseTree(base, env.GITHUB_BASE_REF || 'the base', { checkout, history });
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

/** The commit that the verified one is compared with; null where that is none of the request. */
function baseFor(
  event: Event,
  { id, parents }: Commit,
  { sha, revision }: { sha: string | undefined; revision: string | null },
): string | null {
  switch (event.kind) {
    case 'merge_group':
      return revision === null || id === event.headSha ? event.baseSha : null;
    case 'pull_request':
      if (id === event.mergeSha) return (parents.length === 2 ? parents[0] : undefined) ?? event.baseSha;
      // Of pull_request_target that is the base itself. A revision may be one that the request does not touch.
      return id === sha || (revision !== null && id !== event.headSha) ? null : event.baseSha;
    case 'other':
      return id === event.head || (revision !== null && !isCommitId(revision)) ? null : event.head;
    default:
      return null;
  }
}
