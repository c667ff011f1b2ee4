import type { Chart } from '../../../catalog/catalog.ts';
import { addAll } from '../../../grouping.ts';
import { folderOfDependency } from '../../../helm/chart-dependencies.ts';
import { actionOnLine, type HelmTemplate, readTemplate } from '../../../helm/helm-template.ts';
import { includedNames } from '../../../helm/named-templates.ts';
import { entriesAt, type TemplateDocument, templateDocuments } from '../../../helm/template-documents.ts';
import type { Location } from '../../../location.ts';
import { placesIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { helmTemplates, yamlFiles } from '../../../tree/file-types.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import { field, plainValue } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';

/** What a rule needs to have read that asks for the templates of a chart. */
export const chartTemplatesNeeds = [helmTemplates, yamlFiles] as const;

/** The templates of a chart, and what they can include. */
export interface ChartTemplates {
  /** Itself, or the one that takes it in where it is vendored. */
  chart: Chart;
  folder: string;
  /** Whether it is a library chart: its templates run with the values of those that take it in. */
  library: boolean;
  /** Its own, named and unnamed. */
  templates: readonly HelmTemplate[];
  /** The documents of its own templates that have a kind. */
  documents: readonly TemplateDocument[];
  /** The charts it takes in whose templates are here: library charts and subcharts, those of those too. */
  taken: readonly ChartTemplates[];
  /** The text of each named template it can include, comments removed. */
  defines: ReadonlyMap<string, string>;
}

interface Read {
  charts: ReadonlyMap<string, Chart>;
  byFolder: Map<string, ChartTemplates>;
  files: Map<string, HelmTemplate>;
}

const readOf = memoize(
  ({ catalog }: RuleContext): Read => ({
    charts: new Map(catalog.charts.map((chart) => [chart.path, chart])),
    byFolder: new Map(),
    files: new Map(),
  }),
);

/** What the templates of a chart hold; read once for a run. */
export function templatesOf(chart: Chart, context: RuleContext): ChartTemplates {
  return templatesIn(chart.path, chart, context, new Set());
}

function templatesIn(folder: string, chart: Chart, context: RuleContext, above: ReadonlySet<string>): ChartTemplates {
  const { charts, byFolder } = readOf(context);
  const before = byFolder.get(folder);
  if (before) return before;
  const templates = context.paths.files(joinPath(folder, 'templates'), true).flatMap((path) => {
    const template = templateOf(path, context);
    return template ? [template] : [];
  });
  const inside = new Set([...above, folder]);
  const taken = foldersOf(folder, chart, context).flatMap((path) => {
    // A chart that takes itself in is no chart.
    if (inside.has(path)) return [];
    const other = charts.get(path) ?? chart;
    const direct = templatesIn(path, other, context, inside);
    return [direct, ...direct.taken];
  });
  const defines = new Map<string, string>();
  for (const { clean, blocks } of [...taken.flatMap((one) => one.templates), ...templates]) {
    for (const { keyword, name, arms } of blocks) {
      if ((keyword !== 'define' && keyword !== 'block') || name === null) continue;
      defines.set(name, arms.map(({ start, end }) => clean.slice(start, end)).join('\n'));
    }
  }
  const said = context.yaml(joinPath(folder, 'Chart.yaml'))?.documents[0];
  const library = said !== undefined && field(plainValue(said), 'type') === 'library';
  const read = { chart, folder, library, templates, documents: templates.flatMap(templateDocuments), taken, defines };
  byFolder.set(folder, read);
  return read;
}

/** The folders of the charts a chart takes in, as far as they are in the repository. */
function foldersOf(folder: string, chart: Chart, context: RuleContext): string[] {
  const vendored = new Set(
    context.paths
      .files(joinPath(folder, 'charts'), true)
      .flatMap((path) => /^((?:.*\/)?charts\/[^/]+)\/Chart\.yaml$/.exec(path)?.[1] ?? []),
  );
  if (chart.path === folder) {
    for (const dependency of chart.dependencies) {
      const target = folderOfDependency(folder, dependency);
      if (target !== null && context.paths.at(target) === 'folder') vendored.add(target);
    }
  }
  return [...vendored].sort();
}

/** A file as a template, read once for a run; undefined where no rule read it. A plain manifest is one without actions. */
export function templateOf(path: string, context: RuleContext): HelmTemplate | undefined {
  const { files } = readOf(context);
  const text = context.text(path);
  const template = files.get(path) ?? (text === undefined ? undefined : readTemplate(path, text));
  if (template) files.set(path, template);
  return template;
}

/** A text with the texts of what it includes behind it, through all levels; `missing` is what is not here. */
export function withIncluded(text: string, { defines }: ChartTemplates): { text: string; missing: string[] } {
  const texts = [text];
  const missing: string[] = [];
  const seen = new Set<string>();
  const pending = includedNames(text);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const included = defines.get(name);
    if (included === undefined) missing.push(name);
    else {
      texts.push(included);
      addAll(pending, includedNames(included));
    }
  }
  return { text: texts.join('\n'), missing };
}

/** The name of the object of a document as it is written; null where there is none. */
export function writtenName(document: TemplateDocument): string | null {
  const [entry] = entriesAt(document, ['metadata', 'name']);
  return entry && entry.value !== '' ? normaliseWritten(entry.value, document.template) : null;
}

/**
 * What is written, in one spelling: two texts that are equal after it have the same value in one release. Quotes,
 * trim marks, `$` for the root, `template` for `include`, variables set once and `printf` of `%s` make no difference.
 */
export function normaliseWritten(value: string, template: Pick<HelmTemplate, 'actions'>): string {
  const unquoted = /^(["'])(.*)\1$/.exec(value.trim())?.[2] ?? value.trim();
  return unquoted.replace(actionOnLine, (_, written: string) => {
    const code = written.replace(/^-|-$/g, '').trim();
    const meant = variablesOf(template.actions).get(code) ?? code;
    return normaliseCode(meant);
  });
}

/** The variables that are set once in the actions of a template, each with its expression. */
const variablesOf = memoize((actions: HelmTemplate['actions']): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const twice = new Set<string>();
  for (const { code } of actions) {
    const [set, name = ''] = /^(\$\w+)\s*:?=/.exec(code) ?? [];
    const value = code.slice(set?.length ?? 0).trimStart();
    if (found.has(name)) twice.add(name);
    if (name !== '') found.set(name, value);
  }
  for (const name of twice) found.delete(name);
  return found;
});

function normaliseCode(code: string): string {
  const plain = code
    .replace(/(?<!\s)\s*\|\s*(?:quote|squote|toString)\b/g, '')
    .replace(/\btemplate\s+(?=["`])/g, 'include ')
    .replace(/(^|[\s(])\$(?=[.\s)]|$)/g, (_, before: string) => `${before}.`)
    .replace(/(^|[\s(])\.\.(?=\w)/g, '$1.')
    .replace(/\s+/g, ' ')
    .trim();
  const [, format, rest] = /^printf "([^"]*)" (.*)$/.exec(plain) ?? [];
  const values = [...(rest ?? '').matchAll(/\(([^()]*)\)|\S+/g)].map(([whole, inner]) => inner ?? whole);
  if (
    format === undefined ||
    /%[^s]/.test(format) ||
    format.split('%s').length - 1 !== values.length ||
    /\|/.test(rest ?? '')
  )
    return `{{ ${plain} }}`;
  let index = 0;
  return format.replace(/%s/g, () => `{{ ${values[index++]?.trim() ?? ''} }}`);
}

const placesOf = memoize((template: HelmTemplate) => placesIn(template));

/** The place of an offset in a template. */
export function locationIn(template: HelmTemplate, offset: number): Location {
  return placesOf(template)(offset);
}
