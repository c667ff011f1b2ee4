import { memoize } from '../memo.ts';
import { isRecord } from '../yaml/value.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';

/** The fields of a kustomization that are read here, at any depth. */
const fields: readonly string[] = [
  ...['resources', 'bases', 'components', 'crds', 'patches', 'patchesJson6902', 'patchesStrategicMerge', 'images'],
  ...['configMapGenerator', 'secretGenerator', 'replacements', 'openapi', 'configurations', 'vars', 'generators'],
  ...['transformers', 'validators', 'helmCharts', 'helmChartInflationGenerator', 'helmGlobals', 'chartHome'],
  ...['path', 'patch', 'target', 'files', 'envs', 'env', 'name', 'newName', 'newTag', 'digest', 'tagSuffix', 'kind'],
  ...['valuesFile', 'additionalValuesFiles', 'values', 'repo', 'version', 'source', 'targets', 'select', 'reject'],
  ...['fieldPath', 'fieldPaths', 'options', 'imageTag', 'namespace', 'namePrefix', 'nameSuffix'],
];

/** Fields with keys that a person chooses. */
const open: ReadonlySet<string> = new Set(['commonlabels', 'commonannotations', 'pairs', 'valuesinline', 'options']);

const byFolded = new Map(fields.map((name) => [folded(name), name]));

/** What Go takes for equal: the letters without their case, and two that are no ASCII. */
function folded(name: string): string {
  return name.toLowerCase().replaceAll('ſ', 's');
}

/**
 * A kustomization as kustomize 5.8 reads it: through JSON, whose decoder in Go matches the names of fields without case;
 * of two spellings the one that sorts last wins. `imageTags` is what `images` was called once.
 */
export const asKustomizeReads = memoize((value: object): unknown => namesOf(value, 0));

/** Levels of fields that are followed. */
const deepest = 8;

function namesOf(value: unknown, depth: number): unknown {
  if (depth > deepest) return value;
  if (Array.isArray(value)) return value.map((item) => namesOf(item, depth + 1));
  if (!isRecord(value)) return value;
  const read = new Map<string, unknown>();
  for (const key of Object.keys(value).sort())
    read.set(nameOf(key), open.has(folded(key)) ? value[key] : namesOf(value[key], depth + 1));
  return Object.fromEntries(read);
}

function nameOf(key: string): string {
  const name = folded(key);
  return name === 'imagetags' ? 'images' : (byFolded.get(name) ?? key);
}

/** A field of a kustomization that is spelled in two ways, of which one hides the other; undefined where none is. */
export function spelledTwice(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(spelledTwice).find((name) => name !== undefined);
  if (!isRecord(value)) return undefined;
  const names = new Set<string>();
  for (const key of Object.keys(value)) {
    const name = nameOf(key);
    if (names.has(name)) return name;
    names.add(name);
    const below = open.has(folded(key)) ? undefined : spelledTwice(value[key]);
    if (below !== undefined) return below;
  }
  return undefined;
}

/** A path of fields as they are spelled in a value; what is not there keeps its name. */
export function spelledPath(value: unknown, path: YamlPath): YamlPath {
  let inside = value;
  return path.map((step) => {
    const own = isRecord(inside) && typeof step === 'string' ? spelling(inside, step) : step;
    inside = typeof inside === 'object' && inside !== null ? (inside as Record<string, unknown>)[own] : undefined;
    return own;
  });
}

function spelling(value: Record<string, unknown>, name: string): string {
  if (Object.hasOwn(value, name)) return name;
  return Object.keys(value).find((key) => nameOf(key) === name) ?? name;
}
