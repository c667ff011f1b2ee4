import type { FileMode, Tree } from '../ports.ts';

/** What cannot be known, and why: one clause without a full stop, for a message. */
export interface Unavailable {
  because: string;
}

export interface Commit {
  id: string;
  /** As recorded, also where the clone ends at this commit. */
  parents: readonly string[];
}

/** A branch or tag and the commit it points to. */
export interface NamedCommit {
  name: string;
  id: string;
}

/** A path that is not the same in two commits; a rename is the old path and the new one. */
export interface ChangedFile {
  path: string;
  /** Null when the base does not have it. */
  before: FileMode | null;
  /** Null when the head does not have it. */
  after: FileMode | null;
}

/**
 * The commits of a repository. Where the clone does not hold what is asked, an implementation fetches it, and no
 * more than it needs; the clone is left as it was. Answers are exact whatever the clone's depth, or `Unavailable`.
 */
export interface History {
  /** The commit of an id, a branch, a tag or an expression such as `HEAD~1`. */
  commit(revision: string): Promise<Commit | Unavailable>;
  /** The best common ancestor of two commits. */
  mergeBase(a: string, b: string): Promise<{ id: string } | Unavailable>;
  /** Every path that differs between two commits that are here, sorted by code unit. */
  changedFiles(base: string, head: string): Promise<readonly ChangedFile[]>;
  /** The files of a commit that is here. */
  tree(commit: string): Tree;
  /** The tag nearest to a commit among its ancestors, of those that are accepted; none of the commit itself. */
  previousTag(commit: string, accepts: (tag: string) => boolean): Promise<NamedCommit | Unavailable>;
  /** Tip of a branch; null is the default branch. */
  branch(name: string | null): Promise<NamedCommit | Unavailable>;
}

export function isUnavailable(answer: object): answer is Unavailable {
  return 'because' in answer;
}
