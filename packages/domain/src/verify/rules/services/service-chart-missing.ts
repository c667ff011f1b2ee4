import { hasSource, type Service } from '../../../catalog/catalog.ts';
import { countEach } from '../../../grouping.ts';
import { showPath } from '../../../names.ts';
import { buildManifests } from '../../../tree/file-types.ts';
import { baseName, folderOf } from '../../../tree/repository-paths.ts';
import type { Fix } from '../../findings/finding.ts';
import { withoutSecretsOf } from '../../fixes/clone/clone.ts';
import { chartFiles, chartSibling, cloneChart } from '../../fixes/clone/clone-chart.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { chartsBesideSources, deploysWorkloads, haveCharts, placeOfSource, sourceName } from './service-source.ts';
import { uploadedServices, uploadsNeeds } from './uploaded-services.ts';

export const serviceChartMissing: Rule = {
  id: 'service-chart-missing',
  title: 'Every service has a chart',
  severity: 'warning',
  incident: '004 6.1',
  judgesDeployment: true,
  help: 'Add a chart of the service’s name beside those of the others: --fix --unsafe clones that of a sibling; --tag SERVICE=TAG gives the tag that it may need.',
  needs: [buildManifests, chartFiles, ...uploadsNeeds],
  *check(context) {
    const services = context.catalog.services.filter(deploysWorkloads);
    const withChart = services.filter(({ chart }) => chart !== null);
    // Where few services have a chart of their own, they are deployed in another way, and none is missing.
    if (!haveCharts(services)) return;
    const folders = new Set(withChart.map(({ chart }) => folderOf(chart ?? '')));
    const beside = folders.size === 1 ? [...folders][0] : undefined;
    const uploaded = uploadedServices(context);
    // A chart that is called as folders of several services is of one of them, and nobody knows of which.
    const ownerless = new Set(
      context.catalog.services.flatMap((service) =>
        service.chart !== null && !hasSource(service) ? [service.name] : [],
      ),
    );
    const sharing = countEach(withChart.map(folderBeside));
    for (const service of services) {
      if (uploaded.has(service) || ownerless.has(baseName(service.path ?? ''))) continue;
      if (hasItsChart(service, context)) continue;
      const expected =
        beside === undefined ? '' : ` (expected ${beside ? `${beside}/` : ''}${service.name}/Chart.yaml)`;
      const reason = doubtOf(service, sharing);
      yield {
        ...placeOfSource(service, context),
        subject: service.name,
        ...(reason !== null && { severity: 'notice' as const, confidence: 'likely' as const }),
        message: `service ${service.name} in ${sourceName(service)} has no Helm chart: it cannot be deployed as the others are${expected}${reason === null ? '' : ` (${reason})`}`,
        fix: cloneOfSibling(service, context),
      };
    }
  },
};

/** Why it may need none: of a folder in which at most one has a chart, they may be there for something else. */
function doubtOf(service: Service, sharing: ReadonlyMap<string | undefined, number>): string | null {
  const folder = folderBeside(service);
  const others = sharing.get(folder) ?? 0;
  if (others > 1) return null;
  return `${others === 0 ? 'no service' : 'only one service'} beside it in ${showPath(folder || '.')} has one`;
}

/** The folder that the source of a service lies in, here or in its repository; undefined where that is not known. */
function folderBeside({ path, elsewhere }: Service): string | undefined {
  const source = path ?? elsewhere?.path;
  return source === undefined ? undefined : folderOf(source);
}

/** Whether a chart is its own, or beside its source under another name, or an Application deploys it without one. */
function hasItsChart({ name, path, chart, elsewhere }: Service, context: RuleContext): boolean {
  if (chart !== null || elsewhere?.chart || context.deployedBy.has(name)) return true;
  return path !== null && chartsBesideSources(context).has(folderOf(path));
}

/** A chart is a first draft: what the service needs of it, only a person knows. */
function cloneOfSibling(service: Service, context: RuleContext): Fix | null {
  const sibling = chartSibling(service, context);
  const clone = withoutSecretsOf(
    sibling?.name ?? null,
    sibling && cloneChart(sibling, service.name, context.tags.get(service.name) ?? null, context),
  );
  return clone && sibling
    ? { description: `clone the chart of ${sibling.name} for ${service.name}`, safe: false, ...clone }
    : null;
}
