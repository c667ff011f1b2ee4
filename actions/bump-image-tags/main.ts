import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitDeployBranch } from '@rollcall/adapters/git-deploy-branch';
import { gitTree } from '@rollcall/adapters/git-tree';
import { realPace } from '@rollcall/adapters/pace';
import { credentialOf, repositoryOfRun, repositoryUrl } from '@rollcall/adapters/runner/repository';
import { runAction } from '@rollcall/adapters/runner/runner';
import { bumpImages } from '@rollcall/domain/bump/bump-images';
import { bumpJson } from '@rollcall/domain/bump/bump-json';
import { bumpSummary, bumpTable } from '@rollcall/domain/bump/bump-summary';
import { deployBranchOf, mutableTagsOf } from '@rollcall/domain/bump/deploy-target';
import { readConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { Tree } from '@rollcall/domain/ports';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { env } = process;
  const { environment, images, onMissing, dryRun, ...inputs } = readInputs();
  const url = repositoryUrl(env);
  const source = gitTree(await repositoryOfRun(runner, env, inputs.token), 'HEAD', 'HEAD');
  const { config } = await readConfig(source, inputs.config);
  const load = (tree: Tree) => loadCatalog(tree, config, { repositoryUrl: url });
  const name = inputs.branch ?? deployBranchOf(await load(source), environment);
  const run = `${url}/actions/runs/${env.GITHUB_RUN_ID ?? ''}`;
  const result = await bumpImages({
    request: { environment, images, onMissing, mutableTags: mutableTagsOf(config, environment) },
    loadCatalog: load,
    log: runner.log,
    dryRun,
    branch: await gitDeployBranch({
      folder: runner.temporaryFolder(),
      url,
      branch: name,
      baseBranch: inputs.baseBranch,
      credential: credentialOf(env, inputs.token),
    }),
    pace: realPace,
    origin: {
      id: randomUUID(),
      source: `${env.GITHUB_REPOSITORY}@${env.GITHUB_SHA ?? ''}`,
      run,
      ...(inputs.message === undefined ? {} : { subject: inputs.message }),
    },
  });
  const context = { environment, branch: name, repositoryUrl: url, dryRun };
  runner.print(`${bumpTable(result, context)}${result.diff ? `\n${result.diff}` : ''}`);
  runner.summarize(bumpSummary(result, context));
  runner.setOutputs({ ...bumpJson(result), 'diff-file': diffFile(result.diff) });

  function diffFile(diff: string): string {
    if (!diff) return '';
    const file = join(runner.temporaryFolder(), 'bump.diff');
    writeFileSync(file, diff);
    return file;
  }
});
