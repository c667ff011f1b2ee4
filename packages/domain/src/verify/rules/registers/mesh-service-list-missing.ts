import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import type { Rule } from '../../rule/rule.ts';
import { missingInYamlLists } from './completeness.ts';

export const meshServiceListMissing: Rule = {
  id: 'mesh-service-list-missing',
  title: 'Every service that is deployed is in the lists of the mesh',
  severity: 'warning',
  incident: '003 7.4',
  help: 'Add the service to the list.',
  needs: [registerFiles],
  *check(context) {
    yield* missingInYamlLists(context, {
      // What values have at their top are the parts of a chart.
      isAbout: ({ id, kind }: Register) => /istio|mesh|linkerd/i.test(id) && !(kind === 'yaml-map' && id.endsWith('#')),
      consequence: 'the mesh has no rules for it, and its traffic is refused or left alone',
    });
  },
};
