import { isRecord } from '../yaml/value.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import { documentTexts, type ManifestObject, objectsIn } from './rendered-objects.ts';

/** A value of an object that is another one after the change. */
export interface Difference {
  object: ManifestObject;
  /** Empty where the whole object comes or goes. */
  path: YamlPath;
  /** Undefined where it was not there. */
  before: unknown;
  /** Undefined where it is no more. */
  after: unknown;
}

/** What is rendered before and after. */
export interface Comparison {
  differences: Difference[];
  /** Every object that is rendered after; those that are the same are parsed when they are asked for. */
  after(): Iterable<ManifestObject>;
}

/** Compares two renderings. Documents whose texts are equal cancel out. UserError where one is no YAML. */
export function compareManifests(before: string, after: string): Comparison {
  const [old, now] = [documentTexts(before), documentTexts(after)];
  const [oldTexts, nowTexts] = [new Set(old), new Set(now)];
  const gone = objectsIn(old.filter((text) => !nowTexts.has(text)));
  const come = objectsIn(now.filter((text) => !oldTexts.has(text)));
  const differences: Difference[] = [];
  for (const [key, object] of gone) {
    const other = come.get(key);
    if (other) collect({ before: object.value, after: other.value }, [], { object, differences });
    else differences.push({ object, path: [], before: object.value, after: undefined });
  }
  for (const [key, object] of come)
    if (!gone.has(key)) differences.push({ object, path: [], before: undefined, after: object.value });
  return { differences, after: () => objectsIn(now).values() };
}

/** Levels of a manifest that are compared one by one. */
const deepest = 60;

function collect(
  { before, after }: { before: unknown; after: unknown },
  path: YamlPath,
  into: { object: ManifestObject; differences: Difference[] },
): void {
  if (Object.is(before, after)) return;
  if (path.length < deepest && isRecord(before) && isRecord(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)]))
      collect({ before: own(before, key), after: own(after, key) }, [...path, key], into);
    return;
  }
  if (path.length < deepest && Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [index, item] of before.entries())
      collect({ before: item, after: after[index] }, [...path, index], into);
    return;
  }
  const { object, differences } = into;
  if (JSON.stringify(before) !== JSON.stringify(after)) differences.push({ object, path, before, after });
}

function own(value: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** What tells two differences of one rendering apart. */
export function placeOfDifference({ object, path }: Difference): string {
  return JSON.stringify([object.group, object.title, path]);
}
