import { listName, missingEntries } from '../missing-entry.ts';
import type { Model } from '../model.ts';
import { isBesideListed } from '../nearly-complete.ts';
import type { Rule } from '../rule.ts';
import { registerFiles } from '../select.ts';

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
