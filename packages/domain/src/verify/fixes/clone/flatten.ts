import { field, valueAt } from '../../../yaml/value.ts';

/** A value as its scalars by their paths; items of a list that have a name are found by it, others by their place. */
export function flatten(value: unknown): Map<string, string> {
  const scalars = new Map<string, string>();
  const visit = (part: unknown, path: readonly string[]): void => {
    if (typeof part !== 'object' || part === null) scalars.set(JSON.stringify(path), String(part));
    else for (const [key, item] of Object.entries(part)) visit(item, [...path, stepOf(part, key)]);
  };
  visit(value, []);
  return scalars;
}

/** The path of a scalar of a value as `flatten` has it. */
export function flatPath(value: unknown, path: readonly (string | number)[]): string {
  return JSON.stringify(path.map((step, depth) => stepOf(valueAt(value, path.slice(0, depth)), String(step))));
}

function stepOf(parent: unknown, key: string): string {
  const name = Array.isArray(parent) ? field(parent[Number(key)], 'name') : undefined;
  return typeof name === 'string' ? `name=${name}` : key;
}
