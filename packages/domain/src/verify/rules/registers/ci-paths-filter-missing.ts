import { registerFiles } from '../../../registers/register-files.ts';
import { missingEntries } from '../../fixes/missing-entry.ts';
import type { Rule } from '../../rule/rule.ts';

export const ciPathsFilterMissing: Rule = {
  id: 'ci-paths-filter-missing',
  title: 'Every service is in the paths filter',
  severity: 'error',
  incident: '004 4.4',
  help: 'Add a key of the service’s name with the patterns of its source.',
  needs: [registerFiles],
  *check(context) {
    for (const register of context.registers) {
      if (register.kind !== 'paths-filter') continue;
      yield* missingEntries(register, context, {
        list: 'the paths filter',
        consequence: 'a change to it starts no build, and nobody is told',
      });
    }
  },
};
