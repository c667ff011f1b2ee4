import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BumpResult } from '@rollcall/domain/bump/bump-images';
import { bumpJson } from '@rollcall/domain/bump/bump-json';
import { bumpSummary, bumpTable, type SummaryContext } from '@rollcall/domain/bump/bump-summary';
import type { BumpOrigin } from '@rollcall/domain/bump/commit-message';
import type { DeployBranch } from '@rollcall/domain/bump/deploy-branch';
import type { SourceHistory } from '@rollcall/domain/bump/older';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { Tree } from '@rollcall/domain/ports';
import { gitDeployBranch } from '../git-deploy-branch.ts';
import { gitSourceHistory } from '../git-source-history.ts';
import { gitTree } from '../git-tree.ts';
import { credentialOf, repositoryOfRun, repositoryUrl } from './repository.ts';
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
  /** Who commits; the source of the images is the run's commit. */
  origin: BumpOrigin;
}

export interface DeploymentInputs {
  config: string | undefined;
  token: string | undefined;
  message: string | undefined;
  allowOlder: boolean;
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
  return {
    url,
    config,
    loadCatalog: load,
    catalog: () => load(source),
    sourceHistory: inputs.allowOlder ? null : history,
    openBranch: (branch, baseBranch) =>
      gitDeployBranch({
        folder: runner.temporaryFolder(),
        url,
        branch,
        baseBranch,
        credential: credentialOf(env, token),
      }),
    origin: {
      id: randomUUID(),
      source: `${env.GITHUB_REPOSITORY}@${env.GITHUB_SHA ?? ''}`,
      run: `${url}/actions/runs/${env.GITHUB_RUN_ID ?? ''}`,
      ...(message === undefined ? {} : { subject: message }),
    },
  };
}

/** Prints a bump, adds it to the job summary and sets the outputs. */
export function reportBump(runner: Runner, result: BumpResult, context: SummaryContext): void {
  runner.print(`${bumpTable(result, context)}${result.diff ? `\n${result.diff}` : ''}`);
  runner.summarize(bumpSummary(result, context));
  const file = result.diff ? join(runner.temporaryFolder(), 'bump.diff') : '';
  if (file) writeFileSync(file, result.diff);
  runner.setOutputs({ ...bumpJson(result), 'diff-file': file });
}
