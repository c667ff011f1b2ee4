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

/**
 * Whether two texts are cut into the same tokens but for the scalars that edits replace, each by one of its style
 * without a line break. Not where an anchor, an alias, a tag or a merge key may carry a value elsewhere.
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one pass over two lists of tokens in step
function sameTokens(before: string, after: string, edits: ReadonlyMap<number, Edit>): boolean {
  const others = new Lexer().lex(after);
  let offset = 0;
  let plain = false;
  let replaced = 0;
  for (const token of new Lexer().lex(before)) {
    const other = others.next().value ?? '';
    if (plain ? token === '<<' : /^[&*!]/.test(token)) return false;
    if (token !== other) {
      const edit = edits.get(offset);
      if (other !== edit?.newText || edit.range[1] !== offset + token.length) return false;
      if (!isReplacement(token, other, plain)) return false;
      replaced += 1;
    }
    const mark: boolean = !plain && marks.has(token);
    plain = mark && token === plainScalarNext;
    if (!mark) offset += token.length;
  }
  return others.next().done === true && replaced === edits.size;
}

/** Whether a scalar is on one line as the other is, and in the same quotes, or in none as it is. */
function isReplacement(scalar: string, other: string, plain: boolean): boolean {
  const sameStyle = plain || (/^['"]/.test(scalar) && scalar[0] === other[0]);
  return sameStyle && !/[\r\n]/.test(scalar + other);
}

/** Whether a scalar is a string, and that one, under every schema. Escapes are left to a parser. */
function isString(scalar: string, value: string): boolean {
  if (scalar.startsWith("'")) return scalar.slice(1, -1) === value && !value.includes("'");
  if (scalar.startsWith('"')) return scalar.slice(1, -1) === value && !/["\\]/.test(value);
  return scalar === value && readsAsString(scalar);
}
