import { isRecord } from '../../../yaml/value.ts';
import type { YamlPath } from '../../../yaml/yaml-document.ts';

/** What Kyverno says of a value by the `pattern` of a rule; `unknown` for what of its language is not read. */
export type PatternResult =
  | { state: 'pass' | 'unknown' }
  | {
      state: 'fail';
      /** Where it fails, and what is wanted there. */
      at: YamlPath;
      wanted: string;
    };

const pass: PatternResult = { state: 'pass' };
const unknown: PatternResult = { state: 'unknown' };

/**
 * Judges a value by a pattern, as far as the pattern is made of maps, lists of one map, texts with `*`, `?`, `!` and `|`,
 * and keys that count where they are there (`=(key)`).
 */
export function matchPattern(value: unknown, pattern: unknown, at: YamlPath = []): PatternResult {
  if (Array.isArray(pattern)) return matchItems(value, pattern, at);
  if (isRecord(pattern)) return matchFields(value, pattern, at);
  if (typeof pattern === 'string') return matchText(value, pattern, at);
  if (typeof pattern === 'boolean' && typeof value === 'boolean')
    return value === pattern ? pass : { state: 'fail', at, wanted: String(pattern) };
  return unknown;
}

function matchFields(value: unknown, pattern: Record<string, unknown>, at: YamlPath): PatternResult {
  const own = isRecord(value) ? value : {};
  const results = Object.entries(pattern).map(([written, wanted]) => {
    const optional = /^=\((.+)\)$/.exec(written)?.[1];
    const key = optional ?? written;
    if (/[(){}*?]/.test(key)) return unknown;
    const isThere = Object.hasOwn(own, key);
    if (!isThere && optional !== undefined) return pass;
    // The server drops most of what is null before it asks, and Kyverno refuses the rest.
    if (isThere && own[key] === null) return unknown;
    return matchPattern(isThere ? own[key] : undefined, wanted, [...at, key]);
  });
  const found = worst(results);
  // A map that is not there fails, also where all that is said of it is optional.
  return found.state === 'pass' && !isRecord(value) ? { state: 'fail', at, wanted: 'a map' } : found;
}

function matchItems(value: unknown, pattern: readonly unknown[], at: YamlPath): PatternResult {
  const [each, ...more] = pattern;
  if (!isRecord(each) || more.length > 0) return unknown;
  // Without the list nothing of it matches.
  if (!Array.isArray(value)) return value === undefined ? matchPattern(undefined, each, [...at, 0]) : unknown;
  return worst(value.map((item, index) => matchPattern(item, each, [...at, index])));
}

/** A failure counts only where all else is known: what is not read may be a condition. */
function worst(results: readonly PatternResult[]): PatternResult {
  return results.find(({ state }) => state === 'unknown') ?? results.find(({ state }) => state === 'fail') ?? pass;
}

/** Characters of a value that is judged by a pattern: an image, a name, a number. */
const longestValue = 4096;

function matchText(value: unknown, pattern: string, at: YamlPath): PatternResult {
  if (/[<>&{}]|\d\s*!?-\s*\d/.test(pattern)) return unknown;
  const alternatives = pattern.split('|').map((one) => one.trim());
  if (value === undefined) {
    // What must not be something may be nothing.
    if (alternatives.some((one) => one === '' || one.startsWith('!'))) return unknown;
    return { state: 'fail', at, wanted: pattern };
  }
  if (typeof value !== 'string' && typeof value !== 'number') return unknown;
  // Kyverno compares quantities by what they say: `1Gi` is `1024Mi`.
  if (alternatives.some((one) => /^!?\d/.test(one))) return unknown;
  const text = String(value);
  if (text.length > longestValue) return unknown;
  const isMet = alternatives.some((one) =>
    one.startsWith('!') ? !matchesWildcard(text, one.slice(1)) : matchesWildcard(text, one),
  );
  return isMet ? pass : { state: 'fail', at, wanted: pattern };
}

/** Whether a text is of a pattern in which `*` stands for any text and `?` for one character. At most text × pattern steps. */
export function matchesWildcard(text: string, pattern: string): boolean {
  let [at, from, star, again] = [0, 0, -1, 0];
  while (at < text.length) {
    const wanted = pattern[from];
    if (wanted === '*') {
      star = from;
      again = at;
      from += 1;
    } else if (wanted === '?' || (wanted !== undefined && wanted === text[at])) {
      at += 1;
      from += 1;
    } else if (star !== -1) {
      from = star + 1;
      again += 1;
      at = again;
    } else return false;
  }
  while (pattern[from] === '*') from += 1;
  return from === pattern.length;
}
