import { splitImageText } from '../images/image-reference.ts';
import { isServiceName, withoutEnd } from '../names.ts';
import { field, isRecord, valueAt } from '../yaml/value.ts';
import { type Contexts, expressionValue } from './expressions.ts';

/** The values of `matrix` in one job of a matrix; what an expression makes at run time is not in it. */
export type MatrixLeg = Readonly<Record<string, unknown>>;

/** GitHub starts no more jobs than this from one matrix. */
export const mostLegs = 256;

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
  const extended = legs.map((leg) => ({ ...leg }));
  const alone: MatrixLeg[] = [];
  for (const entry of itemsOf(field(matrix, 'include'), contexts)) {
    // What an entry added by itself is no job of the dimensions, and gets nothing of the next one.
    const fitting = extended.filter((_leg, index) =>
      Object.entries(entry).every(([key, value]) => !names.has(key) || same(legs[index]?.[key], value)),
    );
    for (const leg of fitting) Object.assign(leg, entry);
    if (fitting.length === 0 && alone.length < mostLegs) alone.push({ ...entry });
  }
  const all = [...extended, ...alone].slice(0, mostLegs);
  return all.length > 0 ? all : [{}];
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

/** What a key of a matrix, or an input of a called workflow, has to be called to hold the name of what is built. */
const nameKeys = [
  ...['service', 'service-name', 'name', 'app', 'app-name', 'application', 'component', 'microservice'],
  ...['image', 'image-name', 'project', 'module', 'package', 'target'],
];

/** What a job is called by its matrix, else by the inputs that its workflow is called with; null where nothing says it. */
export function jobName({ matrix, inputs }: Contexts): string | null {
  return namedBy(matrix) ?? namedBy(inputs);
}

function namedBy(values: unknown): string | null {
  if (!isRecord(values)) return null;
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(values)) {
    if (typeof value !== 'string' || value === '') continue;
    const words = key.toLowerCase().replaceAll('_', '-').replace('imagename', 'image-name');
    texts.set(words.endsWith('-image-name') ? 'image-name' : words, value);
  }
  for (const key of nameKeys) {
    const name = lastSegment(texts.get(key) ?? '');
    if (isServiceName(name)) return name;
  }
  return null;
}

/** `user` of `ghcr.io/acme/user:1`, and of `services/user`. */
function lastSegment(text: string): string {
  const { repository } = splitImageText(withoutEnd(text, '/'));
  return repository.slice(repository.lastIndexOf('/') + 1);
}
