import { isAlias, isMap, isScalar, isSeq, type Pair, Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { walkNodes } from '../yaml/walk-nodes.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../yaml/yaml-document.ts';
import { pointerOf } from '../yaml/yaml-path.ts';
import { contentEnd } from './list-text.ts';
import type { Span, WrittenMember } from './member.ts';

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
  document: YamlDocument,
  { pointer, shift, nested }: { pointer: string; shift: number; nested: boolean },
): YamlList[] {
  const { text: content } = document.file;
  const lists: YamlList[] = [];
  for (const { node, path, keyOffset } of walkNodes(document)) {
    if (isMap(node) || isSeq(node))
      lists.push({ path, pointer: pointer + pointerOf(path), offset: keyOffset + shift, node, content, shift });
    else if (!nested && isScalar(node) && isEmbedded(node, path))
      for (const list of listsInside(document, node, path)) lists.push(list);
  }
  return lists;
}

function isEmbedded({ type }: Scalar, path: YamlPath): boolean {
  return type === Scalar.BLOCK_LITERAL && /\.ya?ml$|scrape/i.test(String(path.at(-1) ?? ''));
}

/** The lists of the YAML in a block scalar. */
function listsInside({ file }: YamlDocument, { range }: Scalar, path: YamlPath): YamlList[] {
  const shift = file.text.indexOf('\n', range?.[0]) + 1;
  const [inner] = shift > 0 ? parseYamlFile(file.path, file.text.slice(shift, range?.[1])).documents : [];
  return inner ? listsIn(inner, { pointer: `${pointerOf(path)} `, shift, nested: true }) : [];
}

/** What names the items of a list of maps. */
const nameKeys: ReadonlySet<string> = new Set([
  'name',
  'service',
  'job_name',
  'serviceName',
  'app',
  'path',
  'directory',
  'id',
]);

/** What an item of a list is called: itself, or what one of its keys says. A chart that is taken in goes by its alias. */
export function nameOfItem(item: unknown): Scalar | null {
  if (isScalar(item)) return item;
  if (!isMap(item)) return null;
  const named =
    (item.has('repository') ? item.get('alias', true) : undefined) ??
    item.items.find(({ key }) => isScalar(key) && nameKeys.has(String(key.value)))?.value;
  return isScalar(named) ? named : null;
}

/** What names the jobs that a pipeline lists, and the files that it takes in. */
const pipelineKeys: ReadonlySet<string> = new Set(['job', 'stage', 'deployment', 'local', 'file', 'template']);

/** What an item of a list is called in a pipeline as well: `- job: build`, and the one key of `- build: {…}`. */
export function callOfItem(item: unknown): Scalar | null {
  const named = nameOfItem(item);
  if (named || !isMap(item)) return named;
  const value = item.items.find(({ key }) => isScalar(key) && pipelineKeys.has(String(key.value)))?.value;
  if (isScalar(value)) return value;
  const [only, another] = item.items;
  return another === undefined && isScalar(only?.key) && (isMap(only.value) || only.value === null) ? only.key : null;
}

/** A member of a list or a map, by what it is called. */
export interface CalledMember extends Span {
  text: string;
  /** Whether it says more than the word that it is called by. */
  isBlock: boolean;
}

/** The entries of a map and the items of a sequence; one that nothing names is called by its whole text. */
export function calledMembers(list: YamlList): CalledMember[] {
  if (isMap(list.node)) return keyEntries(list).map(({ text, start, end }) => ({ text, start, end, isBlock: true }));
  const blocks = itemBlocks(list);
  return list.node.items.flatMap((item, index): CalledMember[] => {
    const block = blocks[index];
    if (!block) return [];
    const named = callOfItem(item);
    const text = named ? String(named.value) : list.content.slice(block.start - list.shift, block.end - list.shift);
    return [{ text, ...block, isBlock: isMap(item) }];
  });
}

/** The keys of a map. */
export function keyEntries({ node, content, shift }: YamlList): WrittenMember[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }: Pair) => {
    if (!isScalar(key) || !key.range || typeof key.value !== 'string') return [];
    const [start, textEnd] = key.range;
    const end = contentEnd(content, value ?? key) + shift;
    return { text: key.value, start: start + shift, end, textStart: start + shift, textEnd: textEnd + shift };
  });
}

/** The items of a sequence: of plain names without a key, else of maps that have it. */
export function itemEntries(list: YamlList, key: string | null): WrittenMember[] {
  if (!isSeq(list.node)) return [];
  const blocks = itemBlocks(list);
  return list.node.items.flatMap((item, index) => {
    const entry =
      key !== null && isMap(item) ? item.items.find((pair) => isScalar(pair.key) && pair.key.value === key) : null;
    const named = key === null ? item : entry?.value;
    const block = blocks[index];
    if (!isScalar(named) || !named.range || typeof named.value !== 'string' || !block) return [];
    const [textStart, textEnd] = named.range;
    return { text: named.value, ...block, textStart: textStart + list.shift, textEnd: textEnd + list.shift };
  });
}

/** What each item of a sequence takes, from its dash on; undefined for one that is neither a map, a scalar nor an alias. */
export function itemBlocks({ node, content, shift }: YamlList): ({ start: number; end: number } | undefined)[] {
  if (!isSeq(node)) return [];
  const dashes = dashesOf(node);
  return node.items.map((item, index) => {
    const range = isMap(item) || isScalar(item) || isAlias(item) ? item.range : null;
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
