import { field, valueAt } from '../../../yaml/value.ts';

/** The legs of a job's matrix as `matrix.NAME` stands for in each; null when an expression makes them. */
export function matrixLegs(job: unknown): ReadonlyMap<string, string>[] | null {
  const matrix = valueAt(job, ['strategy', 'matrix']);
  if (matrix === undefined) return [new Map()];
  if (typeof matrix !== 'object' || matrix === null) return null;
  const include = field(matrix, 'include');
  const keys = Object.entries(matrix).filter(([key]) => key !== 'include' && key !== 'exclude');
  // What is added to, or taken from, a product depends on all of its legs.
  if (field(matrix, 'exclude') !== undefined || (include !== undefined && keys.length > 0)) return null;
  if (include !== undefined) {
    if (!Array.isArray(include)) return null;
    return include.map((leg: unknown) => new Map(plainEntries(leg)));
  }
  let legs: ReadonlyMap<string, string>[] = [new Map()];
  for (const [key, values] of keys) {
    if (!Array.isArray(values) || legs.length * values.length > 1000) return null;
    legs = legs.flatMap((leg) =>
      values.map((value: unknown) => new Map([...leg, ...plainEntries({ [key]: value }), ...nested(key, value)])),
    );
  }
  return legs;
}

/** `matrix.service.name` where the values of `service` are maps. */
function nested(key: string, value: unknown): [string, string][] {
  return plainEntries(value).map(([inner, text]) => [`${key}.${inner}`, text]);
}

function plainEntries(value: unknown): [string, string][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, one]): [string, string][] =>
    typeof one === 'string' || typeof one === 'number' ? [[key, String(one)]] : [],
  );
}

/** A text with the legs' values for `${{ matrix.NAME }}`; null when other expressions remain. */
export function withMatrix(text: string, leg: ReadonlyMap<string, string>): string | null {
  const filled = text.replace(/\$\{\{\s*matrix\.([\w.-]+)\s*\}\}/g, (whole, name: string) => leg.get(name) ?? whole);
  return filled.includes('${{') ? null : filled;
}
