import { tryUser } from '../user-error.ts';
import type { YamlDocument, YamlPath } from './yaml-document.ts';
import { pathTo, type Step } from './yaml-path.ts';

/** The value of a document; undefined where its aliases make none. */
export function plainValue(document: YamlDocument): unknown {
  return tryUser<unknown>(
    () => document.value(),
    () => undefined,
  );
}

/** A list at a key of a plain value; empty where there is none. */
export function listAt(value: unknown, key: string): unknown[] {
  const list = field(value, key);
  return Array.isArray(list) ? list : [];
}

/** A field of a map, or an item of a list, its own only. */
export function field(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string | number, unknown>)[key];
}

/** The value below a plain value, own keys only; undefined where the path ends early. */
export function valueAt(value: unknown, path: YamlPath): unknown {
  return path.reduce(field, value);
}

/** The text below a plain value; undefined where there is none, or a value of another type. */
export function textAt(value: unknown, ...path: YamlPath): string | undefined {
  const text = valueAt(value, path);
  return typeof text === 'string' ? text : undefined;
}

/** The fields of the map below a plain value; none where there is no map. */
export function fieldsAt(value: unknown, ...path: YamlPath): [string, unknown][] {
  const map = valueAt(value, path);
  return isRecord(map) ? Object.entries(map) : [];
}

/** The keys of the map below a plain value; none where there is no map. */
export function keysAt(value: unknown, ...path: YamlPath): string[] {
  return fieldsAt(value, ...path).map(([key]) => key);
}

/** The texts among the items of a list; none where it is no list. */
export function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

/** A value that lies in a plain value. */
export interface ValueInside {
  value: unknown;
  /** What leads to it; put together when it is asked for, so that a walk through deep values stays linear. */
  readonly path: (string | number)[];
}

/**
 * A value and what lies below it, parents first, in the order in which it is written; a value that aliases repeat
 * comes once. Nothing below a value comes that `enters` is false of.
 */
export function* walkValue(root: unknown, enters: (value: unknown) => boolean = () => true): Iterable<ValueInside> {
  const seen = new Set<unknown>();
  const pending: { value: unknown; step: Step | null }[] = [{ value: root, step: null }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, step } = next;
    if (typeof value === 'object' && value !== null) {
      if (seen.has(value)) continue;
      seen.add(value);
    }
    yield {
      value,
      get path() {
        return pathTo(step);
      },
    };
    if (typeof value !== 'object' || value === null || !enters(value)) continue;
    const below: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [key, item] of below.reverse()) pending.push({ value: item, step: { key, above: step } });
  }
}

/** Whether a plain value is a map. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
