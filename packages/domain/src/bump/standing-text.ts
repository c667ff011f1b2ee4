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
const end = '<!-- rollcall: to here is renewed -->';

/** `rollcall/<to>/from-<from>`: the same for an edge whatever it brings. */
export function standingBranchName({ from, to }: Edge): string {
  const part = (name: string): string => (isPlain(name) ? name : `environment-${hashOf(name)}`);
  return ownBranch(part(to), `from-${part(from)}`);
}

/**
 * The services that somebody took out of an open request: their boxes are there and not ticked. Null where the list is
 * gone or broken, so that nobody knows.
 */
export function untickedIn(body: string, services: Iterable<string>): Set<string> | null {
  const lines = listIn(body);
  if (lines === null) return null;
  const out = new Set(lines.map((line) => /^- \[ \] (<code>[^<]*<\/code>) /.exec(line)?.[1]));
  return new Set([...services].filter((service) => out.has(markdownCode(service))));
}

/** Of offers, the services that a request offered with the same tag which somebody closed: they are not wanted. */
export function declinedIn(body: string, offers: Iterable<Omit<Offer, 'ticked'>>): Set<string> {
  const lines = new Set((listIn(body) ?? []).map((line) => line.replace(/^- \[[ xX]\] /, '')));
  return new Set([...offers].flatMap((offer) => (lines.has(wordsOf(offer)) ? [offer.service] : [])));
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
  const ours = `${begin}\n\n${head}\n\n${boxes}\n${brings}\n${end}`;
  const { before, after } = partsOf(present) ?? { before: present === '' ? '' : `${present.trimEnd()}\n\n`, after: '' };
  return { title: [...title].slice(0, longestTitle).join(''), body: `${before}${ours}${after}` };
}

function wordsOf({ service, old, new: now }: Omit<Offer, 'ticked'>): string {
  return `${markdownCode(service)} ${markdownCode(old || '(none)')} → ${markdownCode(now)}`;
}

/** The boxes of the part that is renewed, and nothing of what stands below them; null where there are none. */
function listIn(body: string): string[] | null {
  const lines =
    partsOf(body)
      ?.ours.split(/\r?\n/)
      .map((line) => line.trim()) ?? [];
  const first = lines.findIndex(isBox);
  if (first === -1) return null;
  const rest = lines.slice(first);
  const after = rest.findIndex((line) => !isBox(line));
  return after === -1 ? rest : rest.slice(0, after);
}

function isBox(line: string): boolean {
  return line.startsWith('- [');
}

/** A body in three; null where the marks are not there. What is between may hold anything, the last mark ends it. */
function partsOf(body: string): { before: string; ours: string; after: string } | null {
  const [start, stop] = [body.indexOf(begin), body.lastIndexOf(end)];
  if (start === -1 || stop < start) return null;
  const close = stop + end.length;
  return { before: body.slice(0, start), ours: body.slice(start, close), after: body.slice(close) };
}
