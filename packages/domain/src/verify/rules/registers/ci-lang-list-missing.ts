import { registerFiles } from '../../../registers/register-files.ts';
import { buildDefinitionsNeeds } from '../../facts/ci/build-definitions.ts';
import { listName, missingEntries } from '../../fixes/missing-entry.ts';
import type { Rule } from '../../rule/rule.ts';

export const ciLangListMissing: Rule = {
  id: 'ci-lang-list-missing',
  title: 'Every service of a language is in the lists of that language',
  severity: 'error',
  incident: '004 4.4',
  help: 'Add the service to the list of its language.',
  needs: [registerFiles, ...buildDefinitionsNeeds],
  *check(context) {
    for (const register of context.registers) {
      const list = register.kind === 'json-array' || register.kind === 'matrix-list';
      if (!list || register.scope === 'all') continue;
      const language = register.scope.length === 1 ? `${register.scope[0]} services` : 'services of its kind';
      yield* missingEntries(register, context, {
        list: `the list ${listName(register)}`,
        consequence: `what is done for the ${language} is not done for it`,
      });
    }
  },
};
