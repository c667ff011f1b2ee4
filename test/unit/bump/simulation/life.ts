import type { DeployBranch, DeployBranchState } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { StandingRequests } from '@rollcall/domain/deploy-branch/pull-requests';

/** The end of a run in the middle of its work: a runner that was lost. */
export class Died extends Error {}

/** How long a run lives. */
export interface Life {
  /** The question to a server at which it dies. */
  questions: number;
  /** Whether that is still done, and the answer never heard. */
  heard: boolean;
}

type Ask = <T>(question: () => Promise<T>) => Promise<T>;

/** Asks as long as the run lives; null for ever. A dead run asks nothing more. */
export function askingFor(life: Life | null): Ask {
  let left = life?.questions ?? Number.POSITIVE_INFINITY;
  return async (question) => {
    left -= 1;
    if (left < 0 || (left === 0 && life?.heard === false)) throw new Died('the runner is gone');
    const answer = await question();
    if (left === 0) throw new Died('the runner is gone');
    return answer;
  };
}

/** A branch for a run that may die at any question. */
export function mortalBranch(branch: DeployBranch, ask: Ask): DeployBranch {
  return {
    ...branch,
    read: () => ask(() => branch.read()),
    commit: (state, files, message) => ask(() => branch.commit(state, files, message)),
    removeAt: (commit) => ask(() => branch.removeAt(commit)),
    commitsSince: (state, since) => ask(() => branch.commitsSince(state, since)),
    history: (state: DeployBranchState, paths?: readonly string[]) => asked(branch.history(state, paths), ask),
  };
}

async function* asked<T>(items: AsyncIterable<T>, ask: Ask): AsyncIterable<T> {
  await ask(async () => {});
  yield* items;
}

/** The same of requests. */
export function mortalRequests(requests: StandingRequests, ask: Ask): StandingRequests {
  return {
    find: (head, base) => ask(() => requests.find(head, base)),
    catchUp: (head, base) => ask(() => requests.catchUp(head, base)),
    open: (head, base, text) => ask(() => requests.open(head, base, text)),
    rewrite: (request, text) => ask(() => requests.rewrite(request, text)),
    label: (request, labels) => ask(() => requests.label(request, labels)),
    enableAutoMerge: (request) => ask(() => requests.enableAutoMerge(request)),
    last: (head, base) => ask(() => requests.last(head, base)),
    move: (head, commit) => ask(() => requests.move(head, commit)),
    say: (commit, status) => ask(() => requests.say(commit, status)),
    close: (request, why) => ask(() => requests.close(request, why)),
  };
}
