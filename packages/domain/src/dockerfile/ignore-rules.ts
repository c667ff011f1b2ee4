import { compileIgnorePattern, type PathMatcher } from './ignore-pattern.ts';

/** What a `.dockerignore`, or the `--exclude` of an instruction, leaves out. */
export interface IgnoreRules {
  /** Whether a file is left out; the path is relative to the build context. */
  ignores(path: string): boolean;
  /** Whether whatever may lie in a folder is left out; false where something might be taken back. */
  ignoresFolder(path: string): boolean;
  /** Patterns whose meaning is not known: then nothing is left out. */
  unread: readonly string[];
}

/**
 * Reads a `.dockerignore` as BuildKit 0.34.2 does (`github.com/moby/patternmatcher` 0.6.1): one pattern a line, relative
 * to the context.
 */
export function parseIgnoreRules(text: string): IgnoreRules {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  return ignoreRules(lines.filter((line) => !line.startsWith('#')).map(fromTop));
}

/** A line of an ignore file may begin with a slash; a pattern of `--exclude` that does matches nothing. */
function fromTop(line: string): string {
  const trimmed = line.trim();
  const negated = trimmed.startsWith('!');
  const pattern = negated ? trimmed.slice(1).trim() : trimmed;
  if (pattern === '') return trimmed;
  const clean = cleanPath(pattern);
  return `${negated ? '!' : ''}${clean.length > 1 && clean.startsWith('/') ? clean.slice(1) : clean}`;
}

interface Rule extends PathMatcher {
  negated: boolean;
}

/**
 * Rules are asked for a path folder by folder, from the top. One that matched a folder holds for what is in it; another
 * is asked again, but one that leaves out only where nothing has left out yet, and one that takes back only where
 * something has. So `!docs` takes no `.md` file back where a line before it leaves out those of every folder: nothing had
 * left out `docs` itself.
 */
export function ignoreRules(patterns: readonly string[]): IgnoreRules {
  const rules: Rule[] = [];
  const unread: string[] = [];
  for (const written of patterns) {
    if (written.trim() === '') continue;
    const clean = cleanPath(written.trim());
    const negated = clean.startsWith('!');
    const pattern = compileIgnorePattern(negated ? clean.slice(1) : clean);
    if (pattern.kind === 'unread') unread.push(written.trim());
    else rules.push({ ...pattern, negated });
  }
  if (unread.length > 0 || rules.length === 0) return { ignores: () => false, ignoresFolder: () => false, unread };
  if (rules.some(({ negated }) => negated))
    return { ignores: withExceptions(rules), ignoresFolder: () => false, unread };
  const ignores = (path: string): boolean => rules.some((rule) => rule.matchesWithin(path));
  return { ignores, ignoresFolder: ignores, unread };
}

/** Which rules hold for a path, and what they come to. */
interface Standing {
  holds: Uint8Array;
  out: boolean;
}

function withExceptions(rules: readonly Rule[]): (path: string) => boolean {
  const asked = new Map<string, Standing>();
  const standingOf = (path: string): Standing => {
    const slash = path.lastIndexOf('/');
    const above = slash < 0 ? null : remember(asked, path.slice(0, slash), standingOf).holds;
    const holds = new Uint8Array(rules.length);
    let out = false;
    for (const [index, { negated, matches }] of rules.entries()) {
      if (above?.[index] !== 1 && (negated !== out || !matches(path))) continue;
      holds[index] = 1;
      out = !negated;
    }
    return { holds, out };
  };
  return (path) => standingOf(path).out;
}

/** Folders are asked about again and again; not all of them are kept where there are very many. */
function remember<Value>(known: Map<string, Value>, folder: string, find: (folder: string) => Value): Value {
  const before = known.get(folder);
  if (before !== undefined) return before;
  const value = find(folder);
  if (known.size >= 10_000) known.clear();
  known.set(folder, value);
  return value;
}

/** Go's `filepath.Clean` of a path that is not empty. */
function cleanPath(path: string): string {
  const absolute = path.startsWith('/');
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (segment !== '..' || !absolute) kept.push(segment);
  }
  return `${absolute ? '/' : ''}${kept.join('/')}` || '.';
}
