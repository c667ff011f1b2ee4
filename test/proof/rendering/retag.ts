import { isMap, type Plain, type PlainMap } from './plain-yaml.ts';

/** An image that gets a new tag. */
export interface Wanted {
  /** Without a tag, such as ghcr.io/acme/web: where it is pulled from. */
  repositories: readonly string[];
  tag: string;
  digest?: string;
}

/** The manifests without the tag and digest of an image, so that two of them differ only where something else does. */
export function withoutTags(manifests: Plain, wanted: Wanted): Plain {
  if (typeof manifests === 'string') return nameOf(manifests, wanted) ?? manifests;
  if (Array.isArray(manifests)) return manifests.map((item) => withoutTags(item, wanted));
  if (!isMap(manifests)) return manifests;
  return Object.fromEntries(
    Object.entries(manifests).map(([key, value]) => [
      key,
      isNoImage(key, manifests) ? value : withoutTags(value, wanted),
    ]),
  );
}

/** The references to an image, in order: as the containers and whatever else in the manifests names it. */
export function referencesTo(manifests: Plain, wanted: Wanted): string[] {
  if (typeof manifests === 'string') return nameOf(manifests, wanted) === undefined ? [] : [manifests];
  if (Array.isArray(manifests)) return manifests.flatMap((value) => referencesTo(value, wanted));
  if (!isMap(manifests)) return [];
  return Object.entries(manifests).flatMap(([key, value]) =>
    isNoImage(key, manifests) ? [] : referencesTo(value, wanted),
  );
}

/** What names an image and runs none: labels, the texts of a ConfigMap, what is asked for new tags. */
function isNoImage(key: string, { kind }: PlainMap): boolean {
  return key === 'labels' || (key === 'data' && kind === 'ConfigMap') || (key === 'spec' && kind === 'ImageRepository');
}

/** Whether a reference has the digest that is wanted, or where none is the tag. */
export function isAsWanted(reference: string, { tag, digest }: Wanted): boolean {
  return digest === undefined ? reference.endsWith(`:${tag}`) : reference.endsWith(`@${digest}`);
}

/** The repository of a text, as it is spelled there, where the text refers to the image. */
function nameOf(text: string, { repositories }: Wanted): string | undefined {
  const [, name] =
    /^((?:[\w.-]+(?::\d+)?\/)?[\w./-]+?)(?::[\w.+-]*(?::[0-9a-f]{64})?)?(?:@sha256:[0-9a-f]+)?$/.exec(text) ?? [];
  // One word alone is a name of anything.
  if (name === undefined || (name === text && !name.includes('/'))) return undefined;
  return repositories.some((repository) => familiar(name) === familiar(repository)) ? name : undefined;
}

/** A name of Docker Hub without its registry. */
function familiar(name: string): string {
  return name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
}
