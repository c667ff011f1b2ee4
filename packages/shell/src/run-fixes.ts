import { randomUUID } from 'node:crypto';
import { githubPullRequests } from '@rollcall/adapters/github/pull-requests';
import { paceUntil } from '@rollcall/adapters/network/deadline';
import { branchWriter, type WriterInputs } from '@rollcall/adapters/runner/branch-writer';
import { repositoryUrl, runUrl } from '@rollcall/adapters/runner/repository';
import type { Runner } from '@rollcall/adapters/runner/runner';
import type { Tree } from '@rollcall/domain/ports';
import { present } from '@rollcall/domain/present';
import { count, printable } from '@rollcall/domain/printable';
import type { FixResult } from '@rollcall/domain/verify/fix-services';
import {
  type FixOrigin,
  type FixScope,
  fixBranchName,
  fixSummary,
  type PushedFixes,
  pushedLine,
} from '@rollcall/domain/verify/fixes/fix-text';
import { askForFixes, commitFixes } from '@rollcall/domain/verify/push-fixes';
import { branchToFix, type WritableBranch } from './branch-to-fix.ts';

export interface FixInputs extends WriterInputs {
  /** The branch that the fixes are to be written to; undefined for the run's own. */
  branch: string | undefined;
  labels: readonly string[];
  autoMerge: boolean;
  message: string | undefined;
}

/** What the fixes of a run are planned by, and which those are. */
export interface RunFixes {
  /** Plans the fixes of a branch from its tree alone; `isOfChange` where the run's event is about that branch. */
  plan: (tree: Tree, isOfChange: boolean) => Promise<FixResult>;
  scope: FixScope;
  /** How many findings of the report have a fix that may be written. */
  fixable: number;
}

/**
 * Pushes the fixes of a run to the branch that is named, or to the run's own, and tells it. Null where there is no
 * branch that the run may write; that is told too, by a warning where the report has something to fix.
 */
export async function fixRun(runner: Runner, inputs: FixInputs, fixes: RunFixes): Promise<PushedFixes | null> {
  const { env } = process;
  const target = branchToFix(env, inputs.branch);
  if ('because' in target) {
    const { because, help } = target;
    if (fixes.fixable > 0)
      runner.log.warning(`The fixes of ${count(fixes.fixable, 'finding')} are not pushed: ${because}.\n${help}`);
    else runner.log.notice(`No fixes are pushed: ${because}.`);
    return null;
  }
  const pushed = await pushFixes(runner, inputs, target, fixes);
  runner.summarize(fixSummary(pushed, repositoryUrl(env)));
  runner.print(`${pushedLine(pushed, printable)}\n`);
  return pushed;
}

/** Fixes a branch of the run's repository by a commit, or asks for it by a pull request. */
async function pushFixes(
  runner: Runner,
  inputs: FixInputs,
  { branch: name, isOfChange }: WritableBranch,
  { plan, scope }: RunFixes,
): Promise<PushedFixes> {
  const { env } = process;
  const { message, labels, autoMerge } = inputs;
  runner.proveOutputs();
  const { api, openBranch } = branchWriter(runner, env, inputs);
  const origin: FixOrigin = { id: randomUUID(), run: runUrl(env), ...present({ subject: message }) };
  const push = {
    branch: await openBranch(name),
    plan: (tree: Tree) => plan(tree, isOfChange),
    pace: paceUntil(runner.network.deadline),
    log: runner.log,
    origin,
  };
  if (inputs.mode === 'commit' || api === null) return commitFixes(push);
  return askForFixes({
    ...push,
    head: fixBranchName(name, scope),
    branchFor: (head) => openBranch(head, name),
    pullRequests: githubPullRequests(api),
    labels,
    autoMerge,
  });
}
