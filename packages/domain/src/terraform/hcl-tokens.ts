/** One word, string or sign of an HCL text, with its place. Comments and here-documents are none. */
export interface HclToken {
  kind: 'word' | 'string' | 'sign' | 'newline';
  /** The word or the sign; of a string what stands between its quotes. */
  text: string;
  start: number;
  end: number;
}

/** A mistake in an HCL text. */
export interface HclMistake {
  what: string;
  offset: number;
}

/**
 * The tokens of an HCL text (Terraform, Terragrunt, Bake); linear in its length. What has no end is said to
 * `mistake`.
 */
export function readHcl(text: string, mistake: (one: HclMistake) => void = () => undefined): HclToken[] {
  const tokens: HclToken[] = [];
  const plain =
    /[ \t\r]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(\n)|([A-Za-z_][\w-]*|\d[\w.]*)|(<<-?[ \t]*([A-Za-z_]\w*)[^\n]*)/y;
  let at = 0;
  const push = (kind: HclToken['kind'], end: number, from = at, to = end): void => {
    tokens.push({ kind, text: text.slice(from, to), start: at, end });
    at = end;
  };
  while (at < text.length) {
    plain.lastIndex = at;
    const match = plain.exec(text);
    if (match?.[1] !== undefined) push('newline', at + 1);
    else if (match?.[2] !== undefined) push('word', plain.lastIndex);
    else if (match?.[4] !== undefined) {
      const end = heredocEnd(text, plain.lastIndex, match[4]);
      if (end === null) mistake({ what: `the here-document ${match[4]} has no end`, offset: at });
      push('sign', end ?? text.length);
    } else if (match) at = plain.lastIndex;
    else if (text.charAt(at) === '"') {
      const { end, closed } = stringEnd(text, at + 1);
      if (!closed) mistake({ what: 'a string has no end', offset: at });
      push('string', end, at + 1, end - 1);
    } else push('sign', at + 1);
  }
  return tokens;
}

/** Behind the closing quote. A string ends at its line at the latest, unless `${` is open. */
function stringEnd(text: string, from: number): { end: number; closed: boolean } {
  /** Open `"` and `${`, the outermost first. */
  const open: string[] = ['"'];
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    const quoted = open.at(-1) === '"';
    if (quoted && character === '\\') at += 1;
    else if (quoted && /[$%]/.test(character) && text.charAt(at + 1) === '{') {
      // `$${` is two characters and a brace.
      if (text.charAt(at - 1) !== character) open.push('{');
      at += 1;
    } else if (character === '"') {
      if (!quoted) open.push('"');
      else if (open.length === 1) return { end: at + 1, closed: true };
      else open.pop();
    } else if (!quoted && character === '{') open.push('{');
    else if (!quoted && character === '}') open.pop();
    else if (quoted && character === '\n') return { end: at, closed: false };
  }
  return { end: text.length, closed: false };
}

/** At the end of the line that holds only the word; null where there is none. */
function heredocEnd(text: string, from: number, word: string): number | null {
  for (let at = from; at < text.length; ) {
    const newline = text.indexOf('\n', at + 1);
    const end = newline === -1 ? text.length : newline;
    if (text.slice(at, end).trim() === word) return end;
    at = end;
  }
  return null;
}

/** The first thing that makes a text no HCL, as far as its words and brackets show; null where nothing does. */
export function hclMistake(text: string): HclMistake | null {
  let first: HclMistake | null = null;
  const tokens = readHcl(text, (one) => {
    first ??= one;
  });
  const open: HclToken[] = [];
  for (const token of first === null ? tokens : []) {
    if (token.kind !== 'sign') continue;
    if (/^[[{(]$/.test(token.text)) open.push(token);
    if (!/^[\]})]$/.test(token.text)) continue;
    const opening = open.pop();
    const closes = opening && '[]{}()'.includes(opening.text + token.text);
    if (!closes) return { what: `nothing opens the "${token.text}"`, offset: token.start };
  }
  const last = open.at(-1);
  return first ?? (last ? { what: `the "${last.text}" is never closed`, offset: last.start } : null);
}

/** For each opening bracket the index of the closing one, and the other way round; absent where there is none. */
export function matchBrackets(tokens: readonly HclToken[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'sign') continue;
    if (/^[[{(]$/.test(text)) open.push(index);
    if (!/^[\]})]$/.test(text)) continue;
    const start = open.pop();
    if (start === undefined) continue;
    pairs.set(start, index);
    pairs.set(index, start);
  }
  return pairs;
}

/** A bracket of an HCL text, with the names that lead to it. */
export interface HclPlace {
  /** Index of its token. */
  open: number;
  /** `module.ecr.repository_names` */
  pointer: string;
  /** The attribute it is the value of; '' for none. */
  key: string;
  /** Offset of the attribute's name, or of the bracket. */
  offset: number;
  /** `{` that opens the body of a block. */
  block: boolean;
}

/** Deeper than any list of services; what leads to a place is joined for each, so depth has to have an end. */
const deepest = 50;

/** Every `[` and `{` that is not nested too deeply, in file order. */
export function hclPlaces(tokens: readonly HclToken[]): HclPlace[] {
  const places: HclPlace[] = [];
  const open: string[] = [];
  let attribute: HclToken | null = null;
  let header: HclToken[] = [];
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token.kind === 'newline') {
      header = [];
      if (tokens[index - 1]?.text !== '(') attribute = null;
    } else if (token.kind !== 'sign') {
      if (next?.kind === 'sign' && /^[=:]$/.test(next.text) && !/^[=>]$/.test(tokens[index + 2]?.text ?? '')) {
        attribute = token;
        header = [];
      } else header.push(token);
    } else if (token.text === '(') {
      // A call passes the attribute's name on to its argument: `names = toset([…])`.
      open.push('');
      header = [];
    } else if (/^[[{]$/.test(token.text)) {
      const block = token.text === '{' && header.length > 0 && !attribute;
      const name: string = block ? header.map(({ text }) => text).join('.') : (attribute?.text ?? '');
      open.push(name);
      if (open.length <= deepest)
        places.push({
          open: index,
          pointer: open.filter((part) => part !== '').join('.'),
          key: block ? '' : (attribute?.text ?? ''),
          offset: (block ? header[0] : attribute)?.start ?? token.start,
          block,
        });
      attribute = null;
      header = [];
    } else if (/^[\]})]$/.test(token.text)) {
      open.pop();
      attribute = null;
      header = [];
    }
  }
  return places;
}

/** Whether a clone refers to locals or variables its original does not: nothing says that they exist. */
export function refersElsewhere(original: string, clone: string): boolean {
  const references = (text: string): string[] => text.match(/\b(?:local|var)\.[A-Za-z_][\w-]*/g) ?? [];
  const known = new Set(references(original));
  return references(clone).some((reference) => !known.has(reference));
}
