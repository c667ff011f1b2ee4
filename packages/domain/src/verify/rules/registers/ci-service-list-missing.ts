import { registerFiles } from '../../../registers/register-files.ts';
import { listName, missingEntries } from '../../fixes/missing-entry.ts';
import type { Model } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { isBesideListed } from './completeness.ts';

export const ciServiceListMissing: Rule = {
  id: 'ci-service-list-missing',
  title: 'Every service is in the lists of all services',
  severity: 'error',
  seed: '004 4.4',
  help: 'Add the service to the list.',
  needs: [registerFiles],
  *check(model) {
    for (const register of model.registers) {
      const list = register.kind === 'json-array' || register.kind === 'matrix-list';
      if (!list || register.scope !== 'all') continue;
      for (const draft of missingEntries(register, model, {
        list: `the list ${listName(register)}`,
        consequence: 'what is done for every service is not done for it',
      })) {
        // What lies elsewhere and is not deployed is a tool of theirs.
        if (isDeployed(draft.subject, model) || isBesideListed(draft.subject, register, model)) yield draft;
      }
    }
  },
};

function isDeployed(name: string, { services, applicationsOf }: Model): boolean {
  return applicationsOf.has(name) || (services.get(name)?.chart ?? null) !== null;
}
