import type { Location } from '../../location.ts';
import { placesIn } from '../../location.ts';
import {
  plainString,
  plainStrings,
  plainStringsOfMap,
  readTerraform,
  type TerraformValue,
} from '../../terraform/blocks.ts';
import { hclMistake } from '../../terraform/hcl-tokens.ts';
import { field, fieldsAt, listAt, textsIn } from '../../yaml/value.ts';

/** A target of a Bake file, as far as it is written out plainly. A value is null where an expression makes it. */
interface BakeTarget {
  settings: Readonly<Record<BakeSetting, string | null | undefined>>;
  /** The targets it inherits from; null for one that an expression names. */
  inherits: readonly (string | null)[];
  /** Additional contexts. */
  contexts: readonly string[];
  location: Location;
}

/** What a target may say itself or inherit; `dockerfile-inline` is the text of a Dockerfile that is no file. */
type BakeSetting = 'context' | 'dockerfile' | 'dockerfile-inline';

/** The targets of a Bake file by name; or why it cannot be read, and the place of the mistake. */
type BakeFile = { targets: ReadonlyMap<string, BakeTarget> } | { mistake: string; location: Location };

/** Reads `docker-bake.json`. */
export function readBakeJson(path: string, text: string): BakeFile {
  const place = placesIn({ path, text });
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { mistake: 'it is not JSON', location: place(0) };
  }
  const targets = new Map<string, BakeTarget>();
  for (const [name, target] of fieldsAt(value, 'target')) {
    // Bake allows a target to be a list of one.
    const body: unknown = Array.isArray(target) ? target[0] : target;
    targets.set(name, {
      settings: settingsOf((key) => jsonString(field(body, key))),
      inherits: listAt(body, 'inherits').map((parent) => jsonString(parent) ?? null),
      contexts: textsIn(fieldsAt(body, 'contexts').map(([, context]) => context)),
      location: place(Math.max(text.indexOf(JSON.stringify(name)), 0)),
    });
  }
  return { targets };
}

/** Reads `docker-bake.hcl`: its blocks `target "name" { … }`. */
export function readBakeHcl(path: string, text: string): BakeFile {
  const place = placesIn({ path, text });
  const mistake = hclMistake(text);
  if (mistake) return { mistake: mistake.what, location: place(mistake.offset) };
  const targets = new Map<string, BakeTarget>();
  for (const { type, labels, attributes, start } of readTerraform(path, text).blocks) {
    const [name] = labels;
    if (type !== 'target' || name === undefined) continue;
    const inherits = attributes.get('inherits');
    const contexts = attributes.get('contexts');
    targets.set(name, {
      settings: settingsOf((key) => hclString(attributes.get(key))),
      inherits: inherits ? plainStrings(inherits) : [],
      contexts: contexts ? plainStringsOfMap(contexts) : [],
      location: place(start),
    });
  }
  return { targets };
}

/**
 * What a target is built with: its own value, else that of the last of its parents that has one. Null where an
 * expression makes it, undefined where nothing does.
 */
export function bakeSetting(
  target: BakeTarget,
  targets: ReadonlyMap<string, BakeTarget>,
  key: BakeSetting,
  seen: Set<BakeTarget> = new Set(),
): string | null | undefined {
  const own = target.settings[key];
  if (own !== undefined || seen.has(target)) return own;
  seen.add(target);
  for (const name of target.inherits.toReversed()) {
    // A parent that is not known leaves open where things are; that it holds a Dockerfile's text is not supposed.
    if (name === null && key !== 'dockerfile-inline') return null;
    const parent = targets.get(name ?? '');
    const value = parent ? bakeSetting(parent, targets, key, seen) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

function settingsOf(read: (key: BakeSetting) => string | null | undefined): BakeTarget['settings'] {
  return {
    context: read('context'),
    dockerfile: read('dockerfile'),
    'dockerfile-inline': read('dockerfile-inline'),
  };
}

function hclString(value: TerraformValue | undefined): string | null | undefined {
  return value && plainString(value);
}

function jsonString(value: unknown): string | null | undefined {
  if (value === undefined) return undefined;
  return typeof value === 'string' && !/[$%]\{/.test(value) ? value : null;
}
