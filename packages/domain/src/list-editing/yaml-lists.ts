import { isAlias, isMap, isScalar, isSeq, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../yaml/yaml-document.ts';
import { contentEnd } from './list-text.ts';
import type { Member } from './member.ts';

/** A sequence or a map of a YAML text, and how its text lies in the file. */
export interface YamlList {
  path: YamlPath;
  /** `istio.services` */
  pointer: string;
  /** Offset of its key in the file. */
  offset: number;
  node: YAMLSeq | YAMLMap;
  /** The text it was parsed from: the file, or a text inside it. */
  content: string;
  /** Offset of that text in the file. */
  shift: number;
}

/** Every sequence and map of a document, in file order, those of YAML texts inside it (`prometheus.yml: |`) too. */
export function listsOf(document: YamlDocument): YamlList[] {
  const pointer = document.index > 0 ? `document ${document.index + 1} ` : '';
  return listsIn(document, { pointer, shift: 0, nested: false });
}

function listsIn(
  { ast, file }: YamlDocument,
  { pointer, shift, nested }: { pointer: string; shift: number; nested: boolean },
): YamlList[] {
  type Item = { node: unknown; path: (string | number)[]; offset: number };
  const lists: YamlList[] = [];
  const pending: Item[] = [{ node: ast.contents, path: [], offset: ast.contents?.range?.[0] ?? 0 }];
  for (let item = pending.pop(); item; item = pending.pop()) {
    const { node, path, offset } = item;
    if (isAlias(node)) continue;
    const children: Item[] = [];
    if (isMap(node) || isSeq(node)) {
      lists.push({ path, pointer: pointer + pointerOf(path), offset: offset + shift, node, content: file.text, shift });
    }
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (isScalar(key))
          children.push({ node: value, path: [...path, String(key.value)], offset: key.range?.[0] ?? 0 });
      }
    } else if (isSeq(node)) {
      for (const [index, value] of node.items.entries()) children.push({ node: value, path: [...path, index], offset });
    } else if (!nested && isScalar(node) && isEmbedded(node, path)) {
      const start = file.text.indexOf('\n', node.range?.[0]) + 1;
      const content = file.text.slice(start, node.range?.[1]);
      const [inner] = start > 0 ? parseYamlFile(file.path, content).documents : [];
      const within = inner ? listsIn(inner, { pointer: `${pointerOf(path)} `, shift: start, nested: true }) : [];
      for (const list of within) lists.push(list);
    }
    for (const child of children.reverse()) pending.push(child);
  }
  return lists;
}

function isEmbedded({ type }: Scalar, path: YamlPath): boolean {
  return type === Scalar.BLOCK_LITERAL && /\.ya?ml$|scrape/i.test(String(path.at(-1) ?? ''));
}

function pointerOf(path: YamlPath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

/** One entry of a list, with what names it. Offsets are of the file. */
export interface YamlEntry extends Member {
  /** The text that names it, and its place with the quotes. */
  text: string;
  textStart: number;
  textEnd: number;
}

/** The keys of a map. */
export function keyEntries({ node, content, shift }: YamlList): YamlEntry[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }: Pair) => {
    if (!isScalar(key) || !key.range || typeof key.value !== 'string') return [];
    const [start, keyEnd] = key.range;
    const end = contentEnd(content, value ?? key) + shift;
    return [
      { name: '', text: key.value, start: start + shift, end, textStart: start + shift, textEnd: keyEnd + shift },
    ];
  });
}

/** The items of a sequence: of plain names without a key, else of maps that have it. */
export function itemEntries(list: YamlList, key: string | null): YamlEntry[] {
  if (!isSeq(list.node)) return [];
  const blocks = itemBlocks(list);
  return list.node.items.flatMap((item, index) => {
    const pair =
      key !== null && isMap(item) ? item.items.find((one) => isScalar(one.key) && one.key.value === key) : null;
    const named = key === null ? item : pair?.value;
    const block = blocks[index];
    if (!isScalar(named) || !named.range || typeof named.value !== 'string' || !block) return [];
    const [textStart, textEnd] = named.range;
    return [
      { name: '', text: named.value, ...block, textStart: textStart + list.shift, textEnd: textEnd + list.shift },
    ];
  });
}

/** What each item of a sequence takes, from its dash on; undefined for one that is neither a map nor a scalar. */
export function itemBlocks({ node, content, shift }: YamlList): ({ start: number; end: number } | undefined)[] {
  if (!isSeq(node)) return [];
  const dashes = dashesOf(node);
  return node.items.map((item, index) => {
    const range = isMap(item) || isScalar(item) ? item.range : null;
    const start = node.flow ? range?.[0] : dashes[index];
    if (!range || start === undefined) return undefined;
    return { start: start + shift, end: contentEnd(content, item) + shift };
  });
}

/** Offsets of the dashes of a sequence in block style; an item's own range starts behind its anchor. */
function dashesOf({ srcToken }: YAMLSeq): (number | undefined)[] {
  if (srcToken?.type !== 'block-seq') return [];
  return srcToken.items.flatMap(({ start }) => start.find(({ type }) => type === 'seq-item-ind')?.offset ?? []);
}
