import { splitImageText } from '../images/image-reference.ts';
import type { Location } from '../location.ts';
import { field, isRecord, listAt, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';

/** Where the tag of an image is written that a source deploys. */
export type TagPlace =
  /** The text of an image: in a manifest or in a patch. */
  | { kind: 'text'; document: YamlDocument; path: YamlPath }
  /** An entry of `images`, in a kustomization or in a transformer of its own. */
  | { kind: 'entry'; document: YamlDocument; path: YamlPath; part: 'newTag' | 'newName' }
  /** An entry of `kustomize.images` of the Application. */
  | { kind: 'override'; document: YamlDocument; path: YamlPath }
  /** What writes it is not read; a clause about it. */
  | { kind: 'unknown'; what: string; location: Location };

/** An image that is deployed, after all that changes it. */
export interface RenderedImage {
  repository: string;
  tag: string;
  digest: string;
  place: TagPlace;
  /** Why it may be another one than this, as a clause with the place; null where it is this for sure. */
  doubt: { what: string; location: Location } | null;
  /** Where it stands in its object, as the keys that lead to it. */
  path: YamlPath;
  /** The name of its container; null where it has none. */
  container: string | null;
}

/** An object that is deployed, with its images. */
export interface RenderedObject {
  kind: string;
  /** What it is called, and what it was called before a prefix or a suffix. */
  names: readonly string[];
  images: RenderedImage[];
}

/** The objects of a document: its own, or the items of a list of objects. */
export function objectsOf(document: YamlDocument): RenderedObject[] {
  const value = document.value();
  const kind = field(value, 'kind');
  const items = typeof kind === 'string' && kind.endsWith('List') ? listAt(value, 'items') : [];
  if (items.length > 0) return items.map((item, index) => objectAt(document, item, ['items', index]));
  return isRecord(value) ? [objectAt(document, value, [])] : [];
}

function objectAt(document: YamlDocument, value: unknown, at: YamlPath): RenderedObject {
  const [kind, name] = [field(value, 'kind'), valueAt(value, ['metadata', 'name'])];
  // Flux's ImageRepository names a repository to watch at `image`, without a tag: nothing of it runs.
  const watches = String(field(value, 'apiVersion')).startsWith('image.toolkit.fluxcd.io/');
  return {
    kind: typeof kind === 'string' ? kind : '',
    names: typeof name === 'string' ? [name] : [],
    images: (watches ? [] : imagesIn(value)).map(({ path, text, container }) => ({
      ...splitImageText(text),
      place: { kind: 'text', document, path: [...at, ...path] },
      doubt: null,
      path,
      container,
    })),
  };
}

/** A text at a key that holds an image. */
interface ImageText {
  path: YamlPath;
  text: string;
  container: string | null;
}

/** Levels of a manifest that are looked into. */
const deepest = 60;

/**
 * The images of an object of any kind: what stands at `image` wherever it is, for containers of a Pod, of a template in
 * another object and of a resource that defines its own lie at different depths; and `reference` of an image volume.
 */
export function imagesIn(root: unknown): ImageText[] {
  const found: ImageText[] = [];
  const pending: { value: unknown; path: YamlPath }[] = [{ value: root, path: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path } = next;
    if (typeof value !== 'object' || value === null || path.length > deepest) continue;
    const name = field(value, 'name');
    const container = typeof name === 'string' ? name : null;
    const image = field(value, 'image');
    if (!Array.isArray(value) && typeof image === 'string' && image !== '')
      found.push({ path: [...path, 'image'], text: image, container });
    const reference = field(image, 'reference');
    if (typeof reference === 'string' && path.at(-2) === 'volumes')
      found.push({ path: [...path, 'image', 'reference'], text: reference, container });
    const below: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [key, inner] of below.reverse()) pending.push({ value: inner, path: [...path, key] });
  }
  return found;
}
