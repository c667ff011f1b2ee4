import type { Application, ApplicationSource } from '../argocd/application.ts';
import { type ChartValues, chartValues, isOwnChart, type ValuesLayer } from '../argocd/chart-values.ts';
import { revisionOf } from '../argocd/source-place.ts';
import { groupBy } from '../grouping.ts';
import { satisfies } from '../helm/version-constraint.ts';
import { compareText } from '../location.ts';
import { joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { field, isRecord, listAt, plainValue } from '../yaml/value.ts';
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
  const [document] = manifests.parse(joinPath(folder, 'Chart.yaml'))?.documents ?? [];
  const said = document && plainValue(document);
  const dependencies = listAt(said, 'dependencies');
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
      document !== undefined && !missing && followed.length === found.length && taken.every(({ complete }) => complete),
  };
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
 * The charts in `charts/`, called as they call themselves, and those named by a path. A chart in `charts/` of another
 * version than a dependency asks for runs without what that says: under its own name, whatever the alias.
 */
function takenIn(
  folder: string,
  dependencies: readonly unknown[],
  manifests: Manifests,
): { path: string; name: string; dependency: unknown }[] {
  const paths = new Map<string, string>();
  const versions = new Map<string, string>();
  for (const path of manifests.below(joinPath(folder, 'charts'))) {
    const [, inside] = /^([^/]+)\/Chart\.yaml$/.exec(path.slice(joinPath(folder, 'charts').length + 1)) ?? [];
    if (inside === undefined) continue;
    const [document] = manifests.parse(path)?.documents ?? [];
    const said = chartFields(document && plainValue(document));
    const name = said.get('Chart.Name') ?? inside;
    paths.set(name, joinPath(folder, `charts/${inside}`));
    const version = said.get('Chart.Version');
    if (version !== undefined) versions.set(name, version);
  }
  for (const dependency of dependencies) {
    const [, relative] = /^file:\/\/(.+)$/.exec(String(field(dependency, 'repository'))) ?? [];
    const path = relative === undefined ? null : normaliseRepositoryPath(joinPath(folder, relative));
    if (path === null || !manifests.has(joinPath(path, 'Chart.yaml'))) continue;
    const name = String(field(dependency, 'name'));
    paths.set(name, path);
    versions.delete(name);
  }
  const byName = groupBy(dependencies, (dependency) => field(dependency, 'name'));
  return [...paths]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([name, path]) => {
      const version = versions.get(name);
      const named = (byName.get(name) ?? []).filter(
        (dependency) =>
          version === undefined || satisfies(version, String(field(dependency, 'version') ?? '')) !== false,
      );
      return (named.length === 0 ? [undefined] : named).map((dependency) => ({ path, name, dependency }));
    });
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
