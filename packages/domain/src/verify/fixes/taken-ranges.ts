/** The ranges of one file that edits take. */
export interface TakenRanges {
  /** Whether a range lies upon one that is taken, or beside it. */
  touches(range: readonly [number, number]): boolean;
  take(range: readonly [number, number]): void;
}

/** Ranges that are looked up by their places: those of edits mostly come in the order of the file. */
export function takenRanges(): TakenRanges {
  // Sorted, and no two of them touch.
  const ranges: [number, number][] = [];
  /** Index of the first range that ends at an offset or behind it. */
  const firstTo = (offset: number): number => {
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.[1] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    touches: ([start, end]) => (ranges[firstTo(start)]?.[0] ?? Number.POSITIVE_INFINITY) <= end,
    take: ([start, end]) => {
      const at = firstTo(start);
      let last = at;
      let [from, to] = [start, end];
      for (let one = ranges[last]; one && one[0] <= end; one = ranges[last]) {
        [from, to] = [Math.min(from, one[0]), Math.max(to, one[1])];
        last += 1;
      }
      if (at === ranges.length) ranges.push([from, to]);
      else ranges.splice(at, last - at, [from, to]);
    },
  };
}
