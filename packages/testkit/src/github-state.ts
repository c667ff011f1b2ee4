import type { GitHubRepository } from './github-repository.ts';

/** What the loopback GitHub knows besides its git repository. Tests may change any of it. */
export interface GitHubState {
  readonly owner: string;
  readonly name: string;
  readonly repository: GitHubRepository;
  defaultBranch: string;
  readonly pulls: PullState[];
  /** Comments on pull requests, oldest first. */
  readonly comments: CommentState[];
  /** Newest first, as GitHub lists them. */
  readonly runs: RunState[];
  /** Statuses and check runs by commit, the newest of a name last. */
  readonly checks: Map<string, CheckState[]>;
  /** Whether commits that the API makes are signed. */
  signs: boolean;
  /** Commits that are signed. */
  readonly signed: Set<string>;
  autoMergeAllowed: boolean;
  mergeMethod: 'MERGE' | 'SQUASH' | 'REBASE';
}

export interface PullState {
  number: number;
  /** `owner/name` of the repository of the head: another one for a fork. */
  from: string;
  head: string;
  base: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  /** Whether that is why it is closed. */
  merged?: boolean;
  labels: string[];
  autoMerge: string | null;
}

/** A commit status, a check run that has ended with this or has not ended, or a deployment of the commit. */
export type CheckState =
  | { kind: 'deployment'; name: string; state: 'success' | 'failure' | 'error' | 'inactive' | 'in_progress' | null }
  | { kind: 'status'; name: string; state: 'success' | 'failure' | 'error' | 'pending' }
  | { kind: 'run'; name: string; conclusion: 'success' | 'failure' | 'neutral' | 'skipped' | 'cancelled' | null };

interface CommentState {
  id: string;
  pull: number;
  body: string;
  /** Whether the token's own user wrote it. */
  own: boolean;
}

export interface RunState {
  id: number;
  workflow: { id: number; path: string };
  /** Default `push`. */
  event?: string;
  /** Id of the repository of the commit, where it is a fork's. */
  fork?: number;
  number: number;
  branch: string;
  commit: string;
  conclusion: 'success' | 'failure' | 'cancelled' | null;
  createdAt: string;
}

/** What the API answers instead of a result. */
export class ApiRefusal extends Error {
  readonly status: number;
  /** GraphQL's `errors[].type`, or undefined. */
  readonly type: string | undefined;
  readonly errors: readonly unknown[] | undefined;

  constructor(message: string, detail: { status?: number; type?: string; errors?: readonly unknown[] } = {}) {
    super(message);
    this.status = detail.status ?? 422;
    this.type = detail.type;
    this.errors = detail.errors;
  }
}
