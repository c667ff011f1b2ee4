import { type CommitId, isCommitId } from '../commit-id.ts';
import { quoteName } from '../names.ts';
import { ExternalError, UserError } from '../user-error.ts';
import type { DeployBranch } from './deploy-branch.ts';

/** What a run that fails has put on a branch by then. */
interface Written {
  /** The newest commit of it; null where there is none. */
  commit: string | null;
  /** Whether the run made the branch. */
  began: boolean;
}

/** A branch that tells whether the last commit on it began it. */
export type WatchedBranch = DeployBranch & { began(): boolean };

export function watched(branch: DeployBranch): WatchedBranch {
  let began = false;
  return {
    ...branch,
    began: () => began,
    commit: (state, files, message) => {
      began = state.head === null;
      return branch.commit(state, files, message);
    },
  };
}

/**
 * The error of a run that fails after it wrote to a branch that was for its work alone. A branch that the run made is
 * deleted, where nobody else wrote to it; of one that stays the error says so, its name, and what to do.
 */
export async function takeBack(branch: DeployBranch, { commit, began }: Written, error: unknown): Promise<unknown> {
  if (began && commit !== null && isCommitId(commit) && (await isRemoved(branch, commit))) return error;
  const name = quoteName(branch.name);
  if (commit === null) return withRest(error, `the branch ${name}, which was there before, stays as it was`);
  const stays = `the branch ${name} stays, with the commit ${commit.slice(0, 12)}`;
  return withRest(error, began ? `${stays}: it could not be deleted` : `${stays}: it was there before`);
}

/** The error of a run that could not put a commit on a branch that did not exist: made for it, it is deleted again. */
export async function takeBackEmpty(branch: DeployBranch, at: CommitId, error: unknown): Promise<unknown> {
  if (await isRemoved(branch, at)) return error;
  return withRest(
    error,
    `the branch ${quoteName(branch.name)}, made for this commit, may stay without it: it could not be deleted`,
  );
}

/** The same error, which says as well what else the run leaves behind. */
export function withRest(error: unknown, rest: string): unknown {
  const next = 'A run again goes on with what stays. Delete it where nobody wants it.';
  if (error instanceof ExternalError || error instanceof UserError) {
    const help = error.help === undefined ? next : `${error.help} ${next}`;
    const message = `${error.message}; ${rest}`;
    if (error instanceof ExternalError) return new ExternalError(message, { help, cause: error });
    return new UserError(message, { help, cause: error, ...(error.location && { location: error.location }) });
  }
  return error;
}

async function isRemoved(branch: DeployBranch, at: CommitId): Promise<boolean> {
  try {
    return await branch.removeAt(at);
  } catch (error) {
    if (error instanceof ExternalError) return false;
    throw error;
  }
}
