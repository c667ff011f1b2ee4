import picomatch from 'picomatch';
import type { Application, ApplicationSource, Catalog } from '../catalog/catalog.ts';
import { showPath } from '../catalog/names.ts';
import { baseName, folderOf, isInside, joinPath, normaliseRepositoryPath } from '../catalog/repository-paths.ts';

/** Names under which kustomize finds its file, in the order in which it looks. */
export const kustomizationNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'] as const;

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
export function linkOn(path: string, links: Catalog['links'] | undefined): string | undefined {
  if (links === undefined || links.size === 0) return undefined;
  for (let here = path; here !== ''; here = folderOf(here)) {
    const mode = links.get(here);
    if (mode !== undefined)
      return `${showPath(here)} is a ${mode === 'symlink' ? 'symbolic link' : mode}, which is not followed`;
  }
  return undefined;
}
