import { memoize } from '../memo.ts';
import { type HelmTemplate, readTemplate } from './helm-template.ts';
import { type ActionCode, type Expression, readAction } from './template-expression.ts';

/** A part of a template. */
export type TemplateNode =
  | { kind: 'text'; text: string; start: number }
  | { kind: 'output'; value: Expression; start: number }
  | { kind: 'assign'; variable: string; declares: boolean; value: Expression }
  | { kind: 'choice'; arms: readonly TemplateArm[] }
  | { kind: 'leave'; keyword: 'break' | 'continue' }
  | { kind: 'template'; name: string; value: Expression; start: number };

/** One branch of a block; the value is null for a plain `else`. */
export interface TemplateArm {
  keyword: 'if' | 'with' | 'range' | 'else';
  value: Expression | null;
  /** What `range` and `with` call what they go to. */
  variables: readonly string[];
  /** Whether `range` writes to variables that are there already. */
  assigns: boolean;
  nodes: readonly TemplateNode[];
}

/** A template as what it does, with the named templates that it defines. */
export interface ParsedTemplate {
  path: string;
  nodes: readonly TemplateNode[];
  defines: ReadonlyMap<string, readonly TemplateNode[]>;
}

/** Reads a template of a file. Null where its blocks do not close. */
export function parseTemplate(path: string, text: string): ParsedTemplate | null {
  return parsed(readTemplate(path, text));
}

interface Open {
  nodes: TemplateNode[];
  arms: TemplateArm[];
  code: ActionCode | null;
}

const parsed = memoize(({ path, text, actions, comments }: HelmTemplate): ParsedTemplate | null => {
  const defines = new Map<string, readonly TemplateNode[]>();
  const root: Open = { nodes: [], arms: [], code: null };
  const stack: Open[] = [root];
  const pieces = [
    ...actions.map((action) => ({ ...action, code: readAction(action.code) as ActionCode | null })),
    ...comments.map((comment) => ({ ...comment, code: null })),
  ].sort((a, b) => a.start - b.start);
  let at = 0;
  let trims = false;
  for (const { start, end, code } of pieces) {
    const before = text.slice(at, start);
    const left = trims ? before.trimStart() : before;
    const skipped = before.length - left.length;
    const shown = /^\{\{-\s/.test(text.slice(start, start + 4)) ? left.trimEnd() : left;
    if (shown !== '') stack.at(-1)?.nodes.push({ kind: 'text', text: shown, start: at + skipped });
    at = end;
    trims = /\s-\}\}$/.test(text.slice(Math.max(start, end - 4), end));
    if (code !== null && !apply(code, start, stack, defines)) return null;
  }
  const last = text.slice(at);
  root.nodes.push({ kind: 'text', text: trims ? last.trimStart() : last, start: at });
  return stack.length === 1 ? { path, nodes: root.nodes, defines } : null;
});

function apply(code: ActionCode, start: number, stack: Open[], defines: Map<string, readonly TemplateNode[]>): boolean {
  const top = stack.at(-1);
  if (!top) return false;
  switch (code.keyword) {
    case 'output':
      top.nodes.push({ kind: 'output', value: code.value, start });
      return true;
    case 'assign':
      top.nodes.push({ kind: 'assign', variable: code.variable, declares: code.declares, value: code.value });
      return true;
    case 'template':
      top.nodes.push({ kind: 'template', name: code.name, value: code.value, start });
      return true;
    case 'break':
    case 'continue':
      top.nodes.push({ kind: 'leave', keyword: code.keyword });
      return true;
    case 'if':
    case 'with':
    case 'range':
    case 'define':
    case 'block':
      stack.push({ nodes: [], arms: [], code });
      return true;
    case 'else':
      return openElse(top, code.inner);
    case 'end':
      return close(stack, start, defines);
  }
}

/** What an arm was opened by, and the nodes in it so far. */
function armOf({ code, nodes }: Open): TemplateArm | null {
  if (code?.keyword === 'else' && code.inner === null)
    return { keyword: 'else', value: null, variables: [], assigns: false, nodes };
  const choice = code?.keyword === 'else' ? code.inner : code;
  if (!choice || !isChoice(choice)) return null;
  const { keyword, value, variables, assigns } = choice;
  return { keyword, value, variables, assigns, nodes };
}

function isChoice(code: ActionCode): code is Extract<ActionCode, { keyword: 'if' | 'with' | 'range' }> {
  return code.keyword === 'if' || code.keyword === 'with' || code.keyword === 'range';
}

function openElse(top: Open, inner: ActionCode | null): boolean {
  const arm = armOf(top);
  if (arm === null) return false;
  top.arms.push(arm);
  top.code = { keyword: 'else', inner };
  top.nodes = [];
  return true;
}

function close(stack: Open[], start: number, defines: Map<string, readonly TemplateNode[]>): boolean {
  const block = stack.pop();
  const above = stack.at(-1);
  const code = block?.code;
  if (!block || !above || !code) return false;
  if (code.keyword === 'define' || code.keyword === 'block') {
    defines.set(code.name, block.nodes);
    if (code.keyword === 'block') above.nodes.push({ kind: 'template', name: code.name, value: code.value, start });
    return true;
  }
  const arm = armOf(block);
  if (arm === null) return false;
  const arms = [...block.arms, arm];
  above.nodes.push({ kind: 'choice', arms });
  return true;
}
