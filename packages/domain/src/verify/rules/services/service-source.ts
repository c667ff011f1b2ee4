import { hasSource, type Service } from '../../../catalog/catalog.ts';
import { groupBy } from '../../../grouping.ts';
import { memoize } from '../../../memo.ts';
import { folderOf } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { RuleFinding } from '../../rule/rule.ts';
import { sourceLocation } from '../../rule/source-location.ts';

/** Whether a service is built from known sources and runs in a cluster: a static site may be served from elsewhere. */
export function deploysWorkloads(service: Service): boolean {
  return hasSource(service) && service.kind !== 'static-site' && service.kind !== 'infra';
}

/** Whether services have charts of their own as a rule: at least half of those that run in a cluster. */
export function haveCharts(services: readonly Service[]): boolean {
  const all = services.filter(deploysWorkloads);
  const withChart = all.filter(({ chart }) => chart !== null);
  return withChart.length > 0 && withChart.length * 2 >= all.length;
}

/**
 * The charts that no source has by its name, and that lie beside the one source of a folder: `config/app` and
 * `config/helm` are of one service, whatever each is called. By the folder of both.
 */
export const chartsBesideSources = memoize(({ catalog }: RuleContext): ReadonlySet<string> => {
  const owned = new Set(catalog.services.flatMap((one) => (hasSource(one) && one.chart !== null ? [one.chart] : [])));
  const sources = groupBy(
    catalog.services.filter(({ path }) => path?.includes('/')),
    ({ path }) => folderOf(path ?? ''),
  );
  const charts = groupBy(
    catalog.charts.filter(({ path, library }) => !library && !owned.has(path)),
    ({ path }) => folderOf(path),
  );
  return new Set(
    [...charts.keys()].filter((folder) => charts.get(folder)?.length === 1 && sources.get(folder)?.length === 1),
  );
});

/** Where a finding about the source of a service stands, and where that source is when another repository holds it. */
export function placeOfSource(service: Service, { paths }: RuleContext): Pick<RuleFinding, 'location' | 'elsewhere'> {
  const { elsewhere } = service;
  if (!elsewhere) return { location: sourceLocation(service, paths) };
  const { repository, source, place } = elsewhere;
  return { location: place, elsewhere: [{ repository, ...source }] };
}

/** How a message calls the place of a source: `services/cart`, or `services/cart of acme/shop`. */
export function sourceName({ path, elsewhere }: Service): string {
  return elsewhere ? `${elsewhere.path || '.'} of ${elsewhere.repository}` : path || '.';
}

/**
 * Whether a file that could not be read has a name in it, also in a longer one: it may be what is missing. Of one that
 * cannot be decoded its path tells: a file of bytes silences nothing but what it is called after.
 */
export function isNamedInUnread(name: string, { catalog }: RuleContext): boolean {
  return catalog.problems.some(
    ({ unread, location }) => unread && (unread.text ?? location?.path ?? '').includes(name),
  );
}
