import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { missingEntries } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const ciDispatchOptionsMissing: Rule = {
  id: 'ci-dispatch-options-missing',
  title: 'Every service can be chosen when a workflow is started by hand',
  severity: 'warning',
  incident: '004 4.4',
  help: 'Add the service to the options of the input.',
  needs: [registerFiles],
  *check(context) {
    for (const register of context.registers) {
      if (register.kind !== 'workflow-choices' || mayCallItElse(register, context)) continue;
      yield* missingEntries(register, context, {
        list: 'the choices of workflow_dispatch',
        consequence: 'it cannot be built by hand',
      });
    }
  },
};

/** Whether the one service it names stands among other words: one of those may be another service, as people call it. */
function mayCallItElse({ entries }: Register, { services }: RuleContext): boolean {
  const others = entries.filter((entry) => !services.has(entry) && !/^(?:all|any|auto|both|none)$/i.test(entry));
  return entries.filter((entry) => services.has(entry)).length < 2 && others.length > 0;
}
