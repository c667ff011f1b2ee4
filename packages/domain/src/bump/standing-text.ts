import { ownBranch } from '../deploy-branch/own-branch.ts';
import {
  hashOf,
  isPlain,
  longestBody,
  longestTitle,
  type PullRequestText,
} from '../deploy-branch/pull-request-text.ts';
import { markdownCode } from '../printable.ts';
import { UserError } from '../user-error.ts';

/** From which environment to which. */
export interface Edge {
  from: string;
  to: string;
}

/** A service that the request may bring. */
export interface Offer {
  service: string;
  /** Tags. */
  old: string;
  new: string;
  ticked: boolean;
}

const begin = '<!-- rollcall: what stands from here -->';
const endOfList = '<!-- rollcall: the boxes end here -->';
const end = '<!-- rollcall: to here is renewed -->';

/** `rollcall/<to>/from-<from>`: the same for an edge whatever it brings. */
export function standingBranchName({ from, to }: Edge): string {
  const part = (name: string): string => (isPlain(name) ? name : `environment-${hashOf(name)}`);
  return ownBranch(part(to), `from-${part(from)}`);
}

/**
 * The services that somebody took out of an open request: their boxes are there and not ticked, however they are written
 * by now. Null where no box is left, so that nobody knows.
 */
export function untickedIn(body: string, services: Iterable<string>): Set<string> | null {
  const boxes = boxesIn(body);
  if (boxes.length === 0) return null;
  const names = new Map(
    [...services].flatMap((name) => [name, markdownCode(name)].map((text) => [text, name] as const)),
  );
  const out = boxes.flatMap(({ ticked, words }) => (ticked ? [] : (names.get(namedIn(words)) ?? [])));
  return new Set(out);
}

/** Whether the marks around the part that is renewed are there. */
export function hasMarks(body: string): boolean {
  return partsOf(body) !== null;
}

/** Of offers, the services that a request offered with the same tag which somebody closed: they are not wanted. */
export function declinedIn(body: string, offers: Iterable<Omit<Offer, 'ticked'>>): Set<string> {
  const offered = new Set(boxesIn(body).map(({ words }) => words));
  return new Set([...offers].flatMap((offer) => (offered.has(wordsOf(offer)) ? [offer.service] : [])));
}

/** The list of a standing request, a box for each service. UserError where GitHub has no room for it. */
export function boxesOf({ from, to }: Edge, offers: readonly Offer[]): string {
  const boxes = offers.map((offer) => `- [${offer.ticked ? 'x' : ' '}] ${wordsOf(offer)}\n`).join('');
  if (boxes.length > longestBody / 2)
    throw new UserError(`a request cannot list the ${offers.length} services that differ between ${from} and ${to}`, {
      help: 'GitHub takes 65,536 characters. Name fewer with "services".',
    });
  return boxes;
}

/**
 * The words of a standing request: its boxes, then what the ticked ones bring. What somebody wrote before or behind that
 * part stays; where the part is gone, it is put behind all that is there.
 */
export function standingText(
  { from, to }: Edge,
  { boxes, title, brings }: { boxes: string; title: string; brings: string },
  present: string,
): PullRequestText {
  const head = `What ${markdownCode(to)} gets from ${markdownCode(from)} when this is merged. Take out a tick to leave a service out.`;
  const ours = `${begin}\n\n${head}\n\n${boxes}\n${endOfList}\n\n${brings}\n${end}`;
  const { before, after } = partsOf(present) ?? { before: present === '' ? '' : `${present.trimEnd()}\n\n`, after: '' };
  return { title: [...title].slice(0, longestTitle).join(''), body: `${before}${ours}${after}` };
}

function wordsOf({ service, old, new: now }: Omit<Offer, 'ticked'>): string {
  return `${markdownCode(service)} ${markdownCode(old || '(none)')} → ${markdownCode(now)}`;
}

/** A box as Markdown takes it, and what stands behind it. */
interface Box {
  ticked: boolean;
  words: string;
}

/**
 * The boxes of the part that is renewed, and nothing of what stands below them, whatever somebody wrote between. Where the
 * marks are gone, the boxes anywhere that are written as they were.
 */
function boxesIn(body: string): Box[] {
  const ours = partsOf(body)?.ours;
  const lines = (ours ?? body).split(/\r?\n/).map((line) => line.trim());
  const boxes = lines.map(boxOf);
  if (ours === undefined) return boxes.flatMap((box) => (box?.words.startsWith('<code>') ? [box] : []));
  const first = boxes.findIndex((box) => box !== null);
  if (first === -1) return [];
  const marked = lines.indexOf(endOfList, first);
  // Before the boxes had an end, they ended with the first line that is none.
  const unmarked = boxes.findIndex((box, index) => index > first && box === null);
  const last = [marked, unmarked].find((index) => index !== -1);
  return boxes.slice(first, last).flatMap((box) => box ?? []);
}

function boxOf(line: string): Box | null {
  const [, tick, words = ''] = /^(?:[-*+]|\d{1,9}[.)]) {1,4}\[([ xX])\] {1,4}(\S.*)$/.exec(line) ?? [];
  return tick === undefined ? null : { ticked: tick !== ' ', words };
}

/** The name that the words behind a box begin with: as they are written, or without what makes it code. */
function namedIn(words: string): string {
  const [code] = /<code>[^<]*<\/code>/.exec(words) ?? [];
  return code ?? /^[~*`_]*([\p{L}\p{N}][\p{L}\p{N}._/-]*)/u.exec(words)?.[1]?.replace(/[._]$/, '') ?? '';
}

/** A body in three; null where the marks are not there. What is between may hold anything, the last mark ends it. */
function partsOf(body: string): { before: string; ours: string; after: string } | null {
  const [start, stop] = [body.indexOf(begin), body.lastIndexOf(end)];
  if (start === -1 || stop < start) return null;
  const close = stop + end.length;
  return { before: body.slice(0, start), ours: body.slice(start, close), after: body.slice(close) };
}
