import { isScalar, Lexer } from 'yaml';
import { checkEdits, type Expectation } from './check-edits.ts';
import type { Edit } from './edit.ts';
import { readsAsString } from './plain-scalar.ts';
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
  if (!replacesOnlyScalars(file, after, edits, expectations)) checkEdits(file.text, after, edits, expectations);
}

/** Whether the tokens alone prove the edits; false proves nothing. */
function replacesOnlyScalars(
  file: YamlFile,
  after: string,
  edits: readonly Edit[],
  expectations: readonly Expectation[],
): boolean {
  if (file.errors.length > 0 || edits.length !== expectations.length) return false;
  const written = new Map(edits.map((edit) => [edit.range[0], edit]));
  if (written.size !== edits.length || !sameTokens(file.text, after, written)) return false;
  return expectations.every(({ document: index, path, value }) => {
    const node = file.documents.find((document) => document.index === index)?.node(path);
    if (!isScalar(node) || !node.range || typeof value !== 'string') return false;
    const [start, end] = node.range;
    const edit = written.get(start);
    written.delete(start);
    return edit?.range[1] === end && isString(edit.newText, value);
  });
}

/** The lexer gives it before the text of a plain scalar; as the other two marks it takes up no room in the text. */
const plainScalarNext = '\x1f';
const marks = new Set([plainScalarNext, '\x02', '\x18']);

/** What may carry a value elsewhere: an anchor, an alias, a tag, a merge key. */
const carriesValues = /[&*!]|<</;

/**
 * Whether two texts are cut into the same tokens but for the scalars that edits replace, each by one of its style
 * without a line break. Not where something may carry a value elsewhere.
 */
function sameTokens(before: string, after: string, edits: ReadonlyMap<number, Edit>): boolean {
  const lines = linesOf(before, edits);
  const toTheEnd = { ...lines, end: before.length };
  if (carriesValues.test(before.slice(lines.end))) return sameTokensUntil(toTheEnd, before, after, edits);
  return sameTokensUntil(lines, before, after, edits) || sameTokensUntil(toTheEnd, before, after, edits);
}

/** Where the lines of the edits begin, and where the second line behind them ends, in which a scalar may go on. */
function linesOf(before: string, edits: ReadonlyMap<number, Edit>): { start: number; end: number } {
  const offsets = [...edits.keys()];
  const start = before.lastIndexOf('\n', Math.min(...offsets) - 1) + 1;
  let end = Math.max(...[...edits.values()].map(({ range }) => range[1]));
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
): boolean {
  const goesOn = end < before.length;
  const rest = before.length - end;
  if (!after.startsWith(before.slice(0, start)) || !after.endsWith(before.slice(end))) return false;
  const lexer = new Lexer();
  const passed = { offset: 0, plain: false };
  for (const token of lexer.lex(before.slice(0, start), true)) if (!pass(passed, token)) return false;
  const otherLexer = Object.assign(new Lexer(), lexer);
  const others = otherLexer.lex(after.slice(start, after.length - rest), goesOn);
  let replaced = 0;
  for (const token of lexer.lex(before.slice(start, end), goesOn)) {
    const other = others.next().value ?? '';
    if (token !== other) {
      if (!isReplacement(token, other, passed, edits)) return false;
      replaced += 1;
    }
    if (!pass(passed, token)) return false;
  }
  if (others.next().done !== true || replaced !== edits.size) return false;
  return !goesOn || isSameState(lexer, otherLexer);
}

/** Takes note of a token; false for one that may carry a value elsewhere. */
function pass(passed: { offset: number; plain: boolean }, token: string): boolean {
  if (passed.plain ? token === '<<' : /^[&*!]/.test(token)) return false;
  const mark = !passed.plain && marks.has(token);
  passed.plain = mark && token === plainScalarNext;
  if (!mark) passed.offset += token.length;
  return true;
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
  { offset, plain }: { offset: number; plain: boolean },
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
