import type { Service } from '../../../catalog/catalog.ts';
import type { Location } from '../../../location.ts';
import { buildManifests } from '../../../tree/file-types.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import type { Fix } from '../../findings/finding.ts';
import { chartFiles, chartSibling, cloneChart } from '../../fixes/clone/clone-chart.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const serviceChartMissing: Rule = {
  id: 'service-chart-missing',
  title: 'Every service has a chart',
  severity: 'warning',
  incident: '004 6.1',
  help: 'Add a chart of the service’s name beside those of the others: --fix --unsafe clones that of a sibling; --tag SERVICE=TAG gives the tag that it may need.',
  needs: [buildManifests, chartFiles],
  *check(context) {
    const services = context.catalog.services.filter(
      ({ path, kind }) => path !== null && kind !== 'static-site' && kind !== 'infra',
    );
    const withChart = services.filter(({ chart }) => chart !== null);
    // Where few services have a chart of their own, they are deployed in another way, and none is missing.
    if (withChart.length === 0 || withChart.length * 2 < services.length) return;
    const folders = new Set(withChart.map(({ chart }) => folderOf(chart ?? '')));
    const beside = folders.size === 1 ? [...folders][0] : undefined;
    for (const service of services) {
      // An Application deploys it without a chart of its own.
      if (service.chart !== null || context.applicationsOf.has(service.name)) continue;
      const expected =
        beside === undefined ? '' : ` (expected ${beside ? `${beside}/` : ''}${service.name}/Chart.yaml)`;
      yield {
        location: sourceLocation(service, context),
        subject: service.name,
        message: `service ${service.name} in ${service.path || '.'} has no Helm chart: it cannot be deployed as the others are${expected}`,
        fix: cloneOfSibling(service, context),
      };
    }
  },
};

/** A chart is a first draft: what the service needs of it, only a person knows. */
function cloneOfSibling(service: Service, context: RuleContext): Fix | null {
  const sibling = chartSibling(service, context);
  const clone = sibling && cloneChart(sibling, service.name, context.tags.get(service.name) ?? null, context);
  return clone
    ? { description: `clone the chart of ${sibling.name} for ${service.name}`, safe: false, ...clone }
    : null;
}

/** Its build manifest, else its Dockerfile, else the first file of its source. */
function sourceLocation({ path, dockerfile }: Service, { paths }: RuleContext): Location {
  const folder = path ?? '';
  const manifest = paths.files(folder).find(buildManifests) ?? dockerfile ?? paths.files(folder, true)[0];
  return { path: manifest ?? folder, line: 1, column: 1 };
}
