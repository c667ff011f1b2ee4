import { type CommitId, commitId } from '@rollcall/domain/commit-id';
import type { DeployBranch, DeployBranchState, PastCommit } from '@rollcall/domain/deploy-branch/deploy-branch';
import type {
  PastRequest,
  PullRequest,
  RequestStatus,
  StandingRequests,
} from '@rollcall/domain/deploy-branch/pull-requests';
import type { Tree } from '@rollcall/domain/ports';
import { memoryTree } from '@rollcall/testkit/memory-tree';

/** Branches that share their commits, and the requests between them, in memory. */
export interface RepositoryInMemory {
  /** What the clock of whoever commits says, in milliseconds since 1970. */
  clock: number;
  /** Newest last. */
  readonly requests: RequestInMemory[];
  head(branch: string): CommitId | null;
  /** The commits of the branch itself, newest first. */
  log(branch: string): Iterable<PastCommit>;
  files(commit: CommitId): ReadonlyMap<string, string>;
  message(commit: CommitId): string;
  /** Somebody's commit; the branch is made where it does not exist. */
  push(branch: string, files: Readonly<Record<string, string>>, message: string): CommitId;
  /** Merges what another branch has; the branch itself must not have moved on beside it. */
  merge(branch: string, from: string, way: 'merge' | 'squash', message: string): CommitId;
  /** A branch as a run opens it; one that does not exist begins at `base`. */
  open(branch: string, base?: string): DeployBranch;
  /** What was said of commits of requests. */
  readonly statuses: ReadonlyMap<string, RequestStatus>;
  readonly server: StandingRequests;
}

export interface RequestInMemory extends PullRequest {
  head: string;
  base: string;
  title: string;
  body: string;
  state: PastRequest['state'];
  comments: string[];
}

interface Commit extends PastCommit {
  files: ReadonlyMap<string, string>;
  tree: Tree;
}

export function repositoryInMemory(): RepositoryInMemory {
  const commits: Commit[] = [];
  const refs = new Map<string, CommitId>();
  const requests: RequestInMemory[] = [];
  const statuses = new Map<string, RequestStatus>();
  const at = (id: CommitId): Commit => {
    const found = commits[Number.parseInt(id, 16)];
    if (!found) throw new Error(`no commit ${id}`);
    return found;
  };
  const add = (parents: CommitId[], files: ReadonlyMap<string, string>, message: string): CommitId => {
    const id = commitId(commits.length.toString(16).padStart(40, '0'));
    const tree = memoryTree(Object.fromEntries(files));
    commits.push({ commit: id, parents, at: repository.clock, message, files, tree });
    return id;
  };
  const changed = (files: ReadonlyMap<string, string>, by: Iterable<readonly [string, string | null]>) => {
    const next = new Map(files);
    for (const [path, text] of by) text === null ? next.delete(path) : next.set(path, text);
    return next;
  };

  const repository: RepositoryInMemory = {
    clock: 0,
    requests,
    head: (branch) => refs.get(branch) ?? null,
    log: function* (branch) {
      for (let id = refs.get(branch); id !== undefined; id = at(id).parents[0]) yield at(id);
    },
    files: (commit) => at(commit).files,
    message: (commit) => at(commit).message,
    push: (branch, files, message) => {
      const head = refs.get(branch);
      const before = head === undefined ? new Map<string, string>() : at(head).files;
      const id = add(head === undefined ? [] : [head], changed(before, Object.entries(files)), message);
      refs.set(branch, id);
      return id;
    },
    merge: (branch, from, way, message) => {
      const [head, other] = [refs.get(branch), refs.get(from)];
      if (head === undefined || other === undefined || ![...repository.log(from)].some(({ commit }) => commit === head))
        throw new Error(`${from} is not made of commits on ${branch}`);
      const id = add(way === 'merge' ? [head, other] : [head], at(other).files, message);
      refs.set(branch, id);
      return id;
    },
    open: (branch, base) => openBranch(branch, base),
    statuses,
    server: serverOf(requests, refs, statuses),
  };

  function openBranch(name: string, base: string | undefined): DeployBranch {
    return {
      name,
      read: async () => {
        const head = refs.get(name) ?? null;
        const commit = head ?? refs.get(base ?? '');
        if (commit === undefined) throw new Error(`neither ${name} nor ${base}`);
        return { head, commit, tree: at(commit).tree };
      },
      commit: async ({ head, commit }, files, message) => {
        if ((refs.get(name) ?? null) !== head) return 'moved';
        const texts = [...files].map(([path, bytes]) => [path, bytes && Buffer.from(bytes).toString('utf8')] as const);
        const id = add([commit], changed(at(commit).files, texts), message);
        refs.set(name, id);
        return { commit: id, verified: false };
      },
      removeAt: async (commit) => {
        if (refs.get(name) === commit) refs.delete(name);
        return !refs.has(name);
      },
      commitsSince: async ({ head }, since) => {
        const found = [];
        for (let id = head; id !== null && id !== since; id = at(id).parents[0] ?? null)
          found.push({ commit: id, verified: false, author: 'A Person', message: at(id).message });
        return found;
      },
      history: (state, paths = []) => (paths.length > 0 ? alongFiles(state, paths) : everything(state)),
      treeAt: (commit) => at(commit).tree,
    };
  }

  async function* alongFiles({ commit }: DeployBranchState, paths: readonly string[]): AsyncIterable<PastCommit> {
    for (let id: CommitId | null = commit; id !== null; id = at(id).parents[0] ?? null) {
      const { files, parents } = at(id);
      const before = parents[0] === undefined ? undefined : at(parents[0]).files;
      if (paths.some((path) => files.get(path) !== before?.get(path))) yield at(id);
    }
  }

  /** A parent is older than its child, and has a smaller number. */
  async function* everything({ commit }: DeployBranchState): AsyncIterable<PastCommit> {
    const open = new Set([commit]);
    while (open.size > 0) {
      const newest = open.size === 1 ? [...open] : [...open].sort();
      const id = newest.at(-1) as CommitId;
      open.delete(id);
      yield at(id);
      for (const parent of at(id).parents) open.add(parent);
    }
  }

  return repository;
}

function serverOf(
  requests: RequestInMemory[],
  refs: Map<string, CommitId>,
  statuses: Map<string, RequestStatus>,
): StandingRequests {
  const of = (head: string, base: string) => requests.filter((one) => one.head === head && one.base === base);
  const require = ({ number }: PullRequest): RequestInMemory => {
    const found = requests[number - 1];
    if (!found) throw new Error(`no request ${number}`);
    return found;
  };
  return {
    find: async (head, base) => {
      const all = of(head, base);
      return { exists: refs.has(head), open: all.find(({ state }) => state === 'open') ?? null, spent: all.length > 0 };
    },
    last: async (head, base) => {
      const found = of(head, base).at(-1);
      return found === undefined ? null : { ...found };
    },
    move: async (head, commit) => void refs.set(head, commit),
    close: async (request, why) => {
      const found = require(request);
      found.state = 'closed';
      found.comments.push(why);
    },
    catchUp: async () => 'current',
    open: async (head, base, { title, body }) => {
      const open = of(head, base).find(({ state }) => state === 'open');
      if (open) return open;
      if (refs.get(head) === refs.get(base)) return null;
      const number = requests.length + 1;
      const made = { number, url: `https://github.example/${number}`, id: `PR_${number}`, comments: [] };
      requests.push({ ...made, head, base, title, body, state: 'open' });
      return made;
    },
    rewrite: async (request, { title, body }) => {
      Object.assign(require(request), { title, body });
      return null;
    },
    say: async (commit, status) => {
      statuses.set(commit, status);
      return null;
    },
    label: async () => null,
    enableAutoMerge: async () => null,
  };
}
