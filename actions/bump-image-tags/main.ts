import { realPace } from '@rollcall/adapters/pace';
import { openDeployment, reportBump } from '@rollcall/adapters/runner/deployment';
import { runAction } from '@rollcall/adapters/runner/runner';
import { bumpImages } from '@rollcall/domain/bump/bump-images';
import { deployBranchOf, settingsOf } from '@rollcall/domain/bump/deploy-target';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { environment, images, onMissing, dryRun, ...inputs } = readInputs();
  const { url, config, loadCatalog, catalog, sourceHistory, openBranch, origin } = await openDeployment(runner, inputs);
  const branch = await openBranch(inputs.branch ?? deployBranchOf(await catalog(), environment), inputs.baseBranch);
  const result = await bumpImages({
    request: { ...settingsOf(config, environment), images, onMissing },
    loadCatalog,
    log: runner.log,
    dryRun,
    sourceHistory,
    branch,
    pace: realPace,
    origin,
  });
  reportBump(runner, result, { environment, branch: branch.name, repositoryUrl: url, dryRun });
});
