import type { Expression } from '../helm/template-expression.ts';
import { type ParsedTemplate, parseTemplate, type TemplateArm, type TemplateNode } from '../helm/template-nodes.ts';
import type { GoFunction } from './arguments.ts';
import { collectionFunctions } from './collections.ts';
import { expressionFunctions } from './expressions.ts';
import { numberFunctions } from './numbers.ts';
import { textFunctions } from './texts.ts';
import {
  type GoMap,
  type GoValue,
  isGoList,
  isGoMap,
  isTruth,
  NotKnown,
  printed,
  sortedKeys,
  unknownValue,
} from './values.ts';

/** What a template of an ApplicationSet is given. */
export interface TemplateData {
  parameters: GoMap;
  /** Whether maps may hold keys that nobody here knows. */
  isOpen: boolean;
  /** Whether a key that is not there is an error (`missingkey=error`). */
  refusesMissing: boolean;
}

/** Work that one template may be: nodes, calls, and what is made by them. */
const mostWork = 20_000;
/** Templates within templates that are followed. */
const deepest = 40;

const functions: ReadonlyMap<string, GoFunction> = new Map([
  ...textFunctions,
  ...collectionFunctions,
  ...numberFunctions,
  ...expressionFunctions,
]);

/**
 * What Go's text/template makes of a text with the functions of Argo CD 3.6; null where that is not known, where it is an
 * error, and where it would print `<no value>`.
 */
export function runTemplate(text: string, data: TemplateData): string | null {
  const template = parseTemplate('template', text);
  if (!template) return null;
  try {
    return run(template, data);
  } catch (error) {
    if (error instanceof NotKnown) return null;
    throw error;
  }
}

interface Variable {
  value: GoValue;
}

interface Frame {
  dot: GoValue;
  /** The scopes of the variables, the innermost last. */
  scopes: Map<string, Variable>[];
  depth: number;
}

interface Running {
  template: ParsedTemplate;
  data: TemplateData;
  out: string[];
  spend: (amount: number) => void;
  /** What stands for a value that is not there; null where nothing does. */
  none: string | null;
}

function run(template: ParsedTemplate, data: TemplateData): string {
  let work = 0;
  const spend = (amount: number): void => {
    work += 1 + amount;
    if (work > mostWork) throw new NotKnown('more work than a template may be');
  };
  const running: Running = { template, data, out: [], spend, none: null };
  write(template.nodes, frameOf(data.parameters, 0), running);
  return running.out.join('');
}

function frameOf(dot: GoValue, depth: number): Frame {
  return { dot, scopes: [new Map([['$', { value: dot }]])], depth };
}

type Leave = 'break' | 'continue' | undefined;

function write(nodes: readonly TemplateNode[], frame: Frame, running: Running): Leave {
  for (const node of nodes) {
    running.spend(0);
    switch (node.kind) {
      case 'text':
        emit(node.text, running);
        break;
      case 'output':
        emit(outputText(evaluate(node.value, frame, running), running), running);
        break;
      case 'assign':
        assign(node, frame, running);
        break;
      case 'leave':
        return node.keyword;
      case 'template':
        include(node, frame, running);
        break;
      case 'choice': {
        const left = inScope(frame, (inside) => choose(node.arms, inside, running));
        if (left) return left;
      }
    }
  }
  return undefined;
}

function emit(text: string, { out, spend }: Running): void {
  spend(text.length / 64);
  out.push(text);
}

function outputText(value: GoValue, { data, spend, none }: Running): string {
  if (value === null && none !== null) return none;
  if (value === null) throw new NotKnown('<no value>');
  if (data.isOpen && isGoMap(value)) throw new NotKnown('a map that is not known whole');
  return printed(value, spend);
}

function inScope<Result>(frame: Frame, act: (inside: Frame) => Result): Result {
  frame.scopes.push(new Map());
  const result = act(frame);
  frame.scopes.pop();
  return result;
}

function assign(node: Extract<TemplateNode, { kind: 'assign' }>, frame: Frame, running: Running): void {
  const value = evaluate(node.value, frame, running);
  if (node.declares) frame.scopes.at(-1)?.set(node.variable, { value });
  else variableOf(node.variable, frame).value = value;
}

function variableOf(name: string, { scopes }: Frame): Variable {
  for (let at = scopes.length - 1; at >= 0; at -= 1) {
    const variable = scopes[at]?.get(name);
    if (variable) return variable;
  }
  throw new NotKnown('a variable that is not there');
}

function include(node: Extract<TemplateNode, { kind: 'template' }>, frame: Frame, running: Running): void {
  const nodes = running.template.defines.get(node.name);
  if (!nodes || frame.depth >= deepest) throw new NotKnown('a template that is not there');
  write(nodes, frameOf(evaluate(node.value, frame, running), frame.depth + 1), running);
}

function choose(arms: readonly TemplateArm[], frame: Frame, running: Running): Leave {
  for (const arm of arms) {
    if (arm.value === null) return inScope(frame, (inside) => write(arm.nodes, inside, running));
    const value = evaluate(arm.value, frame, running);
    if (arm.keyword === 'range') {
      if (range(arm, value, frame, running)) return undefined;
      continue;
    }
    for (const name of arm.variables) declare(name, value, arm.assigns, frame);
    if (!isTruth(value)) continue;
    const dot = arm.keyword === 'with' ? value : frame.dot;
    return inScope({ ...frame, dot }, (inside) => write(arm.nodes, inside, running));
  }
  return undefined;
}

function declare(name: string, value: GoValue, assigns: boolean, frame: Frame): void {
  if (assigns) variableOf(name, frame).value = value;
  else frame.scopes.at(-1)?.set(name, { value });
}

/** Whether there was an item: `else` is for none. */
function range(arm: TemplateArm, value: GoValue, frame: Frame, running: Running): boolean {
  const items = itemsOf(value, running);
  const [keyName, valueName] = arm.variables.length > 1 ? arm.variables : [undefined, ...arm.variables];
  for (const [key, item] of items) {
    running.spend(0);
    const left = inScope({ ...frame, dot: item }, (inside) => {
      if (keyName !== undefined) declare(keyName, key, arm.assigns, inside);
      if (valueName !== undefined) declare(valueName, item, arm.assigns, inside);
      return write(arm.nodes, inside, running);
    });
    if (left === 'break') break;
  }
  return items.length > 0;
}

function itemsOf(value: GoValue, { data }: Running): [GoValue, GoValue][] {
  if (value === null) return [];
  if (isGoList(value)) return value.map((item, index): [GoValue, GoValue] => [BigInt(index), item]);
  if (!isGoMap(value) || data.isOpen) throw new NotKnown('what range cannot go through');
  return sortedKeys(value).map((key): [GoValue, GoValue] => [key, value[key] ?? null]);
}

function evaluate(expression: Expression, frame: Frame, running: Running): GoValue {
  running.spend(0);
  const value = valueOfExpression(expression, frame, running);
  if (value === unknownValue) throw new NotKnown('a value that is not known');
  return value;
}

function valueOfExpression(expression: Expression, frame: Frame, running: Running): GoValue {
  switch (expression.kind) {
    case 'unread':
      throw new NotKnown('what is not read here');
    case 'literal': {
      const { value } = expression;
      return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
    }
    case 'field': {
      const { of, path } = expression;
      const start =
        of === 'dot'
          ? frame.dot
          : 'variable' in of
            ? variableOf(of.variable, frame).value
            : evaluate(of.expression, frame, running);
      return path.reduce<GoValue>((value, name) => fieldOf(value, name, running.data), start);
    }
    case 'call':
      return call(expression, frame, running);
  }
}

function fieldOf(value: GoValue, name: string, { isOpen, refusesMissing }: TemplateData): GoValue {
  // What is below a key that is not there is not there either.
  if (value === null && !refusesMissing) return null;
  if (!isGoMap(value)) throw new NotKnown('a field of what is no map');
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  if (found !== undefined) return found;
  if (isOpen || refusesMissing) throw new NotKnown('a key that is not there');
  return null;
}

function call(
  { name, arguments: given }: Extract<Expression, { kind: 'call' }>,
  frame: Frame,
  running: Running,
): GoValue {
  if (name === 'and' || name === 'or') {
    let value: GoValue = null;
    for (const one of given) {
      value = evaluate(one, frame, running);
      if (isTruth(value) === (name === 'or')) return value;
    }
    return value;
  }
  const values = given.map((one) => evaluate(one, frame, running));
  if (running.data.isOpen && values.some(isGoMap)) throw new NotKnown('a map that is not known whole');
  if (name === 'tpl') return ofText(values, frame, running);
  if (name === 'not' && values.length === 1) return !isTruth(values[0] ?? null);
  const made = functions.get(name)?.(values, running.spend);
  if (made === undefined) throw new NotKnown('a function that is not computed here');
  if (typeof made === 'string') running.spend(made.length / 64);
  return made;
}

/** `tpl text data` of Argo CD: a text as a template, in which nothing stands for what is not there. */
function ofText([text, data, ...more]: readonly GoValue[], { depth }: Frame, running: Running): string {
  if (typeof text !== 'string' || data === undefined || more.length > 0) throw new NotKnown('arguments of tpl');
  // An action that does not end is a mistake to Go, and a text to what parses here.
  const isOpen = text.lastIndexOf('{{') > text.lastIndexOf('}}');
  const template = isOpen ? null : parseTemplate('tpl', text);
  if (!template || depth >= deepest) throw new NotKnown('a text that is no template');
  const defines = new Map([...running.template.defines, ...template.defines]);
  const inside = { ...running, template: { ...template, defines }, out: [], none: '' };
  write(template.nodes, frameOf(data, depth + 1), inside);
  return inside.out.join('');
}
