import { listInput, textInput } from '@rollcall/adapters/runner/inputs';
import { runAction } from '@rollcall/adapters/runner/runner';
import { heldButDeployed, statusJson, statusMarkdown, statusTable } from '@rollcall/domain/bump/status-text';
import { ExternalError } from '@rollcall/domain/user-error';
import { statusOfDeployments } from '@rollcall/shell/deployment-status';
import { deploymentInputs, placeOfRun } from '@rollcall/shell/run-deployment';

await runAction(async (runner) => {
  const status = await statusOfDeployments(await placeOfRun(runner, deploymentInputs()), {
    config: textInput('config'),
    environments: listInput('environments') ?? [],
    stop: textInput('stop') ?? null,
  });
  runner.print(statusTable(status));
  runner.summarize(`### What runs where\n\n${statusMarkdown(status)}`);
  for (const warning of heldButDeployed(status)) runner.log.warning(warning);
  runner.setOutputs({ status: statusJson(status) });
  const unread = status.environments.flatMap(({ name, unread: why }) => (why === null ? [] : [`${name}: ${why}`]));
  if (unread.length > 0)
    throw new ExternalError(`what runs is not known of ${unread.join('; ')}`, {
      help: 'The others are told above.',
    });
});
