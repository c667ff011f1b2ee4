/** A value as its scalars by their paths; items of a list that have a name are found by it, others by their place. */
export function flatten(value: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (part: unknown, at: readonly string[]): void => {
    if (typeof part !== 'object' || part === null) found.set(JSON.stringify(at), String(part));
    else for (const [key, item] of Object.entries(part)) visit(item, [...at, stepOf(part, key)]);
  };
  visit(value, []);
  return found;
}

/** The path of a scalar of a value as `flatten` has it. */
export function flatPath(value: unknown, path: readonly (string | number)[]): string {
  let part = value;
  const at = path.map((step) => {
    const named = stepOf(part, String(step));
    const known = typeof part === 'object' && part !== null && Object.hasOwn(part, step);
    part = known ? (part as Record<string | number, unknown>)[step] : undefined;
    return named;
  });
  return JSON.stringify(at);
}

function stepOf(parent: unknown, key: string): string {
  if (!Array.isArray(parent)) return key;
  const item: unknown = parent[Number(key)];
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, 'name')) return key;
  const { name } = item as { name: unknown };
  return typeof name === 'string' ? `name=${name}` : key;
}
