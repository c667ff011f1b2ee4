import { realPace } from '@rollcall/adapters/pace';
import { openDeployment, reportBump } from '@rollcall/adapters/runner/deployment';
import { runAction } from '@rollcall/adapters/runner/runner';
import { bumpImages } from '@rollcall/domain/bump/bump-images';
import { deployBranchOf, settingsOf, sourceBranchOf } from '@rollcall/domain/bump/deploy-target';
import { promoteImages } from '@rollcall/domain/bump/promote-images';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { from, to, services, onMissing, dryRun, ...inputs } = readInputs();
  const { url, config, loadCatalog, catalog, sourceHistory, openBranch, origin } = await openDeployment(runner, inputs);
  const known = await catalog();
  const branch = await openBranch(inputs.branch ?? deployBranchOf(known, to), inputs.baseBranch);
  const result = await promoteImages(
    {
      from: from === undefined ? null : { settings: settingsOf(config, from), manifests: await branchOf(from) },
      to: { settings: settingsOf(config, to), manifests: branch },
      services: services ?? null,
      onMissing,
      loadCatalog,
      log: runner.log,
      dryRun,
      sourceHistory,
    },
    (bump, sources) => bumpImages({ ...bump, branch, pace: realPace, origin: { ...origin, ...sources } }),
  );
  reportBump(runner, result, { environment: to, branch: branch.name, repositoryUrl: url, dryRun });

  async function branchOf(environment: string) {
    const name = sourceBranchOf(known, environment, branch.name);
    return name === branch.name ? branch : openBranch(name);
  }
});
