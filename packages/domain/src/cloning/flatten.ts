/** A value as its scalars by their paths; items of a list that have a name are found by it, others by their place. */
export function flatten(value: unknown): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (part: unknown, at: readonly string[]): void => {
    if (Array.isArray(part)) {
      for (const [index, item] of part.entries()) visit(item, [...at, nameOf(item) ?? String(index)]);
    } else if (typeof part === 'object' && part !== null) {
      for (const [key, item] of Object.entries(part)) visit(item, [...at, key]);
    } else {
      found.set(JSON.stringify(at), String(part));
    }
  };
  visit(value, []);
  return found;
}

function nameOf(item: unknown): string | null {
  if (typeof item !== 'object' || item === null || !Object.hasOwn(item, 'name')) return null;
  const { name } = item as { name: unknown };
  return typeof name === 'string' ? `name=${name}` : null;
}
