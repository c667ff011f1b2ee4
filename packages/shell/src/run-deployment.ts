import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitSourceHistory } from '@rollcall/adapters/git/source-history';
import { gitTree } from '@rollcall/adapters/git/tree';
import { githubPullRequests } from '@rollcall/adapters/github/pull-requests';
import { paceUntil } from '@rollcall/adapters/network/deadline';
import { branchWriter, type WriterInputs } from '@rollcall/adapters/runner/branch-writer';
import { choiceInput, flagInput, listInput, textInput } from '@rollcall/adapters/runner/inputs';
import { repositoryOfRun, repositoryUrl, runUrl } from '@rollcall/adapters/runner/repository';
import type { Runner } from '@rollcall/adapters/runner/runner';
import { type Bump, bumpImages } from '@rollcall/domain/bump/bump-images';
import { bumpJson } from '@rollcall/domain/bump/bump-json';
import { bumpSummary, bumpTable, type SummaryContext } from '@rollcall/domain/bump/bump-summary';
import type { BumpOrigin } from '@rollcall/domain/bump/commit-message';
import { deployBranchOf, sourceBranchOf } from '@rollcall/domain/bump/deploy-target';
import { bumpByPullRequest } from '@rollcall/domain/bump/pull-request';
import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { DeploymentOptions, DeploymentPlace, Manifests, Written } from './deployment.ts';

export interface RunDeploymentInputs extends WriterInputs, DeploymentOptions {
  /** The deploy branch; undefined for the one that the Applications follow. */
  branch: string | undefined;
  /** Where a deploy branch that does not exist begins. */
  baseBranch: string | undefined;
  labels: readonly string[];
  autoMerge: boolean;
  dryRun: boolean;
}

/** The inputs that every action has that writes to a deploy branch. */
export function deploymentInputs(): RunDeploymentInputs {
  return {
    config: textInput('config'),
    token: textInput('token'),
    branch: textInput('branch'),
    baseBranch: textInput('base-branch'),
    message: textInput('message'),
    allowOlder: flagInput('allow-older'),
    via: choiceInput('via', ['api', 'git', 'auto'], 'auto'),
    mode: choiceInput('mode', ['commit', 'pull-request'], 'commit'),
    labels: listInput('labels') ?? [],
    autoMerge: flagInput('auto-merge'),
    verifyImages: flagInput('verify-images'),
    pinDigests: flagInput('pin-digests'),
    numericTags: choiceInput('numeric-tags', ['refuse', 'force-string'], 'refuse'),
    dryRun: flagInput('dry-run'),
  };
}

/** A run of GitHub: its commit says where images are written, and is what they were built from. */
export async function placeOfRun(runner: Runner, inputs: RunDeploymentInputs): Promise<DeploymentPlace> {
  const { env } = process;
  const url = repositoryUrl(env);
  const git = await repositoryOfRun(runner, env, inputs.token);
  const { api, openBranch } = branchWriter(runner, env, inputs);

  const pace = paceUntil(runner.network.deadline);

  function write(target: Manifests, bump: Bump, origin: BumpOrigin): Promise<Written> {
    const branch = requireBranch(target);
    if (inputs.mode === 'commit' || api === null) return bumpImages({ ...bump, branch, pace, origin });
    return bumpByPullRequest({
      ...bump,
      pace,
      origin,
      deployBranch: branch,
      branchFor: (name) => openBranch(name, branch.name),
      pullRequests: githubPullRequests(api),
      labels: inputs.labels,
      autoMerge: inputs.autoMerge,
    });
  }

  return {
    tree: gitTree(git, 'HEAD', 'HEAD'),
    url,
    log: runner.log,
    network: runner.network,
    dryRun: inputs.dryRun,
    sourceHistory: gitSourceHistory(git, { temporaryFolder: runner.temporaryFolder }),
    run: runUrl(env),
    openTarget: async (environment, catalog) =>
      openBranch(inputs.branch ?? deployBranchOf(await catalog(), environment), inputs.baseBranch),
    openSource: async (environment, catalog, target) => {
      const branch = requireBranch(target);
      const name = sourceBranchOf(catalog, environment, branch.name);
      return name === branch.name ? branch : openBranch(name);
    },
    sourcesOf: () => ({ source: `${env.GITHUB_REPOSITORY}@${env.GITHUB_SHA ?? ''}` }),
    write,
  };
}

/** A run writes to branches alone. */
function requireBranch(target: Manifests): DeployBranch {
  if ('list' in target) throw new Error(`a run does not write ${target.name}`);
  return target;
}

/** Prints a bump, adds it to the job summary and sets the outputs. */
export function reportBump(runner: Runner, result: Written, context: SummaryContext): void {
  const { pullRequest = null } = result;
  const shown = { ...context, pullRequest };
  runner.print(`${bumpTable(result, shown)}${result.diff ? `\n${result.diff}` : ''}`);
  runner.summarize(bumpSummary(result, shown));
  const file = result.diff ? join(runner.temporaryFolder(), 'bump.diff') : '';
  if (file) writeFileSync(file, result.diff);
  runner.setOutputs({
    ...bumpJson(result),
    'diff-file': file,
    'pull-request': pullRequest?.number,
    'pull-request-url': pullRequest?.url,
  });
}
