import { isMap, isSeq } from 'yaml';
import { insertBlock, insertInBrackets } from '../list-editing/list-text.ts';
import type { Span } from '../list-editing/member.ts';
import { itemBlocks, keyEntries, listsOf, nameOfItem, type YamlList } from '../list-editing/yaml-lists.ts';
import { lineStart } from '../text-lines.ts';
import { applyEdits, type Edit } from '../yaml/edit.ts';
import { plainValue, textAt } from '../yaml/value.ts';
import { parseYamlFile, type YamlFile } from '../yaml/yaml-document.ts';

/** One member of a list or a map, by the text that says what it is of. */
interface Named extends Span {
  text: string;
}

/** Which lists of a file hold one entry for each service. */
export type ChosenLists = (list: YamlList, names: readonly string[]) => boolean;

/**
 * A file in which every entry of one service, in the lists that are chosen, has one of another behind it. The same text
 * where there is none; null where one cannot be written.
 */
export function withClonedEntries(
  file: YamlFile,
  rename: (text: string) => string,
  isChosen: ChosenLists,
): { text: string; edits: readonly Edit[] } | null {
  const edits: Edit[] = [];
  if (file.errors.length > 0) return null;
  for (const list of file.documents.flatMap(listsOf)) {
    const members = membersOf(list);
    const own = members.filter(({ text }) => rename(text) !== text);
    if (
      own.length === 0 ||
      !isChosen(
        list,
        members.map(({ text }) => text),
      )
    )
      continue;
    for (const like of own) {
      // What stands inside of an entry comes with it.
      if (edits.some(({ range: [at] }) => at >= like.start && at <= like.end)) continue;
      const edit = clonedBehind(file, list, members, like, rename);
      if (edit === null) return null;
      edits.push(edit);
    }
  }
  return { text: edits.length === 0 ? file.text : applyEdits(file.text, edits), edits };
}

/**
 * A file of objects of several services, in which those of one have others behind them. The same text where it holds no
 * object that is called after the one, or none of another service of the same kind.
 */
export function withClonedObjects({ path, text, errors }: YamlFile, rename: (text: string) => string): string {
  if (errors.length > 0) return text;
  const parts = text.split(/^(?=---(?:[ \t\r]|$))/m).map((part) => ({ part, object: objectIn(path, part) }));
  const isOwn = (object: NamedObject | null): boolean => object !== null && rename(object.name) !== object.name;
  const own = parts.filter(({ object }) => isOwn(object));
  const kinds = new Set(own.map(({ object }) => object?.kind));
  const last = own.at(-1);
  if (!last || !parts.some(({ object }) => object !== null && !isOwn(object) && kinds.has(object.kind))) return text;
  const clones = own.map(({ part }) => rename(withEnd(part.startsWith('---') ? part : `---\n${part}`)));
  return parts.map((one) => (one === last ? withEnd(one.part) + clones.join('') : one.part)).join('');
}

interface NamedObject {
  kind: string;
  name: string;
}

/** What the one object of a text is called; null where it holds none, or several. */
function objectIn(path: string, text: string): NamedObject | null {
  const [document, another] = parseYamlFile(path, text).documents.filter(({ contents }) => contents !== null);
  const value = document === undefined || another !== undefined ? undefined : plainValue(document);
  const [kind, name] = [textAt(value, 'kind'), textAt(value, 'metadata', 'name')];
  return kind === undefined || name === undefined || textAt(value, 'apiVersion') === undefined ? null : { kind, name };
}

function withEnd(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function clonedBehind(
  { path, text }: YamlFile,
  { node }: YamlList,
  members: readonly Named[],
  like: Named,
  rename: (text: string) => string,
): Edit | null {
  const clone = rename(text.slice(like.start, like.end));
  if (node.flow) return insertInBrackets(path, text, members.slice(0, members.indexOf(like) + 1), clone);
  // Behind a dash there is more that it belongs to.
  if (text.slice(lineStart(text, like.start), like.start).trim() !== '') return null;
  return insertBlock(path, text, { last: like, like, clone });
}

/** The keys of a map; the items of a list that are a word, or say one as their name. */
function membersOf(list: YamlList): Named[] {
  if (isMap(list.node)) return keyEntries(list).map(({ text, start, end }) => ({ text, start, end }));
  if (!isSeq(list.node)) return [];
  const blocks = itemBlocks(list);
  return list.node.items.flatMap((item, index): Named[] => {
    const block = blocks[index];
    const named = nameOfItem(item);
    return block && named ? [{ text: String(named.value), ...block }] : [];
  });
}
