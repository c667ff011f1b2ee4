import type { Application } from '../argocd/application.ts';
import type { ChartValues, ValuesLayer } from '../argocd/chart-values.ts';
import { sayingsOf } from '../argocd/winning-value.ts';
import { readSetPath } from '../helm/set-values.ts';
import type { KeyPath } from '../helm/template-value.ts';
import { splitImageText } from '../images/image-reference.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { parseBlockScalar } from '../yaml/block-scalar.ts';
import { readsAsString } from '../yaml/plain-scalar.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import { valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { keepString } from './helm-parameters.ts';
import { scalarTarget } from './helm-values.ts';
import { newPart } from './image-text.ts';
import { imageTextTargets } from './image-text-targets.ts';
import type { ImagePart, ImageTarget, TargetContext } from './target.ts';
import { type Place, placeOf } from './template-place.ts';
import { winnerOf } from './unwritable-values.ts';

/** A value that wins for a key of a chart's values, as a target. */
export interface KeyTarget {
  targets: ImageTarget[];
  layer: ValuesLayer;
  /** Layers above that may set the key and are not known. */
  unknown: readonly ValuesLayer[];
  warnings: string[];
}

/** What a key is: a part of an image, or the whole text of one. */
export interface WantedKey {
  key: KeyPath;
  part: ImagePart | 'whole';
  registryApart: boolean;
}

/** The place of the value that wins for a key; undefined where nothing sets it. */
export function keyTarget(
  application: Application,
  values: ChartValues,
  { key, part, registryApart }: WantedKey,
  context: TargetContext,
): KeyTarget | undefined {
  const winner = winningLayer(values, key);
  if (!winner) return undefined;
  const { layer, unknown } = winner;
  const { document } = winner.layer;
  if (!document) return undefined;
  const name = showKey(key);
  if (layer.sets !== null && (part === 'tag' || part === 'whole')) refuseTwice(application, values, layer, name);
  if (layer.kind === 'values' && !isBlock(layer)) return undefined;
  const path: YamlPath =
    layer.sets === null ? [...layer.at, ...key.slice(layer.prefix.length)] : [...layer.at, 'value'];
  const text = shownPath(layer, path, name);
  if (part === 'whole') return wholeTarget(application, { layer, path, name, text, unknown }, context);
  const { image } = context;
  const place = placeOf(application, document, path, image[part] !== undefined);
  const value = newPart(part, place.current, image, { name, document, path, registryApart });
  if (layer.kind === 'values' && value !== undefined) refuseTyped(document, path, value, place);
  const target = scalarTarget(part, name, place, text, value);
  if (layer.kind === 'parameters') keepString(target, path, valueAt(document.value(), layer.at), context);
  return { targets: [target], layer, unknown, warnings: [] };
}

/**
 * UserError where a template of an ApplicationSet puts an element into the text of `values` without quotes, and the
 * element's new value would be another than a text there.
 */
function refuseTyped(document: YamlDocument, path: YamlPath, value: string, place: Place): void {
  if (place.document === document && place.path === path) return;
  const node = document.node(path);
  const [start = 0, end = 0] = node?.range ?? [];
  if (/^["']/.test(document.file.text.slice(start, end)) || readsAsString(value)) return;
  throw new UserError(`${quoteName(value)} would reach the chart as another value than a text`, {
    location: document.locateValue(path),
    help: 'The template puts it into values without quotes. Write it as "{{…}}", in quotes.',
  });
}

/** The layer that wins for a key; a parameter of the key does so although its value is not known. */
function winningLayer(
  values: ChartValues,
  key: KeyPath,
): { layer: ValuesLayer; unknown: readonly ValuesLayer[] } | undefined {
  const { found, unknown } = winnerOf(values, [...key]);
  const id = JSON.stringify(key);
  const at = unknown.findIndex(({ sets }) => JSON.stringify(sets) === id);
  const parameter = unknown[at];
  if (parameter) return { layer: parameter, unknown: unknown.slice(0, at) };
  const { layer } = found;
  // An empty value is a place to write; one that a layer puts in the way of the key is none.
  if (!layer || found.path.length !== key.length) return undefined;
  return { layer, unknown };
}

/** Whether the text of `values` is a literal block, whose lines have places of their own. */
export function isBlock({ document }: ValuesLayer): boolean {
  const nesting = document?.file.nesting;
  return nesting != null && parseBlockScalar(nesting.document, nesting.path) !== undefined;
}

function wholeTarget(
  application: Application,
  {
    layer,
    path,
    name,
    text,
    unknown,
  }: { layer: ValuesLayer; path: YamlPath; name: string; text: string; unknown: readonly ValuesLayer[] },
  context: TargetContext,
): KeyTarget | undefined {
  const { document } = layer;
  if (!document) return undefined;
  const { current } = placeOf(application, document, path, false);
  const image = splitImageText(current);
  const found = imageTextTargets(application, context, {
    document,
    path,
    prefix: '',
    image,
    name,
    text,
    digestReplacesTag: false,
  });
  return { ...found, layer, unknown };
}

/** A parameter of which a second one of the same name takes the place. */
function refuseTwice(application: Application, { layers }: ChartValues, winner: ValuesLayer, name: string): void {
  const id = JSON.stringify(winner.sets);
  const other = layers.find(
    (layer) => layer !== winner && layer.kind === winner.kind && JSON.stringify(layer.sets) === id,
  );
  if (!other?.document || !winner.document) return;
  const { line } = other.document.locateValue([...other.at, 'value']);
  throw new UserError(
    `Application ${quoteName(application.name)} says ${name} in two places; the other is at line ${line}`,
    {
      location: winner.document.locateValue([...winner.at, 'value']),
      help: 'Keep one of them, or give "repository" to tell which.',
    },
  );
}

function shownPath({ kind, at, document }: ValuesLayer, path: YamlPath, name: string): string {
  if (kind === 'file' || kind === 'chart') return formatYamlPath(path);
  if (kind === 'valuesObject') return formatYamlPath(path);
  if (kind === 'values') return `${formatYamlPath(document?.file.nesting?.path ?? at)}.${name}`;
  return `${formatYamlPath(at.slice(0, -1))}[name=${name}].value`;
}

/** A key as it is written, with the indices of lists: `containers[0].tag`. */
export function keyOfPath(text: string): KeyPath {
  return readSetPath(text) ?? text.split('.');
}

/** A key as people write it: `image.tag`, `images[0].tag`. */
export function showKey(key: KeyPath): string {
  return formatYamlPath([...key]);
}

/** Where a key is said in the layers that win over nothing, for a message. */
export function isSet(values: ChartValues, key: KeyPath): boolean {
  return sayingsOf(values, [...key]).some(
    ({ layer, path }) => path.length === key.length && (layer.unknown === null || layer.sets !== null),
  );
}
