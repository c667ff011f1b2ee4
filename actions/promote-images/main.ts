import { openDeployment, reportBump } from '@rollcall/adapters/runner/deployment';
import { runAction } from '@rollcall/adapters/runner/runner';
import { deployBranchOf, settingsOf, sourceBranchOf } from '@rollcall/domain/bump/deploy-target';
import { promoteImages } from '@rollcall/domain/bump/promote-images';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { from, to, services, onMissing, dryRun, ...inputs } = readInputs();
  const { url, config, loadCatalog, catalog, sourceHistory, openBranch, write } = await openDeployment(runner, inputs);
  const known = await catalog();
  const branch = await openBranch(inputs.branch ?? deployBranchOf(known, to), inputs.baseBranch);
  const result = await promoteImages(
    {
      from: from === undefined ? null : { settings: settingsOf(config, from), manifests: await branchOf(from) },
      to: { settings: { ...settingsOf(config, to), numericTags: inputs.numericTags }, manifests: branch },
      services: services ?? null,
      onMissing,
      loadCatalog,
      log: runner.log,
      dryRun,
      sourceHistory,
    },
    (bump, sources) => write(branch, bump, sources),
  );
  reportBump(runner, result, { environment: to, branch: branch.name, repositoryUrl: url, dryRun });

  async function branchOf(environment: string) {
    const name = sourceBranchOf(known, environment, branch.name);
    return name === branch.name ? branch : openBranch(name);
  }
});
