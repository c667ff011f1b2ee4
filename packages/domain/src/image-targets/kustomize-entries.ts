import { spelledPath } from '../argocd/kustomization-fields.ts';
import { splitImageText } from '../images/image-reference.ts';
import { scalarText } from '../yaml/replace-scalar.ts';
import { field } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { RenderedImage } from './rendered-images.ts';

/** An entry of `images`: what it replaces, and with what; '' for what it does not say. */
export interface ImageEntry {
  document: YamlDocument;
  path: YamlPath;
  /** An entry of a kustomization or a transformer, or a text of `kustomize.images` of the Application. */
  kind: 'entry' | 'override';
  name: string;
  newName: string;
  newTag: string;
  digest: string;
  tagSuffix: string;
  /** Whether a newName that the kustomization gives the image stays. */
  keepsName: boolean;
  /** Which of the keys are there. */
  has: (key: string) => boolean;
  /** The path of a key, as it is spelled or is to be. */
  at: (key: string) => YamlPath;
}

/** An entry of a map in a document, as kustomize reads it; the path is as it is spelled. */
export function entryAt(document: YamlDocument, path: YamlPath, value: unknown): ImageEntry {
  const at = (key: string): YamlPath => spelledPath(document.value(), [...path, key]);
  const text = (key: string): string => scalarText(document, at(key));
  return {
    document,
    path,
    kind: 'entry',
    name: text('name'),
    newName: text('newName'),
    newTag: text('newTag'),
    digest: text('digest'),
    tagSuffix: text('tagSuffix'),
    keepsName: false,
    has: (key) => field(value, key) !== undefined,
    at,
  };
}

/** An entry `name[=newName][:tag][@digest]` of an Application; `newName` of `*` keeps the name. */
export function overrideAt(document: YamlDocument, path: YamlPath, text: string): ImageEntry {
  const equals = text.indexOf('=');
  const { repository, tag, digest } = splitImageText(text.slice(equals + 1));
  const name = equals === -1 ? repository : text.slice(0, equals);
  const newName = equals === -1 || repository === '*' ? '' : repository;
  const keepsName = equals !== -1 && repository === '*';
  return {
    document,
    path,
    kind: 'override',
    name,
    newName,
    newTag: tag,
    digest,
    tagSuffix: '',
    keepsName,
    has: () => true,
    at: (key) => [...path, key],
  };
}

/**
 * Whether an entry is about an image, as kustomize 5.8 compares them: the name is a regular expression for the whole
 * repository, or for it with the tag. Null for an expression that is not followed here.
 */
export function isAbout({ name }: Pick<ImageEntry, 'name'>, { repository, tag }: RenderedImage): boolean | null {
  if (isPlain(name)) return name === repository || (tag !== '' && name === `${repository}:${tag}`);
  const parts = name.split('.*');
  if (!parts.every((part) => /^[\w./:@-]*$/.test(part))) return name === '*' ? true : null;
  return matchesParts(parts, repository);
}

/** No name of an image is longer than this, and each of its colons may be the one of a tag. */
const longestName = 1000;

/** The repositories that an image may have which an entry is about; null where its name does not tell. */
export function plainRepositories({ name }: Pick<ImageEntry, 'name'>): string[] | null {
  if (!isPlain(name) || name.length > longestName) return null;
  const colons = [...name.matchAll(/:/g)].map(({ index }) => index);
  return [name, ...colons.map((at) => name.slice(0, at))];
}

function isPlain(name: string): boolean {
  return /^[\w./:@-]+$/.test(name);
}

/** Whether a text is the parts in their order, with anything between them. */
export function matchesParts(parts: readonly string[], text: string): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** Changes an image as an entry does that is about it. Checked with kustomize 5.8.2. */
export function applyEntry(entry: ImageEntry, image: RenderedImage): void {
  const { newName, newTag, digest, tagSuffix, document, path } = entry;
  const place = (part: 'newTag' | 'newName') =>
    entry.kind === 'override'
      ? ({ kind: 'override', document, path } as const)
      : ({ kind: 'entry', document, path, part } as const);
  if (tagSuffix !== '' && newTag === '')
    image.place = { kind: 'unknown', what: 'a tagSuffix is put behind its tag', location: document.locate(path) };
  if (newName !== '') {
    const pasted = splitImageText(newName);
    image.repository = pasted.repository;
    // A name with a tag or a digest is pasted as it is: it names the image only where nothing stands behind it.
    if (pasted.tag !== '' || pasted.digest !== '') {
      const alone = newTag === '' && digest === '' && image.tag === '' && image.digest === '';
      Object.assign(image, pasted);
      image.place = alone
        ? place('newName')
        : {
            kind: 'unknown',
            what: `newName ${JSON.stringify(newName)} holds a tag, and another one is put behind it`,
            location: document.locate(path),
          };
      return;
    }
  }
  if (newTag === '' && digest === '') return;
  image.tag = newTag;
  image.digest = digest;
  image.place = place('newTag');
}
