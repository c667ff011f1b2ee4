import { isMap, isScalar, type Pair, Scalar, type YAMLMap } from 'yaml';
import { lineEnd, lineStart, newlineOf } from '../text-lines.ts';
import type { Edit } from './edit.ts';
import { ownNode, plainOrQuoted, refusal, replaceScalar } from './replace-scalar.ts';
import type { YamlDocument, YamlPath } from './yaml-document.ts';

/**
 * The edit that adds an entry behind the one of the key `after`: a line of its own, or in the same flow map. A value
 * of `true` is the word. UserError where the map or the entry is not laid out so that one edit can do it.
 */
export function insertEntry(
  document: YamlDocument,
  map: YamlPath,
  after: string,
  key: string,
  value: string | true,
): Edit {
  const { text, path } = document.file;
  const { node, entry, end } = simpleEntry(document, [...map, after]);
  const json = isScalar(entry.key) && entry.key.type === Scalar.QUOTE_DOUBLE;
  const quoted = value === true ? 'true' : json ? JSON.stringify(value) : plainOrQuoted(value);
  const written = `${json ? JSON.stringify(key) : key}: ${quoted}`;
  if (node.flow) return { path, range: [end, end], newText: `, ${written}` };
  const keyStart = startOf(entry);
  const before = text.slice(lineStart(text, keyStart), keyStart);
  if (!/^[ -]*$/.test(before))
    throw refusal(document, [...map, after], 'stands behind something else', 'Write it on a line of its own.');
  const lineStop = lineEnd(text, end);
  const newline = lineStop === text.length ? newlineOf(text) : text.startsWith('\r\n', lineStop) ? '\r\n' : '\n';
  return { path, range: [lineStop, lineStop], newText: `${newline}${' '.repeat(before.length)}${written}` };
}

/**
 * The edit that removes an entry: its whole line, with the comment on it; in a flow map with its comma. UserError
 * where more would go with it, an anchor in it is used elsewhere, or nothing is left of its map: that reads as null.
 */
export function removeEntry(document: YamlDocument, path: YamlPath): Edit {
  const { text } = document.file;
  const { node, entry, end } = simpleEntry(document, path);
  if (node.items.length === 1)
    throw refusal(document, path, 'is the only entry of its map', 'Remove the map as a whole.');
  const index = node.items.indexOf(entry);
  const [previous, next] = [node.items[index - 1], node.items[index + 1]];
  const start = startOf(entry);
  const edit = (from: number, to: number): Edit => ({ path: document.file.path, range: [from, to], newText: '' });
  const cramped = () =>
    refusal(document, path, 'cannot be removed from where it stands', 'Write it on a line of its own.');
  if (node.flow) {
    const before = previous && endOf(previous);
    if (before !== undefined && /^\s*,\s*$/.test(text.slice(before, start))) return edit(before, end);
    if (previous === undefined && next && /^\s*,\s*$/.test(text.slice(end, startOf(next))))
      return edit(start, startOf(next));
    throw cramped();
  }
  const line = lineStart(text, start);
  const lineStop = lineEnd(text, end);
  if (/^ *$/.test(text.slice(line, start))) {
    if (lineStop < text.length) return edit(line, text.indexOf('\n', lineStop) + 1);
    return edit(lineEnd(text, lineStart(text, line - 1)), lineStop); // the last line of a file without a last newline
  }
  // The entry stands on the line of its list item's dash: the next one takes its place.
  const dash = /^[ -]*$/.test(text.slice(line, start));
  if (next && dash && /^[ \t]*(#[^\n]*)?\r?\n[ \t]*$/.test(text.slice(end, startOf(next))))
    return edit(start, startOf(next));
  throw cramped();
}

/** The edits that give an entry another key and another value, in its place. */
export function renameEntry(document: YamlDocument, path: YamlPath, key: string, value: string): Edit[] {
  const { entry } = simpleEntry(document, path);
  const name = entry.key;
  if (!isScalar(name) || !name.range) throw refusal(document, path, 'has no plain key');
  const [start, end] = name.range;
  const quoted = name.type === Scalar.QUOTE_DOUBLE || name.type === Scalar.QUOTE_SINGLE;
  const edit: Edit = { path: document.file.path, range: [start, end], newText: quoted ? JSON.stringify(key) : key };
  const valueEdit = replaceScalar(document, path, value);
  return valueEdit ? [edit, valueEdit] : [edit];
}

/** An entry whose value is one scalar on one line that belongs to this place alone. */
function simpleEntry(document: YamlDocument, path: YamlPath): { node: YAMLMap; entry: Pair; end: number } {
  const { node } = ownNode(document, path.slice(0, -1));
  const key = path.at(-1);
  if (!isMap(node)) throw refusal(document, path, 'is not in a map');
  replaceScalar(document, path, ''); // refuses what one edit cannot change
  const entry = node.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (!entry) throw refusal(document, path, 'is not there');
  return { node, entry, end: endOf(entry) };
}

function startOf({ key }: Pair): number {
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

/** The end of an entry's value; of its key and colon when it has none. */
function endOf({ key, value, srcToken }: Pair): number {
  if (isScalar(value) && value.range && value.source !== '') return value.range[1];
  const colon = (srcToken && 'sep' in srcToken ? srcToken.sep : undefined)?.find(
    ({ type }) => type === 'map-value-ind',
  );
  if (colon) return colon.offset + 1;
  return isScalar(key) ? (key.range?.[1] ?? 0) : 0;
}
