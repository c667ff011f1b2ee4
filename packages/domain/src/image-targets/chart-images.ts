import type { Application, ApplicationSource } from '../argocd/application.ts';
import type { ChartValues } from '../argocd/chart-values.ts';
import { isHere } from '../argocd/source-place.ts';
import { keysBelow } from '../argocd/winning-value.ts';
import { type ParsedTemplate, parseTemplate } from '../helm/template-nodes.ts';
import { definesOf, templateOutput } from '../helm/template-output.ts';
import type { ChartScope, FoundAtKey, KeyPath, OutputPiece } from '../helm/template-value.ts';
import { memoize } from '../memo.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { isRecord } from '../yaml/value.ts';
import { type ChartInstance, chartInstance, chartValuesOf } from './chart-instances.ts';
import { type ImageUse, readImageUses } from './image-uses.ts';
import type { Manifests, TargetContext } from './target.ts';
import { winnerOf } from './unwritable-values.ts';

/** The images that the templates of a source's chart write, and what they read for them. */
export interface ChartImages {
  uses: readonly ImageUse[];
  /** Whether all that may hold an image was computed: nothing else reads a key then. */
  complete: boolean;
  /** Whether some template reads a key, or something that it is in or that is in it. */
  reads(key: KeyPath): boolean;
  values: ChartValues;
  /** The images where these keys said something. */
  usesWith(keys: readonly KeyPath[]): readonly ImageUse[];
}

/** The images of a source's chart; null where the chart is not in this repository. */
export function chartImages(
  application: Application,
  source: ApplicationSource,
  context: TargetContext,
): ChartImages | null {
  const known = imagesOf(context.values);
  const before = known.get(source);
  if (before !== undefined) return before;
  const made = isHere(source) ? readImages(application, source, context) : null;
  known.set(source, made);
  return made;
}

const imagesOf = memoize((_tree: TargetContext['values']) => new Map<ApplicationSource, ChartImages | null>());

function readImages(application: Application, source: ApplicationSource, context: TargetContext): ChartImages | null {
  const chart = chartInstance(source, context);
  if (!chart) return null;
  const values = chartValuesOf(application, source, chart, context);
  const all = [...everyChart(chart)];
  if (all.every(({ folder }) => context.manifests.below(joinPath(folder, 'templates')).length === 0)) return null;
  const templates = templatesOf(all, context.manifests);
  const defines = definesOf(templates.flatMap(({ parsed }) => parsed ?? []));
  const release = { 'Release.Name': application.name, 'Release.Service': 'Helm' };
  const run = (set: ReadonlySet<string>): OutputPiece[][] =>
    templates.flatMap(({ chart: one, parsed, mentions }) => {
      if (!parsed || !mentions || one.library || !isEnabled(one, values)) return [];
      return [templateOutput(parsed, { scope: scopeOf(one, values, { release, set }), defines })];
    });
  const outputs = run(new Set());
  const pieces = outputs.flat();
  const reads = new Set(pieces.flatMap(({ key, reads: others }) => [...(key ? [key] : []), ...others].map(showPrefix)));
  const complete =
    templates.every(({ parsed }) => parsed !== null) &&
    chart.complete &&
    pieces.every(({ known, key, reads: others }) => known || key !== null || others.length > 0);
  return {
    uses: outputs.flatMap(readImageUses),
    complete,
    values,
    reads: (key) => isRead(key, reads),
    usesWith: (keys) => run(new Set(keys.map(showPrefix))).flatMap(readImageUses),
  };
}

function isRead(key: KeyPath, reads: ReadonlySet<string>): boolean {
  for (let length = 0; length <= key.length; length += 1) if (reads.has(showPrefix(key.slice(0, length)))) return true;
  const inside = `${showPrefix(key).slice(0, -1)},`;
  for (const one of reads) if (one.startsWith(inside)) return true;
  return false;
}

function showPrefix(path: KeyPath): string {
  return JSON.stringify(path.map(String));
}

function* everyChart(chart: ChartInstance): Generator<ChartInstance> {
  yield chart;
  for (const one of chart.taken) yield* everyChart(one);
}

/** A template of a chart; null where it cannot be read. */
interface ChartTemplate {
  chart: ChartInstance;
  parsed: ParsedTemplate | null;
  /** Whether it may write an image. */
  mentions: boolean;
}

/** The templates of charts that may have a part in an image: what neither says the word nor defines anything has none. */
function templatesOf(charts: readonly ChartInstance[], manifests: Manifests): ChartTemplate[] {
  const texts = charts.flatMap((chart) =>
    manifests.below(joinPath(chart.folder, 'templates')).flatMap((path) => {
      const text = manifests.text(path);
      return text === undefined ? [] : [{ chart, path, text }];
    }),
  );
  const definesImage = texts.some(({ text }) => /image/i.test(text) && /\{\{-?\s*(?:define|block)\s/.test(text));
  return texts.flatMap(({ chart, path, text }) => {
    const mentions = /image/i.test(text) || (definesImage && /\b(?:include|template|tpl)\b/.test(text));
    return mentions || (definesImage && text.includes('define'))
      ? [{ chart, parsed: parseTemplate(path, text), mentions }]
      : [];
  });
}

function isEnabled({ conditions }: ChartInstance, values: ChartValues): boolean {
  for (const condition of conditions) {
    const { found, unknown } = winnerOf(values, condition.split('.'));
    if (found.state === 'set' && unknown.length === 0) return found.value !== false;
  }
  return true;
}

/** What is beside the values: the names of the release, and keys that are taken for set. */
interface Given {
  release: Record<string, string>;
  set: ReadonlySet<string>;
}

function scopeOf({ prefix, fields }: ChartInstance, values: ChartValues, { release, set }: Given): ChartScope {
  const keyOf = (path: KeyPath): KeyPath => (path[0] === 'global' ? path : [...prefix, ...path]);
  return {
    fields: new Map([...fields, ...Object.entries(release)]),
    keyOf,
    find: (path) => {
      const key = keyOf(path);
      return set.has(showPrefix(key)) ? { kind: 'scalar', value: 'set' } : findIn(values, key);
    },
  };
}

function findIn(values: ChartValues, key: KeyPath): FoundAtKey {
  if (key.length === 0) return { kind: 'map', keys: keysBelow(values, []) };
  const { found, unknown } = winnerOf(values, key.map(String));
  if (found.state === 'unset') {
    const keys = keysBelow(values, [...key]);
    if (found.layer === null && keys.length > 0) return { kind: 'map', keys };
    return { kind: unknown.length > 0 ? 'unknown' : 'unset' };
  }
  const { value } = found;
  if (Array.isArray(value)) return { kind: 'list', length: value.length };
  if (isRecord(value)) return { kind: 'map', keys: keysBelow(values, [...key]) };
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return { kind: 'scalar', value };
  return { kind: 'unset' };
}
