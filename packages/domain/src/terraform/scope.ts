import type { HclValue } from './value.ts';

/** What an expression may refer to. */
export interface HclScope {
  /** The value of a name; undefined where it is not known. */
  variable(name: string): HclValue | undefined;
  /** What a function of the file or of its tool gives; undefined where there is none, or where it is not known. */
  call(name: string, args: readonly HclValue[]): HclValue | undefined;
  /** What stands in a text for a part of this name that is not known; undefined makes the whole text not known. */
  unknown(name: string): string | undefined;
  /** How much may still be evaluated, for all scopes of a definition together. */
  readonly budget: Budget;
}

/** Steps that are left: values, the items of loops and of arguments. What is asked for when none is left is not known. */
export interface Budget {
  steps: number;
  /** Evaluations within one another that may still begin. */
  depth: number;
}

/** More than any real definition takes: loops in loops, and functions that call functions, multiply. */
const mostSteps = 500_000;

/** Values of which each is made of the one before, deeper than anybody writes them: the stack holds several times as many. */
const deepestValues = 250;

export function evaluationBudget(): Budget {
  return { steps: mostSteps, depth: deepestValues };
}

/** Takes steps; false where there are none left. */
export function spend({ budget }: HclScope, steps: number): boolean {
  budget.steps -= steps;
  return budget.steps >= 0;
}

/** An expression that was read. It gives undefined where its value is not known. */
export type HclExpression = (scope: HclScope) => HclValue | undefined;

/** An expression that is not evaluated where too many others are open: its value is not known then. */
export function within(expression: HclExpression): HclExpression {
  return (scope) => {
    const { budget } = scope;
    if (budget.depth === 0) return undefined;
    budget.depth -= 1;
    const value = expression(scope);
    budget.depth += 1;
    return value;
  };
}

/** A scope with more names in it. */
export function withVariables(scope: HclScope, variables: readonly (readonly [string, HclValue])[]): HclScope {
  const own = new Map(variables);
  return { ...scope, variable: (name) => (own.has(name) ? own.get(name) : scope.variable(name)) };
}
