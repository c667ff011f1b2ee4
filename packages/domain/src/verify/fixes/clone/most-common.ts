import { groupBy } from '../../../grouping.ts';
import { memoize } from '../../../memo.ts';

/**
 * The candidate whose shape most of the others have, so that no outlier is copied. Shapes are compared one after the
 * other, the cheap ones first: each narrows the candidates to the largest group of one shape. Of groups of the same
 * size, the one with the shortest shape is taken; of candidates with the same shapes, the first.
 */
export function mostCommon<T>(candidates: readonly T[], shapes: readonly ((candidate: T) => string)[]): T | undefined {
  let left = candidates;
  for (const shapeOf of shapes) {
    if (left.length <= 1) break;
    const groups = groupBy(left, shapeOf);
    const [largest] = [...groups].sort((a, b) => b[1].length - a[1].length || a[0].length - b[0].length);
    left = largest?.[1] ?? left;
  }
  return left[0];
}

/** What is chosen once in a run for all that ask with the same key. */
export function chosenOnce<C extends object, T>(): (context: C, key: string, choose: () => T) => T {
  const choices = memoize((_context: C) => new Map<string, { value: T }>());
  return (context, key, choose) => {
    const choice = choices(context).get(key) ?? { value: choose() };
    choices(context).set(key, choice);
    return choice.value;
  };
}
