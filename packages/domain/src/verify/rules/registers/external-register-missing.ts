import { registerFiles } from '../../../registers/register-files.ts';
import { listPointer, missingEntries } from '../../fixes/missing-entry.ts';
import type { Rule } from '../../rule/rule.ts';

export const externalRegisterMissing: Rule = {
  id: 'external-register-missing',
  title: 'Every service is in the lists that the configuration names',
  severity: 'error',
  incident: '003 7.4',
  help: 'Add the service to the list, or correct the entry of "registers" in rollcall.yaml.',
  needs: [registerFiles],
  *check(context) {
    for (const register of context.registers) {
      if (register.kind !== 'configured') continue;
      yield* missingEntries(register, context, {
        list: `the list ${listPointer(register)}`,
        consequence: 'rollcall.yaml says that every service is listed there',
      });
    }
  },
};
