import { addAll } from '../grouping.ts';
import { memoize } from '../memo.ts';
import { nameOfKey, settleKeys } from './template-branches.ts';
import type { Expression } from './template-expression.ts';
import { callFunction, type Include } from './template-functions.ts';
import type { ParsedTemplate, TemplateArm, TemplateNode } from './template-nodes.ts';
import {
  type ChartScope,
  fieldOf,
  isEmptyKey,
  isTrue,
  itemsOf,
  type OutputPiece,
  piecesOf,
  type Rendered,
  readsOf,
  type TextPiece,
} from './template-value.ts';
import { type Outcome, type TemplateVariables, templateVariables } from './template-variables.ts';

/** Where templates run. */
export interface TemplateRun {
  scope: ChartScope;
  /** What `.` and `$` are; those of a chart where nothing is said. */
  dot?: Rendered;
  defines: ReadonlyMap<string, { path: string; nodes: readonly TemplateNode[] }>;
}

/** Actions that one template may run; what is beyond is not known. */
const mostSteps = 20_000;
/** Templates within templates that are followed. */
const deepest = 40;

interface Frame {
  dot: Rendered;
  variables: TemplateVariables;
  path: string;
  depth: number;
}

interface Evaluation {
  steps: number;
  /** Conditions around that are not known. */
  open: number;
  include: Include;
  /** What `set` wrote over keys of the values. */
  written: Map<string, Rendered>;
}

/**
 * What a template writes, with the keys of the values that it is made of. Where a condition is not known, all branches
 * are written; what a function makes that is not known here is a piece that is not known. Bounded, and never throws.
 */
export function templateOutput({ path, nodes }: ParsedTemplate, run: TemplateRun): OutputPiece[] {
  const root: Rendered = run.dot ?? { kind: 'root', scope: run.scope };
  const evaluation: Evaluation = {
    steps: 0,
    open: 0,
    written: new Map(),
    include: (name, dot, depth) => {
      const define = run.defines.get(name);
      if (!define) return [{ ...unknownPiece(path, 0, readsOf(dot)), absent: true }];
      if (depth >= deepest) return [unknownPiece(path, 0, readsOf(dot))];
      const out: OutputPiece[] = [];
      const frame = { dot, variables: templateVariables(dot), path: define.path, depth: depth + 1 };
      write(define.nodes, frame, evaluation, out);
      return out;
    },
  };
  const out: OutputPiece[] = [];
  write(nodes, { dot: root, variables: templateVariables(root), path, depth: 0 }, evaluation, out);
  return out;
}

function unknownPiece(path: string, start: number, reads: OutputPiece['reads']): OutputPiece {
  return { text: '', key: null, field: null, known: false, reads, path, start };
}

/** What leaves the `range` around it, or goes to its next item. */
type Leave = 'break' | 'continue';

function write(
  nodes: readonly TemplateNode[],
  frame: Frame,
  evaluation: Evaluation,
  out: OutputPiece[],
): Leave | undefined {
  for (const node of nodes) {
    evaluation.steps += 1;
    if (evaluation.steps > mostSteps) {
      out.push(unknownPiece(frame.path, 0, []));
      return undefined;
    }
    if (node.kind === 'leave') return node.keyword;
    if (node.kind === 'choice') {
      const left = frame.variables.block(() => choose(node.arms, { frame, evaluation, out }));
      if (left) return left;
    } else writeNode(node, frame, evaluation, out);
  }
  return undefined;
}

function writeNode(
  node: Exclude<TemplateNode, { kind: 'choice' | 'leave' }>,
  frame: Frame,
  evaluation: Evaluation,
  out: OutputPiece[],
): void {
  const { path, variables } = frame;
  const emit = (pieces: readonly TextPiece[], start: number): void => {
    for (const piece of pieces) out.push({ ...piece, maybe: piece.maybe === true || evaluation.open > 0, path, start });
  };
  switch (node.kind) {
    case 'text':
      emit([{ text: node.text, key: null, field: null, known: true, reads: [] }], node.start);
      return;
    case 'output':
      emit(piecesOf(evaluate(node.value, frame, evaluation)), node.start);
      return;
    case 'assign':
      variables[node.declares ? 'declare' : 'assign'](node.variable, evaluate(node.value, frame, evaluation));
      return;
    case 'template':
      emit(evaluation.include(node.name, evaluate(node.value, frame, evaluation), frame.depth), node.start);
      return;
  }
}

/** Writes the first branch that holds; where that is not known, also those behind it. */
function choose(arms: readonly TemplateArm[], place: Place): Leave | undefined {
  const { frame, evaluation, out } = place;
  const { variables } = frame;
  const passed: { arm: TemplateArm; value: Rendered }[] = [];
  const outcomes: Outcome[] = [];
  const first = out.length;
  const ends: number[] = [];
  const attempt = (arm: TemplateArm, value: Rendered | null): void => {
    evaluation.open += 1;
    outcomes.push(variables.attempt(() => writeArm(arm, value, place)));
    evaluation.open -= 1;
    ends.push(out.length);
  };
  for (const arm of arms) {
    const value = conditionOf(arm, frame, evaluation);
    const holds = value === null ? true : isTrue(value);
    const from = out.length;
    if (holds === true && outcomes.length === 0) {
      const left = writeArm(arm, value, place);
      writeInstead(passed[0], value, place, from);
      return left;
    }
    if (holds === false) {
      if (value && isEmptyKey(value)) passed.push({ arm, value });
      continue;
    }
    attempt(arm, value);
    if (holds === true) {
      writeInstead(passed[0], value, place, from);
      if (evaluation.open === 0) settleKeys(out, [first, ...ends.slice(0, -1), out.length]);
      variables.settle(outcomes, false);
      return undefined;
    }
  }
  variables.settle(outcomes, true);
  return undefined;
}

/** What a branch asks, null for a plain `else`; its variables are there in the branches behind as well. */
function conditionOf({ value: asked, variables, assigns }: TemplateArm, frame: Frame, evaluation: Evaluation) {
  if (asked === null) return null;
  const value = evaluate(asked, frame, evaluation);
  // Those of a range hold all of it, until there is an item.
  for (const name of variables) frame.variables[assigns ? 'assign' : 'declare'](name, value);
  return value;
}

/** Lets what `else` wrote, from a piece on, stand in for the key that is empty. */
function writeInstead(
  first: { arm: TemplateArm; value: Rendered } | undefined,
  value: Rendered | null,
  place: Place,
  from: number,
): void {
  if (!first || value !== null) return;
  const { frame, out } = place;
  const instead: OutputPiece[] = [];
  frame.variables.attempt(() => writeArm(first.arm, first.value, { ...place, out: instead }));
  addAll(out, standingIn(out.splice(from), instead));
}

/**
 * What `else` writes for a key that is there and empty, as the key's text: where the branch that the key would open writes
 * the same around it. What is written to the key takes that place.
 */
function standingIn(written: readonly OutputPiece[], instead: readonly OutputPiece[]): readonly OutputPiece[] {
  const at = instead.findIndex(({ key }) => key !== null);
  const piece = instead[at];
  const around = [instead.slice(0, at), instead.slice(at + 1)] as const;
  if (!piece || [...written, ...around.flat()].some(({ key }) => key !== null)) return written;
  const [before, behind] = around.map(joined) as [string, string];
  const text = joined(written);
  if (text.length < before.length + behind.length || !text.startsWith(before) || !text.endsWith(behind)) return written;
  const own = text.slice(before.length, text.length - behind.length);
  return [...around[0], { ...piece, text: own, known: written.every(({ known }) => known) }, ...around[1]];
}

function joined(pieces: readonly OutputPiece[]): string {
  return pieces.map(({ text }) => text).join('');
}

function writeArm(arm: TemplateArm, value: Rendered | null, { frame, evaluation, out }: Place): Leave | undefined {
  const { keyword, nodes } = arm;
  if (keyword === 'range' && value) {
    writeItems(value, arm, { frame, evaluation, out });
    return undefined;
  }
  const inside = keyword === 'with' && value ? { ...frame, dot: value } : frame;
  return frame.variables.block(() => write(nodes, inside, evaluation, out));
}

interface Place {
  frame: Frame;
  evaluation: Evaluation;
  out: OutputPiece[];
}

function writeItems(
  value: Rendered,
  { variables: names, assigns, nodes }: TemplateArm,
  { frame, evaluation, out }: Place,
): void {
  const { variables } = frame;
  const [keyName, valueName] = names.length > 1 ? names : [undefined, ...names];
  const writeItem = (item: { key: Rendered; value: Rendered }): Leave | undefined =>
    variables.block(() => {
      const set = assigns ? variables.assign : variables.declare;
      if (keyName !== undefined) set(keyName, item.key);
      if (valueName !== undefined) set(valueName, item.value);
      return write(nodes, { ...frame, dot: item.value }, evaluation, out);
    });
  const items = itemsOf(value);
  if (!items) {
    const item = { key: { kind: 'unknown', reads: [] } as Rendered, value: notKnown(value) };
    evaluation.open += 1;
    variables.settle([variables.attempt(() => writeItem(item))], true);
    evaluation.open -= 1;
    return;
  }
  for (const item of items) if (writeItem(item) === 'break') return;
}

function notKnown(value: Rendered): Rendered {
  return { kind: 'unknown', reads: readsOf(value) };
}

function evaluate(expression: Expression, frame: Frame, evaluation: Evaluation): Rendered {
  evaluation.steps += 1;
  if (evaluation.steps > mostSteps) return { kind: 'unknown', reads: [] };
  switch (expression.kind) {
    case 'unread':
      return { kind: 'unknown', reads: [] };
    case 'literal':
      return { kind: 'plain', value: expression.value };
    case 'field': {
      const { of, path } = expression;
      const start: Rendered =
        of === 'dot'
          ? frame.dot
          : 'variable' in of
            ? frame.variables.get(of.variable)
            : evaluate(of.expression, frame, evaluation);
      return path.reduce((value, name) => asWritten(fieldOf(value, name), evaluation), start);
    }
    case 'call': {
      const values = expression.arguments.map((one) => evaluate(one, frame, evaluation));
      return callFunction(expression.name, values, {
        include: evaluation.include,
        depth: frame.depth,
        write: (key, value) => evaluation.written.set(nameOf(key), value),
      });
    }
  }
}

/** What `set` wrote over a key; any other value as it is. */
function asWritten(value: Rendered, { written }: Evaluation): Rendered {
  return written.size > 0 && value.kind === 'values' ? (written.get(nameOf(value)) ?? value) : value;
}

function nameOf({ scope, path }: Extract<Rendered, { kind: 'values' }>): string {
  return nameOfKey(scope.keyOf(path));
}

/** The named templates of several files by name; of two of one name the later one counts. */
export const definesOf = memoize((templates: readonly ParsedTemplate[]): TemplateRun['defines'] => {
  const defines = new Map<string, { path: string; nodes: readonly TemplateNode[] }>();
  for (const { path, defines: own } of templates) for (const [name, nodes] of own) defines.set(name, { path, nodes });
  return defines;
});
