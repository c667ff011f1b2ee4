import { missingEntries } from '../missing-entry.ts';
import type { Rule } from '../rule.ts';
import { registerFiles } from '../select.ts';

export const ciDispatchOptionsMissing: Rule = {
  id: 'ci-dispatch-options-missing',
  title: 'Every service can be chosen when a workflow is started by hand',
  severity: 'warning',
  seed: '004 4.4',
  help: 'Add the service to the options of the input.',
  needs: [registerFiles],
  *check(model) {
    for (const register of model.registers) {
      if (register.kind !== 'workflow-choices') continue;
      yield* missingEntries(register, model, {
        list: 'the choices of workflow_dispatch',
        consequence: 'it cannot be built by hand',
      });
    }
  },
};
