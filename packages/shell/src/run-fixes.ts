import { randomUUID } from 'node:crypto';
import { githubPullRequests } from '@rollcall/adapters/github/pull-requests';
import { paceUntil } from '@rollcall/adapters/network/deadline';
import { branchWriter, type WriterInputs } from '@rollcall/adapters/runner/branch-writer';
import { eventPayload } from '@rollcall/adapters/runner/event-payload';
import { repositoryUrl, runUrl } from '@rollcall/adapters/runner/repository';
import type { Runner } from '@rollcall/adapters/runner/runner';
import type { Tree } from '@rollcall/domain/ports';
import { present } from '@rollcall/domain/present';
import { count } from '@rollcall/domain/printable';
import type { FixResult } from '@rollcall/domain/verify/fix-services';
import {
  type FixOrigin,
  type FixScope,
  fixBranchName,
  fixSummary,
  type PushedFixes,
} from '@rollcall/domain/verify/fixes/fix-text';
import { askForFixes, commitFixes } from '@rollcall/domain/verify/push-fixes';
import { valueAt } from '@rollcall/domain/yaml/value';

export interface FixInputs extends WriterInputs {
  /** The branch that the fixes are written to; undefined for the run's own. */
  branch: string | undefined;
  labels: readonly string[];
  autoMerge: boolean;
  message: string | undefined;
}

/** What the fixes of a run are planned by, and which those are. */
export interface RunFixes {
  plan: (tree: Tree) => Promise<FixResult>;
  scope: FixScope;
}

/**
 * Pushes the fixes of a run to the branch that is named, or to the run's own, and adds them to the job summary. Null
 * where there is no branch to push to; a warning says so where `tree` has something to fix.
 */
export async function fixRun(
  runner: Runner,
  inputs: FixInputs,
  tree: Tree,
  fixes: RunFixes,
): Promise<PushedFixes | null> {
  const { env } = process;
  const branch = inputs.branch ?? branchToFix(env);
  if (typeof branch !== 'string') {
    const { fixed } = await fixes.plan(tree);
    if (fixed.length > 0)
      runner.log.warning(
        `The fixes of ${count(fixed.length, 'finding')} are not pushed: ${branch.because}.\nRun "rollcall verify --fix" in a clone, or name a branch with "branch".`,
      );
    return null;
  }
  const pushed = await pushFixes(runner, { ...inputs, branch }, fixes);
  runner.summarize(fixSummary(pushed, branch, repositoryUrl(env)));
  return pushed;
}

/** Fixes a branch of the run's repository by a commit, or asks for it by a pull request. */
async function pushFixes(
  runner: Runner,
  inputs: FixInputs & { branch: string },
  { plan, scope }: RunFixes,
): Promise<PushedFixes> {
  const { env } = process;
  const { branch: name, message, labels, autoMerge } = inputs;
  const { api, openBranch } = branchWriter(runner, env, inputs);
  const origin: FixOrigin = { id: randomUUID(), run: runUrl(env), ...present({ subject: message }) };
  const push = {
    branch: await openBranch(name),
    plan,
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

/**
 * The branch that the fixes of a run belong on: that of its push, or that of its pull request. Why there is none
 * where the token cannot write it, or nothing is to be written to it.
 */
export function branchToFix(env: NodeJS.ProcessEnv): string | { because: string } {
  const { GITHUB_EVENT_NAME: event, GITHUB_REF: ref = '', GITHUB_REPOSITORY: repository } = env;
  if (event === 'pull_request' || event === 'pull_request_target') {
    const payload = eventPayload(env);
    const head = valueAt(payload, ['pull_request', 'head', 'ref']);
    const from = valueAt(payload, ['pull_request', 'head', 'repo', 'full_name']);
    if (typeof from !== 'string' || from.toLowerCase() !== repository?.toLowerCase())
      return { because: 'the pull request comes from a fork, whose branch the token of this run cannot write' };
    return typeof head === 'string' ? head : { because: 'the event does not name the branch of the pull request' };
  }
  if (ref.startsWith('refs/heads/gh-readonly-queue/'))
    return { because: 'the run is of a merge queue, whose branch is not to be written' };
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  return branch ?? { because: `the run is of ${ref === '' ? 'no branch' : JSON.stringify(ref)}, which is no branch` };
}
