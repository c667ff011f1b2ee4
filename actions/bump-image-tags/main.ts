import { openDeployment, reportBump } from '@rollcall/adapters/runner/deployment';
import { runAction } from '@rollcall/adapters/runner/runner';
import { deployBranchOf, settingsOf } from '@rollcall/domain/bump/deploy-target';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { environment, images, onMissing, dryRun, ...inputs } = readInputs();
  const { url, config, catalog, openBranch, write, ...deployment } = await openDeployment(runner, inputs);
  const branch = await openBranch(inputs.branch ?? deployBranchOf(await catalog(), environment), inputs.baseBranch);
  const result = await write(branch, {
    ...deployment,
    request: { ...settingsOf(config, environment), images, onMissing, numericTags: inputs.numericTags },
    log: runner.log,
    dryRun,
  });
  reportBump(runner, result, { environment, branch: branch.name, repositoryUrl: url, dryRun });
});
