import type { CommitChecks } from '@rollcall/domain/bump/commit-checks';
import type { DeployBranch, PastCommit } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { StandingRequests } from '@rollcall/domain/deploy-branch/pull-requests';
import type { Check } from '@rollcall/domain/gates/judge';
import { repositoryInMemory } from '../../deploy-branch/repository-in-memory.ts';

/** Where a team works: branches and requests of one server, and a clock that is an input. */
export interface World {
  /** Sets the clock of everybody, in milliseconds since 1970. */
  setClock(now: number): void;
  /** A branch as a run opens it; one that does not exist begins at `base`. */
  open(branch: string, base?: string): Promise<DeployBranch>;
  readonly requests: StandingRequests;
  readonly checks: CommitChecks;
  /** Somebody posts a status on a commit. */
  post(commit: string, check: Check): void;
  /** The commits of the branch itself that came behind one, oldest first. */
  since(branch: string, commit: string | null): LandedCommit[];
  /** Somebody's commit. */
  push(branch: string, files: Readonly<Record<string, string>>, message: string): void;
  /** Somebody merges the newest request from one branch to another, whose branch goes then or is left. */
  merge(head: string, base: string, way: 'merge' | 'squash', message: string): void;
  /** Somebody writes the text of the newest request anew. */
  edit(head: string, base: string, change: (body: string) => string): void;
}

export interface LandedCommit extends Pick<PastCommit, 'at' | 'message'> {
  commit: string;
  /** The messages of what a merge brought. */
  brought: readonly string[];
  files: ReadonlyMap<string, string>;
}

/** All of it in memory. */
export function worldInMemory(): World {
  const repository = repositoryInMemory();
  const posted = new Map<string, Map<string, Check>>();
  const newest = (head: string, base: string) => {
    const found = repository.requests.findLast((one) => one.head === head && one.base === base);
    if (!found) throw new Error(`no request from ${head} to ${base}`);
    return found;
  };
  const said = (commit: string): Check[] => [...(posted.get(commit)?.values() ?? [])];
  return {
    setClock: (now) => {
      repository.clock = now;
    },
    open: async (branch, base) => repository.open(branch, base),
    requests: repository.server,
    checks: {
      of: async (commit) => said(commit),
      several: async (commits) => new Map(commits.map((commit) => [commit, said(commit)])),
      deployment: async () => null,
    },
    post: (commit, check) => void posted.set(commit, (posted.get(commit) ?? new Map()).set(check.name, check)),
    since: (branch, last) => {
      const found: LandedCommit[] = [];
      for (const { commit, at, message, parents } of repository.log(branch)) {
        if (commit === last) break;
        const brought = parents.slice(1).map((parent) => repository.message(parent));
        found.push({ commit, at, message, brought, files: repository.files(commit) });
      }
      return found.reverse();
    },
    push: (branch, files, message) => void repository.push(branch, files, message),
    merge: (head, base, way, message) => {
      repository.merge(base, head, way, message);
      newest(head, base).state = 'merged';
    },
    edit: (head, base, change) => {
      const request = newest(head, base);
      request.body = change(request.body);
    },
  };
}
