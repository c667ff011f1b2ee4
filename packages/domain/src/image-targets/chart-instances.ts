import type { Application, ApplicationSource } from '../argocd/application.ts';
import { type ChartValues, chartValues, isOwnChart, type ValuesLayer } from '../argocd/chart-values.ts';
import { revisionOf } from '../argocd/source-place.ts';
import { groupBy } from '../grouping.ts';
import { type ChartCopy, chartCopies, chartDependencies } from '../helm/chart-dependencies.ts';
import { satisfies } from '../helm/version-constraint.ts';
import { compareText } from '../location.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { field, isRecord, plainValue } from '../yaml/value.ts';
import type { ImageTree, Manifests } from './target.ts';

/** A chart as a source deploys it, or as another chart takes it in. */
export interface ChartInstance {
  folder: string;
  /** The key of its values in those of the outermost chart. */
  prefix: readonly string[];
  library: boolean;
  /** What `.Chart` says of it, as `Chart.AppVersion`. */
  fields: ReadonlyMap<string, string>;
  /** Keys that switch it on, as paths in the outermost values; the first that is set counts. */
  conditions: readonly string[];
  /** The charts it takes in that are in the repository. */
  taken: readonly ChartInstance[];
  /** Whether all that it takes in is in the repository. */
  complete: boolean;
}

/** Charts within charts that are followed, and all charts of one source: each may take in others again and again. */
const deepest = 8;
const mostCharts = 1000;

/** The chart of a source's folder with those it takes in; undefined where Helm reads no chart there. */
export function chartInstance(source: ApplicationSource, { manifests, values }: ImageTree): ChartInstance | undefined {
  if (source.path === null || !isOwnChart(source, values)) return undefined;
  return instanceOf({ folder: source.path, prefix: [], conditions: [] }, { manifests, left: mostCharts }, 0);
}

/** The charts of a source, and how many more of them are read. */
interface Reading {
  readonly manifests: Manifests;
  left: number;
}

type Place = Pick<ChartInstance, 'folder' | 'prefix' | 'conditions'>;

function instanceOf({ folder, prefix, conditions }: Place, reading: Reading, depth: number): ChartInstance {
  const { manifests } = reading;
  const said = plainOf(joinPath(folder, 'Chart.yaml'), manifests);
  const dependencies = dependenciesOf(folder, manifests);
  const found = takenIn(folder, dependencies, manifests);
  reading.left -= found.length;
  const followed = depth < deepest && reading.left >= 0 ? found : [];
  const taken = followed.map(({ path, name, dependency }) => {
    const alias = field(dependency, 'alias');
    const key = typeof alias === 'string' ? alias : name;
    const written = field(dependency, 'condition');
    const own = typeof written === 'string' ? written.split(',').map((one) => [...prefix, one.trim()].join('.')) : [];
    return instanceOf({ folder: path, prefix: [...prefix, key], conditions: own }, reading, depth + 1);
  });
  const names = new Set(found.map(({ name }) => name));
  const missing = dependencies.some((dependency) => !names.has(String(field(dependency, 'name'))));
  return {
    folder,
    prefix,
    library: field(said, 'type') === 'library',
    fields: chartFields(said),
    conditions,
    taken,
    complete:
      said !== undefined && !missing && followed.length === found.length && taken.every(({ complete }) => complete),
  };
}

/** The first document of a file as a plain value; undefined where there is none. */
function plainOf(path: string, manifests: Manifests): unknown {
  const [document] = manifests.parse(path)?.documents ?? [];
  return document && plainValue(document);
}

function dependenciesOf(folder: string, manifests: Manifests): readonly unknown[] {
  const [chart, older] = ['Chart.yaml', 'requirements.yaml'].map((name) => plainOf(joinPath(folder, name), manifests));
  return chartDependencies(chart, older);
}

function chartFields(said: unknown): Map<string, string> {
  const names = [
    ['Name', 'name'],
    ['Version', 'version'],
    ['AppVersion', 'appVersion'],
  ] as const;
  return new Map(
    names.flatMap(([name, key]) => {
      const value = field(said, key);
      return typeof value === 'string' || typeof value === 'number' ? [[`Chart.${name}`, String(value)] as const] : [];
    }),
  );
}

/**
 * The charts that a chart takes in, those of which it is known where Helm reads them. A copy in `charts/` of another version
 * than a dependency asks for runs without what that says: under its own name, whatever the alias.
 */
function takenIn(
  folder: string,
  dependencies: readonly unknown[],
  manifests: Manifests,
): { path: string; name: string; dependency: unknown }[] {
  const copies = copiesOf(folder, dependencies, manifests);
  const byName = groupBy(dependencies, (dependency) => field(dependency, 'name'));
  return [...copies]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([name, copy]) => {
      if (copy.kind !== 'folder') return [];
      const { path, isVendored } = copy;
      const version = isVendored
        ? chartFields(plainOf(joinPath(path, 'Chart.yaml'), manifests)).get('Chart.Version')
        : undefined;
      const named = (byName.get(name) ?? []).filter(
        (dependency) =>
          version === undefined || satisfies(version, String(field(dependency, 'version') ?? '')) === true,
      );
      return (named.length === 0 ? [undefined] : named).map((dependency) => ({ path, name, dependency }));
    });
}

function copiesOf(
  folder: string,
  dependencies: readonly unknown[],
  manifests: Manifests,
): ReadonlyMap<string, ChartCopy> {
  const home = joinPath(folder, 'charts');
  return chartCopies({
    folder,
    dependencies,
    vendored: manifests.below(home).map((path) => path.slice(home.length + 1)),
    nameOf: (path) => chartFields(plainOf(path, manifests)).get('Chart.Name'),
    isChart: (path) => manifests.has(joinPath(path, 'Chart.yaml')),
  });
}

/** The charts that a source's chart takes in and that are not read, though they are here, for a message; '' for none. */
export function describeUnreadCharts(source: ApplicationSource, { manifests, values }: ImageTree): string {
  if (source.path === null || !isOwnChart(source, values)) return '';
  const copies = copiesOf(source.path, dependenciesOf(source.path, manifests), manifests);
  const packed = [...copies].flatMap(([name, { kind }]) => (kind === 'packed' ? [quoteName(name)] : []));
  const texts = [...copies].flatMap(([name, copy]) =>
    copy.kind === 'either'
      ? [`One of ${listFew(copy.paths.map(showPath))} is its chart ${quoteName(name)}, by chance.`]
      : [],
  );
  if (packed.length > 0)
    texts.unshift(
      `Helm takes ${listFew(packed)} from what is packed in ${showPath(joinPath(source.path, 'charts'))}, which is not read.`,
    );
  return texts.join(' ');
}

/** The values of a source's chart, with those that the charts it takes in have of their own below them. */
export function chartValuesOf(
  application: Application,
  source: ApplicationSource,
  chart: ChartInstance,
  { values: tree }: ImageTree,
): ChartValues {
  const values = chartValues(application, source, tree);
  const own = [...ownLayers(chart, source, tree)];
  return own.length === 0 ? values : { application, layers: [...own, ...values.layers] };
}

function* ownLayers(
  { taken }: ChartInstance,
  source: ApplicationSource,
  tree: ImageTree['values'],
): Generator<ValuesLayer> {
  for (const one of taken) {
    yield* ownLayers(one, source, tree);
    const path = joinPath(one.folder, 'values.yaml');
    const [document] = tree.yaml(path)?.documents ?? [];
    const value = document && plainValue(document);
    if (!document || !isRecord(value)) continue;
    const values = one.prefix.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
    const file = { written: path, index: null, path, revision: revisionOf(source), unknown: null };
    yield {
      kind: 'chart',
      name: path,
      file,
      document,
      at: [],
      prefix: [...one.prefix],
      values,
      sets: null,
      ignored: null,
      unknown: null,
      mistake: null,
    };
  }
}
