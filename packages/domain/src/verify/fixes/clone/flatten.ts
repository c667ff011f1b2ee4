import { field, valueAt } from '../../../yaml/value.ts';

/** The scalars of a value by their paths. In a path, an item of a list stands by its name, or by its index. */
export function flatten(value: unknown): Map<string, string> {
  const scalars = new Map<string, string>();
  const visit = (part: unknown, path: readonly string[]): void => {
    if (typeof part !== 'object' || part === null) scalars.set(JSON.stringify(path), String(part));
    else for (const [key, item] of Object.entries(part)) visit(item, [...path, stepOf(part, key)]);
  };
  visit(value, []);
  return scalars;
}

/** The path of a scalar of a value in the form of `flatten`. */
export function flatPath(value: unknown, path: readonly (string | number)[]): string {
  return JSON.stringify(path.map((step, depth) => stepOf(valueAt(value, path.slice(0, depth)), String(step))));
}

function stepOf(parent: unknown, key: string): string {
  const name = Array.isArray(parent) ? field(parent[Number(key)], 'name') : undefined;
  return typeof name === 'string' ? `name=${name}` : key;
}
