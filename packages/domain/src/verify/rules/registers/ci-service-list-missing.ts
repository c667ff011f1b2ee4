import { registerFiles } from '../../../registers/register-files.ts';
import { buildDefinitionsNeeds } from '../../facts/ci/build-definitions.ts';
import { listName, missingEntries } from '../../fixes/missing-entry.ts';
import type { Rule } from '../../rule/rule.ts';

export const ciServiceListMissing: Rule = {
  id: 'ci-service-list-missing',
  title: 'Every service is in the lists of all services',
  severity: 'error',
  incident: '004 4.4',
  help: 'Add the service to the list.',
  needs: [registerFiles, ...buildDefinitionsNeeds],
  *check(context) {
    for (const register of context.registers) {
      const list = register.kind === 'json-array' || register.kind === 'matrix-list';
      if (!list || register.scope !== 'all') continue;
      yield* missingEntries(register, context, {
        list: `the list ${listName(register)}`,
        consequence: 'what is done for every service is not done for it',
      });
    }
  },
};
