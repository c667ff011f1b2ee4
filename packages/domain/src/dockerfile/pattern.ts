import { run, type Token } from './pattern-tokens.ts';

/**
 * Patterns as Docker matches them: Go's `filepath.Match`, and with `doubleStar` the `**` of .dockerignore.
 *
 * Matched by stepping a set of states, not by a regular expression: a pattern comes from whoever opens a pull
 * request, and `*a*a*a*…` must cost time in proportion to its length, never an exponent.
 */
interface DockerPattern {
  /** Without wildcards: only the one path. */
  readonly literal: boolean;
  matches(path: string): boolean;
  /** Whether the path or one of the folders it is in matches. */
  matchesWithin(path: string): boolean;
}

/**
 * A class may match a `/`, as in Go. A malformed one (`[a`) matches nothing in Docker and fails the build; here it stands for itself.
 */
export function compileDockerPattern(pattern: string, options: { doubleStar?: boolean } = {}): DockerPattern {
  const tokens = tokenize([...pattern], options.doubleStar ?? false);
  const characters = tokens.map((token) => (token.kind === 'character' ? token.character : null));
  if (!characters.includes(null)) {
    const text = characters.join('');
    return {
      literal: true,
      matches: (path) => path === text,
      matchesWithin: (path) => path === text || (path.startsWith(text) && path[text.length] === '/'),
    };
  }
  const prefix = characters.slice(0, characters.indexOf(null)).join('');
  // Most paths fail here, long before the states are stepped.
  const needle = longestRun(characters);
  const possible = (path: string): boolean => path.startsWith(prefix) && path.includes(needle);
  return {
    literal: false,
    matches: (path) => possible(path) && run(tokens, path, false),
    matchesWithin: (path) => possible(path) && run(tokens, path, true),
  };
}

/** The one path a pattern without wildcards stands for, its escapes resolved; null when it has wildcards. */
export function literalPath(pattern: string): string | null {
  if (!/[\\*?[]/.test(pattern)) return pattern;
  return compileDockerPattern(pattern).literal ? pattern.replace(/\\(.)/gs, '$1') : null;
}

/** The segments of a pattern before the first that has a wildcard, as a path. */
export function literalStart(pattern: string): string {
  const segments = pattern.split('/');
  const first = segments.findIndex((segment) => /[\\*?[]/.test(segment));
  return segments.slice(0, first < 0 ? segments.length : first).join('/');
}

/** The longest text between wildcards: every match has it somewhere. */
function longestRun(characters: readonly (string | null)[]): string {
  const runs = characters
    .map((character) => character ?? '\0')
    .join('')
    .split('\0');
  return runs.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}

function tokenize(pattern: readonly string[], doubleStar: boolean): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; ) {
    const { token, end } = tokenAt(pattern, at, doubleStar);
    if (token.kind !== 'folders') tokens.push(token);
    else if (tokens.at(-1)?.kind !== 'folders-loop') tokens.push(token, { kind: 'folders-loop' });
    at = end;
  }
  return tokens;
}

function tokenAt(pattern: readonly string[], at: number, doubleStar: boolean): { token: Token; end: number } {
  const character = pattern[at] ?? '';
  switch (character) {
    case '?':
      return { token: { kind: 'one' }, end: at + 1 };
    case '*':
      return starsAt(pattern, at, doubleStar);
    case '[':
      return readClass(pattern, at) ?? { token: { kind: 'character', character }, end: at + 1 };
    case '\\':
      if (at + 1 < pattern.length)
        return { token: { kind: 'character', character: pattern[at + 1] ?? '' }, end: at + 2 };
  }
  return { token: { kind: 'character', character }, end: at + 1 };
}

function starsAt(pattern: readonly string[], start: number, doubleStar: boolean): { token: Token; end: number } {
  let end = start + 1;
  while (pattern[end] === '*') end += 1;
  if (!doubleStar || end === start + 1) return { token: { kind: 'star' }, end };
  if (pattern[end] === '/') end += 1;
  return { token: { kind: end < pattern.length ? 'folders' : 'rest' }, end };
}

function readClass(pattern: readonly string[], start: number): { token: Token; end: number } | undefined {
  let at = start + 1;
  const negated = pattern[at] === '^';
  if (negated) at += 1;
  const ranges: [string, string][] = [];
  const one = (): string => {
    if (pattern[at] === '\\') at += 1;
    at += 1;
    return pattern[at - 1] ?? '';
  };
  while (at < pattern.length && (pattern[at] !== ']' || ranges.length === 0)) {
    const low = one();
    if (pattern[at] === '-' && pattern[at + 1] !== ']') {
      at += 1;
      ranges.push([low, one()]);
    } else {
      ranges.push([low, low]);
    }
  }
  return pattern[at] === ']' ? { token: { kind: 'class', negated, ranges, slash: true }, end: at + 1 } : undefined;
}
