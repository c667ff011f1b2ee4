import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { gitEnvironment, type Repository } from './repository.ts';

interface NewCommit {
  branch: string;
  /** What the branch has to point to. */
  expected: string;
  /** Whole new contents; every file becomes 100644, as the API knows no modes. */
  additions: readonly { path: string; contents: Buffer }[];
  deletions: readonly string[];
  message: string;
}

/** What GitHub's API does to a bare repository, done with git's plumbing: a ref only moves from where it was seen. */
export interface GitHubRepository {
  readonly directory: string;
  /** What the clock of the server says, in milliseconds since 1970; null for the one of every test. */
  clock: number | null;
  /** The commit a branch points to; null when there is none. */
  head(branch: string): string | null;
  isCommit(id: string): boolean;
  message(commit: string): string;
  author(commit: string): string;
  /** Commits reachable from one, newest first. */
  history(commit: string, count: number): string[];
  /** Whether a commit holds what another does not. */
  isAhead(commit: string, base: string): boolean;
  commit(commit: NewCommit): { commit: string } | 'moved';
  createBranch(branch: string, commit: string): 'created' | 'exists' | 'refused';
  /** Whatever it pointed to before. */
  moveBranch(branch: string, commit: string): void;
  /** A commit without a parent, which no branch points to. */
  first(files: NewCommit['additions'], message: string): string;
  /** One commit with the files of another, on a branch that the other is ahead of. */
  squash(branch: string, commit: string, message: string): void;
  /** Merges a commit into a branch, with the words of the merge. */
  merge(branch: string, commit: string, message?: string): { commit: string } | 'nothing' | 'conflict';
}

export function openGitHubRepository({ directory }: Repository): GitHubRepository {
  let serial = 0;
  const dates = (): NodeJS.ProcessEnv => {
    if (made.clock === null) return {};
    const date = `${Math.floor(made.clock / 1000)} +0000`;
    return { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  };
  const run = (args: readonly string[], options: { input?: Buffer | string; env?: NodeJS.ProcessEnv } = {}): string =>
    execFileSync('git', args, {
      cwd: directory,
      env: { ...gitEnvironment, ...committer, ...dates(), ...options.env },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['pipe', 'pipe', 'pipe'],
      input: options.input ?? '',
    }).replace(/\n$/, '');
  const attempt = (args: readonly string[]): string | null => {
    try {
      return run(args);
    } catch {
      return null;
    }
  };
  const head = (branch: string): string | null => attempt(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`]);
  const move = (branch: string, commit: string, from: string): boolean =>
    attempt(['update-ref', `refs/heads/${branch}`, commit, from]) !== null;

  const treeOf = ({
    from,
    additions,
    deletions,
  }: Pick<NewCommit, 'additions' | 'deletions'> & { from: string | null }) => {
    serial += 1;
    const index = join(directory, `index-${serial}`);
    const env = { GIT_INDEX_FILE: index };
    if (from !== null) run(['read-tree', from], { env });
    for (const { path, contents } of additions) {
      const blob = run(['hash-object', '-w', '--stdin'], { input: contents });
      run(['update-index', '--add', '-z', '--index-info'], { env, input: `100644 ${blob}\t${path}\0` });
    }
    for (const path of deletions)
      run(['update-index', '-z', '--index-info'], { env, input: `0 ${'0'.repeat(40)}\t${path}\0` });
    const tree = run(['write-tree'], { env });
    rmSync(index);
    return tree;
  };

  const made: GitHubRepository = {
    directory,
    clock: null,
    head,
    isCommit: (id) => attempt(['rev-parse', '--verify', '--quiet', `${id}^{commit}`]) !== null,
    message: (commit) => run(['log', '-1', '--format=%B', commit]),
    author: (commit) => run(['log', '-1', '--format=%an', commit]),
    history: (commit, count) => run(['rev-list', `--max-count=${count}`, commit]).split('\n'),
    isAhead: (commit, base) => run(['rev-list', '--max-count=1', commit, `^${base}`]) !== '',
    commit: ({ branch, expected, additions, deletions, message }) => {
      if (head(branch) !== expected) return 'moved';
      const tree = treeOf({ from: expected, additions, deletions });
      const commit = run(['commit-tree', tree, '-p', expected], { input: message });
      return move(branch, commit, expected) ? { commit } : 'moved';
    },
    createBranch: (branch, commit) => {
      if (head(branch) !== null) return 'exists';
      return move(branch, commit, '0'.repeat(40)) ? 'created' : 'refused';
    },
    moveBranch: (branch, commit) => void run(['update-ref', `refs/heads/${branch}`, commit]),
    first: (additions, message) =>
      run(['commit-tree', treeOf({ from: null, additions, deletions: [] })], { input: message }),
    squash: (branch, commit, message) => {
      const base = head(branch) ?? '';
      if (run(['merge-base', base, commit]) !== base) throw new Error(`${commit} is not on ${branch}`);
      move(branch, run(['commit-tree', `${commit}^{tree}`, '-p', base], { input: message }), base);
    },
    merge: (branch, commit, message = `Merge into ${branch}`) => {
      const base = head(branch);
      if (base === null) throw new Error(`no branch ${branch}`);
      if (run(['rev-list', '--max-count=1', commit, `^${base}`]) === '') return 'nothing';
      const tree = attempt(['merge-tree', '--write-tree', '--no-messages', base, commit]);
      if (tree === null) return 'conflict';
      const merged = run(['commit-tree', tree, '-p', base, '-p', commit], { input: message });
      if (!move(branch, merged, base)) throw new Error(`${branch} moved while it was merged into`);
      return { commit: merged };
    },
  };
  return made;
}

const committer = {
  GIT_AUTHOR_NAME: 'github-actions[bot]',
  GIT_AUTHOR_EMAIL: 'bot@example.com',
  GIT_COMMITTER_NAME: 'GitHub',
  GIT_COMMITTER_EMAIL: 'noreply@github.com',
};
