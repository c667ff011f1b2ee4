import { isScalar, isSeq } from 'yaml';
import { memoize } from '../memo.ts';
import { lineStart } from '../text-lines.ts';
import { tryUser } from '../user-error.ts';
import type { Edit } from '../yaml/edit.ts';
import { parseYamlFile, type YamlFile } from '../yaml/yaml-document.ts';
import { removeBlock, removeFromBrackets } from './list-text.ts';
import type { WrittenMember } from './member.ts';
import { callOfItem, itemBlocks, keyEntries, listsOf, type YamlList } from './yaml-lists.ts';

/** An entry of a map or an item of a list; its text, the key, a plain item or the `name` of one, says what it is of. */
interface Unit {
  entry: WrittenMember;
  siblings: readonly WrittenMember[];
  list: YamlList;
}

/** Whether a text names what is gone. */
type IsGone = (text: string) => boolean;

/** Keys of lists that may as well not be there when they are empty. */
const optional = /^(?:depends_?on|needs|links|dependencies)$/i;
/**
 * Says how to take out the entry or the item that the text at an offset of a file names; null where nothing else would
 * be left but what is gone, or is called `also`, or that text names no whole entry.
 */
export function yamlRemover(file: YamlFile, isGone: IsGone): (offset: number, also?: string) => Edit | null {
  const units = file.documents
    .flatMap(listsOf)
    .flatMap(unitsOf)
    .sort((a, b) => a.entry.textStart - b.entry.textStart);
  const unitAt = (offset: number): Unit | undefined => {
    let [low, high] = [0, units.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((units[middle]?.entry.textStart ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    // `- build: {…}`: what an item is called by is the one key that it has.
    while (low > 1 && units[low - 2]?.entry.textStart === units[low - 1]?.entry.textStart) low -= 1;
    const unit = units[low - 1];
    return unit && offset < unit.entry.textEnd ? unit : undefined;
  };
  // Asked once for each list, of which everything may go.
  const staying = memoize((siblings: readonly WrittenMember[]): ReadonlySet<string> => {
    const texts = new Set<string>();
    for (const { text } of siblings) if (texts.size < 2 && !isGone(text)) texts.add(text);
    return texts;
  });
  return (offset, also) => {
    const unit = unitAt(offset);
    if (!unit) return null;
    const left = staying(unit.siblings);
    if (left.size > (also !== undefined && left.has(also) ? 1 : 0)) return removal(file, unit);
    const key = unit.list.path.at(-1);
    const parent = typeof key === 'string' && optional.test(key) ? unitAt(unit.list.offset) : undefined;
    return parent && parent.siblings.length > 1 ? removal(file, parent) : null;
  };
}

function unitsOf(list: YamlList): Unit[] {
  const siblings = isSeq(list.node) ? itemsOf(list) : keyEntries(list);
  return siblings.map((entry) => ({ entry, siblings, list }));
}

function itemsOf(list: YamlList): WrittenMember[] {
  if (!isSeq(list.node)) return [];
  const blocks = itemBlocks(list);
  return list.node.items.flatMap((item, index): WrittenMember[] => {
    const block = blocks[index];
    const named = callOfItem(item);
    if (!block || !named?.range) return [];
    const text = String(named.value);
    // An option or a sentence names more than one thing.
    if (!/^[\w./:@*!{}$-]+$/.test(text) || text.startsWith('-')) return [];
    return [{ text, ...block, textStart: named.range[0] + list.shift, textEnd: named.range[1] + list.shift }];
  });
}

function removal({ path, text }: YamlFile, { entry, siblings, list }: Unit): Edit | null {
  if (list.node.flow) return removeFromBrackets(path, siblings, entry);
  const line = lineStart(text, entry.start);
  // Behind a dash there is more that it belongs to.
  return text.slice(line, entry.start).trim() === '' ? removeBlock(path, text, entry) : null;
}

/**
 * Gives the edit that takes out the document an offset is in, where it is an object of Kubernetes that is called as what is
 * gone, and there are others; null for any other.
 */
export function documentRemover(file: YamlFile): (offset: number, isGone: IsGone) => Edit | null {
  if (file.documents.length < 2) return () => null;
  const separators = [...file.text.matchAll(/^---(?=[ \t\r\n]|$)[^\n]*\n?/gm)];
  return (offset, isGone) => documentRemoval(file, separators, offset, isGone);
}

function documentRemoval(
  file: YamlFile,
  separators: readonly RegExpExecArray[],
  offset: number,
  isGone: IsGone,
): Edit | null {
  const { text, path } = file;
  const next = separators.find(({ index }) => index > offset);
  const previous = separators.findLast(({ index }) => index <= offset);
  const [start, end] = [previous?.index ?? 0, next?.index ?? text.length];
  const inside = file.documents.filter(({ contents }) => {
    const content = contents?.range?.[0] ?? -1;
    return start <= content && content < end;
  });
  const [document] = inside;
  const name = document?.node(['metadata', 'name']);
  if (!document || inside.length > 1) return null;
  if (!document.node(['apiVersion']) || !document.node(['kind'])) return null;
  if (!isScalar(name) || typeof name.value !== 'string' || !isGone(name.value)) return null;
  // The first document may have no separator of its own: then that of the next one goes, and what the file begins with stays.
  const content = document.contents?.range?.[0] ?? 0;
  const range = previous ? ([start, end] as const) : ([content, end + (next?.[0].length ?? 0)] as const);
  return { path, range, newText: '' };
}

/** Whether a text of YAML holds what another one holds and nothing else, with nothing in it that became empty. */
export function isRestOf(before: YamlFile, after: string): boolean {
  const rest = parseYamlFile(before.path, after);
  if (rest.errors.length > before.errors.length) return false;
  const [few, all] = [valuesOf(rest), valuesOf(before)];
  if (!few || !all || few.length < all.length - 1 || few.length === 0) return false;
  if (few.length === all.length) return few.every((value, index) => isPart(value, all[index]));
  // A whole document is gone: the others are what they were.
  const isSame = (a: unknown, b: unknown): boolean => isPart(a, b) && isPart(b, a);
  const changed = few.findIndex((value, index) => !isSame(value, all[index]));
  return changed === -1 || few.slice(changed).every((value, index) => isSame(value, all[changed + index + 1]));
}

/** Null where one cannot be told: aliases that expand without measure. */
function valuesOf({ documents }: YamlFile): unknown[] | null {
  return tryUser<unknown[] | null>(
    () => documents.map((document) => document.value()),
    () => null,
  );
}

function isPart(part: unknown, whole: unknown): boolean {
  if (typeof part === 'string' && typeof whole === 'string') return part.length <= whole.length;
  if (typeof part !== 'object' || typeof whole !== 'object' || part === null || whole === null) return part === whole;
  if (Array.isArray(part) && Array.isArray(whole)) {
    if (part.length === 0) return whole.length === 0;
    let next = 0;
    for (const item of part) {
      while (next < whole.length && !isPart(item, whole[next])) next += 1;
      if (next === whole.length) return false;
      next += 1;
    }
    return true;
  }
  const [few, all] = [new Map(Object.entries(part)), new Map(Object.entries(whole))];
  if (few.size === 0 || Array.isArray(part) !== Array.isArray(whole)) return all.size === few.size;
  return [...few].every(([key, value]) => all.has(key) && isPart(value, all.get(key)));
}
