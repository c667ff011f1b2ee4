import { countEach, groupBy } from '../grouping.ts';

/**
 * Which of some names a set of texts may spell: those all of whose words stand in them, apart or together. What a
 * template puts together, it puts together of whole words.
 */
export interface SpelledNames {
  /** The words of the names that a text has. */
  wordsIn(text: string): ReadonlySet<string>;
  /** Whether texts with these words may spell one of the names. */
  mayBeSpelled(words: ReadonlySet<string>): boolean;
}

export function spelledNames(names: Iterable<string>): SpelledNames {
  const split = Array.from(names, (name) => [...new Set(wordsOf(name))]);
  const often = countEach(split.flat());
  // Of each name the word that the fewest others have: `cart` of `cart-service`.
  const rarest = groupBy(
    split,
    (words) => [...words].sort((a, b) => (often.get(a) ?? 0) - (often.get(b) ?? 0))[0] ?? '',
  );
  return {
    wordsIn: (text) => new Set(wordsOf(text).filter((word) => often.has(word))),
    mayBeSpelled: (words) =>
      [...words].some((word) => rarest.get(word)?.some((all) => all.every((one) => words.has(one)))),
  };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}
