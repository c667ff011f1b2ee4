/** The words that are tried: this and a number. */
const beginning = 'rollcall-end-';

/**
 * A word that a text does not hold, to mark its end: proved, where a random one is only unlikely to be in it, and without
 * loading the cryptography of Node, which takes longer than detecting what a usual push changes. Linear.
 */
export function absentWord(text: string): string {
  const taken = new Set<string>();
  for (const [, number = ''] of text.matchAll(/rollcall-end-(\d+)/gi)) taken.add(number);
  let number = 1;
  while (taken.has(String(number))) number += 1;
  return `${beginning}${number}`;
}
