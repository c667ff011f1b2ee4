import type { Member, WrittenMember } from '../../list-editing/member.ts';
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
import type { SourceFile } from '../../yaml/source-file.ts';
import { stillNames } from '../listed-names.ts';
import { namedEntries } from '../named-entries.ts';
import { pointerNumbering, type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

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

interface Entry extends WrittenMember {
  /** Only the name, without anything that belongs to it. */
  bare: boolean;
}

/** The tokens of a file with the pairs of its brackets. */
interface Tokens {
  tokens: readonly HclToken[];
  pairs: ReadonlyMap<number, number>;
}

function registersIn(file: SourceFile, context: RegisterContext, kind: 'hcl-list' | 'hcl-map'): (Register | null)[] {
  const tokens = readHcl(file.text);
  const hcl = { tokens, pairs: matchBrackets(tokens) };
  const numbered = pointerNumbering();
  return hclPlaces(tokens).map((place) => {
    const isList = tokens[place.open]?.text === '[';
    if (place.block || isList !== (kind === 'hcl-list')) return null;
    // What something waits for or leaves out is no list of what there is.
    if (/depends_on|exclude|ignore/i.test(place.key)) return null;
    const entries = isList ? elementsOf(hcl, place.open) : attributesOf(hcl, place.open);
    if (!entries || entries.length === 0) return null;
    return hclRegister(kind, { ...place, pointer: numbered(place.pointer) }, entries, file, context);
  });
}

function hclRegister(
  kind: 'hcl-list' | 'hcl-map',
  { pointer, offset }: HclPlace,
  written: readonly Entry[],
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const entries = namedEntries(written, text, context, { affixes: kind === 'hcl-list' });
  const { members } = entries;
  // An object with many other keys is about something else.
  if (kind === 'hcl-map' && entries.count * 2 < members.length) return null;
  const [first, second] = members;
  const behind = first ? text.slice(first.end, second?.start) : '';
  // Commas divide entries that share a line.
  const comma = kind === 'hcl-list' || /^[^\n#]*,/.test(behind) || (!second && /^[^\n#]*}/.test(behind));
  const separated = { path, text, members, comma };
  return registerOf(
    {
      kind,
      path,
      text,
      pointer,
      offset,
      members,
      write: entries.write,
      label: pointer,
      insert: (name, like, rename) => {
        const copy = entries.clone(name, like, { rename, quote: quoteAsKey });
        if (!copy) return null;
        const { sibling, clone } = copy;
        if (!sibling.bare && differInValues(text, members, sibling)) return null;
        if (stillNames(clone, sibling.name, context)) return null;
        if (refersElsewhere(text.slice(sibling.start, sibling.end), clone)) return null;
        return insertSeparated(separated, clone);
      },
      remove: (member) => removeSeparated(separated, member),
    },
    context,
  );
}

function quoteAsKey(name: string, sibling: string): string {
  return sibling.startsWith('"') || !/^[A-Za-z_][\w-]*$/.test(name) ? quoteName(name) : name;
}

/** Whether plain values differ from name to name: those are a person's to choose. */
function differInValues(text: string, members: readonly Member[], sibling: WrittenMember): boolean {
  if (/[[{]/.test(text.slice(sibling.textEnd, sibling.end))) return false;
  /** An entry without its own name: `{ name = "\0", port = 80 }`. */
  const shapes = members.map(({ name, start, end }) =>
    text.slice(start, end).replaceAll(name, '\0').replace(/\s+/g, ' '),
  );
  return new Set(shapes).size > 1;
}

/** The elements of a list of strings, or of objects with a name; null when it is a list of anything else. */
function elementsOf({ tokens, pairs }: Tokens, open: number): Entry[] | null {
  const close = pairs.get(open);
  if (close === undefined) return null;
  const entries: Entry[] = [];
  let expectsComma = false;
  for (let index = open + 1; index < close; index += 1) {
    const token = tokens[index];
    if (!token || token.kind === 'newline') continue;
    if (expectsComma !== (token.text === ',' && token.kind === 'sign')) return null;
    expectsComma = !expectsComma;
    if (!expectsComma) continue;
    const end = token.kind === 'string' ? index : pairs.get(index);
    const entry = end === undefined ? null : elementOf({ tokens, pairs }, index, end);
    if (!entry) return null;
    entries.push(entry);
    index = end ?? index;
  }
  return entries;
}

/** A string, or an object with a name in it. */
function elementOf({ tokens, pairs }: Tokens, start: number, end: number): Entry | null {
  const [first, last] = [tokens[start], tokens[end]];
  if (!first || !last) return null;
  if (first.kind === 'string') return entryOf(first, last, true);
  const name = first.text === '{' ? nameIn({ tokens, pairs }, start, end) : undefined;
  return name ? { ...entryOf(name, last, false), start: first.start } : null;
}

/** The string an object of a list is named by. */
function nameIn({ tokens, pairs }: Tokens, open: number, close: number): HclToken | undefined {
  for (let index = open + 1; index < close; index += 1) {
    const [token, sign, value] = tokens.slice(index, index + 3);
    if (token && sign && /^(?:name|service|service_name)$/.test(token.text) && /^[=:]$/.test(sign.text))
      return value?.kind === 'string' ? value : undefined;
    index = pairs.get(index) ?? index;
  }
  return undefined;
}

/** The entries of an object; null when a key is an expression. */
function attributesOf({ tokens, pairs }: Tokens, open: number): Entry[] | null {
  const close = pairs.get(open);
  if (close === undefined) return null;
  const entries: Entry[] = [];
  for (let index = open + 1; index < close; index += 1) {
    const token = tokens[index];
    if (!token || token.kind === 'newline' || token.text === ',') continue;
    const sign = tokens[index + 1]?.text;
    if (token.kind === 'sign' || (sign !== '=' && sign !== ':')) return null;
    let last = tokens[index + 2];
    for (index += 2; index < close && !endsValue(tokens[index]); index += 1) {
      index = pairs.get(index) ?? index;
      last = tokens[index];
    }
    if (!last) return null;
    entries.push(entryOf(token, last, false));
  }
  return entries;
}

function endsValue(token: HclToken | undefined): boolean {
  return token === undefined || token.kind === 'newline' || (token.kind === 'sign' && token.text === ',');
}

function entryOf(name: HclToken, last: HclToken, bare: boolean): Entry {
  return { text: name.text, textStart: name.start, textEnd: name.end, start: name.start, end: last.end, bare };
}
