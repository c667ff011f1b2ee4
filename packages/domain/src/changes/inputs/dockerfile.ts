import type { Dockerfile, DockerfileCopy } from '../../dockerfile/dockerfile.ts';
import { type IgnoreRules, ignoreRules } from '../../dockerfile/ignore-rules.ts';
import { literalPath } from '../../dockerfile/pattern.ts';
import type { Location } from '../../location.ts';
import { showPath } from '../../names.ts';
import { present } from '../../present.ts';
import type { Problem } from '../../problem.ts';
import { escapeGlob, folderGlob } from '../../tree/glob.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { baseName, folderOf, joinPath } from '../../tree/repository-paths.ts';
import type { EdgeException, InputEdge } from './edges.ts';

/** What a Dockerfile takes, and whether that is all. */
interface DockerfileInputs {
  edges: InputEdge[];
  complete: boolean;
  problems: Problem[];
}

/** A Dockerfile and what it is built in. */
interface DockerfileBuild {
  path: string;
  parsed: Dockerfile;
  /** The build context; '' is the root. */
  context: string;
  /** What the `.dockerignore` in force leaves out of the context. */
  ignored: EdgeException | undefined;
  tree: PathIndex;
}

/**
 * The edges of what a Dockerfile copies and mounts from its build context. Where a part of it is not understood, or
 * leads through a symbolic link, the whole context counts.
 */
export function dockerfileInputs(build: DockerfileBuild): DockerfileInputs {
  const { path, parsed, context, ignored, tree } = build;
  const edges: InputEdge[] = [];
  const problems: Problem[] = [];
  const copied = new Set<string>();
  const at = (line: number): Location => ({ path, line, column: 1 });
  const notice = (message: string, line: number): void => {
    problems.push({ severity: 'notice', message, location: at(line) });
  };
  const wholeContext = (because: string, line: number): void => {
    edges.push(edge(folderGlob(context), because, at(line), ignored));
    notice(`${because}: every file of its build context counts`, line);
  };
  for (const { source, what, line, copy } of takenFromContext(parsed)) {
    const taken = resolveSource(source, context, copy?.parents ?? false, tree);
    if (taken === 'symlink') {
      wholeContext(`${what} leads through a symbolic link`, line);
      continue;
    }
    if (taken.missing && copy?.onbuild !== true) {
      notice(`${what} is not in the repository: whatever makes it counts, so every file of the service does`, line);
    }
    const except = exceptionFor(source, copy, build);
    // Stages often copy the same file again: the first of them is reason enough.
    const patterns = except === ignored ? taken.patterns.filter((pattern) => !copied.has(pattern)) : taken.patterns;
    if (except === ignored) for (const pattern of patterns) copied.add(pattern);
    edges.push(...patterns.map((pattern) => edge(pattern, what, at(line), except)));
  }
  for (const note of parsed.notes)
    wholeContext(`${showPath(baseName(path))} is not understood: ${note.message}`, note.line);
  return { edges, complete: problems.length === 0, problems };
}

/** What an instruction takes from the build context. */
interface Taken {
  source: string;
  /** The instruction, for a message. */
  what: string;
  line: number;
  /** Null for a mount. */
  copy: DockerfileCopy | null;
}

function takenFromContext({ copies, binds }: Dockerfile): Taken[] {
  return [
    ...copies
      .filter(({ from }) => from === null)
      .flatMap((copy) =>
        copy.sources.map((source) => ({ source, what: `${copy.instruction} ${source}`, line: copy.line, copy })),
      ),
    ...binds
      .filter(({ from }) => from === null)
      .map(({ source, line }) => ({ source, what: `RUN --mount=type=bind,source=${source}`, line, copy: null })),
  ];
}

function exceptionFor(
  source: string,
  copy: DockerfileCopy | null,
  { context, ignored }: DockerfileBuild,
): EdgeException | undefined {
  const excluded = copy && copy.exclude.length > 0 ? excludedFrom(copy, source, context) : undefined;
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
    if (doubleStar && segment.includes('**')) return [...segments, '**'].join('/');
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

/** Where the ignore file of a build is: beside the Dockerfile under its name, else at the top of the context. */
export function ignoreFileOf(dockerfile: string, context: string | null, tree: PathIndex): string | null {
  const own = `${dockerfile}.dockerignore`;
  if (tree.at(own) === 'file') return own;
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
