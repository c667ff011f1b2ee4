import { joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { field, listAt } from '../yaml/value.ts';

/**
 * The dependencies of a chart, from its `Chart.yaml` and its `requirements.yaml` as plain values. Helm reads the second
 * over the first, whatever `apiVersion` says: what it lists replaces the other list (`LoadFiles` of pkg/chart/loader,
 * 3.22.0 and 4.3.2).
 */
export function chartDependencies(chart: unknown, requirements: unknown): readonly unknown[] {
  return listAt(field(requirements, 'dependencies') === undefined ? chart : requirements, 'dependencies');
}

/** What a chart's folder holds of others. */
export interface ChartFolder {
  folder: string;
  dependencies: readonly unknown[];
  /** The files of its `charts`, from there. */
  vendored: readonly string[];
  /** What a chart in `charts` calls itself, by the path of its `Chart.yaml`; undefined where that cannot be read. */
  nameOf(path: string): string | undefined;
  /** Whether a folder of the repository is a chart. */
  isChart(folder: string): boolean;
}

/** Where Helm reads a chart that is taken in: a folder; a packed copy; one of two folders, by chance. */
export type ChartCopy =
  | { kind: 'folder'; path: string; isVendored: boolean }
  | { kind: 'packed' }
  | { kind: 'either'; paths: readonly [string, string] };

/**
 * The charts that a chart takes in, by name, as far as they are in the repository. A copy in `charts/` is what Helm reads,
 * however old it is and whatever path a dependency names. Where a dependency has none there, all are built: those that
 * name a path from there, beside a folder that is left in `charts/`, and which of the two is taken is left to the order
 * of a map (`LoadFiles` and `processDependencyEnabled`, Helm 3.22.0 and 4.3.2).
 */
export function chartCopies(chart: ChartFolder): Map<string, ChartCopy> {
  const copies = new Map<string, ChartCopy>();
  for (const file of chart.vendored) {
    // What begins with a dot or an underscore is no chart to Helm.
    const [, inside] = /^([^/._][^/]*)\/Chart\.yaml$/.exec(file) ?? [];
    if (inside === undefined) continue;
    const path = joinPath(chart.folder, `charts/${inside}`);
    copies.set(chart.nameOf(joinPath(path, 'Chart.yaml')) ?? inside, { kind: 'folder', path, isVendored: true });
  }
  const names = chart.dependencies.map((dependency) => String(field(dependency, 'name')));
  const packed = new Set(chart.vendored.flatMap(packedNames));
  const areBuilt = names.some((name) => !copies.has(name) && !packed.has(name));
  for (const [index, name] of names.entries()) {
    const path = areBuilt ? chartOfDependency(chart, chart.dependencies[index]) : null;
    const copy = copies.get(name);
    const other = copy?.kind === 'folder' && copy.isVendored ? copy.path : undefined;
    if (path !== null && other !== undefined && other !== path)
      copies.set(name, { kind: 'either', paths: [other, path] });
    else if (path !== null && other === undefined) copies.set(name, { kind: 'folder', path, isVendored: false });
    else if (path === null && packed.has(name)) copies.set(name, { kind: 'packed' });
  }
  return copies;
}

function chartOfDependency({ folder, isChart }: ChartFolder, dependency: unknown): string | null {
  const path = folderOfDependency(folder, dependency);
  return path !== null && isChart(path) ? path : null;
}

/** The folder of the repository that a dependency of the chart in a folder names by `file://`; null where it names none. */
export function folderOfDependency(folder: string, dependency: unknown): string | null {
  const [, relative] = /^file:\/\/(.+)$/.exec(String(field(dependency, 'repository'))) ?? [];
  return relative === undefined ? null : normaliseRepositoryPath(joinPath(folder, relative));
}

/** What a chart may be called that a file of `charts` holds, as `helm package` names it: all before a version. */
export function packedNames(file: string): string[] {
  if (!file.endsWith('.tgz') || file.includes('/')) return [];
  return Array.from(file.matchAll(/-(?=v?\d)/g), ({ index }) => file.slice(0, index)).slice(0, mostDashes);
}

/** Versions have dashes as well, as `1.0.0-rc-1`; nobody writes more of them. */
const mostDashes = 16;
