import { globMatcher } from '../tree/glob-matcher.ts';

/**
 * A matcher of folders by the patterns of a configuration: globs relative to the repository root, `!` takes back,
 * the last match wins; `.` is the root. UserErrors cannot occur: any text is a pattern.
 */
export function folderMatcher(patterns: readonly string[]): (folder: string) => boolean {
  const compiled = patterns.map((pattern) => {
    const negated = pattern.startsWith('!');
    const glob = (negated ? pattern.slice(1) : pattern).replace(/^(\.?\/)+/, '').replace(/(?<!\/)\/+$/, '') || '.';
    return { negated, matches: globMatcher(glob, { dot: true, nonegate: true, strictSlashes: true }) };
  });
  return (folder) => {
    const path = folder === '' ? '.' : folder;
    for (let index = compiled.length - 1; index >= 0; index -= 1) {
      const pattern = compiled[index];
      if (pattern?.matches(path)) return !pattern.negated;
    }
    return false;
  };
}
