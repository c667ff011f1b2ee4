import { githubApi } from '@rollcall/adapters/github/api';
import { githubChecks } from '@rollcall/adapters/github/checks';
import { githubDeployBranch } from '@rollcall/adapters/github/deploy-branch';
import { githubPullRequests } from '@rollcall/adapters/github/pull-requests';
import { openNetwork } from '@rollcall/adapters/network/network';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { initRepository } from '@rollcall/testkit/repository';
import { openBranch } from '../adapters/deploy-shop.ts';
import type { LandedCommit, World } from '../unit/bump/simulation/world.ts';
import { memoryLog, swiftPace } from '../unit/deploy-branch/branch-in-memory.ts';

const token = 'ghs_secret';

/** A team's world on a real repository, behind the test kit's GitHub: git reads it over HTTP, and the API writes. */
export async function worldOverGit(): Promise<{ world: World; server: GitHubServer }> {
  const origin = initRepository({ bare: true });
  const server = await startGitHubServer(origin, { token });
  const { state, apiUrl, graphqlUrl } = server;
  const { repository } = state;
  const log = memoryLog();
  const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
  const api = githubApi({ apiUrl, graphqlUrl, repository: 'example/shop', token, pace: swiftPace, log, network });
  const known = new Map<string, ReadonlyMap<string, string>>();
  const { git } = origin;

  /** The files of a commit: those of its parent, with what it changed. */
  function filesAt(commit: string): ReadonlyMap<string, string> {
    const before = known.get(commit);
    if (before) return before;
    const [parent] = git('log', '-1', '--format=%P', commit).split(' ');
    const files = new Map(parent ? filesAt(parent) : []);
    const changed = parent
      ? git('diff', '--name-only', '--no-renames', parent, commit)
      : git('ls-tree', '-r', '--name-only', commit);
    for (const path of changed.split('\n').filter(Boolean))
      files.set(path, `${git('cat-file', 'blob', `${commit}:${path}`)}\n`);
    known.set(commit, files);
    return files;
  }

  function newest(head: string, base: string) {
    const found = state.pulls.findLast((pull) => pull.head === head && pull.base === base);
    if (!found) throw new Error(`no request from ${head} to ${base}`);
    return found;
  }

  const world: World = {
    setClock: (now) => {
      repository.clock = now;
    },
    open: async (branch, baseBranch) => {
      const remote = { url: server.repositoryUrl, credential: { url: `${server.url}/`, token } };
      return githubDeployBranch(await openBranch(origin, { branch, baseBranch, ...remote }), api, log);
    },
    requests: githubPullRequests(api),
    checks: githubChecks(api),
    post: (commit, { name, state: said }) => {
      const all = state.checks.get(commit) ?? [];
      // GitHub lists the newest of a name alone.
      const others = all.filter((one) => one.name !== name);
      state.checks.set(commit, [...others, { kind: 'status', name, state: said }]);
    },
    since: (branch, last) => {
      const range = last === null ? [branch] : [`${last}..${branch}`];
      const ids = git('rev-list', '--first-parent', '--reverse', ...range)
        .split('\n')
        .filter(Boolean);
      return ids.map((commit): LandedCommit => {
        const [at = '', parents = '', ...message] = git('log', '-1', '--format=%ct%n%P%n%B', commit).split('\n');
        const brought = parents
          .split(' ')
          .slice(1)
          .map((parent) => git('log', '-1', '--format=%B', parent));
        return { commit, at: Number(at) * 1000, message: message.join('\n'), brought, files: filesAt(commit) };
      });
    },
    push: (branch, files, message) => {
      const additions = Object.entries(files).map(([path, text]) => ({ path, contents: Buffer.from(text) }));
      const head = repository.head(branch);
      if (head === null) repository.createBranch(branch, repository.first(additions, message));
      else repository.commit({ branch, expected: head, additions, deletions: [], message });
    },
    merge: (head, base, way, message) => {
      const commit = repository.head(head);
      if (commit === null) throw new Error(`no branch ${head}`);
      if (way === 'merge') repository.merge(base, commit, message);
      else repository.squash(base, commit, message);
      Object.assign(newest(head, base), { state: 'closed', merged: true });
    },
    edit: (head, base, change) => {
      const pull = newest(head, base);
      pull.body = change(pull.body);
    },
  };
  return { world, server };
}
