import type { Application, ApplicationSource } from '../argocd/application.ts';
import { matchesResourcePattern } from '../argocd/glob.ts';
import { readValue, referencesOf } from '../argocd/kustomization.ts';
import type { SourceReaders } from '../argocd/source-readers.ts';
import { sourceTool } from '../argocd/source-tool.ts';
import { groupInto } from '../grouping.ts';
import { folderOfDependency } from '../helm/chart-dependencies.ts';
import { kustomizations } from '../tree/file-types.ts';
import { baseName, folderOf, isInside, joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { tryUser } from '../user-error.ts';
import { field, listAt, plainValue, walkValue } from '../yaml/value.ts';
import type { Deployment, Manifests } from './target.ts';

/** The Applications that a file reaches at a revision, whatever leads to it. */
export type ReachedBy = (path: string, revision: string) => readonly Application[];

/**
 * Finds who reads a file: Applications that name it or its folder, and those whose kustomization or chart takes it in
 * over any number of others, and ApplicationSets over folders of git.
 */
export function fileReaders(
  { applications, generated, charts }: Pick<Deployment, 'applications' | 'generated' | 'charts'>,
  manifests: Manifests,
  readers: SourceReaders,
): ReachedBy {
  const known = new Map<string, readonly Application[]>();
  const byChart = new Map<string, string[]>();
  for (const { path, dependencies } of charts) {
    for (const dependency of dependencies) {
      const taken = folderOfDependency(path, dependency);
      if (taken !== null) groupInto(byChart, taken, path);
    }
  }
  const chartFiles = new Map(charts.map((chart) => [chart.path, joinPath(chart.path, 'Chart.yaml')]));
  // Of folders that no image is looked for in, only the charts and the kustomizations are known: they choose the tool.
  const tools = new Map<ApplicationSource, boolean>();
  const isDirectory = (source: ApplicationSource): boolean => {
    const before = tools.get(source);
    if (before !== undefined) return before;
    const folder = source.path ?? '';
    const is = sourceTool(source, [...manifests.below(folder), chartFiles.get(folder) ?? '']) === 'directory';
    tools.set(source, is);
    return is;
  };
  const takesManifests = ({ sources }: Application, path: string): boolean =>
    mayBeResource(path, manifests) &&
    sources.some((source) => isInside(path, source.path ?? '') && isDirectory(source));
  const sets = [...generated, ...applications].filter(({ generated: by }) => by?.unread?.includes('git'));
  return (path, revision) => {
    const key = `${revision}\0${path}`;
    const before = known.get(key);
    if (before) return before;
    const folders = new Set(foldersThatTake(path, manifests, byChart));
    if (baseName(path) === '.argocd-source.yaml') folders.add(folderOf(path));
    const found = new Set(readers.ofValueFile(path, revision));
    for (const one of readers.ofManifest(path, revision)) if (takesManifests(one, path)) found.add(one);
    for (const folder of folders) for (const one of readers.ofFolder(folder, revision)) found.add(one);
    for (const one of sets) if (mayDeploy(one, [...folders, folderOf(path)])) found.add(one);
    const all = [...found];
    known.set(key, all);
    return all;
  };
}

/** Whether Argo CD takes a file of a folder for manifests: YAML of something else is passed over (3.6). */
function mayBeResource(path: string, manifests: Manifests): boolean {
  const text = tryUser(
    () => manifests.text(path),
    () => undefined,
  );
  return path.endsWith('.json') || text === undefined || /\bkind["']?:/.test(text);
}

/** The folders from which a file is taken in, its own among them where it is a kustomization: over kustomizations, and over charts that name others by a path. */
export function foldersThatTake(
  path: string,
  manifests: Manifests,
  byChart: ReadonlyMap<string, readonly string[]> = new Map(),
): ReadonlySet<string> {
  const folders = new Set<string>();
  if (kustomizations(path)) folders.add(folderOf(path));
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder))
    if (byChart.has(folder) && isTakenWith(path, folder)) folders.add(folder);
  const reached = new Set([path, ...folders]);
  for (const one of reached) {
    for (const chart of byChart.get(one) ?? []) {
      reached.add(chart);
      folders.add(chart);
    }
    for (const { folder, named } of kustomizationsOf(manifests)) {
      // The text of most says nothing of it: they need not be parsed.
      const takes = named(one);
      if (takes && !folders.has(folder)) {
        folders.add(folder);
        reached.add(folder);
      }
    }
  }
  return folders;
}

/** Whether a file of a chart goes with it into a chart that takes it in: of its values only `values.yaml` does. */
function isTakenWith(path: string, chart: string): boolean {
  return /^(?:values\.yaml$|Chart\.yaml$|templates\/|crds\/|charts\/)/.test(path.slice(chart.length + 1));
}

interface NamingKustomization {
  folder: string;
  /** Whether it names a file or a folder, or a chart that it lies in. */
  named(path: string): boolean;
}

const kept = new WeakMap<Manifests, NamingKustomization[]>();

function kustomizationsOf(manifests: Manifests): NamingKustomization[] {
  const before = kept.get(manifests);
  if (before) return before;
  const all = manifests
    .below('')
    .filter(kustomizations)
    .map((file): NamingKustomization => {
      const folder = folderOf(file);
      let references: { path: string; chart: boolean }[] | undefined;
      const text = tryUser<string>(
        () => manifests.text(file) ?? '',
        () => '',
      );
      return {
        folder,
        named: (path) => {
          if (!text.includes(baseName(path)) && !text.includes('helm')) return false;
          references ??= referencesIn(folder, file, manifests);
          return references.some((one) => one.path === path || (one.chart && isInside(path, one.path)));
        },
      };
    });
  kept.set(manifests, all);
  return all;
}

function referencesIn(folder: string, file: string, manifests: Manifests): { path: string; chart: boolean }[] {
  const [document] = tryUser(
    () => manifests.parse(file)?.documents ?? [],
    () => [],
  );
  return referencesOf(document && readValue(document)).flatMap(({ written, use }) => {
    const path = normaliseRepositoryPath(joinPath(folder, written));
    return path === null ? [] : [{ path, chart: use === 'chart' }];
  });
}

/** Whether an ApplicationSet over folders of git may deploy one of these. */
function mayDeploy({ document, sources }: Application, folders: readonly string[]): boolean {
  const patterns = [...walkValue(plainValue(document))].flatMap(({ value }) => listAt(value, 'directories'));
  const text = (entry: unknown): string => String(field(entry, 'path') ?? '');
  const [included, excluded] = [false, true].map((out) =>
    patterns.filter((entry) => (field(entry, 'exclude') === true) === out).map(text),
  );
  const matches = (folder: string): boolean =>
    (included ?? []).some((pattern) => matchesResourcePattern(pattern, folder)) &&
    !(excluded ?? []).some((pattern) => matchesResourcePattern(pattern, folder));
  return sources.some(
    ({ path, ours }) =>
      ours !== false && path !== null && /^\{\{-?\s*\.?path(?:\.path)?\s*-?\}\}$/.test(path) && folders.some(matches),
  );
}
