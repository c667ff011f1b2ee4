import { choiceInput } from '@rollcall/adapters/runner/inputs';
import { runAction } from '@rollcall/adapters/runner/runner';
import { present } from '@rollcall/domain/present';
import { retirementPlanner } from '@rollcall/domain/service-change/retirement';
import { retirementStages } from '@rollcall/domain/service-change/service-change';
import { changeInputs, changeService } from '@rollcall/shell/run-service-change';

await runAction(async (runner) => {
  const inputs = changeInputs();
  const chosen = choiceInput('stage', [...retirementStages, 'all'], 'all');
  const stage = chosen === 'all' ? undefined : chosen;
  await changeService(runner, inputs, retirementPlanner({ name: inputs.service, ...present({ stage }) }));
});
