import type { Application, ApplicationSource } from '../argocd/application.ts';
import { fillTexts } from '../argocd/placeholders.ts';
import { isRecord, plainValue, valueAt } from '../yaml/value.ts';

/**
 * A source as Argo CD has it when it renders it: placeholders of its ApplicationSet filled in, and the files in its
 * folder laid over it, as `mergeSourceParameters` of Argo CD 3.6 does. `source` has its overrides.
 */
export function effectiveSource({ document, generated }: Application, source: ApplicationSource): unknown {
  const written = valueAt(plainValue(document), source.at);
  const own = generated ? withoutNulls(fillTexts(written, generated)) : written;
  return source.overrides.reduce<unknown>((value, override) => laidOver(value, plainValue(override)), own);
}

/** On its way through an ApplicationSet a null in `valuesObject` is lost. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]])),
  );
}

/** Fields whose value is taken as a whole: what stands below them is JSON that Argo CD does not know. */
const raw: ReadonlySet<string> = new Set(['valuesObject']);

/**
 * A JSON merge patch, decoded into what was there before: maps are merged, an item of a list keeps the fields that it
 * does not have of the item that had its place, and a null removes nothing but inside of `valuesObject`.
 */
function laidOver(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch ?? value;
  const merged: Record<string, unknown> = isRecord(value) ? { ...value } : {};
  for (const [written, item] of Object.entries(patch)) {
    const key = keyIn(merged, written);
    merged[key] = raw.has(key) ? mergePatch(merged[key], item) : laidOverField(merged[key], item);
  }
  return merged;
}

function laidOverField(before: unknown, item: unknown): unknown {
  if (Array.isArray(item))
    return item.map((each, index) => laidOver(Array.isArray(before) ? before[index] : undefined, each));
  return isRecord(item) ? laidOver(before, item) : (item ?? before);
}

/** As Go decodes JSON: a field may be written in any case. */
function keyIn(value: Record<string, unknown>, written: string): string {
  if (Object.hasOwn(value, written)) return written;
  return Object.keys(value).find((key) => key.toLowerCase() === written.toLowerCase()) ?? written;
}

/** RFC 7396. */
function mergePatch(value: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged = new Map(isRecord(value) ? Object.entries(value) : []);
  for (const [key, item] of Object.entries(patch)) {
    if (item === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), item));
  }
  return Object.fromEntries(merged);
}
