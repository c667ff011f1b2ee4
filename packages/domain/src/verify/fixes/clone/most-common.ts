/**
 * The candidate whose shape most of the others have, so that no outlier is copied. Shapes are compared one after the
 * other, the cheap ones first: each narrows the candidates to the largest group of one shape. Of groups that are as
 * large, the one of the shortest shape is taken; of those that are alike, the first.
 */
export function mostCommon<T>(candidates: readonly T[], shapes: readonly ((candidate: T) => string)[]): T | undefined {
  let left = candidates;
  for (const shapeOf of shapes) {
    if (left.length <= 1) break;
    const groups = new Map<string, T[]>();
    for (const candidate of left) {
      const shape = shapeOf(candidate);
      const known = groups.get(shape);
      if (known) known.push(candidate);
      else groups.set(shape, [candidate]);
    }
    const [largest] = [...groups].sort((a, b) => b[1].length - a[1].length || a[0].length - b[0].length);
    left = largest?.[1] ?? left;
  }
  return left[0];
}

/** What is chosen once for all that ask with the same key, once for a run. */
export function chosenOnce<M extends object, T>(): (context: M, key: string, choose: () => T) => T {
  const known = new WeakMap<M, Map<string, T>>();
  return (context, key, choose) => {
    const ofModel = known.get(context) ?? new Map<string, T>();
    known.set(context, ofModel);
    const found = ofModel.get(key);
    if (found !== undefined || ofModel.has(key)) return found as T;
    const made = choose();
    ofModel.set(key, made);
    return made;
  };
}
