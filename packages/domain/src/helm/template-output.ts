import { memoize } from '../memo.ts';
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
} from './template-value.ts';

/** Where templates run. */
export interface TemplateRun {
  scope: ChartScope;
  defines: ReadonlyMap<string, { path: string; nodes: readonly TemplateNode[] }>;
}

/** Actions that one template may run; what is beyond is not known. */
const mostSteps = 20_000;
/** Templates within templates that are followed. */
const deepest = 40;

interface Frame {
  dot: Rendered;
  variables: Map<string, Rendered>;
  path: string;
  depth: number;
}

interface Evaluation {
  steps: number;
  include: Include;
}

/**
 * What a template writes, with the keys of the values that it is made of. Where a condition is not known, all branches
 * are written; what a function makes that is not known here is a piece that is not known. Bounded, and never throws.
 */
export function templateOutput({ path, nodes }: ParsedTemplate, run: TemplateRun): OutputPiece[] {
  const root: Rendered = { kind: 'root', scope: run.scope };
  const evaluation: Evaluation = {
    steps: 0,
    include: (name, dot, depth) => {
      const define = run.defines.get(name);
      if (!define || depth >= deepest) return [unknownPiece(path, 0, readsOf(dot))];
      const out: OutputPiece[] = [];
      const frame = { dot, variables: new Map([['$', dot]]), path: define.path, depth: depth + 1 };
      write(define.nodes, frame, evaluation, out);
      return out;
    },
  };
  const out: OutputPiece[] = [];
  write(nodes, { dot: root, variables: new Map([['$', root]]), path, depth: 0 }, evaluation, out);
  return out;
}

function unknownPiece(path: string, start: number, reads: OutputPiece['reads']): OutputPiece {
  return { text: '', key: null, field: null, known: false, reads, path, start };
}

function write(nodes: readonly TemplateNode[], frame: Frame, evaluation: Evaluation, out: OutputPiece[]): void {
  for (const node of nodes) {
    evaluation.steps += 1;
    if (evaluation.steps > mostSteps) {
      out.push(unknownPiece(frame.path, 0, []));
      return;
    }
    switch (node.kind) {
      case 'text':
        out.push({
          text: node.text,
          key: null,
          field: null,
          known: true,
          reads: [],
          path: frame.path,
          start: node.start,
        });
        break;
      case 'output':
        for (const piece of piecesOf(evaluate(node.value, frame, evaluation)))
          out.push({ ...piece, path: frame.path, start: node.start });
        break;
      case 'assign':
        frame.variables.set(node.variable, evaluate(node.value, frame, evaluation));
        break;
      case 'template':
        for (const piece of evaluation.include(node.name, evaluate(node.value, frame, evaluation), frame.depth))
          out.push({ ...piece, path: frame.path, start: node.start });
        break;
      case 'choice':
        choose(node.arms, frame, evaluation, out);
        break;
    }
  }
}

/** Writes the first branch that holds; where that is not known, also those behind it. */
function choose(arms: readonly TemplateArm[], frame: Frame, evaluation: Evaluation, out: OutputPiece[]): void {
  const passed: { arm: TemplateArm; value: Rendered }[] = [];
  for (const arm of arms) {
    const value = arm.value === null ? null : evaluate(arm.value, frame, evaluation);
    const holds = value === null ? true : isTrue(value);
    const from = out.length;
    if (holds !== false) writeArm(arm, value, { frame, evaluation, out });
    else if (value && isEmptyKey(value)) passed.push({ arm, value });
    if (holds !== true) continue;
    const [first] = passed;
    if (first && value === null) {
      const instead: OutputPiece[] = [];
      writeArm(first.arm, first.value, {
        frame: { ...frame, variables: new Map(frame.variables) },
        evaluation,
        out: instead,
      });
      out.push(...standingIn(out.splice(from), instead));
    }
    return;
  }
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

function writeArm({ keyword, variables, nodes }: TemplateArm, value: Rendered | null, place: Place): void {
  const { frame, evaluation, out } = place;
  if (keyword === 'range' && value) {
    writeItems(value, variables, nodes, place);
    return;
  }
  const [name] = variables;
  if (name !== undefined && value) frame.variables.set(name, value);
  write(nodes, keyword === 'with' && value ? { ...frame, dot: value } : frame, evaluation, out);
}

interface Place {
  frame: Frame;
  evaluation: Evaluation;
  out: OutputPiece[];
}

function writeItems(
  value: Rendered,
  variables: readonly string[],
  nodes: readonly TemplateNode[],
  { frame, evaluation, out }: Place,
): void {
  const items = itemsOf(value) ?? [{ key: { kind: 'unknown', reads: [] } as Rendered, value: notKnown(value) }];
  for (const item of items) {
    const names = variables.length > 1 ? variables : ['', ...variables];
    const own = new Map(frame.variables);
    if (names[0]) own.set(names[0], item.key);
    if (names[1]) own.set(names[1], item.value);
    write(nodes, { ...frame, dot: item.value, variables: own }, evaluation, out);
  }
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
            ? (frame.variables.get(of.variable) ?? { kind: 'unknown', reads: [] })
            : evaluate(of.expression, frame, evaluation);
      return path.reduce(fieldOf, start);
    }
    case 'call': {
      const values = expression.arguments.map((one) => evaluate(one, frame, evaluation));
      return callFunction(expression.name, values, { include: evaluation.include, depth: frame.depth });
    }
  }
}

/** The named templates of several files by name; of two of one name the later one counts. */
export const definesOf = memoize((templates: readonly ParsedTemplate[]): TemplateRun['defines'] => {
  const defines = new Map<string, { path: string; nodes: readonly TemplateNode[] }>();
  for (const { path, defines: own } of templates) for (const [name, nodes] of own) defines.set(name, { path, nodes });
  return defines;
});
