import { registerFiles } from '../../../registers/register-files.ts';
import { missingEntries } from '../../fixes/missing-entry.ts';
import type { Rule } from '../../rule/rule.ts';
import { isNearlyComplete, runsWhereListed } from './completeness.ts';

export const scrapeTargetMissing: Rule = {
  id: 'scrape-target-missing',
  title: 'Every service that is deployed is among the scrape targets',
  severity: 'notice',
  seed: '003 7.4',
  help: 'Add a job or a target for the service.',
  needs: [registerFiles],
  *check(model) {
    for (const register of model.registers) {
      const list = register.kind === 'yaml-list' || register.kind === 'yaml-map';
      if (!list || !/scrape|prometheus|monitoring|metrics/i.test(register.id)) continue;
      // Targets that are found in the cluster need no list.
      if (/\bkubernetes_sd_configs\b/.test(model.text(register.file) ?? '')) continue;
      if (!isNearlyComplete(register, model)) continue;
      const pointer = register.id.slice(register.id.indexOf('#') + 1);
      for (const draft of missingEntries(register, model, {
        list: pointer,
        consequence: 'its metrics are not collected, and no alert of its can fire',
      })) {
        if (runsWhereListed(draft.subject, register, model)) yield draft;
      }
    }
  },
};
