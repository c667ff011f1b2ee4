/** Chance that a seed repeats. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** A whole number below `end`. */
  below(end: number): number;
  happens(probability: number): boolean;
  pick<const T>(from: readonly [T, ...T[]]): T;
  /** Each with this probability. */
  some<T>(from: readonly T[], probability: number): T[];
}

/** mulberry32: small, and good enough to choose steps with. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    pick: (from) => from[below(from.length)] ?? from[0],
    some: (from, probability) => from.filter(() => next() < probability),
  };
}
