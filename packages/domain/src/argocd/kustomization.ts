import { memoize } from '../memo.ts';
import { kustomizationNames } from '../tree/file-types.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { field, isRecord, listAt, plainValue } from '../yaml/value.ts';
import type { YamlDocument, YamlFile } from '../yaml/yaml-document.ts';
import { asKustomizeReads } from './kustomization-fields.ts';

/** What is looked at to follow kustomizations and charts. */
export interface SourceTree {
  paths: Pick<PathIndex, 'at' | 'files' | 'links'>;
  /** A kustomization, or the Chart.yaml of a chart. */
  yaml(path: string): YamlFile | undefined;
  /** The text of a manifest; undefined where it was not read, or nothing asks for it. */
  text?(path: string): string | undefined;
}

/**
 * What a kustomization uses a file for:
 *
 * - `manifest`: its objects are deployed, changed by what else the kustomization says;
 * - `patch`: it changes objects;
 * - `data`: a ConfigMap or a Secret is made of it;
 * - `settings`: it tells where names, images and replacements are;
 * - `plugin`: a generator, a transformer or a validator is configured with it;
 * - `values`: values of a chart;
 * - `chart`: it belongs to a chart that is inflated;
 * - `kustomization`: it is one itself.
 */
export type KustomizeUse = 'manifest' | 'patch' | 'data' | 'settings' | 'plugin' | 'values' | 'chart' | 'kustomization';

export interface KustomizeFile {
  path: string;
  use: KustomizeUse;
}

/** One kustomization of those that a source leads to. */
export interface Kustomization {
  folder: string;
  document: YamlDocument;
  value: unknown;
  /** Patches that are written in the kustomization itself. */
  inlinePatches: readonly string[];
}

/** What a kustomization takes in, through every kustomization that it names. */
export interface KustomizeContents {
  /** The one of the folder first. */
  kustomizations: readonly Kustomization[];
  files: readonly KustomizeFile[];
  /** What may bring objects or changes that are not read, as names of it; empty where all is read. */
  unread: readonly string[];
  /** What it names, for whatever use, that is no file or folder of the tree. */
  absent: readonly string[];
}

/** The kustomization of a folder; undefined where there is none, or several, which kustomize refuses. */
export function kustomizationIn(folder: string, { paths }: Pick<SourceTree, 'paths'>): string | undefined {
  const candidates = [...kustomizationNames].map((name) => joinPath(folder, name));
  const [found, second] = candidates.filter((path) => paths.at(path) === 'file');
  return second === undefined ? found : undefined;
}

/**
 * Follows a kustomization and those that it names, each once. `options` are the `kustomize` of the source, whose
 * components and patches are added to those of the kustomization. Checked with kustomize 5.8.2.
 */
export function kustomizeContents(folder: string, options: unknown, tree: SourceTree): KustomizeContents {
  const asItIs = listAt(options, 'components').length + listAt(options, 'patches').length === 0;
  const known = asItIs ? contentsIn(tree) : undefined;
  const contents = known?.get(folder) ?? followAll(folder, options, tree);
  known?.set(folder, contents);
  return contents;
}

/** What folders lead to, for those sources that add nothing: any number of Applications may take one. */
const contentsIn = memoize((_tree: SourceTree) => new Map<string, KustomizeContents>());

function followAll(folder: string, options: unknown, tree: SourceTree): KustomizeContents {
  const walk: Walk = {
    kustomizations: [],
    uses: new Map(),
    unread: new Set(),
    absent: new Set(),
    folders: new Map([[folder, 'manifest']]),
  };
  for (const [each, use] of walk.folders) {
    const added =
      each === folder ? { components: listAt(options, 'components'), patches: listAt(options, 'patches') } : {};
    for (const reference of [...readKustomization(each, use, walk, tree), ...referencesOf(added)])
      follow(each, use === 'manifest' ? reference : { ...reference, use }, walk, tree);
  }
  const files = [...walk.uses].map(([path, use]) => ({ path, use }));
  return { kustomizations: walk.kustomizations, files, unread: [...walk.unread], absent: [...walk.absent] };
}

interface Walk {
  kustomizations: Kustomization[];
  uses: Map<string, KustomizeUse>;
  unread: Set<string>;
  absent: Set<string>;
  /** The folders that are led to, each with what its manifests are used for. */
  folders: Map<string, KustomizeUse>;
}

function readKustomization(
  folder: string,
  use: KustomizeUse,
  { kustomizations: found, uses, unread }: Walk,
  tree: SourceTree,
): Reference[] {
  const file = kustomizationIn(folder, tree);
  const document = file === undefined ? undefined : tree.yaml(file)?.documents[0];
  const value = document && readValue(document);
  if (file !== undefined) uses.set(file, 'kustomization');
  if (!document || !isRecord(value)) {
    unread.add(`the kustomization of ${folder === '' ? 'the repository root' : folder}`);
    return [];
  }
  if (use === 'manifest') found.push({ folder, document, value, inlinePatches: inlinePatchesOf(value) });
  for (const key of Object.keys(value)) if (rewriting.has(key)) unread.add(key);
  return referencesOf(value);
}

function follow(
  from: string,
  { written, use }: Reference,
  { uses, folders, unread, absent }: Walk,
  { paths }: SourceTree,
): void {
  // kustomize asks a server for it, also where the repository has a folder `http:`.
  const path = /^https?:|:\/\//i.test(written) ? null : normaliseRepositoryPath(joinPath(from, written));
  const kind = path === null ? null : paths.at(path);
  if (path !== null && kind === 'file') {
    if (!uses.has(path)) uses.set(path, use);
  } else if (path !== null && kind === 'folder' && use === 'chart') {
    for (const inside of paths.files(path, true)) uses.set(inside, use);
  } else if (path !== null && kind === 'folder') {
    if (!folders.has(path)) folders.set(path, use);
  } else {
    absent.add(written);
    if (use === 'manifest' || use === 'patch') unread.add(written);
  }
}

/** Fields that bring or change objects in a way that no file they name tells. */
const rewriting: ReadonlySet<string> = new Set([
  'configurations',
  'generators',
  'helmChartInflationGenerator',
  'helmCharts',
  'replacements',
  'transformers',
  'vars',
]);

/** A path that a kustomization names. */
export interface Reference {
  written: string;
  use: KustomizeUse;
}

/** The fields whose entries are files, or have them, by what they are used for. */
const listed: readonly [field: string, use: KustomizeUse, entry: (item: unknown) => readonly unknown[]][] = [
  ['resources', 'manifest', (item) => [item]],
  ['bases', 'manifest', (item) => [item]],
  ['components', 'manifest', (item) => [item]],
  ['patches', 'patch', (item) => [field(item, 'path')]],
  ['patchesJson6902', 'patch', (item) => [field(item, 'path')]],
  ['patchesStrategicMerge', 'patch', (item) => [isInline(item) ? undefined : item]],
  ['configMapGenerator', 'data', generatorFiles],
  ['secretGenerator', 'data', generatorFiles],
  ['crds', 'settings', (item) => [item]],
  ['configurations', 'settings', (item) => [item]],
  ['replacements', 'settings', (item) => [field(item, 'path')]],
  ['generators', 'plugin', (item) => [isInline(item) ? undefined : item]],
  ['transformers', 'plugin', (item) => [isInline(item) ? undefined : item]],
  ['validators', 'plugin', (item) => [isInline(item) ? undefined : item]],
  ['helmCharts', 'values', (item) => [field(item, 'valuesFile'), ...listAt(item, 'additionalValuesFiles')]],
  ['helmChartInflationGenerator', 'values', (item) => [field(item, 'values')]],
];

/** The value of the document of a kustomization, with the names of its fields as they are read here. */
export function readValue(document: YamlDocument): unknown {
  const value = plainValue(document);
  return isRecord(value) ? asKustomizeReads(value) : value;
}

/** What a kustomization names (`readValue`), each with what it is used for; paths are from its folder. */
export function referencesOf(value: unknown): Reference[] {
  const references = listed.flatMap(([name, use, entry]) =>
    listAt(value, name).flatMap((item) => entry(item).flatMap((written) => referenceTo(written, use))),
  );
  const home = field(field(value, 'helmGlobals'), 'chartHome');
  for (const item of listAt(value, 'helmCharts')) {
    const name = field(item, 'name');
    if (typeof name !== 'string') continue;
    // A chart with an address and a version is fetched into a folder of both; what lies there already is read.
    const version = field(item, 'repo') === undefined ? undefined : field(item, 'version');
    const folder = typeof version === 'string' ? `${name}-${version}/${name}` : name;
    references.push({ written: joinPath(typeof home === 'string' ? home : 'charts', folder), use: 'chart' });
  }
  return [...references, ...referenceTo(field(field(value, 'openapi'), 'path'), 'settings')];
}

function referenceTo(written: unknown, use: KustomizeUse): Reference[] {
  return typeof written === 'string' && written !== '' ? [{ written, use }] : [];
}

/** `files: [key=path]`, `envs: [path]` and the older `env: path`. */
function generatorFiles(item: unknown): unknown[] {
  const files = listAt(item, 'files').map((file) => (typeof file === 'string' ? file.replace(/^[^=]*=/, '') : file));
  return [...files, ...listAt(item, 'envs'), field(item, 'env')];
}

/** Whether an entry that may be a path is the text of YAML itself. */
function isInline(item: unknown): boolean {
  return typeof item === 'string' && /\n|^\s*[{[]|^[^/]*:\s/.test(item);
}

function inlinePatchesOf(value: unknown): string[] {
  const texts = [
    ...['patches', 'patchesJson6902'].flatMap((key) => listAt(value, key).map((item) => field(item, 'patch'))),
    ...listAt(value, 'patchesStrategicMerge').filter(isInline),
  ];
  return texts.filter((text) => typeof text === 'string');
}
