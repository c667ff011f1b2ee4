import { randomNumbers } from '@rollcall/testkit/random-numbers';

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

export function chanceOf(seed: number): Chance {
  const next = randomNumbers(seed);
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    happens: (probability) => next() < probability,
    pick: (from) => from[below(from.length)] ?? from[0],
    some: (from, probability) => from.filter(() => next() < probability),
  };
}
