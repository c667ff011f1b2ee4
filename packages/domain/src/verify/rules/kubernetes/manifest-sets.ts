import type { Chart } from '../../../catalog/catalog.ts';
import { groupInto } from '../../../grouping.ts';
import { actionOnLine, blocksAround, type HelmTemplate, type TemplateBlock } from '../../../helm/helm-template.ts';
import { includedNames } from '../../../helm/named-templates.ts';
import { entriesAt, type TemplateDocument, templateDocuments } from '../../../helm/template-documents.ts';
import { memoize } from '../../../memo.ts';
import {
  chartTemplatesNeeds,
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
export interface ManifestSet {
  /** The folder of the chart; null for the manifests. */
  chart: string | null;
  objects: readonly WrittenObject[];
  /** Whether there is more that is not read: charts and named templates of elsewhere. */
  open: boolean;
}

/** What a rule needs to have read that asks for manifest sets. */
export const manifestSetsNeeds = [...chartTemplatesNeeds] as const;

/**
 * What is deployed together and has a document that mentions something, each with its objects: all others, of any kind,
 * are among them.
 */
export function manifestSets(mention: RegExp, context: RuleContext): ManifestSet[] {
  const charts = context.catalog.charts.filter(({ library }) => !library);
  const inCharts = new Set(charts.flatMap((chart) => templatesOf(chart, context).templates.map(({ path }) => path)));
  return [
    ...charts.flatMap((chart) => setOfChart(chart, mention, context)),
    ...setOfManifests(inCharts, mention, context),
  ];
}

function setOfChart(chart: Chart, mention: RegExp, context: RuleContext): ManifestSet[] {
  const templates = templatesOf(chart, context);
  const both = [templates, ...templates.taken].flatMap((each) => each.templates);
  if (!both.some(({ bare }) => mention.test(bare))) return [];
  const included = new Set(templates.templates.flatMap(({ clean }) => includedNames(clean)));
  const taken = templates.taken.flatMap(({ documents }) =>
    documents.filter(({ define }) => define !== null && included.has(define)),
  );
  const open =
    [...included].some((name) => !templates.defines.has(name)) ||
    /^[ \t]*repository:\s*["']?(?:https?|oci):/m.test(chart.document.file.text);
  return [{ chart: chart.path, objects: [...templates.documents, ...taken].flatMap(readObject), open }];
}

function setOfManifests(inCharts: ReadonlySet<string>, mention: RegExp, context: RuleContext): ManifestSet[] {
  const manifests = [...context.texts].filter(
    ([path, text]) => /\.ya?ml$/.test(path) && !inCharts.has(path) && !text.includes('{{-'),
  );
  if (!manifests.some(([, text]) => mention.test(text))) return [];
  const objects = manifests.flatMap(([path, text]) => {
    const template = /^kind:/m.test(text) ? templateOf(path, context) : undefined;
    return template ? templateDocuments(template).flatMap(readObject) : [];
  });
  return [{ chart: null, objects, open: false }];
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
  return written.replace(actionOnLine, (whole, action: string) => {
    const [, code] = /^ (.*) $/.exec(action) ?? [];
    if (code === undefined || !whole.endsWith('}}')) return whole;
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

const byKindAndName = memoize(({ objects }: ManifestSet): ReadonlyMap<string, readonly WrittenObject[]> => {
  const found = new Map<string, WrittenObject[]>();
  for (const object of objects)
    for (const id of [object.kind, `${object.kind} ${object.name}`]) groupInto(found, id, object);
  return found;
});

/** The objects of a kind; with a name, those of that name. */
export function objectsCalled(set: ManifestSet, kind: string, name?: string): readonly WrittenObject[] {
  return byKindAndName(set).get(name === undefined ? kind : `${kind} ${name}`) ?? none;
}

const none: readonly WrittenObject[] = [];

/** The expressions of the names of a kind: '' for a name without one. */
function expressionsOfNames(set: ManifestSet, kind: string): ReadonlySet<string> {
  return expressionsOf(objectsCalled(set, kind));
}

const expressionsOf = memoize(
  (objects: readonly WrittenObject[]): ReadonlySet<string> => new Set(objects.map(({ name }) => expressionsIn(name))),
);

/** Whether an object of a kind is called by an expression, which may be anything. */
export function hasExpressions(set: ManifestSet, kind: string): boolean {
  return [...expressionsOfNames(set, kind)].some((one) => one !== '');
}

/**
 * Whether certainly no object of a kind comes to be called so: names are equal as they are written, or differ in what
 * is no expression, or may be anything.
 */
export function isMissing(set: ManifestSet, kind: string, name: string): boolean {
  if (objectsCalled(set, kind, name).length > 0) return false;
  const expressions = expressionsOfNames(set, kind);
  return expressions.size === 0 || (expressions.size === 1 && expressions.has(expressionsIn(name)));
}

function expressionsIn(name: string): string {
  return [...new Set(name.match(actionOnLine))].sort().join(' ');
}
