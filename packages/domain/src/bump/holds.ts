import { oneLine } from '../deploy-branch/trailers.ts';
import { isLegalTag } from '../images/tag.ts';
import { compareText } from '../location.ts';
import { quoteName } from '../names.ts';

/** A tag of a service in an environment. */
export interface HeldTag {
  environment: string;
  service: string;
  tag: string;
}

/** A tag that a roll-back took away: nothing but a release writes it again, until the hold is over. */
export interface Hold extends HeldTag {
  /** When it is over, in milliseconds since 1970; null for a hold that ends by a release alone. */
  until: number | null;
  /** What somebody gave as the reason; null without one. */
  reason: string | null;
}

/** What a roll-back says of the holds that it writes. */
export type HoldTerms = Pick<Hold, 'until' | 'reason'>;

/** What a commit tells of the holds of its branch, those of every environment. */
export interface Holding {
  /** The commit that it is put on: where that is its parent indeed, it tells all holds that there are. */
  parent: string;
  holds: readonly Hold[];
  /** What this commit lets go. */
  releases: readonly HeldTag[];
}

const longestReason = 200;

/** The trailers of holds, `Bump-Hold: <environment> <service> <tag> [until <time>] [because <reason>]`, sorted. */
export function holdTrailers({ parent, holds, releases }: Omit<Holding, 'parent'> & { parent?: string }): string[] {
  return [
    ...(parent === undefined ? [] : [`Bump-Parent: ${oneLine(parent)}`]),
    ...releases.map((released) => `Bump-Release: ${tagText(released)}`).sort(compareText),
    ...holds.map(holdTrailer).sort(compareText),
  ];
}

function holdTrailer(hold: Hold): string {
  const until = hold.until === null ? '' : ` until ${timeText(hold.until)}`;
  const reason = [...oneLine(hold.reason ?? '')].slice(0, longestReason).join('');
  return `Bump-Hold: ${tagText(hold)}${until}${reason === '' ? '' : ` because ${reason}`}`;
}

function tagText({ environment, service, tag }: HeldTag): string {
  return [environment, service, tag].map(word).join(' ');
}

/** A name as one word: blanks and control characters are written as an address writes them. */
function word(name: string): string {
  return name.replace(/[%\s\p{Cc}]/gu, encodeURIComponent);
}

function nameOf(word: string): string | undefined {
  try {
    return decodeURIComponent(word);
  } catch {
    return undefined;
  }
}

/** What the trailers of a commit say of holds. */
export function readHolding(lines: readonly string[]): Omit<Holding, 'parent'> & { parent: string | null } {
  const valuesOf = (key: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${key}: `) ? [line.slice(key.length + 2)] : []));
  return {
    parent: valuesOf('Bump-Parent')[0] ?? null,
    holds: valuesOf('Bump-Hold').flatMap((value) => parseHold(value) ?? []),
    releases: valuesOf('Bump-Release').flatMap((value) => parseHeldTag(value) ?? []),
  };
}

/** The hold of a `Bump-Hold`; undefined where it names no tag. What follows the tag and is not understood is its reason. */
export function parseHold(value: string): Hold | undefined {
  const [first = '', second = '', third = '', ...rest] = value.split(' ');
  const held = parseHeldTag([first, second, third].join(' '));
  if (!held) return undefined;
  const [, time, reason] =
    /^(?:until (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ))?(?: ?because (.*))?$/.exec(rest.join(' ')) ?? [];
  const until = time === undefined ? Number.NaN : Date.parse(time);
  const unread = time === undefined && reason === undefined ? rest.join(' ') : undefined;
  return { ...held, until: Number.isNaN(until) ? null : until, reason: (reason ?? unread) || null };
}

/** The tag of a `Bump-Release`; undefined where it names none. */
export function parseHeldTag(value: string): HeldTag | undefined {
  const [environment, service, tag, more] = value.split(' ').map(nameOf);
  if (!environment || !service || tag === undefined || !isLegalTag(tag) || more !== undefined) return undefined;
  return { environment, service, tag };
}

/** The time of a hold as it is written and shown: UTC, to the second. */
export function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function isSameTag(a: HeldTag, b: HeldTag): boolean {
  return a.environment === b.environment && a.service === b.service && a.tag === b.tag;
}

/** Those that are not over; without a time none is. */
export function holdsAt(holds: readonly Hold[], now: number | undefined): Hold[] {
  return holds.filter(({ until }) => until === null || now === undefined || now < until);
}

/** What a roll-back took away and is deployed all the same, such as by the merge of a request that was older. */
export function whyHeldAndDeployed({ environment, service, tag }: HeldTag): string {
  return `${environment} has ${quoteName(service)} ${quoteName(tag)}, which a roll-back holds: somebody brought it back by hand. Roll it back again, or let it go with "release"`;
}

/** Why a tag is not written, and what would let it be, as a clause. */
export function whyHeld({ service, tag, ...terms }: Hold): string {
  return `${quoteName(tag)} is held since it was rolled back${termsText(terms)}; a newer build is not, and release lets it go: ${service}`;
}

/** ` (the reason, until the time)`, as far as they are known. */
export function termsText({ until, reason }: HoldTerms): string {
  const words = [
    ...(reason === null ? [] : [quoteName(reason)]),
    ...(until === null ? [] : [`until ${timeText(until)}`]),
  ];
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

/** By environment, service and tag. */
export function sortHolds<T extends HeldTag>(holds: readonly T[]): T[] {
  return [...holds].sort(
    (a, b) =>
      compareText(a.environment, b.environment) || compareText(a.service, b.service) || compareText(a.tag, b.tag),
  );
}
