import type { Member } from '../../list-editing/member.ts';
import { insertSeparated, removeSeparated } from '../../list-editing/separated-list.ts';
import { quoteName } from '../../names.ts';
import {
  type HclPlace,
  type HclToken,
  hclPlaces,
  matchBrackets,
  readHcl,
  refersElsewhere,
} from '../../terraform/hcl-tokens.ts';
import type { RegisterFile } from '../../yaml/source-file.ts';
import { listedNames, stillNames } from '../listed-names.ts';
import { type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/** `repository_names = ["prod/a", "prod/b"]`, `toset([…])`, and lists of objects with a name in each. */
export const hclList: RegisterKind = {
  id: 'hcl-list',
  find: (file, context) => registersIn(file, context, 'hcl-list'),
};

/** `{ a = {…}, "b" = {…} }`: an object whose keys are services. */
export const hclMap: RegisterKind = {
  id: 'hcl-map',
  find: (file, context) => registersIn(file, context, 'hcl-map'),
};

interface Entry extends Member {
  /** The text that names it, and where that stands. */
  written: string;
  writtenStart: number;
  writtenEnd: number;
  /** Only the name, without anything that belongs to it. */
  bare: boolean;
}

function registersIn(file: RegisterFile, context: RegisterContext, kind: 'hcl-list' | 'hcl-map'): Register[] {
  const tokens = readHcl(file.text);
  const pairs = matchBrackets(tokens);
  const ids = new Map<string, number>();
  return hclPlaces(tokens).flatMap((place) => {
    const list = tokens[place.open]?.text === '[';
    if (place.block || list !== (kind === 'hcl-list')) return [];
    // What something waits for or leaves out is no list of what there is.
    if (/depends_on|exclude|ignore/i.test(place.key)) return [];
    const entries = list ? elements(tokens, pairs, place.open) : pairsOf(tokens, pairs, place.open);
    if (!entries) return [];
    const count = (ids.get(place.pointer) ?? 0) + 1;
    ids.set(place.pointer, count);
    const pointer = count > 1 ? `${place.pointer} ${count}` : place.pointer;
    const register = hclRegister(kind, { ...place, pointer }, entries, file, context);
    return register ? [register] : [];
  });
}

function hclRegister(
  kind: 'hcl-list' | 'hcl-map',
  { pointer, offset }: HclPlace,
  entries: Entry[],
  { path, text }: RegisterFile,
  context: RegisterContext,
): Register | null {
  const written = entries.map((entry) => entry.written);
  const listed = listedNames(written, context, { affixes: kind === 'hcl-list' });
  // An object with many other keys is about something else.
  if (kind === 'hcl-map' && listed.count * 2 < entries.length) return null;
  const members = entries.map((entry, index) => ({ ...entry, name: listed.names[index] ?? '' }));
  const [first, second] = members;
  const behind = first ? text.slice(first.end, second?.start) : '';
  // Entries that share a line are divided by commas, one alone on it by the next one's.
  const comma = kind === 'hcl-list' || /^[^\n#]*,/.test(behind) || (!second && /^[^\n#]*}/.test(behind));
  const separated = { path, text, members, comma };
  /** An entry without its own name: `{ name = "\0", port = 80 }`. */
  const shape = ({ name, start, end }: Member): string =>
    text.slice(start, end).replaceAll(name, '\0').replace(/\s+/g, ' ');
  return registerOf(
    {
      kind,
      path,
      text,
      pointer,
      offset,
      members,
      label: pointer,
      insert: (name, like, rename) => {
        const sibling = members.find((member) => member === like);
        const spelled = listed.write(name);
        if (!sibling || spelled === null) return null;
        const { start, end, writtenStart, writtenEnd } = sibling;
        const quoted = text.charAt(writtenStart) === '"' || !/^[A-Za-z_][\w-]*$/.test(spelled);
        const value = text.slice(writtenEnd, end);
        // Plain values that differ from name to name are a person's to choose.
        if (!sibling.bare && !/[[{]/.test(value) && new Set(members.map(shape)).size > 1) return null;
        const renamed = (part: string): string => listed.rename(rename(part), sibling.name, name);
        const clone =
          renamed(text.slice(start, writtenStart)) + (quoted ? quoteName(spelled) : spelled) + renamed(value);
        if (stillNames(clone, sibling.name, context) || refersElsewhere(text.slice(start, end), clone)) return null;
        return insertSeparated(separated, clone);
      },
      remove: (member) => removeSeparated(separated, member),
    },
    context,
  );
}

/** The elements of a list of strings, or of objects with a name; null when it is a list of anything else. */
function elements(tokens: readonly HclToken[], pairs: ReadonlyMap<number, number>, open: number): Entry[] | null {
  const close = pairs.get(open);
  if (close === undefined) return null;
  const entries: Entry[] = [];
  let expected = true;
  for (let at = open + 1; at < close; at += 1) {
    const token = tokens[at];
    if (!token || token.kind === 'newline') continue;
    if (!expected) {
      if (token.text !== ',') return null;
      expected = true;
      continue;
    }
    expected = false;
    if (token.kind === 'string') entries.push(entryOf(token, token, true));
    else {
      const end = token.text === '{' ? pairs.get(at) : undefined;
      const name = end === undefined ? undefined : nameIn(tokens, pairs, at, end);
      const last = tokens[end ?? -1];
      if (!name || !last || end === undefined) return null;
      entries.push({ ...entryOf(name, last, false), start: token.start });
      at = end;
    }
  }
  return entries.length > 0 ? entries : null;
}

/** The string an object of a list is named by. */
function nameIn(
  tokens: readonly HclToken[],
  pairs: ReadonlyMap<number, number>,
  open: number,
  close: number,
): HclToken | undefined {
  for (let at = open + 1; at < close; at += 1) {
    const [token, sign, value] = tokens.slice(at, at + 3);
    if (token && sign && /^(?:name|service|service_name)$/.test(token.text) && /^[=:]$/.test(sign.text))
      return value?.kind === 'string' ? value : undefined;
    at = pairs.get(at) ?? at;
  }
  return undefined;
}

/** The entries of an object; null when a key is an expression. */
function pairsOf(tokens: readonly HclToken[], pairs: ReadonlyMap<number, number>, open: number): Entry[] | null {
  const close = pairs.get(open);
  if (close === undefined) return null;
  const entries: Entry[] = [];
  for (let at = open + 1; at < close; at += 1) {
    const token = tokens[at];
    if (!token || token.kind === 'newline' || token.text === ',') continue;
    const sign = tokens[at + 1]?.text;
    if (token.kind === 'sign' || (sign !== '=' && sign !== ':')) return null;
    let last = tokens[at + 2];
    at += 2;
    for (; at < close; at += 1) {
      const next = tokens[at];
      if (!next || next.kind === 'newline' || (next.kind === 'sign' && next.text === ',')) break;
      at = pairs.get(at) ?? at;
      last = tokens[at];
    }
    if (!last) return null;
    entries.push(entryOf(token, last, false));
  }
  return entries.length > 0 ? entries : null;
}

function entryOf(named: HclToken, last: HclToken, bare: boolean): Entry {
  return {
    name: '',
    written: named.text,
    writtenStart: named.start,
    writtenEnd: named.end,
    start: named.start,
    end: last.end,
    bare,
  };
}
