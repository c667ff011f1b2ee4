import { groupBy } from '../grouping.ts';
import { readSetPath, readSetValue } from '../helm/set-values.ts';
import type { Location } from '../location.ts';
import { memoize } from '../memo.ts';
import { showPath } from '../names.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { tryUser, type UserError } from '../user-error.ts';
import { parseBlockScalar } from '../yaml/block-scalar.ts';
import { field, isRecord, listAt, valueAt } from '../yaml/value.ts';
import {
  lastKeyCounts,
  parseYamlFile,
  type YamlDocument,
  type YamlFile,
  type YamlPath,
} from '../yaml/yaml-document.ts';
import type { Application, ApplicationSource } from './application.ts';
import { buildEnvironment, noVariables, substitute } from './build-environment.ts';
import { fillPlaceholders } from './placeholders.ts';
import { effectiveParameters } from './source-parameters.ts';
import { sourceTool } from './source-tool.ts';
import { resolveValueFile, type ValueFile, type ValueFileTree, valueFilesOf } from './value-files.ts';

/** What the values of a chart are read from. */
export interface ValuesTree extends ValueFileTree {
  paths: Pick<PathIndex, 'at' | 'files' | 'links'>;
  /** A file parsed; undefined for one that was not read. */
  yaml(path: string): YamlFile | undefined;
  /** The text of a file of any kind; undefined for one that was not read. */
  text(path: string): string | undefined;
  /** Whether what stands in the tree is what is read at a revision; always, where it is not given. */
  isRead?(revision: string): boolean;
}

/** Kinds of layer from the weakest to the strongest: the order in which Argo CD has Helm apply them. */
const layerKinds = ['chart', 'file', 'values', 'valuesObject', 'parameters', 'forceString', 'fileParameters'] as const;

/** One place that sets values of a chart. Of two layers that set a key the later one wins. */
export interface ValuesLayer {
  kind: (typeof layerKinds)[number];
  /** What a message calls it: `charts/a/values.yaml`, `valuesObject of apps/a.yaml`. */
  name: string;
  /** The values file; null for what the Application itself says. */
  file: ValueFile | null;
  /** The document that holds the layer, and where in it; null for a file that is not read. */
  document: YamlDocument | null;
  at: YamlPath;
  /** The keys that lead to them in the values of the chart: those of a chart that it takes in. */
  prefix: YamlPath;
  /** The keys and values, plain; of a parameter the one key that it sets. */
  values: unknown;
  /** The path that a parameter sets; null for a layer of many keys. */
  sets: YamlPath | null;
  /** Why it counts for nothing, as a clause; null where it counts. */
  ignored: string | null;
  /** Why its values are not known, as a clause; null where they are. */
  unknown: string | null;
  /** The mistake that keeps it from being read. */
  mistake: UserError | null;
}

/** The values of a chart for one source of an Application. */
export interface ChartValues {
  application: Application;
  /** The weakest first. */
  layers: readonly ValuesLayer[];
}

/** The values of the chart that a source deploys, in the layers that Argo CD and Helm put over one another. */
export function chartValues(application: Application, source: ApplicationSource, tree: ValuesTree): ChartValues {
  const bySource = valuesOf(tree);
  const before = bySource.get(source);
  if (before) return before;
  const layers = [
    ...valueFilesOf(application, source, tree).flatMap((file) => fileLayer(file, source, tree)),
    ...inlineLayers(application, source),
    ...parameterLayers(application, source),
    ...fileParameterLayers(application, source, tree),
  ];
  const values = { application, layers };
  bySource.set(source, values);
  return values;
}

const valuesOf = memoize((_tree: ValuesTree) => new WeakMap<ApplicationSource, ChartValues>());

/** A values file; none where there is no such file, for Helm then reads nothing, or refuses it. */
function fileLayer(file: ValueFile, source: ApplicationSource, tree: ValuesTree): ValuesLayer[] {
  const { path, written, index, revision } = file;
  const layer: ValuesLayer = {
    kind: index === null ? 'chart' : 'file',
    name: path ?? written,
    file,
    document: null,
    at: [],
    prefix: [],
    values: undefined,
    sets: null,
    ignored: null,
    unknown: file.unknown,
    mistake: null,
  };
  if (file.unknown !== null) return [layer];
  if (path === null || tree.paths.at(path) !== 'file') return [];
  // Without a chart of its own a folder has no values of its own; those of a chart that another tool reads are nobody's.
  if (index === null && !isOwnChart(source, tree)) return [];
  if (tree.isRead?.(revision) === false)
    return [{ ...layer, unknown: `is read at ${showPath(revision === '' ? 'the default branch' : revision)}` }];
  return [withValues(layer, () => firstDocument(tree.yaml(path)))];
}

/** Whether the folder of a source is a chart that Helm reads. */
export function isOwnChart(source: ApplicationSource, { paths }: Pick<ValuesTree, 'paths'>): boolean {
  const folder = source.path ?? '';
  return paths.at(joinPath(folder, 'Chart.yaml')) === 'file' && sourceTool(source, paths.files(folder)) === 'helm';
}

function firstDocument(file: YamlFile | undefined): YamlDocument | null | undefined {
  const [error] = file?.errors ?? [];
  if (error) throw error;
  return file && (file.documents[0] ?? null);
}

/** A layer with the values of its document; undefined is one that was not read, null one that holds nothing. */
function withValues(layer: ValuesLayer, open: () => YamlDocument | null | undefined): ValuesLayer {
  return tryUser(
    () => {
      const document = open();
      if (document === undefined) return { ...layer, unknown: 'cannot be read' };
      const values = document === null ? {} : (valueAt(document.value(), layer.at) ?? {});
      if (!isRecord(values)) return { ...layer, document, unknown: 'holds no keys and values' };
      return { ...layer, document, values };
    },
    (mistake) => ({ ...layer, unknown: 'cannot be read', mistake }),
  );
}

/** `values` and `valuesObject`. Beside any `valuesObject`, an empty one too, Argo CD ignores `values`. */
function inlineLayers(application: Application, source: ApplicationSource): ValuesLayer[] {
  const inline = [
    { document: application.document, helm: [...source.at, 'helm'] },
    ...source.overrides.map((document) => ({ document, helm: ['helm'] })),
  ].map(({ document, helm }) => ({
    document,
    helm,
    object: valueAt(document.value(), [...helm, 'valuesObject']) ?? null,
    text: valueAt(document.value(), [...helm, 'values']),
  }));
  const hasObject = inline.some(({ object }) => object !== null);
  const layers: ValuesLayer[] = [];
  const written = inline.findLast(({ text }) => typeof text === 'string');
  if (written && typeof written.text === 'string' && written.text.trim() !== '') {
    const { document, text } = written;
    const at = [...written.helm, 'values'];
    const layer = { ...ownLayer(document, 'values', at), ignored: hasObject ? 'valuesObject stands beside it' : null };
    layers.push(withValues({ ...layer, at: [] }, () => documentInText(document, at, text)));
  }
  for (const { document, helm, object } of inline)
    if (object !== null)
      layers.push(withValues(ownLayer(document, 'valuesObject', [...helm, 'valuesObject']), () => document));
  return layers;
}

/** Why the `values` of sources, which are YAML in a text, cannot be read. */
export function inlineValuesMistakes(application: Application): UserError[] {
  return application.sources.flatMap((source) =>
    inlineLayers(application, source).flatMap(({ mistake, ignored }) => (mistake && ignored === null ? [mistake] : [])),
  );
}

/** The YAML in a text: with places of its own where it is a literal block, else all at the text's. */
function documentInText(document: YamlDocument, path: YamlPath, text: string): YamlDocument | null {
  return tryUser(
    () => parseBlockScalar(document, path) ?? null,
    () => {
      const start = document.node(path)?.range?.[0] ?? 0;
      const nesting = { document, path, outerOffset: () => start };
      return firstDocument(lastKeyCounts(parseYamlFile(document.file.path, text, nesting))) ?? null;
    },
  );
}

function ownLayer(document: YamlDocument, kind: ValuesLayer['kind'], at: YamlPath): ValuesLayer {
  return {
    kind,
    name: `${kind === 'forceString' ? 'parameters' : kind} of ${document.file.path}`,
    file: null,
    document,
    at,
    prefix: [],
    values: undefined,
    sets: null,
    ignored: null,
    unknown: null,
    mistake: null,
  };
}

/** `helm.parameters`: those with `forceString` win over the others; of two of one name the last one counts. */
function parameterLayers(application: Application, source: ApplicationSource): ValuesLayer[] {
  const { generated } = application;
  const parameters = effectiveParameters(application, source);
  const hasVariables = parameters.some(({ value }) => value.includes('$'));
  const variables = hasVariables ? buildEnvironment(application, source) : noVariables;
  const layers = parameters.map(({ document, at, name, value, forceString }): ValuesLayer => {
    const layer = ownLayer(document, forceString ? 'forceString' : 'parameters', at);
    const text = substitute(value, variables);
    const set = readSetValue(name, text ?? '', forceString);
    if (set === null) return { ...layer, unknown: `has a parameter ${JSON.stringify(name)} that Helm does not take` };
    const unknown =
      text === null
        ? 'has a variable that only the cluster knows'
        : generated && `${name}${text}`.includes('{{')
          ? 'is filled in by a generator that is not read'
          : null;
    return { ...layer, sets: set.path, values: nested(set.path, set.value), unknown };
  });
  return inOrder(layers);
}

/** `helm.fileParameters`: the text of a file, which wins over everything. */
function fileParameterLayers(application: Application, source: ApplicationSource, tree: ValuesTree): ValuesLayer[] {
  const { document, generated } = application;
  const helm = valueAt(document.value(), [...source.at, 'helm']);
  const fill = (value: unknown): string =>
    typeof value !== 'string' ? '' : generated ? fillPlaceholders(value, generated) : value;
  const layers = listAt(helm, 'fileParameters').flatMap((parameter, index): ValuesLayer[] => {
    const sets = readSetPath(fill(field(parameter, 'name')));
    if (sets === null) return [];
    const layer = ownLayer(document, 'fileParameters', [...source.at, 'helm', 'fileParameters', index]);
    const resolved = resolveValueFile(fill(field(parameter, 'path')), source, application, tree);
    const text = resolved.kind === 'here' ? tree.text(resolved.path) : undefined;
    return [{ ...layer, sets, values: nested(sets, text ?? ''), unknown: text === undefined ? 'is not read' : null }];
  });
  return inOrder(layers);
}

/** Layers of one key each, the weaker kind first; what does not count, or counts by chance, is marked. */
function inOrder(layers: readonly ValuesLayer[]): ValuesLayer[] {
  if (layers.length < 2) return [...layers];
  const byKind = groupBy(layers, ({ kind }) => kind);
  return layerKinds.flatMap((kind) => markShadowed(byKind.get(kind) ?? []));
}

/** A step of the keys that the layers of one kind set. */
interface KeyStep {
  below: Map<string | number, KeyStep>;
  /** The last layer that sets the key that ends here. */
  last: ValuesLayer | null;
}

/** Marks, among layers of one kind, those that a later one replaces, and those that contradict another one. */
function markShadowed(layers: readonly ValuesLayer[]): ValuesLayer[] {
  const root: KeyStep = { below: new Map(), last: null };
  for (const layer of layers) {
    let step = root;
    for (const key of layer.sets ?? []) {
      const next = step.below.get(key) ?? { below: new Map(), last: null };
      step.below.set(key, next);
      step = next;
    }
    if (layer.sets !== null) step.last = layer;
  }
  return layers.map((layer): ValuesLayer => {
    if (layer.sets === null) return layer;
    let step: KeyStep | undefined = root;
    let isBelowAnother = false;
    for (const key of layer.sets) {
      isBelowAnother ||= step?.last != null;
      step = step?.below.get(key);
    }
    if (step?.last !== layer) return { ...layer, ignored: 'a later one has the same name' };
    return isBelowAnother || step.below.size > 0 ? { ...layer, unknown: leftToChance } : layer;
  });
}

/** Why the value of a parameter is not known that another one contradicts. */
export const leftToChance =
  'and another parameter, for a key above or below it, reach Helm in an order that is left to chance';

/** A list of which a parameter gives one item, by its index; the others are those of the values below it. */
export class ListItems extends Map<number, unknown> {}

function nested(path: YamlPath, value: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, step) =>
      typeof step === 'number'
        ? new ListItems([[step, inner]])
        : Object.assign(Object.create(null) as object, { [step]: inner }),
    value,
  );
}

/** Where a layer says what it says of a key. */
export function placeOfValue({ document, at, prefix, sets, kind, file }: ValuesLayer, path: YamlPath): Location {
  if (document === null) return { path: file?.path ?? file?.written ?? '', line: 1, column: 1 };
  if (sets === null) return document.locate([...at, ...path.slice(prefix.length)]);
  return document.locateValue([...at, kind === 'fileParameters' ? 'path' : 'value']);
}
