import type { DockerfileCopy } from '../../dockerfile/dockerfile.ts';
import { type IgnoreRules, ignoreRules } from '../../dockerfile/ignore-rules.ts';
import { literalPath } from '../../dockerfile/pattern.ts';
import type { Taken } from '../../dockerfile/stages.ts';
import type { Location } from '../../location.ts';
import { showPath } from '../../names.ts';
import { present } from '../../present.ts';
import type { Problem } from '../../problem.ts';
import { escapeGlob, folderGlob } from '../../tree/glob.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { baseName, folderOf, joinPath } from '../../tree/repository-paths.ts';
import type { EdgeException, InputEdge } from './edges.ts';

/** What is taken from a folder, and whether that is all. */
export interface FolderInputs {
  edges: InputEdge[];
  complete: boolean;
  problems: Problem[];
}

/** A folder that a build takes files from: its context, or an additional one. */
export interface BuildFolder {
  /** '' is the root. */
  folder: string;
  /** What the ignore file in force leaves out of it. */
  ignored: EdgeException | undefined;
  tree: PathIndex;
}

/** What a Dockerfile does not say so that it can be followed. */
interface NotUnderstood {
  message: string;
  line: number;
}

/**
 * The edges of what a Dockerfile takes from a folder. Where a part of it is not understood, or leads through a symbolic
 * link, the whole folder counts.
 *
 * @param dockerfile the path of the Dockerfile, which the edges point to
 */
export function folderInputs(
  dockerfile: string,
  taken: readonly Taken[],
  notes: readonly NotUnderstood[],
  from: BuildFolder,
): FolderInputs {
  const { folder, ignored, tree } = from;
  const edges: InputEdge[] = [];
  const problems: Problem[] = [];
  const copied = new Set<string>();
  const at = (line: number): Location => ({ path: dockerfile, line, column: 1 });
  const notice = (message: string, line: number): void => {
    problems.push({ severity: 'notice', message, location: at(line) });
  };
  const wholeFolder = (because: string, line: number): void => {
    edges.push(edge(folderGlob(folder), because, at(line), ignored));
    notice(`${because}: every file of its build context counts`, line);
  };
  for (const { source, what, line, copy } of taken) {
    const found = resolveSource(source, folder, copy?.parents ?? false, tree);
    if (found === 'symlink') {
      wholeFolder(`${what} leads through a symbolic link`, line);
      continue;
    }
    if (found.missing && copy?.onbuild !== true) {
      notice(`${what} is not in the repository: whatever makes it counts, so every file of the service does`, line);
    }
    const except = exceptionFor(source, copy, from);
    // Stages often copy the same file again: the first of them is reason enough.
    const patterns = except === ignored ? found.patterns.filter((pattern) => !copied.has(pattern)) : found.patterns;
    if (except === ignored) for (const pattern of patterns) copied.add(pattern);
    edges.push(...patterns.map((pattern) => edge(pattern, what, at(line), except)));
  }
  for (const { message, line } of notes)
    wholeFolder(`${showPath(baseName(dockerfile))} is not understood: ${message}`, line);
  return { edges, complete: problems.length === 0, problems };
}

function exceptionFor(
  source: string,
  copy: DockerfileCopy | null,
  { folder, ignored }: BuildFolder,
): EdgeException | undefined {
  const excluded = copy && copy.exclude.length > 0 ? excludedFrom(copy, source, folder) : undefined;
  return excluded && ignored ? either(ignored, excluded) : (excluded ?? ignored);
}

function edge(pattern: string, because: string, location: Location, except: EdgeException | undefined): InputEdge {
  return { pattern, because, location, scope: 'both', ...present({ except }) };
}

function resolveSource(
  source: string,
  context: string,
  doubleStar: boolean,
  tree: PathIndex,
): { patterns: string[]; missing: boolean } | 'symlink' {
  if (source === '.') return { patterns: [folderGlob(context)], missing: false };
  const literal = literalPath(source);
  if (literal !== null) {
    const path = joinPath(context, literal);
    const kind = tree.at(path);
    if (kind === 'symlink') return 'symlink';
    // What changes of a submodule is the commit at its own path.
    if (kind === 'submodule') return { patterns: [escapeGlob(submoduleAround(path, tree))], missing: false };
    return { patterns: [kind === 'file' ? escapeGlob(path) : folderGlob(path)], missing: kind === null };
  }
  const matches = tree.glob(context, source, doubleStar);
  if (matches.some((path) => tree.at(path) === 'symlink')) return 'symlink';
  const pattern = joinPath(context === '' ? '' : escapeGlob(context), translate(source, doubleStar));
  // A folder that matches is copied with all that is in it.
  return {
    patterns: pattern.endsWith('/**') || pattern === '**' ? [pattern] : [pattern, `${pattern}/**`],
    missing: false,
  };
}

/** The path of the submodule that a path is or lies in. */
function submoduleAround(path: string, tree: PathIndex): string {
  const folder = folderOf(path);
  return tree.at(folder) === 'submodule' ? submoduleAround(folder, tree) : path;
}

/** A Docker pattern as a glob that matches at least as much: a class becomes `?`. */
function translate(source: string, doubleStar: boolean): string {
  const segments: string[] = [];
  for (const segment of source.split('/')) {
    if (doubleStar && segment !== '**' && segment.includes('**')) return [...segments, '**'].join('/');
    if (doubleStar && segment === '**') {
      segments.push(segment);
      continue;
    }
    const parts = segment.match(/\\[\s\S]|\*+|\?|\[\^?\]?(?:\\[\s\S]|[^\\\]])*\]?|[\s\S]/g) ?? [];
    segments.push(parts.map(translatePart).join(''));
  }
  return segments.join('/');
}

function translatePart(part: string): string {
  if (part.startsWith('*')) return '*';
  if (part === '?' || (part.startsWith('[') && part.length > 1)) return '?';
  return escapeGlob(part.startsWith('\\') && part.length > 1 ? part.slice(1) : part);
}

/**
 * What `--exclude` leaves out of one source: its patterns are matched below each file or folder that the source finds,
 * so that nothing is matched for a file that it finds itself (BuildKit 0.34.2); with `--parents`, they are matched from
 * the context. How deep `**` finds something is not known, so nothing is left out of it.
 */
function excludedFrom(copy: DockerfileCopy, source: string, context: string): EdgeException {
  const rules: IgnoreRules = ignoreRules(copy.exclude);
  const fromContext = source === '.' || copy.parents;
  const depth = fromContext ? 0 : source.includes('**') ? Number.POSITIVE_INFINITY : source.split('/').length;
  return {
    excepts: (path) => {
      const below = path
        .slice(context === '' ? 0 : context.length + 1)
        .split('/')
        .slice(depth);
      return below.length > 0 && rules.ignores(below.join('/'));
    },
  };
}

function either(first: EdgeException, second: EdgeException): EdgeException {
  return { excepts: (path) => first.excepts(path) || second.excepts(path) };
}

/**
 * Where the ignore file of a folder that is built from is: beside the Dockerfile under its name, else at the top of the
 * folder. An additional context, and a Dockerfile that is no file (null), have the latter alone.
 */
export function ignoreFileOf(dockerfile: string | null, context: string | null, tree: PathIndex): string | null {
  const own = dockerfile === null ? null : `${dockerfile}.dockerignore`;
  if (own !== null && tree.at(own) === 'file') return own;
  const top = context === null ? null : joinPath(context, '.dockerignore');
  return top !== null && tree.at(top) === 'file' ? top : null;
}

/** The exception that an ignore file makes of a context. */
export function ignoredBy(rules: IgnoreRules, context: string): EdgeException {
  const start = context === '' ? 0 : context.length + 1;
  return { excepts: (path) => rules.ignores(path.slice(start)) };
}

export function isIgnoreFile(name: string): boolean {
  return name.endsWith('.dockerignore');
}
