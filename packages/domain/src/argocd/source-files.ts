import { showPath } from '../names.ts';
import { folderOf, joinPath, type Links, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import type { Application, ApplicationSource } from './application.ts';
import { directoryFilter } from './source-contents.ts';
import { decidesTool, sourceTool } from './source-tool.ts';

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
    const inside = below(source.path ?? '');
    const deciding = inside.filter((path) => decidesTool(path) && folderOf(path) === source.path);
    const isDirectory = sourceTool(source, inside) === 'directory';
    return [...values, ...deciding, ...(isDirectory ? inside.filter(directoryFilter(source)) : [])];
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
