import { isAlias, isMap, isNode, isScalar, isSeq, type Pair, Scalar, visit, type YAMLMap } from 'yaml';
import { memoize } from '../memo.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import type { Edit } from './edit.ts';
import { keyAmbiguity } from './map-key.ts';
import { readsAsString } from './plain-scalar.ts';
import type { YamlDocument, YamlPath } from './yaml-document.ts';
import { pointerOf } from './yaml-path.ts';

/**
 * The edit that makes the scalar at a path read as the string `newValue` and touches no other byte; undefined
 * when it already does. Quotes are kept. A plain scalar stays plain when the new value is a string to every
 * parser, and is written in double quotes otherwise. An empty value (`value:`) is written after its colon.
 *
 * What cannot be edited in place alone is a UserError at its line: an alias, an anchor that is used elsewhere (also
 * around the value), a value that a merge key brings in, a key that parsers read as different ones, block scalars
 * but those of one line (`>-` above a long text), other scalars of several lines, a tag other than `!!str`, a map or a list, an empty value behind an anchor or
 * a tag, a path that is not there.
 */
export function replaceScalar(document: YamlDocument, path: YamlPath, newValue: string): Edit | undefined {
  const { text } = document.file;
  const { node, pair } = ownNode(document, path);
  if (/[\p{Cc}\p{Cs}\u2028\u2029\ufeff]/u.test(newValue))
    throw refusal(document, path, `${JSON.stringify(newValue)} holds characters that one line of YAML cannot`);
  const edit = (start: number, end: number, newText: string): Edit => ({
    path: document.file.path,
    range: [start, end],
    newText,
  });

  if (isEmptyScalar(node)) return edit(...afterColon(document, path, pair), ` ${plainOrQuoted(newValue)}`);
  if (!isScalar(node)) throw refusal(document, path, `is ${isMap(node) ? 'a map' : 'a list'}, not one value`);
  if (node.tag !== undefined && node.tag !== 'tag:yaml.org,2002:str')
    throw refusal(document, path, `has the tag ${node.tag}`, 'Remove the tag.');
  const [start, end] = node.range ?? [0, 0];
  const source = text.slice(start, end);
  const line = newValue.trim() === newValue && newValue !== '' ? lineOfBlock(node, source) : undefined;
  if (line) return node.value === newValue ? undefined : edit(start + line[0], start + line[1], newValue);
  if (!isOneLine(node, source))
    throw refusal(document, path, 'is a block or spans several lines', 'Write the value on the line of its key.');

  const written = writtenAs(node, source, newValue);
  return written === undefined ? undefined : edit(start, end, written);
}

/** A value as a scalar of one line has it, in the quotes that are there; undefined where that is what it says. */
function writtenAs({ type, value }: Scalar, source: string, newValue: string): string | undefined {
  const isDouble = type === Scalar.QUOTE_DOUBLE;
  if (isDouble || type === Scalar.QUOTE_SINGLE) {
    if (value === newValue) return undefined;
    return isDouble ? JSON.stringify(newValue) : singleQuoted(newValue);
  }
  return source === newValue && readsAsString(newValue) ? undefined : plainOrQuoted(newValue);
}

function isEmptyScalar(node: unknown): node is null | Scalar {
  return node === null || (isScalar(node) && node.type === Scalar.PLAIN && node.source === '');
}

function isOneLine(node: Scalar, source: string): boolean {
  return !isBlock(node) && !/[\r\n]/.test(source);
}

function isBlock({ type }: Scalar): boolean {
  return type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL;
}

/** The range of the one line that a block without an end of line (`>-`, `|-`) has, which is its value as it stands. */
function lineOfBlock(node: Scalar, source: string): [number, number] | undefined {
  const { value } = node;
  if (!isBlock(node) || !/^[|>]-[ \t]*\r?\n/.test(source) || typeof value !== 'string' || value.includes('\n'))
    return undefined;
  const header = source.indexOf('\n') + 1;
  if (value === '' || source.slice(header).trim() !== value) return undefined;
  const start = source.indexOf(value, header);
  return [start, start + value.length];
}

/** The text of the scalar at a path as the file has it, without quotes: `1.10` stays `1.10`; '' when there is none. */
export function scalarText(document: YamlDocument, path: YamlPath): string {
  const node = document.node(path);
  if (!isScalar(node)) return '';
  if (node.type === Scalar.PLAIN) return node.source ?? '';
  return typeof node.value === 'string' ? node.value : '';
}

/** A string as YAML writes it: plain where every parser reads that as the string, else in double quotes. */
export function plainOrQuoted(value: string): string {
  return readsAsString(value) ? value : JSON.stringify(value);
}

function singleQuoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/**
 * The node at a path that belongs to this place alone, with its map entry; null for an empty value. UserError where
 * it is not there, or an alias, an anchor that is used elsewhere or a merge key has a part in it.
 */
export function ownNode(document: YamlDocument, path: YamlPath): { node: unknown; pair: Pair | undefined } {
  let node: unknown = document.contents;
  let pair: Pair | undefined;
  for (const [depth, step] of path.entries()) {
    const parent = path.slice(0, depth);
    refuseShared(document, parent, node);
    if (isMap(node)) {
      pair = entryOf(document, node, parent, step);
      const doubt = keyAmbiguity(document, node, pair, String(step));
      if (doubt !== undefined)
        throw refusal(document, path, doubt, 'Put the key into quotes, or give it another name.');
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
      pair = undefined;
      node = node.items[step];
    } else {
      throw refusal(document, [...parent, step], 'is not there');
    }
  }
  refuseShared(document, path, node);
  return { node: node ?? null, pair };
}

/** The entry of a key in the map at a path. */
function entryOf(document: YamlDocument, map: YAMLMap, path: YamlPath, key: string | number): Pair {
  const pair = map.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
  if (pair) return pair;
  const missing = [...path, key];
  if (map.items.some((item) => isScalar(item.key) && item.key.source === '<<')) {
    const what = 'is not written here: a merge key (`<<`) may bring it in';
    throw refusal(document, missing, what, 'Write the value out in this place.');
  }
  throw refusal(document, missing, 'is not there', `Write \`${key}\` out in this place.`);
}

function refuseShared(document: YamlDocument, path: YamlPath, node: unknown): void {
  if (isAlias(node))
    throw new UserError(`${formatYamlPath(path)} is an alias (*${node.source})`, {
      // Where the alias stands: a path leads to what it stands for.
      location: document.file.location(node.range?.[0] ?? 0),
      help: 'Write the value out instead of the alias.',
    });
  const anchor = isNode(node) && 'anchor' in node ? node.anchor : undefined;
  const used = anchor === undefined ? undefined : aliasesOf(document).get(anchor);
  if (used !== undefined)
    throw refusal(
      document,
      path,
      `has the anchor &${anchor}, which line ${document.file.location(used).line} uses as well`,
      'Write the value out in both places instead of the anchor.',
    );
}

/** The first alias of each anchor's name, by offset. */
const aliasesOf = memoize((document: YamlDocument): ReadonlyMap<string, number> => {
  const first = new Map<string, number>();
  visit(document.contents, {
    Alias: (_key, alias) => {
      if (!first.has(alias.source)) first.set(alias.source, alias.range?.[0] ?? 0);
    },
  });
  return first;
});

/** The empty range behind the colon of a key without a value. */
function afterColon(document: YamlDocument, path: YamlPath, pair: Pair | undefined): [number, number] {
  const separators = (pair?.srcToken && 'sep' in pair.srcToken ? pair.srcToken.sep : undefined) ?? [];
  const colon = separators.find(({ type }) => type === 'map-value-ind');
  if (!colon || separators.some(({ type }) => type === 'anchor' || type === 'tag'))
    throw refusal(document, path, 'has no value', 'Write a value behind the colon.');
  return [colon.offset + 1, colon.offset + 1];
}

/** The error about the value at a path. */
export function refusal(document: YamlDocument, path: YamlPath, what: string, help?: string): UserError {
  return new UserError(`${formatYamlPath(path)} ${what}`, {
    location: document.locateValue(path),
    ...present({ help }),
  });
}

/** A path as people write it: `spec.sources[1].helm`. */
export function formatYamlPath(path: YamlPath): string {
  return pointerOf(path) || 'the document';
}
