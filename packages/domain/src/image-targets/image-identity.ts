import { groupInto } from '../grouping.ts';
import { quoteName } from '../names.ts';
import { oddCharacter, unknownText } from './image-uses.ts';
import type { TargetContext } from './target.ts';

/** Which image a request is about, and how sure that is. */
export interface ImageIdentity {
  /** Whether a repository, as it is written, is the one of the service. */
  matches(repository: string): boolean;
  /** What stands behind the last slash of any that matches: one of these. */
  lastParts: readonly string[];
}

type IdentityContext = Pick<TargetContext, 'image' | 'repository' | 'isElsewhere' | 'builtAs'>;

/**
 * The identities to look for, the surest first: the repository that the request gives, else the one that is configured,
 * else a repository whose last part is the service's name, else one whose last part is what builds call its image. One
 * that is configured leaves no other.
 */
export function identitiesOf({ image, repository, isElsewhere, builtAs }: IdentityContext): ImageIdentity[] {
  const given = image.repository;
  const whole = given === undefined || image.registry === undefined ? given : `${image.registry}/${given}`;
  const named = [...new Set([whole, given])].flatMap((name) => (name === undefined ? [] : [byRepository(name)]));
  if (repository !== null) return [...named, byRepository(repository)];
  const isOwned = (text: string): boolean => !isElsewhere || canonicalRepository(text).includes('/');
  const called = (lastParts: readonly string[]): ImageIdentity => ({
    matches: (text) => lastParts.includes(lastPart(text)) && isOwned(text),
    lastParts,
  });
  const byBuild = builtAs.length > 0 ? [called(builtAs.map((one) => one.image))] : [];
  return [...named, called([image.service]), ...byBuild];
}

/** What a person can do where two images may be the one that is meant: what is not said yet, or to say it whole. */
export function howToTell({ image, repository }: IdentityContext): string {
  const whole = (name: string): string =>
    `with its registry and the whole path: ${quoteName(name)} is the end of both.`;
  if (image.repository !== undefined) return `Give "repository" ${whole(image.repository)}`;
  if (repository !== null) return `Write image-repository of the environment in rollcall.yaml ${whole(repository)}`;
  return 'Give "repository" with the image, or set image-repository of the environment in rollcall.yaml.';
}

/** Candidates by what stands behind the last slash of their names, so that each service looks at its own alone. */
export interface ImageIndex<T> {
  byLastPart: ReadonlyMap<string, readonly T[]>;
  namesOf: (candidate: T) => readonly string[];
}

/** An index of candidates, to be made once for all services that are looked for among them. */
export function indexImages<T>(candidates: readonly T[], namesOf: (candidate: T) => readonly string[]): ImageIndex<T> {
  const byLastPart = new Map<string, T[]>();
  for (const candidate of candidates)
    for (const part of new Set(namesOf(candidate).map(lastPart))) groupInto(byLastPart, part, candidate);
  return { byLastPart, namesOf };
}

/** The candidates of the surest identity that any has. */
export function matchImages<T>({ byLastPart, namesOf }: ImageIndex<T>, context: IdentityContext): T[] {
  for (const { matches, lastParts } of identitiesOf(context)) {
    const those = new Set(lastParts.flatMap((part) => byLastPart.get(part) ?? []));
    const found = [...those].filter((candidate) => namesOf(candidate).some(matches));
    if (found.length > 0) return found;
  }
  return [];
}

/** A repository is the same in the spellings that a registry takes; without a registry, below any. */
function byRepository(name: string): ImageIdentity {
  const wanted = canonicalRepository(name);
  return {
    lastParts: [lastPart(name)],
    matches: (text) => {
      const known = text.slice(text.lastIndexOf(unknownText) + 1);
      // Of a registry that is not known, the rest counts.
      if (known !== text) return known.startsWith('/') && `/${name}`.endsWith(known);
      return canonicalRepository(text) === wanted || text.endsWith(`/${name}`);
    },
  };
}

/** A repository as every registry client spells it: Docker Hub and its own images without their names. */
export function canonicalRepository(text: string): string {
  return text.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
}

/**
 * Whether two are one repository of one registry, as far as both are known: what may be any may be the same, but of what
 * is not known at all nothing tells that it is the one that is named elsewhere.
 */
export function isSameRepository(one: string, other: string): boolean {
  if ([one, other].includes(unknownText)) return one === other;
  const [first, second] = [one, other].map(endsOf) as [Ends, Ends];
  if (first.whole && second.whole) return first.head === second.head;
  return isPart(first, second, 'head', 'startsWith') && isPart(first, second, 'tail', 'endsWith');
}

/** What is known of a repository: its beginning and its end, which are all of it where `whole`. */
interface Ends {
  head: string;
  /** With a slash before it, as that of a whole one has. */
  tail: string;
  whole: boolean;
}

function endsOf(repository: string): Ends {
  const parts = canonicalRepository(repository).split(unknownText);
  const [head = '', tail = head] = [parts[0], parts.at(-1)];
  return { head, tail: parts.length === 1 ? `/${tail}` : tail, whole: parts.length === 1 };
}

/** Whether what is known of one is a part of what is known of the other, which may be more than all of a whole one. */
function isPart(one: Ends, other: Ends, end: 'head' | 'tail', holds: 'startsWith' | 'endsWith'): boolean {
  return (!one.whole && other[end][holds](one[end])) || (!other.whole && one[end][holds](other[end]));
}

/** A repository for people, with `…` for what is not known of it. */
export function showRepository(repository: string): string {
  return repository.replaceAll(unknownText, '…').replaceAll(oddCharacter, '…');
}

/** Whether two are one image, in one registry or copied to another. */
export function isSameImage(one: string, other: string): boolean {
  return withoutRegistry(one) === withoutRegistry(other);
}

function withoutRegistry(text: string): string {
  const [host = '', ...path] = canonicalRepository(text).split('/');
  return path.length > 0 && /[.:]/.test(host) ? path.join('/') : [host, ...path].join('/');
}

/** What stands behind the last slash. */
export function lastPart(text: string): string {
  return text.slice(text.lastIndexOf('/') + 1);
}
