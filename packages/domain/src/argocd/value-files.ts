import { compileDockerPattern } from '../dockerfile/pattern.ts';
import { compareText } from '../location.ts';
import { memoize } from '../memo.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { folderOf, isInside, joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import type { Application, ApplicationSource } from './application.ts';
import { buildEnvironment, noVariables, substitute } from './build-environment.ts';
import { revisionOf } from './source-place.ts';

/** The names in a tree that value files are looked up in. */
export interface ValueFileTree {
  paths: Pick<PathIndex, 'at' | 'files' | 'links'>;
  /** Whether a source is of this repository. */
  isOurs(source: ApplicationSource): boolean;
}

/** A file of values in Helm's order: the later one wins. */
export interface ValueFile {
  /** As the Application names it. */
  written: string;
  /** Its place in `valueFiles`; null for the chart's own `values.yaml`. */
  index: number | null;
  /** Its path in this repository, where there need be no file; null where it is not known, or there is none. */
  path: string | null;
  /** The revision it is read at. */
  revision: string;
  /** Why nobody can tell here what it says, as a clause; null where it can be read. */
  unknown: string | null;
}

/** Where an entry of `valueFiles` leads. */
export type ResolvedValueFile =
  /** A path, or a pattern of paths, of this repository. */
  | { kind: 'here'; path: string; revision: string }
  /** In another repository, in a chart of one, behind an address, or in a name that is not known here. */
  | { kind: 'elsewhere'; why: string }
  /** `$ref` of which no source has the `ref`; the only source of an Application reads `path` then. */
  | { kind: 'no-ref'; ref: string; path: string | null }
  | { kind: 'outside' };

/**
 * Where a value file is, as Argo CD resolves it: `$ref/` from the root of the source of that `ref`, `/` from the
 * root of the source's repository, anything else from the source path; variables of the build environment filled in.
 */
export function resolveValueFile(
  written: string,
  source: ApplicationSource,
  application: Application,
  { isOurs }: Pick<ValueFileTree, 'isOurs'>,
): ResolvedValueFile {
  if (written.includes('{{')) return { kind: 'elsewhere', why: 'is a template' };
  const variables = written.includes('$') ? buildEnvironment(application, source) : noVariables;
  const [ref, slash, rest] = referenceIn(written);
  const target = ref === undefined ? undefined : application.sources.find((other) => other.ref === ref);
  const several = application.sources.length > 1;
  if (ref !== undefined && !target && (several || (slash !== '' && /^\w+$/.test(ref) && !variables.has(ref))))
    return { kind: 'no-ref', ref: `$${ref}`, path: several ? null : normaliseRepositoryPath(rest.replace(/^\/+/, '')) };
  const filled = substitute(target ? `/${rest}` : written, variables);
  if (filled === null) return { kind: 'elsewhere', why: 'has a variable in its name that only the cluster knows' };
  if (!target && /^[a-z][a-z0-9+.-]*:\/\//i.test(filled)) return { kind: 'elsewhere', why: 'is behind an address' };
  const from = target ?? source;
  return isOurs(from)
    ? ofThisRepository(filled, source.path, from)
    : { kind: 'elsewhere', why: 'is in another repository' };
}

/** What stands between a `$` at the beginning and the first slash, whether there is one, and what is behind it. */
function referenceIn(written: string): [ref: string | undefined, slash: string, rest: string] {
  const end = written.indexOf('/');
  const ref = written.startsWith('$') ? written.slice(1, end === -1 ? undefined : end) : '';
  return ref === '' ? [undefined, '', ''] : [ref, end === -1 ? '' : '/', end === -1 ? '' : written.slice(end + 1)];
}

/** A name without variables that leads from the folder of a source, or from the root of the repository of one. */
function ofThisRepository(name: string, folder: string | null, from: ApplicationSource): ResolvedValueFile {
  const rooted = name.startsWith('/');
  if (!rooted && folder === null) return { kind: 'elsewhere', why: 'is beside a chart of another place' };
  const path = normaliseRepositoryPath(rooted ? name.replace(/^\/+/, '') : joinPath(folder ?? '', name));
  return path === null ? { kind: 'outside' } : { kind: 'here', path, revision: revisionOf(from) };
}

/** Whether Argo CD takes a path for a pattern. Braces alone make none. */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

/**
 * The value files of a source in the order in which Helm reads them: the chart's own `values.yaml`, then `valueFiles`.
 * A file counts at its first place; one that a pattern finds counts where it is named itself.
 */
export function valueFilesOf(application: Application, source: ApplicationSource, tree: ValueFileTree): ValueFile[] {
  const own = revisionOf(source);
  const files: ValueFile[] = [];
  if (source.path !== null && tree.isOurs(source)) {
    const path = joinPath(source.path, 'values.yaml');
    files.push({ written: 'values.yaml', index: null, path, revision: own, unknown: linkTo(path, tree) });
  }
  if (source.valueFiles.length === 0) return files;
  const entries = source.valueFiles.map(
    (written, index): Entry => ({ written, index, resolved: resolveValueFile(written, source, application, tree) }),
  );
  const named = new Set(entries.flatMap(({ resolved }) => (isNamed(resolved) ? keyOf(resolved) : [])));
  const seen = new Set<string>();
  for (const file of entries.flatMap((entry) => filesOfEntry(entry, own, named, tree))) {
    const key = `${file.revision}\0${file.path}`;
    if (file.path !== null && seen.has(key)) continue;
    seen.add(key);
    files.push(file);
  }
  return files;
}

/** An entry of `valueFiles`. */
interface Entry {
  written: string;
  index: number;
  resolved: ResolvedValueFile;
}

function isNamed(resolved: ResolvedValueFile): boolean {
  return resolved.kind === 'here' && !isPattern(resolved.path);
}

/** The files that an entry stands for; a pattern leaves out those that are named anywhere in the list. */
function filesOfEntry(
  { written, index, resolved }: Entry,
  own: string,
  named: ReadonlySet<string>,
  tree: ValueFileTree,
): ValueFile[] {
  if (resolved.kind !== 'here') {
    const unknown = resolved.kind === 'elsewhere' ? resolved.why : null;
    const path = resolved.kind === 'no-ref' ? resolved.path : null;
    return [{ written, index, path, revision: own, unknown }];
  }
  const { path: pattern, revision } = resolved;
  const all = isNamed(resolved) ? [pattern] : matchingFiles(pattern, tree);
  if (all.length === 0) return [{ written, index, path: null, revision, unknown: null }];
  const paths = isNamed(resolved) ? all : all.filter((path) => !named.has(`${revision}\0${path}`));
  return paths.map((path) => ({ written, index, path, revision, unknown: linkTo(path, tree) }));
}

function keyOf(resolved: ResolvedValueFile): string {
  return resolved.kind === 'here' ? `${resolved.revision}\0${resolved.path}` : '';
}

function linkTo(path: string, { paths }: ValueFileTree): string | null {
  if (paths.links.length === 0) return null;
  const kind = paths.at(path);
  return kind === 'symlink' || kind === 'submodule' ? `is behind a ${kind}, which is not followed` : null;
}

/** The files that a pattern of `valueFiles` finds, in Argo CD's order; links that it may lead through among them. */
export function matchingFiles(pattern: string, { paths }: Pick<ValueFileTree, 'paths'>): readonly string[] {
  const found = foundIn(paths);
  const before = found.get(pattern);
  if (before) return before;
  const first = pattern.search(/[*?[{]/);
  const folder = first === -1 ? folderOf(pattern) : folderOf(pattern.slice(0, first));
  const alternatives = withoutBraces(pattern).map((each) => compilePattern(each));
  const matches = paths.files(folder, true).filter((path) => alternatives.some((one) => one.matches(path)));
  const links = paths.links.filter(
    (link) => isInside(link, folder) && alternatives.some((one) => one.mayLeadThrough(link)),
  );
  const order = pattern.includes('{') ? compareText : byFolder;
  const sorted = [...matches, ...links].sort(order);
  found.set(pattern, sorted);
  return sorted;
}

const foundIn = memoize((_paths: ValueFileTree['paths']) => new Map<string, readonly string[]>());

/** The files of a folder come before those of the folders in it, and both by name: as the pattern is walked. */
function byFolder(a: string, b: string): number {
  const [one, other] = [folderOf(a), folderOf(b)];
  return one === other
    ? compareText(a, b)
    : compareText(one.replaceAll('/', '\0'), other.replaceAll('/', '\0')) || compareText(a, b);
}

function compilePattern(pattern: string): { matches(path: string): boolean; mayLeadThrough(link: string): boolean } {
  const segments = pattern.split('/').map((segment) =>
    // `**` is one only where it stands alone; `!` negates a class as `^` does.
    (segment === '**' ? segment : segment.replace(/\*{2,}/g, '*')).replaceAll('[!', '[^'),
  );
  const { matches } = compileDockerPattern(segments.join('/'), { doubleStar: true });
  return {
    matches,
    mayLeadThrough: (link) => {
      const depth = link.split('/').length;
      const above = segments.slice(0, depth);
      if (above.includes('**')) return true;
      return above.length === depth && compileDockerPattern(above.join('/')).matches(link);
    },
  };
}

/** Patterns that a pattern with `{a,b}` stands for; beyond this many its braces stay. */
const mostAlternatives = 200;

function withoutBraces(pattern: string): string[] {
  let patterns = [pattern];
  for (let round = 0; round < 20; round += 1) {
    const next = patterns.flatMap((each) => {
      const [whole, inner] = /\{([^{}]*)\}/.exec(each) ?? [];
      if (whole === undefined || inner === undefined) return [each];
      return inner.split(',').map((part) => each.replace(whole, () => part));
    });
    if (next.length > mostAlternatives) return patterns;
    if (next.length === patterns.length && !next.some((each, index) => each !== patterns[index])) return next;
    patterns = next;
  }
  return patterns;
}
