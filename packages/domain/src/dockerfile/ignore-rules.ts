import { compileDockerPattern } from './pattern.ts';

/** What a `.dockerignore`, or the `--exclude` of an instruction, leaves out. */
export interface IgnoreRules {
  /** Whether a file is left out; the path is relative to the build context. */
  ignores(path: string): boolean;
}

/**
 * Reads a `.dockerignore`: one pattern a line, relative to the context; a pattern holds for everything below
 * what it matches; `!` takes back; the last pattern that matches decides.
 *
 * Written here and not taken from a package because the one there is turns a pattern into a regular expression
 * without escaping `+ ( ) { } |`, as Docker does, looks names up in a plain object (a file called
 * `constructor`), and takes exponential time on hostile patterns. A test compares the two on what both can do.
 */
export function parseIgnoreRules(text: string): IgnoreRules {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  return ignoreRules(lines.filter((line) => !line.startsWith('#')));
}

export function ignoreRules(patterns: readonly string[]): IgnoreRules {
  const rules = patterns.flatMap((line) => {
    const trimmed = line.trim();
    const negated = trimmed.startsWith('!');
    const pattern = cleanPattern(negated ? trimmed.slice(1).trim() : trimmed);
    return pattern === '' || pattern === '.'
      ? []
      : [{ negated, ...compileDockerPattern(pattern, { doubleStar: true }) }];
  });
  rules.reverse();
  return { ignores: (path) => rules.find((rule) => rule.matchesWithin(path))?.negated === false };
}

/** Go's `filepath.Clean`, without the leading slash: patterns are relative to the context either way. */
function cleanPattern(pattern: string): string {
  const kept: string[] = [];
  for (const segment of pattern.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (segment !== '..' || !pattern.startsWith('/')) kept.push(segment);
  }
  return kept.join('/');
}
