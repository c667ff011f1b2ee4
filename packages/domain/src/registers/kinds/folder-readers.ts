import { isMap, isScalar, isSeq } from 'yaml';
import { itemBlocks, keyEntries, listsOf, type YamlList } from '../../list-editing/yaml-lists.ts';
import { blankBetween } from '../../text-between.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/yaml-document.ts';
import type { ListedFolder } from '../folder-list.ts';

/** How the members of a list are written: each in a block of YAML, on a line of its own, or with commas between. */
type Layout = 'block' | 'lines' | 'commas';

/** A list of folders in a file, whatever the file is for. */
export interface FoldersText {
  /** Place of the list in the structure of its file. */
  pointer: string;
  /** Offset of its key. */
  offset: number;
  layout: Layout;
  entries: ListedFolder[];
}

/** A path that stands in a text, `behind` what says that it is of the root: `/services/cart/` is `services/cart`. */
function plainFolder(text: string, start: number, { from = 0, to = text.length } = {}): ListedFolder | null {
  const [lead = ''] = /^(?:\.?\/)?/.exec(text) ?? [];
  let end = text.length;
  while (end > lead.length && text.charAt(end - 1) === '/') end -= 1;
  const written = text.slice(lead.length, end);
  if (written === '') return null;
  return { folder: written, written, writtenStart: start + lead.length, start: start + from, end: start + to };
}

/** The strings of a list of TOML: `members = ["a", "b"]` of a table. Comments count for nothing. */
export function tomlFolders(text: string, table: string, key: string): FoldersText[] {
  const lines = [...text.matchAll(/[^\n]+/g)];
  let current = '';
  for (const { 0: line, index } of lines) {
    current = /^[ \t]*\[[ \t]*([\w.-]+)[ \t]*\][ \t]*(?:#.*)?\r?$/.exec(line)?.[1] ?? current;
    const name = /^[ \t]*([\w-]+)[ \t]*=[ \t]*\[/.exec(line);
    if (current !== table || name?.[1] !== key) continue;
    const entries: ListedFolder[] = [];
    const token = /"([^"\\\n]*)"|'([^'\n]*)'|#[^\n]*|\]/y;
    let at = index + name[0].length;
    while (at < text.length) {
      token.lastIndex = at;
      const [whole, double, single] = token.exec(text) ?? [];
      if (whole === ']') break;
      const folder = double ?? single;
      if (folder !== undefined)
        entries.push({ folder, written: folder, writtenStart: at + 1, start: at, end: at + (whole?.length ?? 0) });
      at += whole?.length ?? 1;
    }
    return [{ pointer: `${table}.${key}`, offset: index, layout: 'commas', entries }];
  }
  return [];
}

/** The folders that a property of Sonar lists: `sonar.sources=services/cart/src,services/orders/src`. */
export function propertyFolders(text: string, property: string): FoldersText[] {
  const lead = [...text.matchAll(/^[ \t]*(sonar\.\w+)[ \t]*[=:][ \t]*/gm)].find(([, name]) => name === property);
  if (!lead) return [];
  const from = lead.index + lead[0].length;
  const [value = ''] = /^(?:[^\\\r\n]|\\\r?\n|\\.)*/.exec(text.slice(from)) ?? [];
  const entries = [...value.matchAll(/[^\s,\\]+/g)].flatMap(({ 0: path, index }) =>
    path === '.' ? [] : (plainFolder(path, from + index) ?? []),
  );
  return [{ pointer: property, offset: lead.index, layout: 'commas', entries }];
}

/** What an expression finds in XML, without its comments: `<module>services/cart</module>`. */
export function xmlFolders(text: string, element: RegExp): ListedFolder[] {
  const clean = blankBetween(text, '<!--', '-->');
  return [...clean.matchAll(element)].flatMap(({ 0: whole, 1: path = '', index }) => {
    const start = index + whole.indexOf(path);
    const folder = plainFolder(path, start);
    return folder ? [{ ...folder, start: index, end: index + whole.length }] : [];
  });
}

/** The first words of lines, where they are paths with a folder: `/services/cart/ @shop/cart`. */
export function lineFolders(text: string): ListedFolder[] {
  return [...text.matchAll(/^[ \t]*([^\s#]+)([^\r\n#]*)/gm)].flatMap(({ 0: whole, 1: path = '', index }) => {
    const lead = whole.length - whole.trimStart().length;
    const [, folder = path] = /^(.*?)\/\*\*?$/.exec(path) ?? [];
    if (!folder.includes('/') || /[*?[\]!\\]/.test(folder)) return [];
    const listed = plainFolder(folder, index + lead, { to: whole.trim().length });
    return listed ? [listed] : [];
  });
}

/** The lists of YAML, or of JSON, which is read as YAML. */
export function listsIn(file: { path: string; text: string; yaml: YamlFile | null }): YamlList[] {
  const { documents, errors } = file.yaml ?? parseYamlFile(file.path, file.text);
  return errors.length > 0 ? [] : documents.flatMap(listsOf);
}

/** The keys of a map as folders. */
export function keyFolders(list: YamlList): FoldersText | null {
  const entries = keyEntries(list).flatMap(({ text, textStart, start, end }) => {
    const quote = list.content.charAt(textStart - list.shift) === '"' ? 1 : 0;
    const folder = plainFolder(text, textStart + quote);
    return folder ? [{ ...folder, start, end }] : [];
  });
  return isMap(list.node) ? { ...placeOf(list), layout: list.node.flow ? 'commas' : 'block', entries } : null;
}

/**
 * The items of a sequence as folders: plain ones, or maps by their `key`, of those that `isMeant` takes. `file` is the
 * name of the file that is named in each folder, `within` the key of the map that has the `key`.
 */
export function itemFolders(
  list: YamlList,
  {
    key = null,
    isMeant = () => true,
    file,
    within,
  }: { key?: string | null; isMeant?(value: unknown): boolean; file?: RegExp; within?: string },
): FoldersText | null {
  const { node } = list;
  if (!isSeq(node)) return null;
  const blocks = itemBlocks(list);
  const entries = node.items.flatMap((item, index): ListedFolder[] => {
    const block = blocks[index];
    const map = within === undefined ? item : valueAtKey(item, within);
    const scalar = key === null ? item : valueAtKey(map, key);
    if (!block || !isScalar(scalar) || typeof scalar.value !== 'string' || !scalar.range) return [];
    if (isMap(item) && !isMeant(item.toJSON())) return [];
    const path = file ? scalar.value.replace(file, '') : scalar.value;
    if (file && path === scalar.value) return [];
    const at = list.content.indexOf(scalar.value, scalar.range[0]);
    const folder = plainFolder(path, at + list.shift);
    return folder && at < scalar.range[1] ? [{ ...folder, ...block }] : [];
  });
  return { ...placeOf(list), layout: node.flow ? 'commas' : 'block', entries };
}

function valueAtKey(map: unknown, key: string): unknown {
  return isMap(map) ? map.items.find((one) => isScalar(one.key) && one.key.value === key)?.value : null;
}

/** The items of a sequence of maps as folders, by the paths below a key where all of an item lie in one folder. */
export function rulesOfFolders(list: YamlList, key: RegExp, below: RegExp): FoldersText | null {
  if (!isSeq(list.node)) return null;
  const blocks = itemBlocks(list);
  const entries = list.node.items.flatMap((item, index): ListedFolder[] => {
    const paths = isMap(item)
      ? item.items.find((one) => isScalar(one.key) && key.test(String(one.key.value)))?.value
      : null;
    const block = blocks[index];
    if (!isSeq(paths) || !block) return [];
    const folders = new Set(paths.items.map((path) => (isScalar(path) ? String(path.value).replace(below, '') : '')));
    const [first] = paths.items;
    const [folder = ''] = folders;
    if (folders.size !== 1 || !isScalar(first) || !first.range) return [];
    const at = list.content.indexOf(folder, first.range[0]);
    const found = folder === '' ? null : plainFolder(folder, at + list.shift);
    return found && at < first.range[1] ? [{ ...found, ...block }] : [];
  });
  return { ...placeOf(list), layout: list.node.flow ? 'commas' : 'block', entries };
}

function placeOf({ pointer, offset }: YamlList): Pick<FoldersText, 'pointer' | 'offset'> {
  return { pointer, offset };
}
