import picomatch from 'picomatch';
import { showPath } from '../names.ts';
import { kustomizationNames } from '../tree/file-types.ts';
import type { PathIndex } from '../tree/path-index.ts';
import {
  baseName,
  folderOf,
  isInside,
  joinPath,
  type Links,
  normaliseRepositoryPath,
} from '../tree/repository-paths.ts';
import { field, listAt, plainValue } from '../yaml/value.ts';
import type { YamlDocument, YamlFile } from '../yaml/yaml-document.ts';
import type { Application, ApplicationSource } from './application.ts';
import { rootFinder } from './root-applications.ts';

/** A file of values in Helm's order: the later one wins. */
export interface ValueFile {
  /** As the Application names it. */
  written: string;
  /** Its path in this repository; null when it is elsewhere, or a pattern or template. */
  path: string | null;
  /** The revision it is read at. */
  revision: string;
}

/** The revision a source follows, in one spelling; '' is the default branch. */
export function revisionOf({ targetRevision }: ApplicationSource): string {
  const name = (targetRevision ?? '').replace(/^refs\/(heads|tags)\//, '');
  return name === 'HEAD' ? '' : name;
}

/** Whether what is written to the deploy branch is what a source reads; a branch that is not known may be. */
export function isWritten(revision: string, deployBranch: string | null): boolean {
  return revision === '' || deployBranch === null || revision === deployBranch.replace(/^refs\/heads\//, '');
}

/** Whether a source's files may be those of this repository. */
export function isHere({ ours, path }: ApplicationSource): boolean {
  return ours !== false && path !== null;
}

/**
 * The value files of a source as Helm reads them: the chart's own `values.yaml`, then `valueFiles` in their order,
 * relative to the chart, to the repository (`/…`) or to another source of the Application (`$ref/…`).
 */
export function valueFilesOf({ sources }: Application, source: ApplicationSource): ValueFile[] {
  const revision = revisionOf(source);
  const here = isHere(source);
  const files: ValueFile[] = [];
  if (here) files.push({ written: 'values.yaml', path: joinPath(source.path ?? '', 'values.yaml'), revision });
  for (const written of source.valueFiles) {
    const [, ref, rest = ''] = /^\$([^/]+)\/(.*)$/.exec(written) ?? [];
    const from = ref === undefined ? source : sources.find((other) => other.ref === ref);
    const elsewhere = !from || from.ours === false || isElsewhere(written);
    const relative = ref === undefined && !written.startsWith('/');
    const text = ref === undefined ? written.replace(/^\/+/, '') : rest;
    const path =
      elsewhere || (relative && !here)
        ? null
        : normaliseRepositoryPath(relative ? joinPath(source.path ?? '', text) : text);
    files.push({ written, path, revision: from ? revisionOf(from) : revision });
  }
  return files;
}

/** Whether the name of a value file is no path: an address, a pattern or a template. */
export function isElsewhere(written: string): boolean {
  return /:\/\/|[*?[\]]|\{\{/.test(written);
}

/** Whether a source takes a file of its folder as a manifest, by its `directory` settings. */
export function directoryFilter({ path, directory }: ApplicationSource): (file: string) => boolean {
  const folder = path ?? '';
  // Argo CD's globs let `*` match a slash.
  const options = { bash: true, dot: true, nonegate: true };
  const included = directory.include === null ? () => true : picomatch(directory.include, options);
  const excluded = directory.exclude === null ? () => false : picomatch(directory.exclude, options);
  return (file) => {
    if (!isInside(file, folder) || !/\.(ya?ml|json)$/.test(baseName(file))) return false;
    if (!directory.recurse && folderOf(file) !== folder) return false;
    const relative = folder === '' ? file : file.slice(folder.length + 1);
    return included(relative) && !excluded(relative);
  };
}

/** What a folder is to Argo CD, by the names of the files in it. */
export function folderKind(folder: string, has: (path: string) => boolean): 'helm' | 'kustomize' | 'directory' {
  if (has(joinPath(folder, 'Chart.yaml'))) return 'helm';
  return kustomizationNames.some((name) => has(joinPath(folder, name))) ? 'kustomize' : 'directory';
}

/**
 * The files of an Application's sources that may say which image it runs, of those that exist; `below` lists a
 * folder.
 */
export function candidateFiles(
  application: Application,
  has: (path: string) => boolean,
  below: (folder: string) => readonly string[],
): string[] {
  const files = application.sources.flatMap((source) => {
    const values = valueFilesOf(application, source).flatMap(({ path }) => path ?? []);
    if (!isHere(source)) return values;
    const folder = source.path ?? '';
    const kind = folderKind(folder, has);
    if (kind === 'directory') return [...values, ...below(folder).filter(directoryFilter(source))];
    const own = kind === 'helm' ? ['Chart.yaml'] : kustomizationNames;
    return [...values, ...own.map((name) => joinPath(folder, name))];
  });
  return files.filter(has);
}

/** The symbolic link or submodule at a path or on the way to it, as a clause about it; undefined without one. */
export function linkOn(path: string, links: Links | undefined): string | undefined {
  if (links === undefined || links.size === 0) return undefined;
  for (let here = path; here !== ''; here = folderOf(here)) {
    const mode = links.get(here);
    if (mode !== undefined)
      return `${showPath(here)} is a ${mode === 'symlink' ? 'symbolic link' : mode}, which is not followed`;
  }
  return undefined;
}

export type ResolvedValueFile =
  | { kind: 'here'; path: string }
  /** In another repository, in a chart of one, or behind an address. */
  | { kind: 'elsewhere' }
  /** `$ref` of which no source has the `ref`. */
  | { kind: 'no-ref'; ref: string }
  | { kind: 'outside' };

/**
 * Where a value file is, as Argo CD resolves it: `$ref/` from the root of the source of that `ref`, `/` from the
 * root of the source's repository, anything else from the source path.
 */
export function resolveValueFile(
  file: string,
  source: ApplicationSource,
  application: Application,
  context: { isOurs(source: ApplicationSource): boolean },
): ResolvedValueFile {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(file) || /\{\{|\$\{|\$ARGOCD_/.test(file)) return { kind: 'elsewhere' };
  const reference = /^\$([^/]+)\/(.*)$/.exec(file);
  if (reference) {
    const [, ref = '', rest = ''] = reference;
    const target = application.sources.find((one) => one.ref === ref);
    if (!target) return { kind: 'no-ref', ref: `$${ref}` };
    return context.isOurs(target) ? inside(rest) : { kind: 'elsewhere' };
  }
  if (source.path === null || !context.isOurs(source)) return { kind: 'elsewhere' };
  return inside(file.startsWith('/') ? file.slice(1) : joinPath(source.path, file));
}

function inside(path: string): ResolvedValueFile {
  const normalised = normaliseRepositoryPath(path);
  return normalised === null ? { kind: 'outside' } : { kind: 'here', path: normalised };
}

/** What is looked at to tell which files of a tree Argo CD reads. */
export interface ReadableTree {
  catalog: {
    applications: readonly Application[];
    generated: readonly Application[];
    charts: readonly { path: string; document: YamlDocument }[];
  };
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
