import { run, type Token } from './pattern-tokens.ts';

/** What stands behind the name in `${NAME…}` and takes from its value. */
export type Operation =
  | { kind: 'prefix' | 'suffix'; longest: boolean; pattern: string }
  | { kind: 'replace'; every: boolean; pattern: string; by: string };

/** Longer ones are not looked into: each place of the value may have to be tried. */
const maxSteps = 100_000;

/**
 * `${NAME#pattern}`, `##`, `%`, `%%`, `/pattern/text` and `//pattern/text`, in which `*` and `?` are wildcards (BuildKit
 * 0.34.2, frontend/dockerfile/shell/lex.go). Undefined where it is not known what comes of it.
 */
export function substitute(value: string, operation: Operation): string | undefined {
  const { pattern } = operation;
  // Of a name that may be any, what is left may be any, too.
  if (value.includes('*')) return operation.kind === 'replace' && operation.by.includes('/') ? undefined : '*';
  if (value.length * value.length * pattern.length > maxSteps) return undefined;
  const tokens = [...pattern].map(tokenOf);
  const matches = (text: string): boolean => run(tokens, text, false);
  const lengths = Array.from({ length: value.length + 1 }, (_, length) => length);
  if (operation.kind === 'replace') return replace(value, operation, matches);
  const ordered = operation.longest ? lengths.reverse() : lengths;
  const isPrefix = operation.kind === 'prefix';
  const found = ordered.find((length) =>
    matches(isPrefix ? value.slice(0, length) : value.slice(value.length - length)),
  );
  if (found === undefined) return value;
  return isPrefix ? value.slice(found) : value.slice(0, value.length - found);
}

function tokenOf(character: string): Token {
  // What a star of the shell stands for crosses folders.
  if (character === '*') return { kind: 'rest' };
  if (character === '?') return { kind: 'class', negated: true, ranges: [], slash: true };
  return { kind: 'character', character };
}

/** The longest match of the first place that has one; `//` goes on behind it. */
function replace(
  value: string,
  { every, pattern, by }: Operation & { kind: 'replace' },
  matches: (text: string) => boolean,
): string | undefined {
  // What matches nothing at all is between any two characters.
  if (pattern.replaceAll('*', '') === '' || by.includes('$')) return undefined;
  let result = '';
  for (let at = 0; at < value.length; ) {
    let end = value.length;
    while (end > at && !matches(value.slice(at, end))) end -= 1;
    if (end === at) {
      result += value.charAt(at);
      at += 1;
      continue;
    }
    result += by;
    if (!every) return result + value.slice(end);
    at = end;
  }
  return result;
}
