import { spelledPath } from '../argocd/kustomization-fields.ts';
import { formatLocation, type Location } from '../location.ts';
import { joinPath, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { tryUser } from '../user-error.ts';
import { parseBlockScalar } from '../yaml/block-scalar.ts';
import { field, listAt } from '../yaml/value.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../yaml/yaml-document.ts';
import { applyPatch, targetOf } from './kustomize-patches.ts';
import type { RenderedObject } from './rendered-images.ts';
import type { ImageTree } from './target.ts';

/** Where patches are read, and names of what is not. */
export interface PatchReading {
  context: ImageTree;
  unread: Set<string>;
}

/** Applies the patches of a kustomization to objects, in the order of kustomize. */
export function patchAll(
  folder: string,
  document: YamlDocument,
  value: unknown,
  objects: readonly RenderedObject[],
  walk: PatchReading,
): void {
  for (const [index, item] of listAt(value, 'patchesStrategicMerge').entries())
    for (const patch of patchesAt(folder, document, ['patchesStrategicMerge', index], item, walk))
      applyAt(patch, null, objects);
  for (const key of ['patches', 'patchesJson6902']) {
    for (const [index, item] of listAt(value, key).entries()) {
      const inline = field(item, 'patch');
      const [written, at]: [unknown, YamlPath] =
        inline === undefined ? [field(item, 'path'), [key, index, 'path']] : [inline, [key, index, 'patch']];
      for (const patch of patchesAt(folder, document, at, written, walk)) applyAt(patch, targetOf(item), objects);
    }
  }
}

interface PlacedPatch {
  patch: YamlDocument;
  /** Where it stands in quotes or on one line, so that nothing in it has a place; null where it has. */
  unplaced: Location | null;
}

/** Applies a patch; nobody writes an image that one without places says. */
function applyAt(
  { patch, unplaced }: PlacedPatch,
  target: ReturnType<typeof targetOf>,
  objects: readonly RenderedObject[],
): void {
  applyPatch(patch, target, objects);
  if (!unplaced) return;
  for (const image of objects.flatMap(({ images }) => images))
    if (image.place.kind === 'text' && image.place.document === patch)
      image.place = { kind: 'unknown', what: 'a patch in quotes or on one line says it', location: unplaced };
}

/** The patches of `patchDocuments`, those too of a text that has no places of its own. */
function patchesAt(
  folder: string,
  document: YamlDocument,
  at: YamlPath,
  written: unknown,
  walk: PatchReading,
): readonly PlacedPatch[] {
  return tryUser(
    () => patchDocuments(folder, document, at, written, walk).map((patch) => ({ patch, unplaced: null })),
    (mistake): PlacedPatch[] => {
      const file = typeof written === 'string' ? parseYamlFile(document.file.path, written) : undefined;
      if (!file || file.errors.length > 0 || !/[\n{[]/.test(String(written))) throw mistake;
      const unplaced = document.locateValue(spelledPath(document.value(), at));
      return file.documents.map((patch) => ({ patch, unplaced }));
    },
  );
}

/** The documents of a patch: of the text at a path of the kustomization, or of the file that it names. */
export function patchDocuments(
  folder: string,
  document: YamlDocument,
  at: YamlPath,
  written: unknown,
  walk: PatchReading,
): readonly YamlDocument[] {
  const path = pathOf(folder, written);
  const file =
    path !== null && walk.context.values.paths.at(path) === 'file' ? walk.context.manifests.parse(path) : undefined;
  if (file) return file.documents;
  const place = spelledPath(document.value(), at);
  const inner = typeof written === 'string' ? parseBlockScalar(document, place) : undefined;
  if (inner) return [inner];
  walk.unread.add(`the patch at ${formatLocation(document.locateValue(place))}`);
  return [];
}

/** The path that a kustomization of a folder names; null where it is none of the repository. */
export function pathOf(folder: string, written: unknown): string | null {
  return typeof written === 'string' ? normaliseRepositoryPath(joinPath(folder, written)) : null;
}
