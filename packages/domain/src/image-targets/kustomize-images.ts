import { kustomizationIn } from '../argocd/kustomization.ts';
import { formatLocation, type Location } from '../location.ts';
import { showPath } from '../names.ts';
import { joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { parseBlockScalar } from '../yaml/block-scalar.ts';
import { field, isRecord, listAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { applyEntry, entryAt, type ImageEntry, isAbout } from './kustomize-entries.ts';
import { applyPatch, replacedFields, targetOf } from './kustomize-patches.ts';
import { objectsOf, type RenderedImage, type RenderedObject } from './rendered-images.ts';
import type { TargetContext } from './target.ts';

/** What a kustomization deploys, as far as it is in the repository. */
export interface Kustomized {
  images: readonly RenderedImage[];
  /** The entries of all kustomizations, each with how many images it is about. */
  entries: readonly { entry: ImageEntry; about: number }[];
  /** What may bring or change images and is not read, as names of it. */
  unread: readonly string[];
  document: YamlDocument | null;
}

/** Kustomizations within kustomizations that are followed. */
const deepest = 30;

interface Walk {
  context: TargetContext;
  entries: { entry: ImageEntry; about: number }[];
  unread: Set<string>;
}

/**
 * The images that the kustomization of a folder deploys, after patches, components, entries of `images` and
 * replacements in the order of kustomize 5.8. `overrides` are those of the Application, which Argo CD writes into the
 * list of the folder; `components` those that it adds.
 */
export function kustomizedImages(
  folder: string,
  overrides: readonly ImageEntry[],
  components: readonly string[],
  context: TargetContext,
): Kustomized {
  const walk: Walk = { context, entries: [], unread: new Set() };
  const objects = accumulate(folder, { overrides, components, objects: [], depth: 0 }, walk);
  const document = documentOf(folder, context);
  return { images: objects.flatMap(({ images }) => images), entries: walk.entries, unread: [...walk.unread], document };
}

/** The one document of the kustomization in a folder; null where there is none. UserError where it holds another one. */
function documentOf(folder: string, { manifests, values }: TargetContext): YamlDocument | null {
  const file = kustomizationIn(folder, values);
  const [document, second] = (file === undefined ? undefined : manifests.parse(file))?.documents ?? [];
  if (file !== undefined && document && second)
    throw new UserError(`${showPath(file)} holds more than one document, and kustomize reads one`, {
      location: second.locate([]),
    });
  return document ?? null;
}

interface Step {
  overrides: readonly ImageEntry[];
  components: readonly string[];
  /** What a component changes; none for any other. */
  objects: readonly RenderedObject[];
  depth: number;
}

function accumulate(
  folder: string,
  { overrides, components, objects: given, depth }: Step,
  walk: Walk,
): RenderedObject[] {
  const document = depth > deepest ? null : documentOf(folder, walk.context);
  const value = document?.value();
  if (!document || !isRecord(value)) {
    walk.unread.add(`the kustomization of ${folder === '' ? 'the repository root' : folder}`);
    for (const entry of overrides) walk.entries.push({ entry, about: 0 });
    return [...given];
  }
  const objects = [...given];
  for (const written of [...listAt(value, 'resources'), ...listAt(value, 'bases')])
    objects.push(...resourceObjects(folder, written, depth, walk));
  for (const key of ['helmCharts', 'helmChartInflationGenerator', 'generators'])
    if (listAt(value, key).length > 0) walk.unread.add(`${key} of ${showPath(document.file.path)}`);
  let all = objects;
  for (const written of [...listAt(value, 'components'), ...components]) {
    const path = pathOf(folder, written);
    if (path === null || walk.context.values.paths.at(path) !== 'folder') walk.unread.add(String(written));
    else all = accumulate(path, { overrides: [], components: [], objects: all, depth: depth + 1 }, walk);
  }
  patchAll(folder, document, value, all, walk);
  retagAll(document, value, overrides, all, walk);
  transformAll(folder, document, value, all, walk);
  replaceAll(document, value, all, folder, walk);
  return all;
}

function pathOf(folder: string, written: unknown): string | null {
  return typeof written === 'string' ? normaliseRepositoryPath(joinPath(folder, written)) : null;
}

function resourceObjects(folder: string, written: unknown, depth: number, walk: Walk): RenderedObject[] {
  const path = pathOf(folder, written);
  const { manifests, values } = walk.context;
  const kind = path === null ? null : values.paths.at(path);
  if (path !== null && kind === 'folder')
    return accumulate(path, { overrides: [], components: [], objects: [], depth: depth + 1 }, walk);
  const file = path === null || kind !== 'file' ? undefined : manifests.parse(path);
  if (!file) {
    walk.unread.add(String(written));
    return [];
  }
  return file.documents.flatMap(objectsOf);
}

function patchAll(
  folder: string,
  document: YamlDocument,
  value: unknown,
  objects: readonly RenderedObject[],
  walk: Walk,
): void {
  for (const [index, item] of listAt(value, 'patchesStrategicMerge').entries())
    for (const patch of patchDocuments(folder, document, ['patchesStrategicMerge', index], item, walk))
      applyPatch(patch, null, objects);
  for (const key of ['patches', 'patchesJson6902']) {
    for (const [index, item] of listAt(value, key).entries()) {
      const inline = field(item, 'patch');
      const [written, at]: [unknown, YamlPath] =
        inline === undefined ? [field(item, 'path'), [key, index, 'path']] : [inline, [key, index, 'patch']];
      for (const patch of patchDocuments(folder, document, at, written, walk))
        applyPatch(patch, targetOf(item), objects);
    }
  }
}

/** The documents of a patch: of the text at a path of the kustomization, or of the file that it names. */
function patchDocuments(
  folder: string,
  document: YamlDocument,
  at: YamlPath,
  written: unknown,
  walk: Walk,
): readonly YamlDocument[] {
  const path = pathOf(folder, written);
  const file =
    path !== null && walk.context.values.paths.at(path) === 'file' ? walk.context.manifests.parse(path) : undefined;
  if (file) return file.documents;
  const inner = typeof written === 'string' ? parseBlockScalar(document, at) : undefined;
  if (inner) return [inner];
  walk.unread.add(`the patch at ${formatLocation(document.locateValue(at))}`);
  return [];
}

/** The entries of a kustomization, those of the Application in the place of those with their names, and sorted then. */
function retagAll(
  document: YamlDocument,
  value: unknown,
  overrides: readonly ImageEntry[],
  objects: readonly RenderedObject[],
  walk: Walk,
): void {
  const own = [...listAt(value, 'images').entries()].flatMap(([index, item]) =>
    typeof field(item, 'name') === 'string' ? [entryAt(document, ['images', index], item)] : [],
  );
  const entries = overrides.length === 0 ? own : overridden(own, overrides);
  for (const entry of entries) retag(entry, objects, walk);
}

/** As `kustomize edit set image` leaves the list: one entry of a name, sorted by it. `name=*:tag` keeps a newName. */
function overridden(own: readonly ImageEntry[], overrides: readonly ImageEntry[]): ImageEntry[] {
  const byName = new Map(own.map((entry) => [entry.name, entry]));
  for (const entry of overrides) {
    const before = byName.get(entry.name);
    byName.set(entry.name, entry.keepsName && before ? { ...entry, newName: before.newName } : entry);
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function retag(entry: ImageEntry, objects: readonly RenderedObject[], walk: Walk): void {
  let about = 0;
  for (const image of objects.flatMap(({ images }) => images)) {
    const is = isAbout(entry, image);
    if (is === null) walk.unread.add(`the expression ${JSON.stringify(entry.name)}`);
    if (!is) continue;
    about += 1;
    applyEntry(entry, image);
  }
  walk.entries.push({ entry, about });
}

/** Transformers of files: that of images is an entry of its own; any other may change anything. */
function transformAll(
  folder: string,
  document: YamlDocument,
  value: unknown,
  objects: readonly RenderedObject[],
  walk: Walk,
): void {
  for (const [index, item] of listAt(value, 'transformers').entries()) {
    for (const transformer of patchDocuments(folder, document, ['transformers', index], item, walk)) {
      const said = transformer.value();
      const image = field(said, 'imageTag');
      if (field(said, 'kind') === 'ImageTagTransformer' && isRecord(image))
        retag(entryAt(transformer, ['imageTag'], image), objects, walk);
      else if (transformer.file.text.includes('image'))
        walk.unread.add(`the transformer ${formatLocation(transformer.locate([]))}`);
    }
  }
}

/** Replacements run last: what they write is not read, only where. */
function replaceAll(
  document: YamlDocument,
  value: unknown,
  objects: readonly RenderedObject[],
  folder: string,
  walk: Walk,
): void {
  for (const [index, item] of listAt(value, 'replacements').entries()) {
    const path = pathOf(folder, field(item, 'path'));
    const file = path === null ? undefined : walk.context.manifests.parse(path);
    const written = file?.documents.flatMap((one) =>
      Array.isArray(one.value()) ? (one.value() as unknown[]) : [one.value()],
    );
    for (const replacement of written ?? [item])
      overwrite(replacement, document.locate(['replacements', index]), objects);
  }
}

function overwrite(replacement: unknown, location: Location, objects: readonly RenderedObject[]): void {
  for (const { target, fields } of replacedFields(replacement)) {
    if (!fields.some((path) => /(?:^|\.)(?:image|reference)$/.test(path))) continue;
    for (const object of objects) {
      const meant =
        (target.kind === '' || target.kind === object.kind) && (target.name === '' || target.name === object.name);
      if (!meant) continue;
      for (const image of object.images) image.place = { kind: 'unknown', what: 'a replacement writes it', location };
    }
  }
}
