import type { Application, ApplicationSource } from '../argocd/application.ts';
import type { ChartValues } from '../argocd/chart-values.ts';
import { keysBelow } from '../argocd/winning-value.ts';
import { type ParsedTemplate, parseTemplate } from '../helm/template-nodes.ts';
import { definesOf, templateOutput } from '../helm/template-output.ts';
import type { ChartScope, FoundAtKey, KeyPath, OutputPiece } from '../helm/template-value.ts';
import { memoize } from '../memo.ts';
import { present } from '../present.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { isRecord, valueAt } from '../yaml/value.ts';
import { type ChartInstance, chartInstance, chartValuesOf } from './chart-instances.ts';
import type { ImageTree, Manifests } from './target.ts';
import { winnerOf } from './unwritable-values.ts';

/** What the templates of a source's chart write with its values, as far as that is computed here. */
export interface ChartRun {
  values: ChartValues;
  /** Whether every chart that is taken in is here, and every template of them can be read. */
  isWhole: boolean;
  /** What each template writes, where keys are taken to say something else. */
  outputs(said?: SaidKeys): readonly TemplateText[];
  /** Whether a template that ran asked for the release: what it wrote may be that of this Application alone. */
  asksForRelease(): boolean;
}

/** What one template writes. */
export interface TemplateText {
  /** The template. */
  path: string;
  pieces: readonly OutputPiece[];
}

/** Texts of keys, by `idOfKey`. */
export type SaidKeys = ReadonlyMap<string, string>;

/** What a template says that writes an Application, or an ApplicationSet. */
export const kindApplication = /kind["']?\s*:\s*["']?Application(?:Set)?["']?\s/;

export function idOfKey(key: KeyPath): string {
  return JSON.stringify(key.map(String));
}

/**
 * The chart of a source of this repository, ready to run those of its templates that hold a word, or take in named
 * templates that do; null where its folder is no chart, or has no templates.
 */
export function chartRun(
  application: Application,
  source: ApplicationSource,
  context: ImageTree,
  word: RegExp,
): ChartRun | null {
  const chart = chartInstance(source, context);
  if (!chart) return null;
  const values = chartValuesOf(application, source, chart, context);
  const all = [...everyChart(chart)];
  if (all.every(({ folder }) => context.manifests.below(joinPath(folder, 'templates')).length === 0)) return null;
  const templates = templatesOf(all, context.manifests, word);
  const defines = definesOf(templates.flatMap(({ parsed }) => parsed ?? []));
  const release = releaseOf(application, source);
  let asked = false;
  const asksFor = (object: string): void => {
    asked ||= object === 'Release';
  };
  const runs = templates.flatMap(({ chart: one, parsed, mentions }) =>
    !parsed || !mentions || one.library || !isEnabled(one, values)
      ? []
      : [
          (said: SaidKeys, note?: (id: string) => void): TemplateText => {
            const scope = scopeOf(one, values, { release, said, asksFor, ...present({ asked: note }) });
            return { path: parsed.path, pieces: templateOutput(parsed, { scope, defines }) };
          },
        ],
  );
  return {
    values,
    isWhole: templates.every(({ parsed }) => parsed !== null) && chart.complete,
    outputs: outputsOf(runs),
    asksForRelease: () => asked,
  };
}

/**
 * What templates write where keys say something else: run again are those that asked for such a key when nothing was
 * said, for a template is the same function of what it asks for.
 */
function outputsOf(
  runs: readonly ((said: SaidKeys, asked?: (id: string) => void) => TemplateText)[],
): ChartRun['outputs'] {
  const readers = new Map<string, Set<number>>();
  const note = (index: number, id: string): void => {
    const group = readers.get(id);
    if (group) group.add(index);
    else readers.set(id, new Set([index]));
  };
  let asIs: TemplateText[] | undefined;
  return (said = new Map()) => {
    asIs ??= runs.map((run, index) => run(new Map(), (id) => note(index, id)));
    const outputs = [...asIs];
    for (const index of new Set([...said.keys()].flatMap((id) => [...(readers.get(id) ?? [])])))
      outputs[index] = (runs[index] as (typeof runs)[number])(said);
    return outputs;
  };
}

/** What `.Release` says, as far as the Application tells it. */
function releaseOf({ name, destination, document }: Application, { at }: ApplicationSource): Record<string, string> {
  const given = valueAt(document.value(), [...at, 'helm', 'releaseName']);
  const release = typeof given === 'string' && given !== '' && !given.includes('{{') ? given : name;
  return {
    'Release.Service': 'Helm',
    ...(release !== '' && { 'Release.Name': release }),
    ...(destination.namespace !== null && { 'Release.Namespace': destination.namespace }),
  };
}

function* everyChart(chart: ChartInstance): Generator<ChartInstance> {
  yield chart;
  for (const one of chart.taken) yield* everyChart(one);
}

/** A template of a chart; null where it cannot be read. */
interface ChartTemplate {
  chart: ChartInstance;
  parsed: ParsedTemplate | null;
  /** Whether it may write what is looked for. */
  mentions: boolean;
}

/**
 * The templates of charts that may have a part in what is looked for: those that say the word, those that take in named
 * templates where some of these do, and those that define what is taken in.
 */
function templatesOf(charts: readonly ChartInstance[], manifests: Manifests, word: RegExp): ChartTemplate[] {
  const texts = charts.flatMap((chart) =>
    manifests.below(joinPath(chart.folder, 'templates')).flatMap((path) => {
      const text = manifests.text(path);
      return text === undefined ? [] : [{ chart, path, text, defines: /\{\{-?\s*(?:define|block)\s/.test(text) }];
    }),
  );
  const takesIn = (text: string): boolean => /\b(?:include|template|tpl)\b/.test(text);
  const definesIt = texts.some(({ text, defines }) => defines && word.test(text));
  const mentioned = texts.map((one) => ({
    ...one,
    mentions: word.test(one.text) || (definesIt && takesIn(one.text)),
  }));
  const isTakenIn = mentioned.some(({ mentions, text }) => mentions && takesIn(text));
  return mentioned.flatMap(({ chart, path, text, defines, mentions }) =>
    mentions || (isTakenIn && defines) ? [{ chart, parsed: parsedOnce(path, text, manifests), mentions }] : [],
  );
}

/** A chart is run for each Application that deploys it; its templates are parsed once. */
function parsedOnce(path: string, text: string, manifests: Manifests): ParsedTemplate | null {
  const known = parsedTemplates(manifests);
  const before = known.get(path);
  if (before !== undefined) return before;
  const parsed = parseTemplate(path, text);
  known.set(path, parsed);
  return parsed;
}

const parsedTemplates = memoize((_manifests: Manifests) => new Map<string, ParsedTemplate | null>());

function isEnabled({ conditions }: ChartInstance, values: ChartValues): boolean {
  for (const condition of conditions) {
    const { found, unknown } = winnerOf(values, condition.split('.'));
    if (found.state === 'set' && unknown.length === 0) return found.value !== false;
  }
  return true;
}

/** What is beside the values: the names of the release, and what keys are taken to say. */
interface Given {
  release: Record<string, string>;
  said: SaidKeys;
  asksFor: (object: string) => void;
  /** Told of each key that is asked for. */
  asked?: (id: string) => void;
}

function scopeOf(
  { prefix, fields }: ChartInstance,
  values: ChartValues,
  { release, said, asksFor, asked }: Given,
): ChartScope {
  const keyOf = (path: KeyPath): KeyPath => (path[0] === 'global' ? path : [...prefix, ...path]);
  return {
    fields: new Map([...fields, ...Object.entries(release)]),
    keyOf,
    asksFor,
    find: (path) => {
      const key = keyOf(path);
      const id = idOfKey(key);
      asked?.(id);
      const text = said.get(id);
      return text === undefined ? findIn(values, key) : { kind: 'scalar', value: text };
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
