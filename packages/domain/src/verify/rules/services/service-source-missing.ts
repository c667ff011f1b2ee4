import { hasSource, type Service } from '../../../catalog/catalog.ts';
import { baseName, folderOf, joinPath } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { chartsBesideSources } from './service-source.ts';

export const serviceSourceMissing: Rule = {
  id: 'service-source-missing',
  title: 'Every chart and Application of a service has its source',
  severity: 'error',
  incident: '003 7',
  help: 'Remove what is left of the service, or say in rollcall.yaml that it is infrastructure: services.overrides.NAME.kind.',
  needs: [],
  canJudge: ({ sources }) => sources.complete,
  *check(context) {
    const { catalog, applicationsOf, config, sources } = context;
    if (!sources.complete) return;
    const here = ['here', ...sources.repositories].join(' and in ');
    const removed = new Set(config['removed-services'] ?? []);
    // Where several folders have one name, each is a service of a longer one, and nobody knows whose chart it is.
    const folders = new Set(catalog.services.flatMap(({ path }) => (path ? [baseName(path)] : [])));
    const charts = new Map(catalog.charts.map((chart) => [chart.path, chart]));
    for (const service of catalog.services) {
      const { name, chart } = service;
      // service-leftover finds what is left of a removed service.
      if (hasItsSource(service, context) || removed.has(name) || folders.has(name)) continue;
      const own = chart === null ? undefined : charts.get(chart);
      const applications = applicationsOf.get(name) ?? [];
      const [first] = applications;
      const document = own?.document ?? first?.document;
      if (!document) continue;
      const what = own ? `chart ${joinPath(own.path, 'Chart.yaml')}` : `Application ${first?.file}`;
      const deployed = [...new Set(applications.flatMap(({ environment }) => environment ?? []))];
      const where = deployed.length > 0 ? ` in ${deployed.join(' and ')}` : '';
      yield {
        location: document.locate(own ? ['name'] : ['metadata', 'name']),
        subject: name,
        message: `${what} belongs to service ${name}, which has no source ${here}: it can be deployed${where}, but never built again`,
      };
    }
  },
};

/** Whether its source is known, or somebody else's. */
function hasItsSource(service: Service, context: RuleContext): boolean {
  const { kind, chart } = service;
  if (hasSource(service) || kind === 'infra') return true;
  return chart !== null && chartsBesideSources(context).has(folderOf(chart));
}
