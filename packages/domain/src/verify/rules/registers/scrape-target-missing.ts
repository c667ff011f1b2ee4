import type { Service } from '../../../catalog/catalog.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { buildManifests } from '../../../tree/file-types.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { missingInYamlLists } from './completeness.ts';

export const scrapeTargetMissing: Rule = {
  id: 'scrape-target-missing',
  title: 'Every service that is deployed is among the scrape targets',
  severity: 'notice',
  incident: '003 7.4',
  help: 'Add a job or a target for the service.',
  needs: [registerFiles, buildManifests],
  *check(context) {
    yield* missingInYamlLists(context, {
      isAbout: ({ id, file }: Register) =>
        /scrape|prometheus|monitoring|metrics/i.test(id) &&
        // Targets that are found in the cluster need no list.
        !/\bkubernetes_sd_configs\b/.test(context.text(file) ?? ''),
      consequence: 'its metrics are not collected, and no alert about it can fire',
      belongs: (service, listed) => showsMetrics(service, listed, context),
      doubt: 'nothing in its manifests says that it shows metrics',
    });
  },
};

/**
 * Whether a service shows metrics, as the manifests of all listed ones say by what they depend on; null where those do
 * not say it. One target alone is no list of all.
 */
function showsMetrics(service: Service, listed: readonly Service[], context: RuleContext): boolean | null {
  if (listed.length < 2) return false;
  if (!listed.every((one) => dependsOnMetrics(one, context))) return null;
  return dependsOnMetrics(service, context);
}

function dependsOnMetrics({ path }: Service, context: RuleContext): boolean {
  if (path === null) return false;
  return context.paths
    .files(path, false)
    .some((file) => buildManifests(file) && metrics.test(context.text(file) ?? ''));
}

/** What libraries that show metrics are called. */
const metrics = /prom-client|prometheus|micrometer|spring-boot-starter-actuator|opentelemetry|express-prom|metrics/i;
