import { runAction } from '@rollcall/adapters/runner/runner';
import { openDeployment } from '@rollcall/shell/deployment';
import { placeOfRun, reportBump } from '@rollcall/shell/run-deployment';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { from, to, services, takesAway, onMissing, copy, hold, ...inputs } = readInputs();
  const deployment = await openDeployment(await placeOfRun(runner, inputs), to, inputs);
  const chosen = { from, services, takesAway, onMissing, copy, hold };
  reportBump(runner, await deployment.promote(chosen), deployment.context);
});
