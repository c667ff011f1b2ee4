import { Lexer } from 'yaml';
import { checkEdits, type Expectation } from './check-edits.ts';
import type { Edit } from './edit.ts';
import { readsAsString } from './plain-scalar.ts';
import { beforeTokens, passToken, pathKey, type TokenPlace } from './token-path.ts';
import type { YamlFile } from './yaml-document.ts';

/**
 * Proves what `checkEdits` proves, and throws as it does. The usual edit, one scalar for another of the same style on
 * the same line, needs no reading of both texts under both schemas: what a parser makes of a text is decided by its
 * tokens, so that texts of the same tokens but one hold the same everywhere but there. Everything else is read.
 */
export function proveEdits(
  file: YamlFile,
  after: string,
  edits: readonly Edit[],
  expectations: readonly Expectation[],
): void {
  const { readAs } = file;
  if (readAs) checkEdits(readAs(file.text), readAs(after), edits, expectations);
  else if (!tokensProve(file, after, edits, expectations)) checkEdits(file.text, after, edits, expectations);
}

/**
 * Whether the tokens alone prove the edits; false proves nothing. They are those of the `yaml` package's lexer, and what
 * leads to a scalar follows from them: what was read to plan the edits is not asked.
 */
export function tokensProve(
  { text, errors }: YamlFile,
  after: string,
  edits: readonly Edit[],
  expectations: readonly Expectation[],
): boolean {
  if (errors.length > 0 || edits.length !== expectations.length) return false;
  const written = new Map(edits.map((edit) => [edit.range[0], edit]));
  const place = written.size === edits.length ? sameTokens(text, after, written) : null;
  if (!place) return false;
  const byPath = new Map([...place.values].map(([offset, path]) => [path, written.get(offset)]));
  return expectations.every(({ document, path, value }) => {
    const key = pathKey(document, path);
    const edit = byPath.get(key);
    byPath.delete(key);
    return edit !== undefined && typeof value === 'string' && isString(edit.newText, value);
  });
}

/** What may carry a value elsewhere: an anchor, an alias, a tag, a merge key. */
const carriesValues = /[&*!]|<</;

/**
 * Where the tokens of a text lead to, if another text is cut into the same ones but for the scalars that edits replace,
 * each by one of its style without a line break. Null where it is not, or something may carry a value elsewhere.
 */
function sameTokens(before: string, after: string, edits: ReadonlyMap<number, Edit>): TokenPlace | null {
  const lines = linesOf(before, edits);
  const toTheEnd = { ...lines, end: before.length };
  if (carriesValues.test(before.slice(lines.end))) return sameTokensUntil(toTheEnd, before, after, edits);
  return sameTokensUntil(lines, before, after, edits) ?? sameTokensUntil(toTheEnd, before, after, edits);
}

/** Where the lines of the edits begin, and where the second line behind them ends, in which a scalar may go on. */
function linesOf(before: string, edits: ReadonlyMap<number, Edit>): { start: number; end: number } {
  const first = [...edits.keys()].reduce((least, offset) => Math.min(least, offset), Number.POSITIVE_INFINITY);
  const start = before.lastIndexOf('\n', first - 1) + 1;
  let end = [...edits.values()].reduce((last, { range }) => Math.max(last, range[1]), Number.NEGATIVE_INFINITY);
  for (let line = 0; line < 3 && end !== 0; line += 1) end = before.indexOf('\n', end) + 1;
  return { start, end: end === 0 ? before.length : end };
}

/**
 * The same up to an offset behind the edits. The rest is the same text in both, and a lexer in the same state cuts it
 * into the same tokens; so it does with what is before the edits.
 */
function sameTokensUntil(
  { start, end }: { start: number; end: number },
  before: string,
  after: string,
  edits: ReadonlyMap<number, Edit>,
): TokenPlace | null {
  const goesOn = end < before.length;
  const rest = before.length - end;
  if (!after.startsWith(before.slice(0, start)) || !after.endsWith(before.slice(end))) return null;
  const lexer = new Lexer();
  const place = beforeTokens(edits);
  for (const token of lexer.lex(before.slice(0, start), true)) if (!passToken(place, token)) return null;
  const otherLexer = Object.assign(new Lexer(), lexer);
  const others = otherLexer.lex(after.slice(start, after.length - rest), goesOn);
  let replaced = 0;
  for (const token of lexer.lex(before.slice(start, end), goesOn)) {
    const other = others.next().value ?? '';
    if (token !== other) {
      if (!isReplacement(token, other, place, edits)) return null;
      replaced += 1;
    }
    if (!passToken(place, token)) return null;
  }
  if (others.next().done !== true || replaced !== edits.size) return null;
  return !goesOn || isSameState(lexer, otherLexer) ? place : null;
}

/** Whether two lexers that wait for more text go on alike: all that they keep is the same. */
function isSameState(one: Lexer, other: Lexer): boolean {
  const kept = new Map(Object.entries(other));
  return Object.entries(one).every(([name, value]) => value === kept.get(name));
}

/** Whether an edit puts a scalar in the place of another: on one line as that one is, and in the same quotes or none. */
function isReplacement(
  scalar: string,
  other: string,
  { offset, plain }: TokenPlace,
  edits: ReadonlyMap<number, Edit>,
): boolean {
  const edit = edits.get(offset);
  if (other !== edit?.newText || edit.range[1] !== offset + scalar.length) return false;
  const sameStyle = plain || (/^['"]/.test(scalar) && scalar[0] === other[0]);
  return sameStyle && !/[\r\n]/.test(scalar + other);
}

/** Whether a scalar is a string, and that one, under every schema. Escapes are left to a parser. */
function isString(scalar: string, value: string): boolean {
  if (scalar.startsWith("'")) return scalar.slice(1, -1) === value && !value.includes("'");
  if (scalar.startsWith('"')) return scalar.slice(1, -1) === value && !/["\\]/.test(value);
  return scalar === value && readsAsString(scalar);
}
