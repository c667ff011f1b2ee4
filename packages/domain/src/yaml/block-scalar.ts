import { isScalar, Scalar } from 'yaml';
import type { Edit } from './edit.ts';
import { ownNode, refusal } from './replace-scalar.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from './yaml-document.ts';

/**
 * The YAML document inside a literal block scalar (`values: |`): its places are those of the file, and
 * `outerEdit` turns its edits into edits of the file. Undefined when there is nothing in it.
 *
 * UserError at its line where an edit could not stay inside it: a folded block (`>`), quotes, an alias or an anchor
 * that is used elsewhere, YAML that cannot be read, several documents.
 */
export function parseBlockScalar(document: YamlDocument, path: YamlPath): YamlDocument | undefined {
  const { node } = ownNode(document, path);
  if (node === null || (isScalar(node) && node.value === null)) return undefined;
  const help = 'Write it as a literal block: `|` after the key, and the YAML indented below.';
  if (!isScalar(node) || typeof node.value !== 'string')
    throw refusal(document, path, 'is not a text that holds YAML', help);
  if (node.value.trim() === '') return undefined;
  if (node.type === Scalar.BLOCK_FOLDED)
    throw refusal(document, path, 'is a folded block (`>`), whose lines are not its text', help);
  if (node.type !== Scalar.BLOCK_LITERAL) throw refusal(document, path, 'holds YAML in quotes or on one line', help);
  const offset = outerOffsets(document.file.text, node.range?.[0] ?? 0, node.value);
  if (!offset) throw refusal(document, path, 'is indented in a way that cannot be edited', help);
  const file = parseYamlFile(document.file.path, node.value, { document, path, outerOffset: offset });
  const [error] = file.errors;
  if (error) throw error;
  const [inner, second] = file.documents;
  if (second) throw refusal(second, [], 'is a second document inside a text', 'Helm reads only the first: remove it.');
  return inner;
}

/** An edit of the file for an edit of one line of the text inside its block scalar; any other edit as it is. */
export function outerEdit(document: YamlDocument, edit: Edit): Edit {
  const { nesting } = document.file;
  if (!nesting) return edit;
  const [start, end] = edit.range;
  return { ...edit, range: [nesting.outerOffset(start), nesting.outerOffset(end)] };
}

/** From offsets in a literal block's value to offsets in the text; undefined when its lines do not lie there. */
function outerOffsets(text: string, header: number, value: string): ((inner: number) => number) | undefined {
  const innerStarts: number[] = [];
  const outerStarts: number[] = [];
  let inner = 0;
  let outer = text.indexOf('\n', header) + 1;
  let indent: number | undefined;
  for (const line of value.split('\n')) {
    const end = text.indexOf('\n', outer);
    const written = text.slice(outer, end === -1 ? text.length : end).replace(/\r$/, '');
    if (line !== '') {
      indent ??= written.length - line.length;
      if (written !== ' '.repeat(Math.max(indent, 0)) + line) return undefined;
    }
    innerStarts.push(inner);
    outerStarts.push(outer + (line === '' ? 0 : (indent ?? 0)));
    inner += line.length + 1;
    outer = end === -1 ? text.length : end + 1;
  }
  return (offset) => {
    let low = 0;
    let high = innerStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((innerStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return (outerStarts[low] ?? 0) + offset - (innerStarts[low] ?? 0);
  };
}
