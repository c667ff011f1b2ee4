import { blocksAround, type HelmTemplate, type TemplateBlock } from '../../../helm/helm-template.ts';
import { entriesAt, type TemplateDocument, templateDocuments } from '../../../helm/template-documents.ts';
import {
  includedNames,
  normaliseWritten,
  templateOf,
  templatesOf,
  writtenName,
} from '../../facts/helm/chart-templates.ts';
import type { RuleContext } from '../../rule/context.ts';

/** An object as it is written, in a template or a manifest. */
export interface WrittenObject {
  document: TemplateDocument;
  kind: string;
  /** Comparable: see `nameIn`. */
  name: string;
}

/** Objects that come to a cluster together: those of a chart, or all plain manifests. */
export interface DeployedTogether {
  /** The folder of the chart; null for the manifests. */
  chart: string | null;
  objects: readonly WrittenObject[];
  /** Whether there is more that is not read: charts and named templates of elsewhere. */
  open: boolean;
}

/**
 * What is deployed together and has a document that says a text, each with its objects: all others, of any kind, are
 * among them. The rule needs YAML and templates.
 */
export function deployedTogether(says: RegExp, context: RuleContext): DeployedTogether[] {
  const found: DeployedTogether[] = [];
  const inCharts = new Set<string>();
  for (const chart of context.catalog.charts) {
    const templates = templatesOf(chart, context);
    // The charts that take it in say what it is deployed with.
    if (chart.library) continue;
    for (const { path } of templates.templates) inCharts.add(path);
    const both = [templates, ...templates.taken].flatMap((one) => one.templates);
    if (!both.some(({ bare }) => says.test(bare))) continue;
    const included = new Set(templates.templates.flatMap(({ clean }) => includedNames(clean)));
    const taken = templates.taken.flatMap(({ documents }) =>
      documents.filter(({ define }) => define !== null && included.has(define)),
    );
    found.push({
      chart: chart.path,
      objects: [...templates.documents, ...taken].flatMap(readObject),
      open:
        [...included].some((name) => !templates.defines.has(name)) ||
        /^\s*repository:\s*["']?(?:https?|oci):/m.test(chart.document.file.text),
    });
  }
  const manifests = [...context.texts].filter(
    ([path, text]) => /\.ya?ml$/.test(path) && !inCharts.has(path) && !text.includes('{{-'),
  );
  if (manifests.some(([, text]) => says.test(text))) {
    const objects = manifests.flatMap(([path, text]) => {
      const template = /^kind:/m.test(text) ? templateOf(path, context) : undefined;
      return template ? templateDocuments(template).flatMap(readObject) : [];
    });
    found.push({ chart: null, objects, open: false });
  }
  return found;
}

function readObject(document: TemplateDocument): WrittenObject[] {
  const written = writtenName(document);
  return written === null || document.kind === ''
    ? []
    : [{ document, kind: document.kind, name: nameIn(written, document) }];
}

/** What a document says at a path that is the name of an object, comparable with such names; null where it says nothing. */
export function nameAt(document: TemplateDocument, path: readonly string[]): string | null {
  const [entry, second] = entriesAt(document, path);
  if (!entry || second || entry.value === '') return null;
  return nameIn(normaliseWritten(entry.value, document.template), document);
}

/**
 * A written name with what its expressions depend on: two that are equal after it have the same value. What is not of
 * the root holds only in its loop or its named template.
 */
export function nameIn(written: string, { template, define, start, end }: TemplateDocument): string {
  return written.replace(/\{\{ (.*?) \}\}/g, (whole, code: string) => {
    const isOfRoot = !/(?:^|[\s(])\.(?!Values\b|Release\b|Chart\b|Capabilities\b|Template\b)\w|\$\w/.test(code);
    if (isOfRoot) return whole;
    const around = enclosing(template, start, end, ['range', 'with']);
    const scope = define === null && around === undefined ? '' : `${define ?? ''}@${around ?? ''}@${template.path}`;
    return `{{ ${code} @${scope} }}`;
  });
}

/** Whether an object is written only under a condition. */
export function isConditional({ document }: WrittenObject): boolean {
  const { template, start, end } = document;
  return enclosing(template, start, end, ['if']) !== undefined;
}

/** The start of the innermost block of these that holds the kind of a document. */
function enclosing(
  template: HelmTemplate,
  start: number,
  end: number,
  keywords: readonly TemplateBlock['keyword'][],
): number | undefined {
  const kind = start + Math.max(template.bare.slice(start, end).search(/^kind[ \t]*:/m), 0);
  for (const block of blocksAround(template, kind)) if (keywords.includes(block.keyword)) return block.start;
  return undefined;
}

const named = new WeakMap<DeployedTogether, Map<string, WrittenObject[]>>();

/** The objects of a kind; with a name, those of that name. */
export function objectsCalled(together: DeployedTogether, kind: string, name?: string): readonly WrittenObject[] {
  const known = named.get(together) ?? new Map<string, WrittenObject[]>();
  if (known.size === 0) {
    for (const one of together.objects) {
      for (const id of [one.kind, `${one.kind} ${one.name}`]) {
        const same = known.get(id);
        if (same) same.push(one);
        else known.set(id, [one]);
      }
    }
    named.set(together, known);
  }
  return known.get(name === undefined ? kind : `${kind} ${name}`) ?? [];
}

const sorts = new WeakMap<readonly WrittenObject[], ReadonlySet<string>>();

/** The expressions of the names of a kind: '' for a name without one. */
function sortsOf(together: DeployedTogether, kind: string): ReadonlySet<string> {
  const all = objectsCalled(together, kind);
  const expressions = sorts.get(all) ?? new Set(all.map(({ name }) => expressionsIn(name)));
  if (all.length > 0) sorts.set(all, expressions);
  return expressions;
}

/** Whether an object of a kind is called by an expression, which may be anything. */
export function hasExpressions(together: DeployedTogether, kind: string): boolean {
  return [...sortsOf(together, kind)].some((one) => one !== '');
}

/**
 * Whether certainly no object of a kind comes to be called so: names are equal as they are written, or differ in what
 * is no expression, or may be anything.
 */
export function isMissing(together: DeployedTogether, kind: string, name: string): boolean {
  if (objectsCalled(together, kind, name).length > 0) return false;
  const expressions = sortsOf(together, kind);
  return expressions.size === 0 || (expressions.size === 1 && expressions.has(expressionsIn(name)));
}

function expressionsIn(name: string): string {
  return [...new Set(name.match(/\{\{.*?\}\}/g))].sort().join(' ');
}
