/** One word, string or sign of an HCL text, with its place. Comments are left out; a here-document is one sign. */
export interface HclToken {
  kind: 'word' | 'string' | 'sign' | 'newline';
  /** The word or the sign; of a string what stands between its quotes. */
  text: string;
  start: number;
  end: number;
}

/** Why an HCL text is not read. */
interface HclMistake {
  what: string;
  offset: number;
  /** Whether Terraform reads it all the same: it passes a limit of ours. */
  legal: boolean;
}

/** Brackets inside one another, deeper than anybody nests them: what is below is not read, so the file is not. */
export const deepestBrackets = 50;

/** The tokens of an HCL text (Terraform, Terragrunt, Bake); linear in its length, whatever it holds. */
export function readHcl(text: string): HclToken[] {
  return tokenize(text).tokens;
}

/** Blanks and comments (1: one that is never closed), a line end, a word, a here-document with the word that ends it. */
const lexeme =
  /[ \t\r]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|($))|(\n)|([\p{ID_Start}_][\p{ID_Continue}-]*|\d[\w.]*)|<<-?[ \t]*([\p{ID_Start}_][\p{ID_Continue}-]*)[^\n]*/uy;

/** The tokens, and the first construct that has no end: it takes the rest of its line or of the text. */
function tokenize(text: string): { tokens: HclToken[]; mistake: HclMistake | null } {
  const tokens: HclToken[] = [];
  let mistake: HclMistake | null = null;
  for (let start = 0; start < text.length; ) {
    const { kind, end, unclosed } = lexemeAt(text, start);
    if (unclosed !== null) mistake ??= { what: `${unclosed} has no end`, offset: start, legal: false };
    const quotes = kind === 'string' ? 1 : 0;
    const content = text.slice(start + quotes, unclosed === null ? end - quotes : end);
    if (kind !== null) tokens.push({ kind, text: content, start, end });
    start = end;
  }
  return { tokens, mistake };
}

/** What stands at an offset: the kind of its token (null for blanks and comments), and what lacks its end. */
function lexemeAt(
  text: string,
  start: number,
): { kind: HclToken['kind'] | null; end: number; unclosed: string | null } {
  lexeme.lastIndex = start;
  const [whole, comment, newline, word, heredoc] = lexeme.exec(text) ?? [];
  if (whole === undefined) {
    if (text.charAt(start) !== '"') return { kind: 'sign', end: start + 1, unclosed: null };
    const { end, closed } = stringEnd(text, start + 1);
    return { kind: 'string', end, unclosed: closed ? null : 'a string' };
  }
  const end = start + whole.length;
  if (heredoc !== undefined) {
    const last = heredocEnd(text, end, heredoc);
    return { kind: 'sign', end: last ?? text.length, unclosed: last === null ? `the here-document ${heredoc}` : null };
  }
  const kind = newline !== undefined ? 'newline' : word !== undefined ? 'word' : null;
  return { kind, end, unclosed: comment === undefined ? null : 'a comment' };
}

/** What counts between quotes: an escape, a template that begins (`$${` begins none), the closing quote, a line end. */
const inQuotes = /\\[\s\S]|((?<!\$)\$\{|(?<!%)%\{)|(")|(\n)/g;

/** What counts inside `${…}`: what opens, what closes, a comment. */
const inTemplate = /(["{])|(\})|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** Behind the closing quote. A string ends at its line at the latest, unless `${` is open. */
function stringEnd(text: string, from: number): { end: number; closed: boolean } {
  /** Open `"` and `{`, the outermost first. */
  const open: string[] = ['"'];
  for (let at = from; at < text.length; ) {
    const pattern = open.at(-1) === '"' ? inQuotes : inTemplate;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) break;
    at = pattern.lastIndex;
    const [, opening, closing, newline] = match;
    if (newline !== undefined) return { end: match.index, closed: false };
    if (opening !== undefined) open.push(opening === '"' ? '"' : '{');
    if (closing !== undefined) open.pop();
    if (open.length === 0) return { end: at, closed: true };
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

/** The first thing that makes a text no HCL, as far as its words and brackets show, or one that is nested too deeply. */
export function hclMistake(text: string): HclMistake | null {
  const { tokens, mistake } = tokenize(text);
  if (mistake) return mistake;
  const open: HclToken[] = [];
  for (const token of tokens) {
    if (opens(token)) open.push(token);
    else if (closes(token) && !'[]{}()'.includes(`${open.pop()?.text}${token.text}`))
      return { what: `nothing opens the "${token.text}"`, offset: token.start, legal: false };
    if (open.length > deepestBrackets) return { what: 'nested too deeply', offset: token.start, legal: true };
  }
  const last = open.at(-1);
  return last ? { what: `the "${last.text}" is never closed`, offset: last.start, legal: false } : null;
}

/** For each opening bracket the index of the closing one, and the other way round; absent where there is none. */
export function matchBrackets(tokens: readonly HclToken[]): ReadonlyMap<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (const [index, token] of tokens.entries()) {
    if (opens(token)) open.push(index);
    const start = closes(token) ? open.pop() : undefined;
    if (start !== undefined) pairs.set(start, index).set(index, start);
  }
  return pairs;
}

function opens({ kind, text }: HclToken): boolean {
  return kind === 'sign' && /^[[{(]$/.test(text);
}

function closes({ kind, text }: HclToken): boolean {
  return kind === 'sign' && /^[\]})]$/.test(text);
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

/** Every `[` and `{` that is not nested too deeply, in file order: what leads to a place is joined for each. */
export function hclPlaces(tokens: readonly HclToken[]): HclPlace[] {
  const places: HclPlace[] = [];
  /** Names of the brackets that are open; '' for one without. */
  const open: string[] = [];
  let attribute: HclToken | null = null;
  let header: HclToken[] = [];
  for (const [index, token] of tokens.entries()) {
    if (isName(token) && !isKey(tokens, index)) {
      header.push(token);
      continue;
    }
    if (token.kind === 'sign' && !opens(token) && !closes(token)) continue;
    if (closes(token)) open.pop();
    if (token.text === '(') open.push('');
    else if (opens(token)) {
      const { name, ...place } = placeOf(index, token, attribute, header);
      open.push(name);
      if (open.length <= deepestBrackets)
        places.push({ ...place, pointer: open.filter((part) => part !== '').join('.') });
    }
    attribute = attributeBehind(tokens, index, attribute);
    header = [];
  }
  return places;
}

/** A `[` or `{` behind an attribute or the header of a block, and the name that it adds to the way to what is in it. */
function placeOf(
  open: number,
  token: HclToken,
  attribute: HclToken | null,
  header: readonly HclToken[],
): Omit<HclPlace, 'pointer'> & { name: string } {
  const block = token.text === '{' && attribute === null && header.length > 0;
  const [first] = block ? header : [attribute];
  return {
    name: block ? header.map(({ text }) => text).join('.') : (attribute?.text ?? ''),
    open,
    key: attribute?.text ?? '',
    offset: (first ?? token).start,
    block,
  };
}

/** The attribute whose value stands behind a token. */
function attributeBehind(tokens: readonly HclToken[], index: number, attribute: HclToken | null): HclToken | null {
  const token = tokens[index];
  if (token && isName(token)) return token;
  // A call passes the attribute's name on to its argument: `names = toset([…])`.
  const inCall = token?.text === '(' || (token?.kind === 'newline' && tokens[index - 1]?.text === '(');
  return inCall ? attribute : null;
}

function isName({ kind }: HclToken): boolean {
  return kind === 'word' || kind === 'string';
}

/** Whether a name is followed by `=` or `:`, and not by `==`, `=>` or `::`. */
function isKey(tokens: readonly HclToken[], index: number): boolean {
  const next = tokens[index + 1];
  return next?.kind === 'sign' && /^[=:]$/.test(next.text) && !/^[=>]$/.test(tokens[index + 2]?.text ?? '');
}

/** Whether a clone refers to locals or variables its original does not: nothing says that they exist. */
export function refersElsewhere(original: string, clone: string): boolean {
  const references = (text: string): string[] => text.match(/\b(?:local|var)\.[A-Za-z_][\w-]*/g) ?? [];
  const known = new Set(references(original));
  return references(clone).some((reference) => !known.has(reference));
}
