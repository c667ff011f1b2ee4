import { registerFiles } from '../../../registers/register-files.ts';
import { missingEntries } from '../../fixes/missing-entry.ts';
import type { Rule } from '../../rule/rule.ts';
import { isNearlyComplete, runsWhereListed } from './completeness.ts';

export const scrapeTargetMissing: Rule = {
  id: 'scrape-target-missing',
  title: 'Every service that is deployed is among the scrape targets',
  severity: 'notice',
  incident: '003 7.4',
  help: 'Add a job or a target for the service.',
  needs: [registerFiles],
  *check(context) {
    for (const register of context.registers) {
      const list = register.kind === 'yaml-list' || register.kind === 'yaml-map';
      if (!list || !/scrape|prometheus|monitoring|metrics/i.test(register.id)) continue;
      // Targets that are found in the cluster need no list.
      if (/\bkubernetes_sd_configs\b/.test(context.text(register.file) ?? '')) continue;
      if (!isNearlyComplete(register, context)) continue;
      const pointer = register.id.slice(register.id.indexOf('#') + 1);
      for (const finding of missingEntries(register, context, {
        list: pointer,
        consequence: 'its metrics are not collected, and no alert of its can fire',
      })) {
        if (runsWhereListed(finding.subject, register, context)) yield finding;
      }
    }
  },
};
