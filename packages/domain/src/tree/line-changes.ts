/** Lines that others replace: `count` old ones from `start` (0-based) by the new ones. Lines keep their ends. */
export interface LineChange {
  start: number;
  count: number;
  lines: string[];
}

/** Of texts that differ in more lines, all between the first and the last one that changes is one change. */
const mostSteps = 500;

/** The fewest lines by which one text becomes another (Myers, "An O(ND) Difference Algorithm", 1986). */
export function lineChanges(old: readonly string[], now: readonly string[]): LineChange[] {
  const whole = withoutSame(0, old, now);
  if (whole.count === 0 && whole.lines.length === 0) return [];
  const steps = fewestSteps(old.slice(whole.start, whole.start + whole.count), whole.lines);
  if (steps === null) return [whole];
  const changes: LineChange[] = [];
  for (const { at, added } of steps) {
    const start = whole.start + at;
    let change = changes.at(-1);
    if (!change || change.start + change.count !== start) {
      change = { start, count: 0, lines: [] };
      changes.push(change);
    }
    if (added === null) change.count += 1;
    else change.lines.push(added);
  }
  return changes;
}

/** Without the lines at both ends that stay: a line behind which another is added is none that changes. */
export function withoutSame(start: number, old: readonly string[], now: readonly string[]): LineChange {
  const most = Math.min(old.length, now.length);
  let head = 0;
  while (head < most && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  return { start: start + head, count: old.length - head - tail, lines: now.slice(head, now.length - tail) };
}

/** An old line that goes, or a new one before it. */
interface Step {
  at: number;
  added: string | null;
}

/** Null where there are too many. */
function fewestSteps(old: readonly string[], now: readonly string[]): Step[] | null {
  /** For each number of steps, how far each diagonal (old lines less new ones) gets with them. */
  const reached: Map<number, number>[] = [];
  let furthest = new Map([[1, 0]]);
  for (let count = 0; count <= mostSteps; count += 1) {
    reached.push(furthest);
    const next = new Map<number, number>();
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      let at = cameByAdding(furthest, diagonal, count)
        ? (furthest.get(diagonal + 1) ?? 0)
        : (furthest.get(diagonal - 1) ?? 0) + 1;
      while (at < old.length && at - diagonal < now.length && old[at] === now[at - diagonal]) at += 1;
      next.set(diagonal, at);
      if (at >= old.length && at - diagonal >= now.length) return stepsBack(reached, old.length, now);
    }
    furthest = next;
  }
  return null;
}

function cameByAdding(furthest: ReadonlyMap<number, number>, diagonal: number, count: number): boolean {
  if (diagonal === -count) return true;
  return diagonal !== count && (furthest.get(diagonal - 1) ?? 0) < (furthest.get(diagonal + 1) ?? 0);
}

function stepsBack(reached: readonly ReadonlyMap<number, number>[], end: number, now: readonly string[]): Step[] {
  const steps: Step[] = [];
  let diagonal = end - now.length;
  for (let count = reached.length - 1; count > 0; count -= 1) {
    const furthest = reached[count] ?? new Map<number, number>();
    const isAdded = cameByAdding(furthest, diagonal, count);
    diagonal += isAdded ? 1 : -1;
    const at = furthest.get(diagonal) ?? 0;
    steps.push({ at, added: isAdded ? (now[at - diagonal] ?? '') : null });
  }
  return steps.reverse();
}
