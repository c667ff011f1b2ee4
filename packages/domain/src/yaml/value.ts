import type { YamlDocument, YamlPath } from './yaml-document.ts';

/** The value of a document; undefined where its aliases make none. */
export function plainValue(document: YamlDocument): unknown {
  try {
    return document.value();
  } catch {
    return undefined;
  }
}

/** A list at a key of a plain value; empty where there is none. */
export function listAt(value: unknown, key: string): unknown[] {
  const list = field(value, key);
  return Array.isArray(list) ? list : [];
}

/** A field of a plain value, its own only. */
export function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

/** The value below a plain value, own keys only; undefined where the path ends early. */
export function valueAt(value: unknown, path: YamlPath): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string | number, unknown>)[step];
  }
  return current;
}

/** A value and what lies below it, parents first, each with its path; a value that aliases repeat comes once. */
export function* walkValue(root: unknown): Iterable<{ value: unknown; path: (string | number)[] }> {
  const seen = new Set<unknown>();
  const pending: { value: unknown; path: (string | number)[] }[] = [{ value: root, path: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value === 'object' && value !== null) {
      if (seen.has(value)) continue;
      seen.add(value);
    }
    yield next;
    const below: [string | number, unknown][] = Array.isArray(value)
      ? [...value.entries()]
      : isRecord(value)
        ? Object.entries(value)
        : [];
    for (const [key, item] of below.reverse()) pending.push({ value: item, path: [...path, key] });
  }
}

/** Whether a plain value is a map. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
