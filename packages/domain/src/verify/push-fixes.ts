import type { DeployBranch, Pace } from '../deploy-branch/deploy-branch.ts';
import { type Asking, askByRequest } from '../deploy-branch/pull-requests.ts';
import { writeBranch } from '../deploy-branch/write-branch.ts';
import { compareText } from '../location.ts';
import type { Log, Tree } from '../ports.ts';
import type { FixResult } from './fix-services.ts';
import { type FixOrigin, fixIdOf, fixMessage, fixRequestText, type PushedFixes } from './fixes/fix-text.ts';

/** What is needed to push fixes, by a commit or by a pull request. */
export interface FixPush {
  /** The branch that the fixes are written to. */
  branch: DeployBranch;
  /** Plans the fixes of a tree. */
  plan: (tree: Tree) => Promise<FixResult>;
  pace: Pace;
  log: Log;
  origin: FixOrigin;
}

/**
 * Fixes what is found on a branch by one commit, or none where there is nothing to fix. The fixes are planned from what
 * the branch holds, and again whenever somebody else pushed first. ExternalError where the branch cannot be written.
 */
export async function commitFixes(push: FixPush): Promise<PushedFixes> {
  const { result, commit } = await write(push);
  return { ...summary(result, push.branch), commit, pullRequest: null };
}

/**
 * Asks for the same by a pull request to the branch. The branch of the request is named `head`, begins at the head of
 * the other, and only ever gets commits added; an open request is brought up to date and gets one commit more.
 */
export async function askForFixes(
  push: FixPush &
    Asking & {
      head: string;
      /** The branch of a name; where it does not exist, it begins at the branch that the fixes are for. */
      branchFor: (name: string) => Promise<DeployBranch>;
    },
): Promise<PushedFixes> {
  const { branch, origin } = push;
  const base = branch.name;
  const { tree } = await branch.read();
  const planned = await push.plan(tree);
  const wanted = summary(planned, branch);
  if (planned.files.size === 0) return { ...wanted, commit: null, pullRequest: null };
  const { work, pullRequest } = await askByRequest(push, {
    name: push.head,
    base,
    branchFor: push.branchFor,
    write: (head) => write({ ...push, branch: head }),
    describe: async () => ({ text: fixRequestText(planned.fixed, base, origin), bringsSomething: true }),
  });
  return { ...wanted, commit: work.commit, pullRequest };
}

async function write({
  branch,
  plan,
  pace,
  log,
  origin,
}: FixPush): Promise<{ result: FixResult; commit: string | null }> {
  const written = await writeBranch({
    branch,
    pace,
    log,
    isOurs: (message) => fixIdOf(message) === origin.id,
    plan: async (state) => {
      const result = await plan(state.tree);
      return { plan: result, files: result.files, message: () => fixMessage(result.fixed, origin) };
    },
  });
  return { result: written.plan, commit: written.commit?.commit ?? null };
}

function summary({ fixed, files }: FixResult, { name }: DeployBranch): Omit<PushedFixes, 'commit' | 'pullRequest'> {
  return { branch: name, fixed, files: [...files.keys()].sort(compareText) };
}
