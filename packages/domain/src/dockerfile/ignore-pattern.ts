import { addAll } from '../grouping.ts';
import { run, type Token } from './pattern-tokens.ts';

/** What a pattern of an ignore file matches. */
export interface PathMatcher {
  /** Whether it matches a path itself. */
  matches(path: string): boolean;
  /** Whether it matches a path, or a folder that the path lies in; in one pass over the path, however deep it is. */
  matchesWithin(path: string): boolean;
}

/** `unread` where BuildKit makes a regular expression of it that is more than a pattern: then it matches nothing here. */
export type IgnorePattern = ({ kind: 'read' } & PathMatcher) | { kind: 'unread' };

/**
 * Compiles a cleaned pattern as `github.com/moby/patternmatcher` 0.6.1 does, for BuildKit 0.34.2: text alone is compared;
 * so is what stands before `**` at the end or behind `**` at the start, wherever a name begins (`**.pyc`, `a**`);
 * everything else becomes a regular expression, in which `**` means a number of whole folders.
 */
export function compileIgnorePattern(pattern: string): IgnorePattern {
  const [, start, end] = /^(\*\*\/?)?[^*?[\]\\]*?(\/?\*\*\/?)?$/s.exec(pattern) ?? [];
  if (start !== undefined && end === undefined) return endsIn(pattern.slice(2));
  if (start === undefined && end !== undefined) {
    const prefix = pattern.slice(0, pattern.lastIndexOf('**'));
    const matches = (path: string): boolean => path.startsWith(prefix);
    return { kind: 'read', matches, matchesWithin: matches };
  }
  if (!/[*?[\]\\]/.test(pattern)) {
    const matches = (path: string): boolean => path === pattern;
    return { kind: 'read', matches, matchesWithin: (path) => matches(path) || path.startsWith(`${pattern}/`) };
  }
  const tokens = tokenize(pattern);
  if (tokens === null) return { kind: 'unread' };
  const firstOther = tokens.findIndex(({ kind }) => kind !== 'character');
  const prefix = textOf(firstOther < 0 ? tokens : tokens.slice(0, firstOther));
  return {
    kind: 'read',
    matches: (path) => path.startsWith(prefix) && run(tokens, path, false),
    matchesWithin: (path) => path.startsWith(prefix) && run(tokens, path, true),
  };
}

/** `/x` is a name at the end of a path, and `x` any end of one. */
function endsIn(end: string): IgnorePattern {
  const name = end.startsWith('/') ? end.slice(1) : null;
  const matches = (path: string): boolean => path.endsWith(end) || path === name;
  return {
    kind: 'read',
    matches,
    matchesWithin: (path) =>
      matches(path) || path.includes(`${end}/`) || (name !== null && path.startsWith(`${name}/`)),
  };
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.kind === 'character' ? token.character : '')).join('');
}

/** What keeps a meaning of its own in the regular expression: `a|b`, `^`, `{2}`, and a class that has a class in it. */
const expression = /[|^]|\{\d/;

function tokenize(pattern: string): Token[] | null {
  const tokens: Token[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; ) {
    const piece = pieceAt(characters, at);
    if (piece === null) return null;
    // A number of folders behind a number of folders is one: each star more would be a state more, for every path.
    if (tokens.at(-1)?.kind !== 'folders-loop' || piece.tokens[0]?.kind !== 'folders') addAll(tokens, piece.tokens);
    at = piece.end;
  }
  return tokens;
}

interface TokensAt {
  tokens: Token[];
  end: number;
}

function pieceAt(pattern: readonly string[], at: number): TokensAt | null {
  const character = pattern[at] ?? '';
  if (character === '*') return starsAt(pattern, at);
  if (character === '?') return { tokens: [{ kind: 'one' }], end: at + 1 };
  if (character === '[') return classAt(pattern, at);
  if (character === '\\') {
    const escaped = pattern[at + 1] ?? '';
    // Of a letter or a digit the regular expression makes something else: `\d`, `\b`.
    return /^[^A-Za-z0-9]$/su.test(escaped)
      ? { tokens: [{ kind: 'character', character: escaped }], end: at + 2 }
      : null;
  }
  if (expression.test(`${character}${pattern[at + 1] ?? ''}`.slice(0, character === '{' ? 2 : 1))) return null;
  return { tokens: [{ kind: 'character', character }], end: at + 1 };
}

/** Two stars and a `/` behind them are one; a third star is one of its own. */
function starsAt(pattern: readonly string[], at: number): TokensAt {
  if (pattern[at + 1] !== '*') return { tokens: [{ kind: 'star' }], end: at + 1 };
  const end = pattern[at + 2] === '/' ? at + 3 : at + 2;
  if (end >= pattern.length) return { tokens: [{ kind: 'rest', oneLine: true }], end };
  return { tokens: [{ kind: 'folders' }, { kind: 'folders-loop', oneLine: true }], end };
}

/** Null for one that is not closed, which fails the build, and for one that a regular expression reads otherwise. */
function classAt(pattern: readonly string[], start: number): TokensAt | null {
  const negated = pattern[start + 1] === '^';
  const ranges: [string, string][] = [];
  let at = start + (negated ? 2 : 1);
  while (pattern[at] !== ']' || ranges.length === 0) {
    const low = classCharacter(pattern, at);
    if (low === null) return null;
    at = low.end;
    if (pattern[at] !== '-') {
      ranges.push([low.character, low.character]);
      continue;
    }
    const high = classCharacter(pattern, at + 1);
    if (high === null || high.character < low.character) return null;
    ranges.push([low.character, high.character]);
    at = high.end;
  }
  return { tokens: [{ kind: 'class', negated, ranges, slash: true }], end: at + 1 };
}

function classCharacter(pattern: readonly string[], at: number): { character: string; end: number } | null {
  const character = pattern[at] ?? '';
  if (character === '\\') {
    const escaped = pattern[at + 1] ?? '';
    return /^[^A-Za-z0-9]$/su.test(escaped) ? { character: escaped, end: at + 2 } : null;
  }
  // Stars and question marks are replaced in a class, too; `[:` may begin a named one.
  return /^[^*?[\]-]$/su.test(character) ? { character, end: at + 1 } : null;
}
