/**
 * Texts with holes: where a build definition leaves a part of a path to whoever runs it (`${{ inputs.service }}`,
 * `$1`), that part is a hole with a name, between two characters that no text interchange has.
 */

const [opens, closes] = ['\uFDD0', '\uFDD1'];

/** A hole of this name; the same name is the same value. */
export function hole(name: string): string {
  return `${opens}${name.replace(/[/\s\uFDD0\uFDD1]/g, '_')}${closes}`;
}

/** Whether some of a text is left to whoever runs it. */
export function hasHole(text: string): boolean {
  return text.includes(opens);
}

/** A text from a file: what looks like a hole there is none. */
export function withoutHoles(text: string): string {
  return /[\uFDD0\uFDD1]/.test(text) ? text.replace(/[\uFDD0\uFDD1]/g, '\uFFFD') : text;
}

/** What the holes of a text were, by its name with the brackets. */
type Filling = ReadonlyMap<string, string>;

/**
 * What the holes of a pattern stand for when it is a path; null where it cannot be that path. A hole stands for a
 * part of one segment; one that is the whole of the first segment may stand for several, or for none. What could be cut
 * in more than one way is left open. Linear in the length of both.
 */
export function fillFrom(pattern: string, path: string): Filling | null {
  const filling = new Map<string, string>();
  const wanted = pattern.split('/');
  const given = path.split('/');
  const surplus = given.length - wanted.length;
  if (surplus !== 0 && (!isHole(wanted[0] ?? '') || surplus < -1)) return null;
  if (surplus === -1) given.unshift('');
  else if (surplus > 0) given.splice(0, surplus + 1, given.slice(0, surplus + 1).join('/'));
  for (const [index, segment] of wanted.entries()) if (!fillSegment(segment, given[index] ?? '', filling)) return null;
  return filling;
}

/** A path with its holes filled; null where one stays open. */
export function fill(text: string, filling: Filling): string | null {
  if (!hasHole(text)) return text;
  let result = '';
  for (let at = 0; at < text.length; ) {
    const start = text.indexOf(opens, at);
    if (start < 0) return `${result}${text.slice(at)}`.replace(/^\//, '');
    const end = text.indexOf(closes, start) + 1;
    const value = filling.get(text.slice(start, end));
    if (value === undefined) return null;
    result += text.slice(at, start) + value;
    at = end;
  }
  return result.replace(/^\//, '');
}

/** Whether a pattern says anything of the folder that a path lies in. */
export function saysFolder(pattern: string): boolean {
  return pattern
    .split('/')
    .slice(0, -1)
    .some((segment) => segment !== '' && !isHole(segment));
}

/** Whether a text is one hole and nothing else. */
export function isHole(segment: string): boolean {
  return segment.startsWith(opens) && segment.indexOf(closes) === segment.length - 1;
}

function fillSegment(segment: string, given: string, filling: Map<string, string>): boolean {
  const first = segment.indexOf(opens);
  if (first < 0) return segment === given;
  if (given === '') return isHole(segment) && setHole(segment, given, filling);
  const [head, tail] = [segment.slice(0, first), segment.slice(segment.lastIndexOf(closes) + 1)];
  if (given.length <= head.length + tail.length || !given.startsWith(head) || !given.endsWith(tail)) return false;
  const name = segment.slice(first, segment.length - tail.length);
  if (name.indexOf(closes) !== name.length - 1) return true;
  return setHole(name, given.slice(head.length, given.length - tail.length), filling);
}

/** Whether a hole can stand for a value, given what it stood for before. */
function setHole(name: string, value: string, filling: Map<string, string>): boolean {
  const known = filling.get(name);
  filling.set(name, value);
  return known === undefined || known === value;
}

/** A text without its holes. */
export function withoutFilling(text: string): string {
  return text.replace(/\uFDD0[^\uFDD0\uFDD1]*\uFDD1/g, '');
}

/** The pieces of a text around its holes: more than one where it has some. */
export function aroundHoles(text: string): string[] {
  return text.split(/\uFDD0[^\uFDD0\uFDD1]*\uFDD1/);
}
