import {
  directoryFilter,
  folderKind,
  isHere,
  kustomizationNames,
  revisionOf,
  valueFilesOf,
} from '../bump/source-files.ts';
import { rootFinder } from '../catalog/application-service.ts';
import type { Application, ApplicationSource, Catalog } from '../catalog/catalog.ts';
import { joinPath, normaliseRepositoryPath } from '../catalog/repository-paths.ts';
import type { YamlFile } from '../manifest/yaml-document.ts';
import { field, listAt, plainValue } from './ownership.ts';
import type { PathIndex } from './path-index.ts';

/** What is looked at to tell which files of a tree Argo CD reads. */
export interface ReadableTree {
  catalog: Catalog;
  paths: PathIndex;
  /** A kustomization. */
  yaml(path: string): YamlFile | undefined;
}

/**
 * The files that Argo CD reads from a branch for some environments, each with the Application it is read for: charts
 * with the ones they take in by path, value files, kustomizations with what they name, manifests, and the Applications
 * themselves, but for those that are read from somewhere else.
 */
export function deployedFiles(
  branch: string,
  environments: ReadonlySet<string>,
  tree: ReadableTree,
): Map<string, Application> {
  const isRoot = rootFinder(tree.catalog.applications);
  const charts = new Map<string, string[]>();
  const chart = (folder: string): string[] => {
    const known = charts.get(folder) ?? chartFiles(folder, tree);
    charts.set(folder, known);
    return known;
  };
  const applications = [...tree.catalog.applications, ...tree.catalog.generated].filter(
    ({ environment }) => environment !== null && environments.has(environment),
  );
  const read = applications.flatMap((application) =>
    application.sources.flatMap((source) => filesOf(application, source, tree, chart)),
  );
  const elsewhere = new Set(read.flatMap(({ path, revision }) => (revision === branch ? [] : [path])));
  const files = new Map<string, Application>();
  for (const application of applications)
    if (!isRoot(application) && !elsewhere.has(application.file)) files.set(application.file, application);
  for (const { path, revision, application } of read)
    if (revision === branch && !files.has(path)) files.set(path, application);
  return files;
}

interface ReadFile {
  path: string;
  revision: string;
  application: Application;
}

function filesOf(
  application: Application,
  source: ApplicationSource,
  tree: ReadableTree,
  chart: (folder: string) => string[],
): ReadFile[] {
  const { paths } = tree;
  const isFile = (path: string): boolean => paths.at(path) === 'file';
  const values = valueFilesOf(application, source).flatMap(({ path, revision }) =>
    path !== null && isFile(path) ? [{ path, revision, application }] : [],
  );
  if (!isHere(source)) return values;
  const folder = source.path ?? '';
  const kind = folderKind(folder, isFile);
  const own =
    kind === 'helm'
      ? chart(folder)
      : kind === 'kustomize'
        ? kustomizeFiles(folder, tree)
        : paths.files(folder, true).filter(directoryFilter(source));
  return [...own.map((path) => ({ path, revision: revisionOf(source), application })), ...values];
}

/** A chart's files, and those of the charts it depends on by a path. */
function chartFiles(folder: string, { paths, catalog }: ReadableTree): string[] {
  const folders = new Set([folder]);
  for (const chart of folders) {
    const document = catalog.charts.find(({ path }) => path === chart)?.document;
    for (const dependency of document ? listAt(plainValue(document), 'dependencies') : []) {
      const [, relative] = /^file:\/\/(.+)$/.exec(String(field(dependency, 'repository'))) ?? [];
      const path = relative === undefined ? null : normaliseRepositoryPath(joinPath(chart, relative));
      if (path !== null) folders.add(path);
    }
  }
  return [...folders].flatMap((path) => paths.files(path, true));
}

/** A kustomization, and every file and kustomization that some text in it leads to. */
function kustomizeFiles(folder: string, { paths, yaml }: ReadableTree): string[] {
  const files = new Set<string>();
  const folders = new Set([folder]);
  for (const here of folders) {
    const own = kustomizationNames.map((name) => joinPath(here, name)).find((path) => paths.at(path) === 'file');
    if (own === undefined) continue;
    files.add(own);
    for (const text of (yaml(own)?.documents ?? []).flatMap((document) => textsIn(plainValue(document)))) {
      // A generator names its files `key=path`.
      for (const relative of new Set([text, text.slice(text.indexOf('=') + 1)])) {
        const path = normaliseRepositoryPath(joinPath(here, relative));
        const found = path === null ? null : paths.at(path);
        if (path !== null && found === 'file') files.add(path);
        if (path !== null && found === 'folder') folders.add(path);
      }
    }
  }
  return [...files];
}

function textsIn(value: unknown): string[] {
  const texts: string[] = [];
  const pending = [value];
  const seen = new Set<unknown>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next === 'string') texts.push(next);
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    pending.push(...Object.values(next).filter((item) => item !== undefined && item !== null));
  }
  return texts;
}
