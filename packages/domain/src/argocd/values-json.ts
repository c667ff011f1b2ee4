import { isScalar, Scalar } from 'yaml';
import { readSetPath } from '../helm/set-values.ts';
import { compareText } from '../location.ts';
import { quoteName, showPath } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import { present } from '../present.ts';
import { shellWord } from '../shell/copied-word.ts';
import { UserError } from '../user-error.ts';
import { isRecord } from '../yaml/value.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import type { Application, ApplicationSource } from './application.ts';
import { type ChartValues, chartValues, placeOfValue, type ValuesLayer, type ValuesTree } from './chart-values.ts';
import { type FoundValue, type Saying, sayingsOf, winningValue } from './winning-value.ts';

/** The values that an Application gives its charts, for `rollcall values`. */
export interface ValuesJson {
  application: string;
  environment: string | null;
  file: string;
  sources: SourceValues[];
}

export interface SourceValues {
  /** The folder, or the name of the chart. */
  source: string;
  /** The weakest first. */
  layers: { layer: string; kind: ValuesLayer['kind']; ignored?: string; unknown?: string }[];
  values: KeyValues[];
}

/** A key: what wins, and below it what it wins over, the strongest first. */
export interface KeyValues {
  key: string;
  /** `removed`: a null, or another value in place of the map around it, takes the key away. `unknown`: what wins is not read. */
  state: 'set' | 'removed' | 'unknown';
  /** Whether it wins for sure: false where a layer above it is not known. */
  certain: boolean;
  value?: unknown;
  /** As it is written. */
  text?: string;
  layer?: string;
  path?: string;
  line?: number;
  overrides: OverriddenValue[];
}

export interface OverriddenValue {
  value?: unknown;
  text: string;
  layer: string;
  path: string;
  line: number;
  /** Why it would not count even if nothing were above it. */
  ignored?: string;
}

/** What is listed: the values at and below a key, or, without one, all that differ from the charts' own, or all. */
export interface ValuesQuery {
  key?: string | undefined;
  all: boolean;
}

/** UserError where a key is asked for that no layer of any source sets. */
export function valuesJson(application: Application, tree: ValuesTree, query: ValuesQuery): ValuesJson {
  const wanted = query.key === undefined ? [] : readSetPath(query.key);
  if (wanted === null)
    throw new UserError(`${quoteName(query.key ?? '')} is no key`, {
      help: 'Write it as Helm does: image.tag, env[0].name.',
    });
  const sources = application.sources.map((source) => sourceValues(application, source, tree, { ...query, wanted }));
  if (query.key !== undefined && sources.every(({ values }) => values.length === 0))
    refuseKey(query.key, application, tree);
  return { application: application.name, environment: application.environment, file: application.file, sources };
}

function refuseKey(key: string, application: Application, tree: ValuesTree): never {
  const keys = application.sources.flatMap((source) => leafKeys(chartValues(application, source, tree)).map(showKey));
  throw new UserError(`no layer of the values of Application ${quoteName(application.name)} sets ${quoteName(key)}`, {
    help: `"rollcall values ${shellWord(application.name)} --all" lists them.${didYouMean(key, keys)}`,
  });
}

function sourceValues(
  application: Application,
  source: ApplicationSource,
  tree: ValuesTree,
  { wanted, key, all: everything }: ValuesQuery & { wanted: YamlPath },
): SourceValues {
  const values = chartValues(application, source, tree);
  const own = values.layers.find(({ kind }) => kind === 'chart')?.file?.path;
  const layers = values.layers.map(({ name, kind, sets, ignored, unknown }) => ({
    layer: sets === null ? name : `${name} (${showKey(sets)})`,
    kind,
    ...present({ ignored, unknown }),
  }));
  const keys = leafKeys(values).filter((leaf) => wanted.every((step, index) => String(leaf[index]) === String(step)));
  return {
    source: source.path === null ? (source.chart ?? source.ref ?? '') : showPath(source.path),
    layers,
    values: keys.flatMap((leaf) => {
      const all = sayingsOf(values, leaf);
      // A chart's own file is often named among the value files as well.
      const sayings = all.filter(
        ({ layer }) => layer.kind !== 'chart' || !all.some((other) => isSame(other.layer, layer)),
      );
      const differs = sayings.some(({ layer }) => !isOwn(layer, own) && (layer.unknown === null || layer.sets));
      return everything || key !== undefined || differs ? [keyValues(values, leaf, sayings)] : [];
    }),
  };
}

/** Whether a layer is another reading of the chart's own file. */
function isSame(layer: ValuesLayer, chart: ValuesLayer): boolean {
  return layer !== chart && isOwn(layer, chart.file?.path);
}

function isOwn({ kind, file }: ValuesLayer, path: string | null | undefined): boolean {
  return kind === 'chart' || (file !== null && file.path === path);
}

function keyValues(values: ChartValues, key: YamlPath, sayings: readonly Saying[]): KeyValues {
  const wins = winnerOf(winningValue(values, key));
  const { state, layer } = wins;
  const winner = sayings.find((saying) => saying.layer === layer);
  const overrides = sayings.filter(
    (saying) => saying !== winner && (saying.layer.unknown === null || saying.layer.sets),
  );
  const place = layer && placeOfValue(layer, winner?.path ?? []);
  return {
    key: showKey(key),
    state,
    certain: wins.certain,
    ...(state === 'set' && winner ? { value: winner.value, text: textOf(winner) } : {}),
    ...(layer && place ? { layer: layer.name, path: place.path, line: place.line } : {}),
    overrides: overrides.map((saying) => {
      const { path, line } = placeOfValue(saying.layer, saying.path);
      const { ignored, name } = saying.layer;
      return { value: saying.value, text: textOf(saying), layer: name, path, line, ...present({ ignored }) };
    }),
  };
}

/** What wins among the layers that are known; a parameter of which the value is not known wins all the same. */
function winnerOf(found: FoundValue): { state: KeyValues['state']; certain: boolean; layer: ValuesLayer | null } {
  if (found.state !== 'unknown')
    return { state: found.state === 'unset' ? 'removed' : 'set', certain: true, layer: found.layer };
  if (found.layer.sets !== null) return { state: 'unknown', certain: true, layer: found.layer };
  return { ...winnerOf(found.otherwise), certain: false };
}

/** A value as the file has it: `1.10` is not the number 1.1. */
function textOf({ layer, path, value }: Saying): string {
  const node =
    layer.sets === null ? layer.document?.node([...layer.at, ...path.slice(layer.prefix.length)]) : undefined;
  if (isScalar(node) && node.type === Scalar.PLAIN && typeof value !== 'string') return node.source ?? '';
  return typeof value === 'string' && /^[\w./:@-]+$/.test(value) ? value : (JSON.stringify(value) ?? 'null');
}

/** Every key that leads to something other than a map in some layer, sorted. */
function leafKeys({ layers }: ChartValues): YamlPath[] {
  const keys = new Map<string, YamlPath>();
  for (const { values, sets } of layers) {
    if (sets !== null) keys.set(showKey(sets), sets);
    for (const leaf of sets === null ? leavesOf(values) : []) keys.set(showKey(leaf), leaf);
  }
  return [...keys].sort(([a], [b]) => compareText(a, b)).map(([, key]) => key);
}

function leavesOf(values: unknown): YamlPath[] {
  const leaves: YamlPath[] = [];
  const pending: { value: unknown; path: YamlPath }[] = [{ value: values, path: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path } = next;
    const entries = isRecord(value) ? Object.entries(value) : [];
    if (entries.length === 0 && path.length > 0) leaves.push(path);
    for (const [key, below] of entries) pending.push({ value: below, path: [...path, key] });
  }
  return leaves;
}

/** A key as `--set` takes it: `a.b[0].c`, with dots and commas of a key escaped. */
function showKey(path: YamlPath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step.replace(/[\\.,=[\]]/g, '\\$&')}`))
    .join('')
    .replace(/^\./, '');
}
