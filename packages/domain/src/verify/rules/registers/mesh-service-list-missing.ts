import { registerFiles } from '../../../registers/register-files.ts';
import { missingEntries } from '../../fixes/missing-entry.ts';
import type { Rule } from '../../rule/rule.ts';
import { isNearlyComplete, runsWhereListed } from './completeness.ts';

export const meshServiceListMissing: Rule = {
  id: 'mesh-service-list-missing',
  title: 'Every service that is deployed is in the lists of the mesh',
  severity: 'warning',
  incident: '003 7.4',
  help: 'Add the service to the list.',
  needs: [registerFiles],
  *check(context) {
    for (const register of context.registers) {
      const list = register.kind === 'yaml-list' || register.kind === 'yaml-map';
      if (!list || !/istio|mesh|linkerd/i.test(register.id) || !isNearlyComplete(register, context)) continue;
      const pointer = register.id.slice(register.id.indexOf('#') + 1);
      for (const finding of missingEntries(register, context, {
        list: pointer,
        consequence: 'the mesh has no rules for it, and its traffic is refused or left alone',
      })) {
        if (runsWhereListed(finding.subject, register, context)) yield finding;
      }
    }
  },
};
