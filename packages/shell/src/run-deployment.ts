import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Git } from '@rollcall/adapters/git/command';
import { gitSourceCode } from '@rollcall/adapters/git/source-code';
import { gitSourceHistory } from '@rollcall/adapters/git/source-history';
import { remoteRepository } from '@rollcall/adapters/git/source-repository';
import { gitTree } from '@rollcall/adapters/git/tree';
import { githubChecks } from '@rollcall/adapters/github/checks';
import { githubDeployments } from '@rollcall/adapters/github/deployments';
import { githubPullRequests } from '@rollcall/adapters/github/pull-requests';
import { paceUntil } from '@rollcall/adapters/network/deadline';
import { branchWriter, type WriterInputs } from '@rollcall/adapters/runner/branch-writer';
import { choiceInput, flagInput, listInput, textInput } from '@rollcall/adapters/runner/inputs';
import {
  addressOf,
  credentialOf,
  isSameAddress,
  nameOnServer,
  repositoryOfRun,
  repositoryUrl,
  runUrl,
  workflowOfRun,
} from '@rollcall/adapters/runner/repository';
import type { Runner } from '@rollcall/adapters/runner/runner';
import { type Bump, bumpImages } from '@rollcall/domain/bump/bump-images';
import { bumpJson } from '@rollcall/domain/bump/bump-json';
import { bumpSummary, bumpTable, type SummaryContext } from '@rollcall/domain/bump/bump-summary';
import type { BumpOrigin } from '@rollcall/domain/bump/commit-message';
import { type ConfiguredRepository, deployBranchOf, sourceBranchOf } from '@rollcall/domain/bump/deploy-target';
import { bumpByPullRequest } from '@rollcall/domain/bump/pull-request';
import { bumpByStandingRequest } from '@rollcall/domain/bump/standing-request';
import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import { quoteName } from '@rollcall/domain/names';
import type { Tree } from '@rollcall/domain/ports';
import { present } from '@rollcall/domain/present';
import { UserError } from '@rollcall/domain/user-error';
import { foreignChange, isOwnChange } from './branch-to-fix.ts';
import type { Deployed } from './deployment.ts';
import type { DeploymentOptions, DeploymentPlace, DeployRepository, Manifests, Written } from './deployment-place.ts';

export interface RunDeploymentInputs extends WriterInputs, DeploymentOptions {
  /** The repository that holds the manifests, `owner/name` or its address; undefined for the configured one. */
  repository: string | undefined;
  /** The deploy branch; undefined for the one that the Applications follow. */
  branch: string | undefined;
  /** Where a deploy branch that does not exist begins. */
  baseBranch: string | undefined;
  labels: readonly string[];
  autoMerge: boolean;
  /** Of a standing request: the commit status that says whether it may be merged; undefined without one. */
  requestStatus: string | undefined;
  dryRun: boolean;
}

/** The inputs that every action has that writes to a deploy branch. */
export function deploymentInputs(): RunDeploymentInputs {
  return {
    config: textInput('config'),
    token: textInput('token'),
    repository: textInput('repository'),
    branch: textInput('branch'),
    baseBranch: textInput('base-branch'),
    message: textInput('message'),
    requestStatus: textInput('request-status'),
    allowOlder: flagInput('allow-older'),
    addMissing: flagInput('add-missing'),
    onSkipped: choiceInput('on-skipped', ['success', 'failure'], 'success'),
    via: choiceInput('via', ['api', 'git', 'auto'], 'auto'),
    mode: choiceInput('mode', ['commit', 'pull-request', 'standing-request'], 'commit'),
    labels: listInput('labels') ?? [],
    autoMerge: flagInput('auto-merge'),
    verifyImages: flagInput('verify-images'),
    pinDigests: flagInput('pin-digests'),
    numericTags: choiceInput('numeric-tags', ['refuse', 'force-string'], 'refuse'),
    render: choiceInput('render', ['auto', 'required', 'off'], isOwnChange(process.env) ? 'auto' : 'off'),
    release: listInput('release') ?? [],
    stop: textInput('stop'),
    emergency: textInput('emergency'),
    listCommits: choiceInput('list-commits', ['true', 'false'], 'true') === 'true',
    deployments: flagInput('deployments'),
    dryRun: flagInput('dry-run'),
  };
}

/** A run of GitHub: its commit says where images are written, and is what they were built from. */
export async function placeOfRun(runner: Runner, inputs: RunDeploymentInputs): Promise<DeploymentPlace> {
  const { env } = process;
  const url = repositoryUrl(env);
  const input = inputs.repository === undefined ? null : addressOf(inputs.repository, env);
  const named = input !== null && isSameAddress(input, url) ? url : input;
  // A token for another repository is no key to this one: what the checkout step left is.
  const git = await repositoryOfRun(runner, env, named === null || named === url ? inputs.token : undefined);
  const opened = new Map<string, DeployRepository>();

  // Another spelling of a repository, such as one with a port, names no other server to send the token to.
  function sameSpelling(address: string): string {
    return [url, named].find((known) => known !== null && isSameAddress(known, address)) ?? address;
  }

  async function deployRepository(
    configured: ConfiguredRepository | null,
    use: 'read' | 'write',
  ): Promise<DeployRepository> {
    const other = configured === null ? null : sameSpelling(addressOf(configured.written, env));
    if (use === 'write' && named !== null && other !== null && named !== other)
      throw new UserError(
        `the input names ${named} as the repository to write, and rollcall.yaml names ${other} (${configured?.namedBy})`,
        {
          help: 'Leave "repository" out, or correct the configuration.',
        },
      );
    const address = other ?? named ?? url;
    if (address !== named && address !== url && nameOnServer(address, env) === null)
      throw new UserError(
        `rollcall.yaml names ${address} (${configured?.namedBy}), which is on another server than this run`,
        {
          help: 'Name it with the input "repository" as well: the workflow decides which server the token is sent to.',
        },
      );
    const repository = opened.get(address) ?? (await repositoryOfManifests(runner, inputs, { address, url, git }));
    opened.set(address, repository);
    return repository;
  }

  return {
    tree: gitTree(git, 'HEAD', 'HEAD'),
    url,
    log: runner.log,
    network: runner.network,
    dryRun: inputs.dryRun,
    now: Date.now(),
    run: runUrl(env),
    temporaryFolder: runner.temporaryFolder,
    deployRepository,
    sourceRepository: (written) => {
      const address = sameSpelling(addressOf(written, env));
      if (address === url) return null;
      const name = nameOnServer(address, env);
      if (name === null)
        throw new UserError(`source-repositories names ${address}, which is on another server than this run`, {
          help: 'Name repositories of the server of the run alone: the token is sent there.',
        });
      const credential = credentialOf(env, inputs.token, runner.network);
      const { temporaryFolder, network } = runner;
      const { deadline } = network;
      const namedBy = 'source-repositories';
      return { name, ...remoteRepository({ url: address, name, namedBy, credential, temporaryFolder, deadline }) };
    },
    sourcesOf: () => ({
      source: `${env.GITHUB_REPOSITORY}@${env.GITHUB_SHA ?? ''}`,
      ...present({ workflow: workflowOfRun(env) }),
    }),
  };
}

/** A repository that holds manifests, and how a run reads and writes it; `git` and `url` are those of the sources. */
async function repositoryOfManifests(
  runner: Runner,
  inputs: RunDeploymentInputs,
  { address, url, git }: { address: string; url: string; git: Git },
): Promise<DeployRepository> {
  const { env } = process;
  const isSeparate = address !== url;
  const { api, openBranch, defaultBranch } = branchWriter(runner, env, inputs, address);
  const pace = paceUntil(runner.network.deadline);
  // What the checkout step left is the key to the sources where the token may be one to the other repository alone.
  const hasClone = git.directory === runner.directory();
  const sources = isSeparate && hasClone ? await repositoryOfRun(runner, env, undefined) : git;
  const overview = async (): Promise<Tree> =>
    isSeparate ? (await (await openBranch(await defaultBranch())).read()).tree : gitTree(git, 'HEAD', 'HEAD');

  async function write(target: Manifests, bump: Bump, origin: BumpOrigin): Promise<Written> {
    const branch = requireBranch(target);
    if (!bump.dryRun) await refuseForeign(env, git, inputs.addMissing && !isSeparate);
    runner.proveOutputs();
    if (inputs.mode === 'commit' || api === null) return bumpImages({ ...bump, branch, pace, origin });
    const asking = {
      ...bump,
      pace,
      origin,
      deployBranch: branch,
      branchFor: (name: string) => openBranch(name, branch.name),
      pullRequests: githubPullRequests(api),
      labels: inputs.labels,
      autoMerge: inputs.autoMerge,
    };
    if (inputs.mode === 'pull-request') return bumpByPullRequest(asking);
    const { promotedFrom, request } = bump;
    if (!promotedFrom)
      throw new UserError('mode standing-request is of a promotion from one environment to another', {
        help: 'Ask for a bump or a roll-back with "mode: pull-request".',
      });
    return bumpByStandingRequest(
      { ...asking, status: inputs.requestStatus ?? null },
      { from: promotedFrom.environment, to: request.environment },
    );
  }

  return {
    url: address,
    isSeparate,
    sourceHistory: gitSourceHistory(sources, { temporaryFolder: runner.temporaryFolder }),
    sourceCode: gitSourceCode(sources, nameOnServer(url, env), url, runner.temporaryFolder),
    checks: api && githubChecks(api),
    deployments: api && githubDeployments(api),
    overview,
    openTarget: async (environment, known, catalog) => {
      const name = inputs.branch ?? known ?? (await deployBranchOf(await catalog(), environment, defaultBranch));
      return openBranch(name, inputs.baseBranch);
    },
    openSource: async (environment, target, catalog) => {
      const branch = target && requireBranch(target);
      const written = branch?.name ?? (isSeparate ? await defaultBranch() : '');
      const name = sourceBranchOf(await catalog(), environment, written);
      return name === branch?.name ? branch : openBranch(name);
    },
    write,
  };
}

/** Nothing is written for a fork, and nothing is copied from a checkout of which the event does not tell whose it is. */
async function refuseForeign(env: NodeJS.ProcessEnv, git: Git, copiesFiles: boolean): Promise<void> {
  const because = foreignChange(env);
  if (because !== null)
    throw new UserError(`nothing is written: ${because}`, {
      help: 'Write in a run of push, workflow_dispatch or schedule, or of a request that is merged; "dry-run: true" shows what would be written.',
    });
  if (!copiesFiles || isOwnChange(env) || (await git.text(['rev-parse', 'HEAD'])) === env.GITHUB_SHA) return;
  throw new UserError(
    `nothing is written: add-missing copies files of the checkout, and the event ${quoteName(env.GITHUB_EVENT_NAME ?? '')} does not tell whose change that is`,
    { help: 'Check out the commit of the run, which is the default of actions/checkout, or leave "add-missing" out.' },
  );
}

/** A run writes to branches alone. */
function requireBranch(target: Manifests): DeployBranch {
  if ('list' in target) throw new Error(`a run does not write ${target.name}`);
  return target;
}

/** Prints a bump, adds it to the job summary and sets the outputs. */
export function reportBump(runner: Runner, result: Deployed, context: SummaryContext): void {
  const { pullRequest = null } = result;
  const shown = { ...context, pullRequest };
  runner.print(`${bumpTable(result, shown)}${result.diff ? `\n${result.diff}` : ''}`);
  runner.summarize(bumpSummary(result, shown));
  const file = result.diff ? join(runner.keptFolder(), 'bump.diff') : '';
  if (file) writeFileSync(file, result.diff);
  runner.setOutputs({
    ...bumpJson(result),
    'diff-file': file,
    'pull-request': pullRequest?.number,
    'pull-request-url': pullRequest?.url,
  });
  if (result.failure !== null) runner.fail(result.failure);
}
