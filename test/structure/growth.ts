import { describe, expect, test } from '@jest/globals';
import { countSteps } from '@rollcall/testkit/steps';

/**
 * What takes n steps for an input takes at most two and a half times as many for one of twice the length, however the
 * input is made: who opens a pull request decides what is read. Counted in steps, so that it is the same on any machine.
 */
export const most = 2.5;

/** How many times the steps the double of an input takes. */
export async function growth(size: number, work: (size: number) => unknown): Promise<number> {
  await work(8); // what is made once for all inputs
  let least = Number.POSITIVE_INFINITY;
  // A count that the garbage collector cut short is no proof, neither way: what grows too fast does so each time.
  for (let attempt = 0; attempt < 3 && least > most; attempt += 1) {
    const once = await countSteps(() => work(size));
    const twice = await countSteps(() => work(2 * size));
    expect(once).toBeGreaterThan(size / 10);
    least = Math.min(least, twice / once);
  }
  return least;
}

/** What is read or written, for an input of a size. */
export type Doubled = readonly [what: string, work: (size: number) => unknown];

/** Tests that each piece of work grows with its input. */
export function growsWithItsInput(title: string, size: number, cases: readonly Doubled[]): void {
  describe(title, () => {
    test.each(cases.map(([what, work]) => ({ what, work })))('$what', async ({ work }) => {
      expect(await growth(size, work)).toBeLessThan(most);
    });
  });
}

/** Files by their paths, made for each number. */
export function numbered(n: number, entry: (at: number) => [string, string][]): Record<string, string> {
  return Object.fromEntries(Array.from({ length: n }, (_, at) => entry(at)).flat());
}

/** The lines that are made for each number. */
export function lines(n: number, line: (at: number) => string): string {
  return Array.from({ length: n }, (_, at) => line(at)).join('');
}
