import { groupBy } from '../../../grouping.ts';
import { endOfLife } from './end-of-life-table.ts';

/** A product whose versions are supported for a known time. */
interface Lifecycle {
  /** How people call it. */
  label: string;
  /** By release cycle (`1.24`, `18`) the last day of support, YYYY-MM-DD. Cycles without a known day are absent. */
  cycles: ReadonlyMap<string, string>;
}

/** The products that are judged, and the names under which https://endoflife.date lists them. */
export const supportedProducts: ReadonlyMap<string, { label: string; listedAs: string }> = new Map([
  ['alpine', { label: 'Alpine Linux', listedAs: 'alpine' }],
  ['amazon-eks', { label: 'Amazon EKS', listedAs: 'amazon-eks' }],
  ['debian', { label: 'Debian', listedAs: 'debian' }],
  ['dotnet', { label: '.NET', listedAs: 'dotnet' }],
  ['golang', { label: 'Go', listedAs: 'go' }],
  ['istio', { label: 'Istio', listedAs: 'istio' }],
  ['kubernetes', { label: 'Kubernetes', listedAs: 'kubernetes' }],
  ['mongodb', { label: 'MongoDB', listedAs: 'mongodb' }],
  ['mysql', { label: 'MySQL', listedAs: 'mysql' }],
  ['node', { label: 'Node.js', listedAs: 'nodejs' }],
  ['php', { label: 'PHP', listedAs: 'php' }],
  ['postgres', { label: 'PostgreSQL', listedAs: 'postgresql' }],
  ['python', { label: 'Python', listedAs: 'python' }],
  ['rabbitmq', { label: 'RabbitMQ', listedAs: 'rabbitmq' }],
  ['redis', { label: 'Redis', listedAs: 'redis' }],
  ['ruby', { label: 'Ruby', listedAs: 'ruby' }],
  ['ubuntu', { label: 'Ubuntu', listedAs: 'ubuntu' }],
]);

/** The day the table is of. */
export const lifecyclesOf = endOfLife.asOf;

/** By product. Of Debian the days are those of its long-term support, of Amazon EKS those of standard support. */
export const lifecycles: ReadonlyMap<string, Lifecycle> = readLifecycles(endOfLife.days);

function readLifecycles(days: string): Map<string, Lifecycle> {
  const releases = days
    .trim()
    .split('\n')
    .map((line) => line.split(' '));
  const byProduct = groupBy(releases, ([product = '']) => product);
  return new Map(
    [...supportedProducts].map(([product, { label }]) => [
      product,
      { label, cycles: new Map((byProduct.get(product) ?? []).map(([, cycle = '', day = '']) => [cycle, day])) },
    ]),
  );
}

/** When support of a version ended or ends, by the longest cycle it is of (`1.24` for 1.24.3); null where that is not known. */
export function supportedUntil(product: string, version: string): string | null {
  const parts = version.replace(/^v/, '').split(/[.-]/);
  const cycles = lifecycles.get(product)?.cycles;
  for (let count = Math.min(parts.length, 3); count > 0; count -= 1) {
    const day = cycles?.get(parts.slice(0, count).join('.'));
    if (day !== undefined) return day;
  }
  return null;
}
