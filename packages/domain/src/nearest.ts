import { nameFew, showPath } from './names.ts';

/** The candidate a mistyped name most likely meant, or undefined when none is close: `most` mistakes apart at most. */
export function nearest(name: string, candidates: Iterable<string>, most?: number): string | undefined {
  // A name from outside may be megabytes long; nothing that long is a typing mistake.
  if (name.length > 100) return undefined;
  const limit = most ?? Math.max(1, Math.floor(name.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (!best || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** ` Did you mean "x"?`, or nothing: to be put behind a help text. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const candidate = nearest(name, candidates);
  return candidate === undefined ? '' : ` Did you mean ${JSON.stringify(candidate)}?`;
}

/** What there is instead of a name that there is not, for a help text: the likeliest first, then the first of all. */
export function insteadOf(name: string, what: string, known: readonly string[]): string {
  const named = known.length === 0 ? 'none' : nameFew(known, showPath);
  return `${didYouMean(name, known)} The ${what} are ${named}.`.trimStart();
}

/** Insertions, deletions and replacements that turn one text into the other. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
