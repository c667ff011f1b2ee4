import { kustomizationIn, readValue } from '../argocd/kustomization.ts';
import { spelledPath, spelledTwice } from '../argocd/kustomization-fields.ts';
import { formatLocation, type Location } from '../location.ts';
import { memoize } from '../memo.ts';
import { showPath } from '../names.ts';
import { UserError } from '../user-error.ts';
import { field, isRecord, listAt, textAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { applyEntry, entryAt, type ImageEntry, isAbout, plainRepositories } from './kustomize-entries.ts';
import { type PatchReading, patchAll, patchDocuments, pathOf } from './kustomize-patch-texts.ts';
import { leadsTo, objectsFor, readTarget, replacedFields } from './kustomize-patches.ts';
import { objectsOf, type RenderedImage, type RenderedObject } from './rendered-images.ts';
import type { ImageTree } from './target.ts';

/** What a kustomization deploys, as far as it is in the repository. */
export interface Kustomized {
  images: readonly RenderedImage[];
  /** The entries of all kustomizations, each with how many images it is about. */
  entries: readonly { entry: ImageEntry; about: number }[];
  /** What may bring or change images and is not read, as names of it. */
  unread: readonly string[];
  document: YamlDocument | null;
  /** The charts that are inflated, by their places in kustomizations. */
  charts: readonly { document: YamlDocument; at: YamlPath }[];
}

/** Kustomizations within kustomizations that are followed, and what all of them may hold: one may be taken in by many. */
const deepest = 30;
const mostObjects = 100_000;

interface Walk extends PatchReading {
  entries: { entry: ImageEntry; about: number }[];
  charts: { document: YamlDocument; at: YamlPath }[];
  /** Kustomizations and objects that are still read. */
  left: number;
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
  context: ImageTree,
): Kustomized {
  const known = overrides.length + components.length === 0 ? imagesIn(context.values) : undefined;
  const images = known?.get(folder) ?? readImages(folder, overrides, components, context);
  known?.set(folder, images);
  return images;
}

/** What folders deploy as they are: any number of Applications may take one. */
const imagesIn = memoize((_values: ImageTree['values']) => new Map<string, Kustomized>());

function readImages(
  folder: string,
  overrides: readonly ImageEntry[],
  components: readonly string[],
  context: ImageTree,
): Kustomized {
  const walk: Walk = { context, entries: [], unread: new Set(), charts: [], left: mostObjects };
  const objects = accumulate(folder, { overrides, components, objects: [], depth: 0 }, walk);
  const document = documentOf(folder, context);
  const { entries, unread, charts } = walk;
  return { images: objects.flatMap(({ images }) => images), entries, unread: [...unread], document, charts };
}

/** The one document of the kustomization in a folder; null where there is none. UserError where it holds another one. */
function documentOf(folder: string, { manifests, values }: ImageTree): YamlDocument | null {
  const file = kustomizationIn(folder, values);
  const [document, second] = (file === undefined ? undefined : manifests.parse(file))?.documents ?? [];
  if (file !== undefined && document && second)
    throw new UserError(`${showPath(file)} holds more than one document, and kustomize reads one`, {
      location: second.locate([]),
    });
  const twice = document && spelledTwice(document.value());
  if (file !== undefined && document && twice !== undefined)
    throw new UserError(`${showPath(file)} says ${twice} in two spellings, of which one hides the other`, {
      location: document.locate([]),
      help: 'Keep one of them.',
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
  walk.left -= 1;
  const document = depth > deepest || walk.left < 0 ? null : documentOf(folder, walk.context);
  const value = document && readValue(document);
  if (!document || !isRecord(value)) {
    walk.unread.add(`the kustomization of ${folder === '' ? 'the repository root' : folder}`);
    for (const entry of overrides) walk.entries.push({ entry, about: 0 });
    return [...given];
  }
  const own = [...listAt(value, 'resources'), ...listAt(value, 'bases')];
  const objects = [...given, ...own.flatMap((written) => resourceObjects(folder, written, depth, walk))];
  walk.left -= objects.length;
  for (const key of ['helmCharts', 'helmChartInflationGenerator', 'generators'])
    if (listAt(value, key).length > 0) walk.unread.add(`${key} of ${showPath(document.file.path)}`);
  for (const index of listAt(value, 'helmCharts').keys())
    walk.charts.push({ document, at: spelledPath(document.value(), ['helmCharts', index]) });
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
  return renamed(all, value);
}

/** What a prefix or a suffix calls the objects, beside what they were called: a patch above may name them by either. */
function renamed(objects: readonly RenderedObject[], value: unknown): RenderedObject[] {
  const [prefix = '', suffix = ''] = [textAt(value, 'namePrefix'), textAt(value, 'nameSuffix')];
  if (prefix === '' && suffix === '') return [...objects];
  return objects.map((object) => ({
    ...object,
    names: [...object.names, ...object.names.slice(-1).map((name) => `${prefix}${name}${suffix}`)],
  }));
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

/** The entries of a kustomization, those of the Application in the place of those with their names, and sorted then. */
function retagAll(
  document: YamlDocument,
  value: unknown,
  overrides: readonly ImageEntry[],
  objects: readonly RenderedObject[],
  walk: Walk,
): void {
  const own = [...listAt(value, 'images').entries()].flatMap(([index, item]) =>
    typeof field(item, 'name') === 'string'
      ? [entryAt(document, spelledPath(document.value(), ['images', index]), item)]
      : [],
  );
  const entries = overrides.length === 0 ? own : overridden(own, overrides);
  retagEach(entries, objects, walk);
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

/** Applies entries one after another. A plain name looks at the images of that repository alone, as they are called by then. */
function retagEach(entries: readonly ImageEntry[], objects: readonly RenderedObject[], walk: Walk): void {
  const images = objects.flatMap((object) => object.images);
  const byRepository = new Map<string, Set<RenderedImage>>();
  const file = (image: RenderedImage): void => {
    const group = byRepository.get(image.repository);
    if (group) group.add(image);
    else byRepository.set(image.repository, new Set([image]));
  };
  for (const image of images) file(image);
  for (const entry of entries) {
    const named = plainRepositories(entry)?.flatMap((name) => [...(byRepository.get(name) ?? [])]);
    let about = 0;
    for (const image of named ?? images) {
      const is = isAbout(entry, image);
      if (is === null) walk.unread.add(`the expression ${JSON.stringify(entry.name)}`);
      if (!is) continue;
      about += 1;
      const before = image.repository;
      applyEntry(entry, image);
      if (image.repository === before) continue;
      byRepository.get(before)?.delete(image);
      file(image);
    }
    walk.entries.push({ entry, about });
  }
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
      const said = readValue(transformer);
      const image = field(said, 'imageTag');
      if (field(said, 'kind') === 'ImageTagTransformer' && isRecord(image))
        retagEach([entryAt(transformer, spelledPath(transformer.value(), ['imageTag']), image)], objects, walk);
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
      overwrite(replacement, document.locate(spelledPath(document.value(), ['replacements', index])), objects);
  }
}

/** The image that a replacement copies whole, where its source is one of those that are known. */
function copiedImage(
  replacement: unknown,
  objects: readonly RenderedObject[],
): Pick<RenderedImage, 'repository' | 'tag' | 'digest'> | undefined {
  const source = field(replacement, 'source');
  const [path, targets] = [textAt(source, 'fieldPath') ?? '', listAt(replacement, 'targets')];
  if ([source, ...targets].some((one) => field(one, 'options') != null)) return undefined;
  const images = objectsFor(readTarget(source), objects).flatMap((object) => object.images);
  const [found, second] = images.filter((image) => image.path.join('.') === path && image.doubt === null);
  if (!found || second) return undefined;
  const { repository, tag, digest } = found;
  return { repository, tag, digest };
}

function overwrite(replacement: unknown, location: Location, objects: readonly RenderedObject[]): void {
  for (const { target, fields } of replacedFields(replacement))
    for (const { images } of objectsFor(target, objects))
      for (const image of images) {
        if (!fields.some((each) => leadsTo(each, image.path))) continue;
        const what = 'a replacement writes it';
        const copied = copiedImage(replacement, objects);
        image.place = { kind: 'unknown', what, location };
        image.doubt = copied ? null : { what, location };
        if (copied) Object.assign(image, copied);
      }
}
