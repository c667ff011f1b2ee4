import type { TerraformValue } from './blocks.ts';

/** What a value was read from: attributes, and values that were read from some themselves. */
export interface Origin {
  readonly attributes: Set<TerraformValue>;
  readonly parts: Set<Origin>;
}

export function originOf(...parts: readonly Origin[]): Origin {
  return { attributes: new Set(), parts: new Set(parts) };
}

/** The attributes of all of them, each origin looked at once: values that are made of the same ones share theirs. */
export function attributesOf(origins: Iterable<Origin>): ReadonlySet<TerraformValue> {
  const found = new Set<TerraformValue>();
  const seen = new Set(origins);
  // A set goes on with what is added to it.
  for (const { attributes, parts } of seen) {
    for (const attribute of attributes) found.add(attribute);
    for (const part of parts) seen.add(part);
  }
  return found;
}
