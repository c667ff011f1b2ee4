import type { CommitId } from '../commit-id.ts';
import type { Tree } from '../ports.ts';
import type { FileChanges } from '../tree/file-changes.ts';

/** One state of a deploy branch, as it was read. */
export interface DeployBranchState {
  /** The branch's newest commit; null when the branch does not exist yet. */
  head: CommitId | null;
  /** The commit `tree` is of: the head, or the base branch's head that a missing branch is created from. */
  commit: CommitId;
  tree: Tree;
}

/**
 * What became of a commit. `moved`: somebody else was first, nothing was written. `unknown`: the answer was
 * lost, it may or may not have landed.
 */
export type CommitOutcome = { commit: CommitId; verified: boolean } | 'moved' | 'unknown';

export interface CommitSummary {
  commit: CommitId;
  /** Whether the server vouches for its signature. */
  verified: boolean;
  author: string;
  /** The whole message: subject, body, trailers. */
  message: string;
}

/** A commit of a deploy branch as its history tells it. */
export interface PastCommit {
  commit: CommitId;
  /** The commit before it on the branch first; none where the branch begins. The server may not hold them. */
  parents: readonly CommitId[];
  /** When it was made, in milliseconds since 1970, by the clock of its committer. */
  at: number;
  /** The whole message: subject, body, trailers. */
  message: string;
}

/** The branch whose manifests Argo CD reads. A permission or a protection that is missing throws an ExternalError. */
export interface DeployBranch {
  readonly name: string;
  /** Reads the branch as it is now, never as it was cached. */
  read(): Promise<DeployBranchState>;
  /**
   * Puts one commit on top of the state, if the branch still is where the state saw it: with new contents for files
   * of its tree, whose modes are kept, with new files, and without those that go. UserError for what is no regular
   * file, or cannot become one.
   */
  commit(state: DeployBranchState, files: FileChanges, message: string): Promise<CommitOutcome>;
  /** Deletes the branch where it still is at this commit; whether it no longer is. Throws nothing of the server. */
  removeAt(commit: CommitId): Promise<boolean>;
  /** The newest commits that `state` holds and `since` does not, newest first; 100 at most. */
  commitsSince(state: DeployBranchState, since: CommitId): Promise<CommitSummary[]>;
  /**
   * The commits that led to a state, newest first, as far back as they are taken: history is fetched in steps. With
   * `paths`, only those that changed one of them, along the branch itself. A branch that does not exist
   * has those of the commit that it begins at.
   */
  history(state: DeployBranchState, paths?: readonly string[]): AsyncIterable<PastCommit>;
  /** The files of a commit that `history` gave, or of a parent of one. */
  treeAt(commit: CommitId): Tree;
}

/** Where the files of a work tree are written: all of them, or none. */
export interface WorkTreeWriter {
  /**
   * Replaces files that are there, creates those that `created` names and that must not be there yet, also where git
   * ignores them, and removes those that are null. UserError for any other path.
   */
  write(files: FileChanges, created?: ReadonlySet<string>): Promise<void>;
}

/** Time and chance, so that the retries of a bump can be run without either. */
export interface Pace {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds until the run has to end; without it there is no such time. */
  left?(): number;
  /** In [0, 1). */
  random(): number;
}
