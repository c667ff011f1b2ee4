import { programStem, spellingsOf, wordAround } from '../../../name-spellings.ts';
import { type Found, wordTree } from '../../../word-tree.ts';
import type { RemovedService } from './leftover.ts';

/** A place of a text where a service is spelled; the column is 0-based. */
export interface Spelled {
  text: string;
  column: number;
}

/** Finds the services that are gone in a text, all of them in one pass, however many there are. */
export interface GoneNames {
  /** Each service that a text spells, also as a part of the name of one that is there. */
  mentioned(text: string): ReadonlySet<RemovedService>;
  /** Where a line spells each service, without the places inside another service's name (`a` in `a-b`). */
  spelledIn(line: string): ReadonlyMap<RemovedService, readonly Spelled[]>;
  /** Whether a text spells one of them. */
  isGone(text: string): boolean;
}

/** How a text that begins a spelling goes on: as a whole word, as a variable, behind `/svc/`, or behind a folder. */
type Kind = 'word' | 'variable' | 'svc' | 'folder';

interface Spelling {
  service: RemovedService;
  kind: Kind;
}

/** No service has a name that is longer: `isServiceName`. */
const longestName = 128;

/** `parents` are the folders that hold services; those that are there are called `services`. */
export function goneNames(
  removed: readonly RemovedService[],
  services: Iterable<string>,
  parents: readonly string[],
): GoneNames {
  const spellingsAt = wordTree(ownSpellings(removed.filter(({ name }) => name.length <= longestName)));
  // From their ends to their beginnings.
  const parentsBefore = wordTree(parents.filter((parent) => parent !== '').map((parent) => [reversed(parent), parent]));
  const isInLonger = longerNames(removed, services);

  function* placesIn(text: string): Iterable<{ service: RemovedService } & Spelled> {
    const ends = new Map<RemovedService, number>();
    for (let at = 0; at < text.length; at += 1) {
      if (at > 0 && isAlphanumeric(text.charCodeAt(at - 1))) continue;
      for (const { value, end } of surestFirst(spellingsAt(text, at))) {
        const { service, kind } = value;
        const place = placeOf(kind, text, { at, end, from: ends.get(service) ?? 0 });
        if (!place) continue;
        ends.set(service, place.end);
        yield { service, text: text.slice(place.start, place.end), column: place.start };
      }
    }
  }

  function placeOf(
    kind: Kind,
    text: string,
    { at, end, from }: { at: number; end: number; from: number },
  ): { start: number; end: number } | null {
    if (kind === 'variable') {
      variable.lastIndex = end;
      return at >= from && variable.test(text) ? { start: at, end: variable.lastIndex } : null;
    }
    if (kind !== 'folder') {
      const isWord = !isAlphanumeric(text.charCodeAt(end)) && (kind === 'word' || text.startsWith('/svc/', at - 5));
      return at >= from && isWord ? { start: at, end } : null;
    }
    if (text.charAt(at - 1) !== '/' || /[\w.-]/.test(text.charAt(end))) return null;
    const before = reversed(text.slice(Math.max(0, at - 1 - longestFolder), at - 1));
    // The longest of them.
    const start = parentsBefore(before, 0)
      .map((parent) => at - 1 - parent.end)
      .findLast((first) => first >= from && !/[\w.-]/.test(text.charAt(first - 1)));
    return start === undefined ? null : { start, end };
  }

  function* spelled(text: string): Iterable<{ service: RemovedService } & Spelled> {
    for (const place of placesIn(text)) {
      const word = wordAround(text, place.column, place.column + place.text.length);
      if (!isInLonger(word, place.service.name)) yield place;
    }
  }

  return {
    mentioned: (text) => new Set(Array.from(placesIn(text), ({ service }) => service)),
    spelledIn: (line) => {
      const found = new Map<RemovedService, Spelled[]>();
      for (const { service, ...place } of spelled(line)) {
        const places = found.get(service) ?? [];
        places.push(place);
        found.set(service, places);
      }
      return found;
    },
    isGone: (text) => {
      for (const _place of spelled(text)) return true;
      return false;
    },
  };
}

/** What stands behind the name of a service in a variable of an environment. */
const variable = /(?:URL|URI|ADDR|ADDRESS|HOST|PORT|ENDPOINT|SERVICE)\w*/y;

/** Folders that are longer hold no services. */
const longestFolder = 1000;

/**
 * The spellings of names as whole tokens: `a-b`, `a_b`, `A_B_URL`, `aB`, `{stem}_db`, `/svc/{stem}`. A stem alone (`a` of
 * `a-service`) is no spelling, a name of one word has only the spelling of the name itself, and an ordinary word is one
 * behind a folder of services alone. What several services may be spelled as is of the one that is called so, else of
 * the first: a place is told once.
 */
function ownSpellings(removed: readonly RemovedService[]): [string, Spelling][] {
  const taken = new Map<string, [string, Spelling]>();
  const take = (kind: Kind, word: string, service: RemovedService): void => {
    const key = `${kind} ${word}`;
    if (word !== '' && !taken.has(key)) taken.set(key, [word, { service, kind }]);
  };
  for (const service of removed) take(service.isPlainWord ? 'folder' : 'word', service.name, service);
  for (const service of removed) {
    const { name, isPlainWord } = service;
    if (isPlainWord) continue;
    take('variable', `${name.toUpperCase().replace(/[-.]/g, '_')}_`, service);
    for (const spelling of spellingsOf(name)) if (/[-_.]|[a-z][A-Z]/.test(spelling)) take('word', spelling, service);
    const stem = programStem(name);
    if (stem === null) continue;
    take('word', `${stem.replaceAll('-', '_')}_db`, service);
    take('svc', stem, service);
  }
  return [...taken.values()];
}

const kinds: readonly Kind[] = ['variable', 'word', 'svc', 'folder'];

/** Of a service only the first that holds is its place. */
function surestFirst(found: Found<Spelling>[]): Found<Spelling>[] {
  return found.sort((a, b) => kinds.indexOf(a.value.kind) - kinds.indexOf(b.value.kind) || b.end - a.end);
}

/** Whether a word holds a spelling of a service that is there and whose name holds the one that is gone. */
function longerNames(removed: readonly RemovedService[], services: Iterable<string>) {
  const namesAt = wordTree(removed.map(({ name }) => [name, name]));
  const within = new Map<string, Set<string>>();
  for (const service of services) {
    const names = foundIn(namesAt, service).filter((name) => name !== service && name !== '');
    if (names.length === 0) continue;
    for (const spelling of spellingsOf(service)) {
      const all = within.get(spelling) ?? new Set();
      for (const name of names) all.add(name);
      within.set(spelling, all);
    }
  }
  const longerAt = wordTree(within);
  return (word: string, name: string): boolean =>
    within.size > 0 && foundIn(longerAt, word).some((names) => names.has(name));
}

function foundIn<T>(wordsAt: (text: string, offset: number) => Found<T>[], text: string): T[] {
  const found: T[] = [];
  for (let at = 0; at < text.length; at += 1) for (const { value } of wordsAt(text, at)) found.push(value);
  return found;
}

function reversed(text: string): string {
  return text.split('').reverse().join('');
}

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
