import { type Operation, substitute } from './substitution.ts';

/** The variables in scope: a value, or undefined when it is set from outside or not at all. */
export type Variables = ReadonlyMap<string, string>;

/** Longer words and values are not followed: `ENV A=$A$A` thirty times over must not fill the memory. */
const maxLength = 4096;

/**
 * Resolves quotes, escapes and variables in one word, as the builder does before it uses a path.
 * Undefined when a variable without a value, or a form of expansion that is not plain, is in it.
 */
export function expandWord(word: string, variables: Variables, escaper: string): string | undefined {
  const { text, whole } = expandStart(word, variables, escaper);
  return whole ? text : undefined;
}

/** The folders that a word begins with, up to what cannot be resolved: `build/libs` of `build/libs/app-$VERSION.jar`. */
export function startOfWord(word: string, variables: Variables, escaper: string): string {
  const { text } = expandStart(word, variables, escaper);
  return text.slice(0, Math.max(text.lastIndexOf('/'), 0));
}

function expandStart(word: string, variables: Variables, escaper: string): { text: string; whole: boolean } {
  let text = '';
  let quote = '';
  if (word.length > maxLength) return { text, whole: false };
  for (let at = 0; at < word.length; ) {
    const piece = expandPiece(word, at, quote, { variables, escaper });
    if (piece === undefined || text.length + piece.value.length > maxLength) return { text, whole: false };
    text += piece.value;
    ({ quote, end: at } = piece);
  }
  return { text, whole: true };
}

interface Scope {
  variables: Variables;
  escaper: string;
}

/** What the next piece of a word becomes, where it ends, and the quote that is open behind it. */
function expandPiece(
  word: string,
  at: number,
  quote: string,
  { variables, escaper }: Scope,
): { value: string; end: number; quote: string } | undefined {
  const character = word.charAt(at);
  if (quote === "'" && character !== "'") return { value: character, end: at + 1, quote };
  if (character === escaper && at + 1 < word.length) {
    const escaped = word.charAt(at + 1);
    const kept = quote === '"' && !['"', '$', escaper].includes(escaped);
    return { value: kept ? character + escaped : escaped, end: at + 2, quote };
  }
  if (isQuote(character, quote)) return { value: '', end: at + 1, quote: quote === '' ? character : '' };
  if (character !== '$') return { value: character, end: at + 1, quote };
  const variable = readVariable(word, at, variables, escaper);
  return variable && { value: variable.value, end: variable.end + 1, quote };
}

/** Whether a character opens a quotation, or closes the one that is open. */
function isQuote(character: string, open: string): boolean {
  return open === '' ? character === '"' || character === "'" : character === open;
}

/** `$NAME`, `${NAME}`, and what `substituted` reads behind a name. `end` is its last character. */
function readVariable(
  word: string,
  start: number,
  variables: Variables,
  escaper: string,
): { value: string; end: number } | undefined {
  const plain = /[A-Za-z_][A-Za-z0-9_]*/y;
  const braced = word[start + 1] === '{';
  plain.lastIndex = start + (braced ? 2 : 1);
  const name = plain.exec(word)?.[0];
  if (name === undefined) return undefined;
  const value = variables.get(name);
  const end = start + name.length + (braced ? 2 : 1);
  if (!braced) return value === undefined ? undefined : { value, end: end - 1 };
  const close = closingBrace(word, end);
  if (close < 0) return undefined;
  if (end === close) return value === undefined ? undefined : { value, end: close };
  const expanded = substituted(word.slice(end, close), value, (text) => expandWord(text, variables, escaper));
  return expanded === undefined ? undefined : { value: expanded, end: close };
}

/** What `${NAME…}` is, by what stands behind the name; undefined where that cannot be told. */
function substituted(
  modifier: string,
  value: string | undefined,
  expand: (text: string) => string | undefined,
): string | undefined {
  const alternative = /^(:?)([-+?])/.exec(modifier);
  if (alternative) {
    const [mark, colon, sign] = alternative;
    const present = value !== undefined && (colon === '' || value !== '');
    const word = modifier.slice(mark.length);
    if (sign === '?') return present ? value : undefined;
    if (sign === '-' && present) return value;
    // A value given from outside could still decide this one, but then so could any default: see ARG.
    return sign === '-' || present ? expand(word) : '';
  }
  const operation = value === undefined ? undefined : operationOf(modifier, expand);
  return value === undefined || operation === undefined ? undefined : substitute(value, operation);
}

function operationOf(modifier: string, expand: (text: string) => string | undefined): Operation | undefined {
  const [, sign = '', rest = ''] = /^(##?|%%?|\/\/?)(.*)$/s.exec(modifier) ?? [];
  // What is quoted or escaped in a pattern is kept from it: such a word is not read.
  if (sign === '' || /[\\`'"]/.test(rest)) return undefined;
  if (!sign.startsWith('/')) {
    const pattern = expand(rest);
    const kind = sign.startsWith('#') ? 'prefix' : 'suffix';
    return pattern === undefined ? undefined : { kind, longest: sign.length === 2, pattern };
  }
  const slash = rest.indexOf('/');
  if (slash < 0) return undefined;
  const [pattern, by] = [expand(rest.slice(0, slash)), expand(rest.slice(slash + 1))];
  if (pattern === undefined || by === undefined) return undefined;
  return { kind: 'replace', every: sign === '//', pattern, by };
}

function closingBrace(word: string, from: number): number {
  let depth = 1;
  for (let at = from; at < word.length; at += 1) {
    if (word[at] === '{') depth += 1;
    if (word[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** One character of a text, or the escaper with the character behind it. */
interface Piece {
  text: string;
  start: number;
  /** The quote it stands in; '' outside. */
  quote: string;
}

/** The pieces of a text in which quotes hide what is between them. */
export function* quotedPieces(text: string, escaper: string): Iterable<Piece> {
  let quote = '';
  for (let start = 0; start < text.length; ) {
    const character = text.charAt(start);
    const escapes = character === escaper && quote !== "'";
    const piece = text.slice(start, start + (escapes ? 2 : 1));
    yield { text: piece, start, quote };
    if (!escapes && isQuote(character, quote)) quote = quote === '' ? character : '';
    start += piece.length;
  }
}

/** Splits `A=1 B="two words" C` at spaces outside quotes; the quotes stay. */
export function splitQuoted(text: string, escaper: string): string[] {
  const words: string[] = [];
  let word = '';
  for (const { text: piece, quote } of quotedPieces(text, escaper)) {
    const ends = quote === '' && piece.trim() === '';
    if (ends && word !== '') words.push(word);
    word = ends ? '' : word + piece;
  }
  if (word !== '') words.push(word);
  return words;
}
