import { groupInto } from '../../../grouping.ts';
import { readTemplate } from '../../../helm/helm-template.ts';
import { includedNames } from '../../../helm/named-templates.ts';
import { memoize } from '../../../memo.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { field } from '../../../yaml/value.ts';
import type { ChartTemplates } from '../../facts/helm/chart-templates.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A key of values that templates read, and those below it. */
interface KeyNode {
  /** Whether all that is below it counts as read. */
  whole: boolean;
  /** Whether a condition asks if there is something: that reads nothing below it. */
  asked: boolean;
  below: Map<string, KeyNode>;
}

/** The keys of values that the templates of a chart read. */
export interface ValueReads {
  /**
   * `read`: the key or what it lies in is read. `below`: only what lies in it. `asked`: it lies in something of which a
   * condition asks if it is there, and of which nothing is read.
   */
  of(path: readonly string[]): 'read' | 'below' | 'asked' | 'none';
  /** The paths that end in a key, those on the way to a read one among them. */
  endingIn(key: string): readonly (readonly string[])[];
}

/**
 * What the templates of a chart read of its values, with the library charts it takes in; null where that cannot be
 * known: values handed on whole, templates that are not here.
 */
export function valueReads(templates: ChartTemplates, context: RuleContext): ValueReads | null {
  const own = ownReads(context)(templates);
  const taken = templates.taken.map((chart) => ({ chart, reads: ownReads(context)(chart) }));
  if (own === null || taken.some(({ chart, reads }) => chart.library && reads === null)) return null;
  const codes = templates.templates.flatMap(({ actions }) => actions.map(({ code }) => code));
  // A named template that is not here, of a library chart of elsewhere, may read anything.
  if (codes.some((code) => includedNames(code).some((name) => !templates.defines.has(name)))) return null;
  const subcharts = subchartKeys(templates);
  if (subcharts === null) return null;
  const roots = [own, ...taken.flatMap(({ reads }) => reads ?? []), subcharts];
  const endings = new Map<string, string[][]>();
  return {
    of: (path) => {
      const found = new Set(roots.map((root) => lookUp(root, path)));
      return (['read', 'below', 'asked'] as const).find((state) => found.has(state)) ?? 'none';
    },
    endingIn: (key) => {
      if (endings.size === 0) for (const root of roots) addEndings(root, endings);
      return endings.get(key) ?? [];
    },
  };
}

function lookUp(root: KeyNode, path: readonly string[]): 'read' | 'below' | 'asked' | 'none' {
  let node = root;
  for (const key of path) {
    const next = node.below.get(key);
    if (!next) return node.asked && node.below.size === 0 ? 'asked' : 'none';
    if (next.whole) return 'read';
    node = next;
  }
  return 'below';
}

function addEndings(root: KeyNode, endings: Map<string, string[][]>): void {
  const pending: { node: KeyNode; path: string[] }[] = [{ node: root, path: [] }];
  for (let item = pending.pop(); item; item = pending.pop()) {
    for (const [key, node] of item.node.below) {
      const path = [...item.path, key];
      groupInto(endings, key, path);
      pending.push({ node, path });
    }
  }
}

/** The keys that values refer to in templates of their own, for `tpl`; null where one takes them whole. */
export function readsOfValues(texts: Iterable<string>): Pick<ValueReads, 'of'> | null {
  const root = emptyNode();
  for (const text of texts) {
    if (!text.includes('.Values')) continue;
    for (const { code } of readTemplate('', text).actions) if (!addReads(code, root)) return null;
  }
  return { of: (path) => lookUp(root, path) };
}

/** What its own files read; null where not all of them are read here, or values are handed on whole. */
const ownReads = memoize((context: RuleContext) =>
  memoize(({ folder, templates }: ChartTemplates): KeyNode | null => {
    const unread = context.paths
      .files(joinPath(folder, 'templates'), true)
      .find((path) => context.text(path) === undefined);
    if (unread !== undefined) return null;
    const root = emptyNode();
    const codes = templates.flatMap(({ actions }) => actions.map(({ code }) => code));
    // Files beside the templates are templates then.
    if (codes.some((code) => /\.Files\b/.test(code)) && codes.some((code) => /\btpl\b/.test(code))) return null;
    for (const code of codes) if (!addReads(code, root)) return null;
    return root;
  }),
);

function emptyNode(): KeyNode {
  return { whole: false, asked: false, below: new Map() };
}

/** A condition that asks of values if they are there, and nothing else of them. */
const presence = /^(?:else[ \t]+)?if(?:[\s()]|and\b|or\b|not\b|\$?\.[\w.]+(?![\w.]))+$/;

/** Adds what an action reads; false where it takes the values whole. */
function addReads(code: string, root: KeyNode): boolean {
  for (const { 0: text, 1: chain = '', index } of code.matchAll(/\.Values\b((?:\.[A-Za-z_]\w*)*)/g)) {
    const path = chain === '' ? literalKeys(code, index, index + text.length) : chain.slice(1).split('.');
    if (path === null) return false;
    const node = addPath(path, root);
    if (presence.test(code)) node.asked = true;
    else node.whole = true;
  }
  return true;
}

/** The keys of `index .Values "a" "b"`, `hasKey .Values "a"`, `get .Values "a"`; null for any other use. */
function literalKeys(code: string, start: number, end: number): string[] | null {
  if (!/\b(?:index|hasKey|get)\s+(?:\$\w*|\.\w+)?$/.test(code.slice(0, start))) return null;
  const [literals = ''] = /^(?:\s+"[^"\\]*")+/.exec(code.slice(end)) ?? [];
  const keys = [...literals.matchAll(/"([^"]*)"/g)].map(([, key = '']) => key);
  return keys.length === 0 ? null : keys;
}

function addPath(path: readonly string[], root: KeyNode): KeyNode {
  let node = root;
  for (const key of path) {
    const next = node.below.get(key) ?? emptyNode();
    node.below.set(key, next);
    node = next;
  }
  return node;
}

function addWhole(path: readonly string[], root: KeyNode): void {
  addPath(path, root).whole = true;
}

/** The keys that Helm itself and the subcharts of a chart read; null where subcharts hand values up. */
function subchartKeys({ chart, taken }: ChartTemplates): KeyNode | null {
  const root = emptyNode();
  for (const key of ['global', 'tags']) addWhole([key], root);
  for (const { folder } of taken) addWhole([folder.slice(folder.lastIndexOf('/') + 1)], root);
  for (const dependency of chart.dependencies) {
    if (field(dependency, 'import-values') !== undefined) return null;
    for (const key of ['name', 'alias']) addWhole([String(field(dependency, key))], root);
    for (const condition of String(field(dependency, 'condition') ?? '').split(','))
      addWhole(condition.trim().split('.'), root);
  }
  return root;
}
