import { runAction } from '@rollcall/adapters/runner/runner';
import { openDeployment } from '@rollcall/shell/deployment';
import { placeOfRun, reportBump } from '@rollcall/shell/run-deployment';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { environment, images, onMissing, ...inputs } = readInputs();
  const deployment = await openDeployment(await placeOfRun(runner, inputs), environment, inputs);
  reportBump(runner, await deployment.bump(images, onMissing), deployment.context);
});
