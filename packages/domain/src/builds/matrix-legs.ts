import { field, isRecord, valueAt } from '../yaml/value.ts';
import { type Contexts, expressionValue } from './expressions.ts';

/** The values of `matrix` in one job of a matrix; what an expression makes at run time is not in it. */
export type MatrixLeg = Readonly<Record<string, unknown>>;

/** GitHub starts no more jobs than this from one matrix. */
const mostLegs = 256;

/**
 * The jobs of a matrix: the product of its dimensions without what `exclude` matches, then each `include` added to the
 * jobs whose dimensions it leaves alone, or else as a job of its own (GitHub, "Workflow syntax", `strategy.matrix.include`).
 * A dimension that is made at run time is left open.
 */
export function matrixLegs(job: unknown, contexts: Contexts): MatrixLeg[] {
  const matrix = valued(valueAt(job, ['strategy', 'matrix']), contexts);
  if (!isRecord(matrix)) return [{}];
  const dimensions = Object.entries(matrix).filter(([key]) => key !== 'include' && key !== 'exclude');
  const names = new Set(dimensions.map(([key]) => key));
  let legs: Record<string, unknown>[] = dimensions.length > 0 ? [{}] : [];
  for (const [key, written] of dimensions) {
    const values = valued(written, contexts);
    if (Array.isArray(values))
      legs = legs.flatMap((leg) => values.map((value) => ({ ...leg, [key]: value }))).slice(0, mostLegs);
  }
  const excluded = itemsOf(field(matrix, 'exclude'), contexts);
  legs = legs.filter(
    (leg) => !excluded.some((one) => Object.entries(one).every(([key, value]) => same(leg[key], value))),
  );
  const included = legs.map((leg) => ({ ...leg }));
  for (const entry of itemsOf(field(matrix, 'include'), contexts)) {
    const fitting = included.filter((_leg, index) =>
      Object.entries(entry).every(([key, value]) => !names.has(key) || same(legs[index]?.[key], value)),
    );
    const adds = fitting.filter((leg) => legs.length > 0 && leg !== undefined);
    for (const leg of adds) Object.assign(leg, entry);
    if (adds.length === 0) included.push({ ...entry });
  }
  return included.length > 0 ? included.slice(0, mostLegs) : [{}];
}

/** A value, or what the expression that it is makes. */
function valued(value: unknown, contexts: Contexts): unknown {
  return typeof value === 'string' ? expressionValue(value, contexts) : value;
}

function itemsOf(list: unknown, contexts: Contexts): Record<string, unknown>[] {
  const items = valued(list, contexts);
  return Array.isArray(items) ? items.filter(isRecord) : [];
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
