import { memoize } from '../memo.ts';
import type { TerraformValue } from './blocks.ts';
import { readExpression } from './expression.ts';
import { sizeOf } from './functions.ts';
import { type Origin, originOf } from './origin.ts';
import { type HclScope, spend } from './scope.ts';
import type { HclValue } from './value.ts';

/** Gives a value, and tells an origin which attributes it is from. */
export type Thunk = (from: Origin) => HclValue | undefined;

/** The thunk of each name that has one. */
export type Thunks = (name: string) => Thunk | undefined;

const expressionOf = memoize(({ code }: TerraformValue) => readExpression(code));

export function thunkOf(value: TerraformValue, scopeOf: (from: Origin) => HclScope): Thunk {
  return (from) => {
    from.attributes.add(value);
    const scope = scopeOf(from);
    const made = expressionOf(value)(scope);
    const size = made === undefined ? Number.POSITIVE_INFINITY : sizeOf(made);
    return Number.isFinite(size) && spend(scope, size) ? made : undefined;
  };
}

/** Makes a value at its first use; one that is made of itself is not known. */
export function once(thunk: Thunk): Thunk {
  let made: { value: HclValue | undefined; from: Origin } | undefined;
  return (from) => {
    if (!made) {
      const own = originOf();
      made = { value: undefined, from: own };
      made = { value: thunk(own), from: own };
    }
    from.parts.add(made.from);
    return made.value;
  };
}

/** Thunks of attributes by their names, each made when it is asked for, and once. */
export function thunksOf(
  attribute: (name: string) => TerraformValue | undefined,
  scopeOf: (from: Origin) => HclScope,
): Thunks {
  const known = new Map<string, Thunk>();
  return (name) => {
    const before = known.get(name);
    if (before) return before;
    const value = attribute(name);
    if (!value) return undefined;
    const made = once(thunkOf(value, scopeOf));
    known.set(name, made);
    return made;
  };
}
