import { randomUUID } from 'node:crypto';
import type { Tree } from '@rollcall/domain/ports';
import type { FixResult } from '@rollcall/domain/verify/fix-services';
import { type FixOrigin, type FixScope, fixBranchName, type PushedFixes } from '@rollcall/domain/verify/fixes/fix-text';
import { askForFixes, commitFixes } from '@rollcall/domain/verify/push-fixes';
import { fieldAt } from '../github/github-answer.ts';
import { githubPullRequests } from '../github/github-pull-requests.ts';
import { realPace } from '../pace.ts';
import { branchWriter, type WriterInputs } from './branch-writer.ts';
import { eventPayload } from './event-payload.ts';
import { repositoryUrl } from './repository.ts';
import type { Runner } from './runner.ts';

export interface FixInputs extends WriterInputs {
  /** The branch that the fixes are written to; undefined for the run's own. */
  branch: string | undefined;
  labels: readonly string[];
  autoMerge: boolean;
  message: string | undefined;
}

/** Fixes a branch of the run's repository by a commit, or asks for it by a pull request. */
export async function pushFixes(
  runner: Runner,
  env: NodeJS.ProcessEnv,
  inputs: FixInputs & { branch: string },
  { plan, scope }: { plan: (tree: Tree) => Promise<FixResult>; scope: FixScope },
): Promise<PushedFixes> {
  const { branch: name, message, labels, autoMerge } = inputs;
  const { log } = runner;
  const { api, openBranch } = branchWriter(runner, env, inputs);
  const origin: FixOrigin = {
    id: randomUUID(),
    run: `${repositoryUrl(env)}/actions/runs/${env.GITHUB_RUN_ID ?? ''}`,
    ...(message === undefined ? {} : { subject: message }),
  };
  const push = { branch: await openBranch(name), plan, pace: realPace, log, origin };
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
    const head = fieldAt(payload, 'pull_request', 'head', 'ref');
    const from = fieldAt(payload, 'pull_request', 'head', 'repo', 'full_name');
    if (typeof from !== 'string' || from.toLowerCase() !== repository?.toLowerCase())
      return { because: 'the pull request comes from a fork, whose branch the token of this run cannot write' };
    return typeof head === 'string' ? head : { because: 'the event does not name the branch of the pull request' };
  }
  if (ref.startsWith('refs/heads/gh-readonly-queue/'))
    return { because: 'the run is of a merge queue, whose branch is not to be written' };
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1];
  return branch ?? { because: `the run is of ${ref === '' ? 'no branch' : JSON.stringify(ref)}, which is no branch` };
}
