import { type Rendered, readsOf } from './template-value.ts';

/**
 * The variables of a template that runs, in the scopes of Go's text/template: `:=` makes one that its block takes away
 * with it, also where one of that name is there; `=` writes to the innermost of that name, whatever block made it.
 */
export interface TemplateVariables {
  get(name: string): Rendered;
  declare(name: string, value: Rendered): void;
  assign(name: string, value: Rendered): void;
  /** Runs a block. */
  block<Result>(run: () => Result): Result;
  /** Runs what may be run, takes back what it wrote to variables, and returns that. */
  attempt(run: () => void): Outcome;
  /** Of some outcomes one came to pass, or where that is said none: what they differ in is not known. */
  settle(outcomes: readonly Outcome[], mayBeNone: boolean): void;
}

/** A variable of one scope. */
interface Cell {
  value: Rendered;
}

/** What the variables are that a run wrote to. */
export type Outcome = ReadonlyMap<Cell, Rendered>;

/** The variables of a template that begins: `$` alone. */
export function templateVariables(root: Rendered): TemplateVariables {
  const cells = new Map<string, Cell[]>();
  let declared: string[] = [];
  let before: Map<Cell, Rendered> | null = null;

  function set(cell: Cell, value: Rendered): void {
    if (before && !before.has(cell)) before.set(cell, cell.value);
    cell.value = value;
  }

  function declare(name: string, value: Rendered): void {
    const own = cells.get(name) ?? [];
    own.push({ value });
    cells.set(name, own);
    declared.push(name);
  }

  declare('$', root);
  return {
    get: (name) => cells.get(name)?.at(-1)?.value ?? { kind: 'unknown', reads: [] },
    declare,
    assign: (name, value) => {
      const cell = cells.get(name)?.at(-1);
      if (cell) set(cell, value);
      else declare(name, value); // Go refuses the template
    },
    block: (run) => {
      const outer = declared;
      declared = [];
      const result = run();
      for (const name of declared) cells.get(name)?.pop();
      declared = outer;
      return result;
    },
    attempt: (run) => {
      const outer = before;
      const own = new Map<Cell, Rendered>();
      before = own;
      run();
      before = outer;
      const outcome = new Map([...own.keys()].map((cell) => [cell, cell.value]));
      for (const [cell, value] of own) cell.value = value;
      return outcome;
    },
    settle: (outcomes, mayBeNone) => {
      const written = new Map<Cell, Rendered[]>();
      for (const outcome of outcomes)
        for (const [cell, value] of outcome) {
          const values = written.get(cell) ?? [];
          values.push(value);
          written.set(cell, values);
        }
      for (const [cell, values] of written) {
        if (mayBeNone || values.length < outcomes.length) values.push(cell.value);
        set(cell, either(values));
      }
    },
  };
}

function either(values: readonly Rendered[]): Rendered {
  const [first] = values;
  if (first && values.every((value) => isSame(value, first))) return first;
  return { kind: 'unknown', reads: values.flatMap(readsOf) };
}

function isSame(a: Rendered, b: Rendered): boolean {
  if (a === b) return true;
  if (a.kind === 'values' && b.kind === 'values')
    return a.scope === b.scope && JSON.stringify(a.path) === JSON.stringify(b.path);
  return a.kind === 'plain' && b.kind === 'plain' && a.value === b.value;
}
