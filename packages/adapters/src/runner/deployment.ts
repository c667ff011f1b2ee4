import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bump, type BumpResult, bumpImages } from '@rollcall/domain/bump/bump-images';
import { bumpJson } from '@rollcall/domain/bump/bump-json';
import { bumpSummary, bumpTable, type SummaryContext } from '@rollcall/domain/bump/bump-summary';
import type { BumpOrigin, SourceOrigin } from '@rollcall/domain/bump/commit-message';
import { bumpByPullRequest } from '@rollcall/domain/bump/pull-request';
import type { SourceHistory } from '@rollcall/domain/bump/source-history';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { PullRequest } from '@rollcall/domain/deploy-branch/pull-requests';
import type { Tree } from '@rollcall/domain/ports';
import { gitSourceHistory } from '../git/git-source-history.ts';
import { gitTree } from '../git/git-tree.ts';
import { githubPullRequests } from '../github/github-pull-requests.ts';
import { dockerCredentials } from '../oci/docker-credentials.ts';
import { ociRegistry } from '../oci/oci-registry.ts';
import { realPace } from '../pace.ts';
import { branchWriter, type WriterInputs } from './branch-writer.ts';
import { choiceInput, flagInput, listInput, textInput } from './inputs.ts';
import { repositoryOfRun, repositoryUrl } from './repository.ts';
import type { Runner } from './runner.ts';

/** What every action that writes to a deploy branch works with. */
export interface Deployment {
  url: string;
  config: Config;
  loadCatalog(tree: Tree): Promise<Catalog>;
  /** The Catalog of the run's commit. */
  catalog(): Promise<Catalog>;
  /** Null where older tags are allowed. */
  sourceHistory: SourceHistory | null;
  openBranch(name: string, baseBranch?: string): Promise<DeployBranch>;
  /** Writes to the deploy branch, or asks for it by a pull request; the source of the images is the run's commit. */
  write(branch: DeployBranch, bump: Bump, sources?: SourceOrigin): Promise<Written>;
}

/** A bump, with the pull request that asks for it where there is one. */
export type Written = BumpResult & { pullRequest?: PullRequest | null };

export interface DeploymentInputs extends WriterInputs {
  config: string | undefined;
  message: string | undefined;
  allowOlder: boolean;
  labels: readonly string[];
  autoMerge: boolean;
  verifyImages: boolean;
  pinDigests: boolean;
  numericTags: 'refuse' | 'force-string';
}

/** The inputs that every action has that writes to a deploy branch. */
export function deploymentInputs(): DeploymentInputs {
  const pin = flagInput('pin-digests');
  return {
    config: textInput('config'),
    token: textInput('token'),
    message: textInput('message'),
    allowOlder: flagInput('allow-older'),
    via: choiceInput('via', ['api', 'git', 'auto'], 'auto'),
    mode: choiceInput('mode', ['commit', 'pull-request'], 'commit'),
    labels: listInput('labels') ?? [],
    autoMerge: flagInput('auto-merge'),
    verifyImages: flagInput('verify-images') || pin,
    pinDigests: pin,
    numericTags: choiceInput('numeric-tags', ['refuse', 'force-string'], 'refuse'),
  };
}

export async function openDeployment(runner: Runner, inputs: DeploymentInputs): Promise<Deployment> {
  const { env } = process;
  const { token, message } = inputs;
  const url = repositoryUrl(env);
  const git = await repositoryOfRun(runner, env, token);
  const source = gitTree(git, 'HEAD', 'HEAD');
  const { config } = await readConfig(source, inputs.config);
  const load = (tree: Tree) => loadCatalog(tree, config, { repositoryUrl: url });
  const history = gitSourceHistory(git, { temporaryFolder: runner.temporaryFolder });
  const { api, openBranch } = branchWriter(runner, env, inputs);
  const origin: BumpOrigin = {
    id: randomUUID(),
    source: `${env.GITHUB_REPOSITORY}@${env.GITHUB_SHA ?? ''}`,
    run: `${url}/actions/runs/${env.GITHUB_RUN_ID ?? ''}`,
    ...(message === undefined ? {} : { subject: message }),
  };
  const registry = inputs.verifyImages ? ociRegistry({ credentials: dockerCredentials(env), pace: realPace }) : null;
  const imageCheck = registry && { registry, pin: inputs.pinDigests };

  function write(branch: DeployBranch, bump: Bump, sources: SourceOrigin = {}): Promise<Written> {
    const own = { ...bump, imageCheck, pace: realPace, origin: { ...origin, ...sources } };
    if (inputs.mode === 'commit' || api === null) return bumpImages({ ...own, branch });
    return bumpByPullRequest({
      ...own,
      deployBranch: branch,
      branchFor: (name) => openBranch(name, branch.name),
      pullRequests: githubPullRequests(api),
      labels: inputs.labels,
      autoMerge: inputs.autoMerge,
    });
  }

  return {
    url,
    config,
    loadCatalog: load,
    catalog: () => load(source),
    sourceHistory: inputs.allowOlder ? null : history,
    openBranch,
    write,
  };
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
