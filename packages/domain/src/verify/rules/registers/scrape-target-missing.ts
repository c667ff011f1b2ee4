import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import type { Rule } from '../../rule/rule.ts';
import { missingInYamlLists } from './completeness.ts';

export const scrapeTargetMissing: Rule = {
  id: 'scrape-target-missing',
  title: 'Every service that is deployed is among the scrape targets',
  severity: 'notice',
  incident: '003 7.4',
  help: 'Add a job or a target for the service.',
  needs: [registerFiles],
  *check(context) {
    const isOfTargets = ({ id, file }: Register): boolean =>
      /scrape|prometheus|monitoring|metrics/i.test(id) &&
      // Targets that are found in the cluster need no list.
      !/\bkubernetes_sd_configs\b/.test(context.text(file) ?? '');
    const consequence = 'its metrics are not collected, and no alert about it can fire';
    yield* missingInYamlLists(context, isOfTargets, consequence);
  },
};
