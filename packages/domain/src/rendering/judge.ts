import { addAll } from '../grouping.ts';
import { canonicalRepository } from '../image-targets/image-identity.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import { imagesIn } from '../image-targets/rendered-images.ts';
import { type ImageText, joinImageText, parseImageReference, splitImageText } from '../images/image-reference.ts';
import { quoteName } from '../names.ts';
import type { YamlPath } from '../yaml/yaml-document.ts';
import type { Difference } from './differences.ts';
import { type ManifestObject, withoutHash } from './rendered-objects.ts';

/** An image that an Application is to run. */
export interface ExpectedImage {
  image: ImageRequest;
  /** Whether a repository is known to be the image's, by what it is called. */
  matches(repository: string): boolean;
  /** Whether the configuration says its repository: no other one is it then. */
  isConfigured: boolean;
  /** What was written for it: what stood there, and what stands there now. */
  replaced: readonly { old: string; new: string }[];
}

/** What a difference is: `image` the one that was asked for, `follows` what is made of it, `checksum` of what changed. */
export type DifferenceKind = 'image' | 'follows' | 'checksum';

export interface Verdict {
  kinds: ReadonlyMap<Difference, DifferenceKind>;
  /** The images that something changes for. */
  served: ReadonlySet<ExpectedImage>;
  /** What was not asked for, each with the reason as a clause about the object. */
  offences: readonly Offence[];
}

export interface Offence {
  object: ManifestObject;
  /** Null for an image that stays. */
  difference: Difference | null;
  why: string;
}

/** What is known of one rendering while its differences are judged. */
interface Judging {
  expected: readonly ExpectedImage[];
  images: ReadonlyMap<Difference, ImageTexts>;
  /** The new names of what kustomize makes, by the old ones. */
  renamed: ReadonlyMap<string, string>;
}

/** What a difference is and for which images, or why nobody asked for it. */
type Judgement = { kind: DifferenceKind; of: readonly ExpectedImage[] } | { why: string };

/**
 * Tells the differences that were asked for from all others: an image of the service gets the tag that is wanted, in
 * every place that runs it, and what else changes is the same text with the new value in it.
 */
export function judgeDifferences(
  differences: readonly Difference[],
  after: () => Iterable<ManifestObject>,
  expected: readonly ExpectedImage[],
): Verdict {
  const images = new Map(differences.flatMap((one) => imageTexts(one).map((texts) => [one, texts] as const)));
  const judging = { expected, images, renamed: hashesIn(differences) };
  const kinds = new Map<Difference, DifferenceKind>();
  const served = new Set<ExpectedImage>();
  const offences: Offence[] = [];
  for (const difference of differences) {
    const judgement = judge(difference, judging);
    if ('why' in judgement) offences.push({ object: difference.object, difference, why: judgement.why });
    else {
      kinds.set(difference, judgement.kind);
      for (const one of judgement.of) served.add(one);
    }
  }
  if (images.size > 0) addAll(offences, leftBehind(after(), judging));
  return { kinds, served, offences };
}

function judge(difference: Difference, judging: Judging): Judgement {
  const { expected, images, renamed } = judging;
  const texts = images.get(difference);
  if (texts) return judgeImage(texts, judging);
  if (isChecksum(difference) || isRenamed(difference, renamed)) return { kind: 'checksum', of: [] };
  const of = followed(difference, expected);
  if (of.length > 0) return { kind: 'follows', of };
  const { object, path, before } = difference;
  if (isApplication(object) && path.length > 0) return { kind: 'follows', of };
  return { why: path.length > 0 ? 'was not asked for' : before === undefined ? 'comes' : 'goes' };
}

/**
 * An image that is known by what it is called has to be what is wanted. So has one that nobody knows by its name, where
 * no other repository changes: it is of any service whose repository is not configured.
 */
function judgeImage(texts: ImageTexts, { expected, images }: Judging): Judgement {
  const repository = canonicalRepository(texts.now.repository);
  const isOnlyOne = [...images.values()].every(({ now }) => canonicalRepository(now.repository) === repository);
  const named = expected.filter(({ matches }) => matches(texts.now.repository));
  const own = named.length > 0 ? named : expected.filter(({ isConfigured }) => isOnlyOne && !isConfigured);
  const of = own.filter((one) => whyNot(texts, one) === null);
  if (of.length > 0) return { kind: 'image', of };
  const [first] = own;
  if (first) return { why: whyNot(texts, first) ?? '' };
  const services = expected.map(({ image }) => quoteName(image.service)).join(', ');
  return { why: services === '' ? 'is of no service that gets an image' : `is not the image of ${services}` };
}

/** The texts of an image that changes. */
interface ImageTexts {
  was: ImageText;
  now: ImageText;
}

/** The images of a difference where it is one: what stands at `image`, or a text that can be nothing else. */
function imageTexts({ object, path, before, after }: Difference): ImageTexts[] {
  if (typeof before !== 'string' || typeof after !== 'string' || isApplication(object)) return [];
  const isImage = imagesIn(object.value).some((image) => isSame(image.path, path)) || (isName(before) && isName(after));
  return isImage ? [{ was: splitImageText(before), now: splitImageText(after) }] : [];
}

/** Whether a text names an image by itself: a repository below something, with a tag or a digest. */
function isName(text: string): boolean {
  const image = text.includes('/') && !text.includes('://') ? parseImageReference(text) : undefined;
  return image !== undefined && (image.tag !== null || image.digest !== null);
}

function isSame(one: YamlPath, other: YamlPath): boolean {
  return one.length === other.length && one.every((step, index) => step === other[index]);
}

/** Why an image is not what is wanted; null where it is. */
function whyNot({ was, now }: ImageTexts, { image }: ExpectedImage): string | null {
  const { tag, digest, repository, registry } = image;
  if (now.digest !== '' && now.digest !== digest) return `is pinned to ${now.digest}, which is not what was asked for`;
  if (now.tag !== tag && !(now.tag === '' && now.digest !== '')) return `does not have the tag ${quoteName(tag)}`;
  const moves = canonicalRepository(was.repository) !== canonicalRepository(now.repository);
  return moves && repository === undefined && registry === undefined ? 'has another repository than before' : null;
}

/** Images of a repository that gets a new tag, in places that keep theirs. */
function leftBehind(objects: Iterable<ManifestObject>, { expected, images }: Judging): Offence[] {
  const moved = new Set([...images.values()].map(({ now }) => canonicalRepository(now.repository)));
  const written = new Set([...images.values()].map(({ now }) => joinImageText(now)));
  const found: Offence[] = [];
  for (const object of objects) {
    for (const { text, path } of isApplication(object) ? [] : imagesIn(object.value)) {
      // What runs an image is an item of a list: containers, steps. Labels and settings may say what they like.
      if (typeof path.at(-2) !== 'number') continue;
      const now = splitImageText(text);
      const isMoved = moved.has(canonicalRepository(now.repository));
      if (!isMoved || written.has(text) || expected.some((one) => whyNot({ was: now, now }, one) === null)) continue;
      found.push({ object, difference: null, why: `still runs ${text}` });
    }
  }
  return found;
}

/** The resources of Argo CD: what changes in one is the edit itself, and what becomes of it is judged where it is rendered. */
function isApplication({ group, kind }: ManifestObject): boolean {
  return group === 'argoproj.io' && (kind === 'Application' || kind === 'ApplicationSet');
}

function isChecksum({ path, before, after }: Difference): boolean {
  const hash = /^[0-9a-f]{32,128}$/;
  return (
    path.at(-2) === 'annotations' &&
    /checksum|hash|sha/i.test(String(path.at(-1))) &&
    hash.test(String(before)) &&
    hash.test(String(after))
  );
}

/** Whether a name is the same but for the hash of what holds it. */
function isRenamed({ before, after }: Difference, renamed: ReadonlyMap<string, string>): boolean {
  return typeof before === 'string' && renamed.has(before) && renamed.get(before) === after;
}

/** The images for which a text is the same but for what was written. */
function followed({ object, before, after }: Difference, expected: readonly ExpectedImage[]): ExpectedImage[] {
  const [old, now] = object.kind === 'Secret' ? [decoded(before), decoded(after)] : [before, after];
  if (!isPlain(old) || !isPlain(now)) return [];
  return expected.filter(({ replaced }) =>
    replaced.some(({ old: was, new: is }) => was !== '' && String(old).replaceAll(was, () => is) === String(now)),
  );
}

function isPlain(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

/** What a field of a Secret holds, where that is text; as it is where it is no Base64. */
function decoded(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return value;
  try {
    return atob(value);
  } catch {
    return value;
  }
}

/** The new names of what kustomize makes, by the old ones. */
function hashesIn(differences: readonly Difference[]): Map<string, string> {
  return new Map(
    differences.flatMap(({ path, before, after }): [string, string][] => {
      if (!isSame(path, ['metadata', 'name']) || typeof before !== 'string' || typeof after !== 'string') return [];
      return withoutHash(before) === withoutHash(after) ? [[before, after]] : [];
    }),
  );
}
