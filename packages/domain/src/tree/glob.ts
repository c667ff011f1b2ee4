import { compileDockerPattern } from '../dockerfile/pattern.ts';
import { globMatcher } from './glob-matcher.ts';

/**
 * Patterns of inputs: globs relative to the repository root, in the dialect of picomatch with `dot`. A name's own
 * special characters are escaped by a backslash.
 */

/**
 * A name as a pattern that matches only that name. A backslash becomes `?`: picomatch does not reliably read an
 * escaped backslash beside other escapes, and missing a change is worse than one too many.
 */
export function escapeGlob(name: string): string {
  return name.replace(/[\\*?[\]{}()!+@|^$"']/g, (character) => (character === '\\' ? '?' : `\\${character}`));
}

/** A folder as a pattern that matches everything in it (and the name itself, should it become a file). */
export function folderGlob(folder: string): string {
  return folder === '' ? '**' : `${escapeGlob(folder)}/**`;
}

/** Where to look a pattern up, and how to be sure. */
interface CompiledGlob {
  /** The folder (or file) that every match is or is below; '' is everywhere. */
  root: string;
  /** Null when everything at or below the root matches; `'exact'` when only the root itself does. */
  matches: ((path: string) => boolean) | 'exact' | null;
}

const compiled = new Map<string, CompiledGlob>();

export function compileGlob(pattern: string): CompiledGlob {
  const known = compiled.get(pattern);
  if (known) return known;
  const glob = compileUncached(pattern);
  if (compiled.size > 50_000) compiled.clear();
  compiled.set(pattern, glob);
  return glob;
}

function compileUncached(text: string): CompiledGlob {
  const pattern = text.replace(/(^|\/)(?:\*\*\/)+\*\*(?=\/|$)/g, '$1**');
  const segments = pattern.split('/');
  const literals: string[] = [];
  for (const segment of segments) {
    const name = literalOf(segment);
    if (name === null) break;
    literals.push(name);
  }
  const root = literals.join('/');
  const rest = segments.slice(literals.length);
  if (rest.length === 0) return { root, matches: 'exact' };
  if (rest.length === 1 && rest[0] === '**') return { root, matches: null };
  return {
    root,
    // dotAll: a line end in a name is a character like any other.
    matches: segments.every(isSimple) ? simpleMatcher(pattern) : globMatcher(pattern, { dot: true, flags: 's' }),
  };
}

/** As picomatch has it, the end of `a?/**` takes in `a1` itself, but that of a pattern with a star before it does not. */
function simpleMatcher(pattern: string): (path: string) => boolean {
  return /[^*]\/\*\*$/.test(pattern)
    ? compileDockerPattern(pattern.slice(0, -3), { doubleStar: true }).matchesWithin
    : compileDockerPattern(pattern, { doubleStar: true }).matches;
}

/** Whether stars and question marks are all that is special in it: then we match it ourselves, in linear time. */
function isSimple(segment: string): boolean {
  return segment === '**' || (literalOf(segment.replace(/\\.|[*?]/gs, '')) !== null && !segment.includes('**'));
}

/** The name a segment stands for; null when it has a wildcard. */
function literalOf(segment: string): string | null {
  if (/^(?:[^\\*?[\]{}()!+@|^$"']|\\.)*$/s.test(segment)) return segment.replace(/\\(.)/gs, '$1');
  return null;
}
