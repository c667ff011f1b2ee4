import type { HclValue } from './value.ts';

/** What an expression may refer to. */
export interface HclScope {
  /** The value of a name; undefined where it is not known. */
  variable(name: string): HclValue | undefined;
  /** What a function of the file gives; undefined where there is none, or where it is not known. */
  call(name: string, args: readonly HclValue[]): HclValue | undefined;
  /** What stands in a text for a part of this name that is not known; undefined makes the whole text not known. */
  unknown(name: string): string | undefined;
}

/** An expression that was read. It gives undefined where its value is not known. */
export type HclExpression = (scope: HclScope) => HclValue | undefined;

/** A scope with more names in it. */
export function withVariables(scope: HclScope, variables: readonly (readonly [string, HclValue])[]): HclScope {
  const own = new Map(variables);
  return { ...scope, variable: (name) => (own.has(name) ? own.get(name) : scope.variable(name)) };
}
