import { isAlias, isMap, isNode, isScalar, isSeq, type Node } from 'yaml';
import { matrixLegs, mostLegs } from '../../builds/matrix-legs.ts';
import { groupBy } from '../../grouping.ts';
import {
  insertBlock,
  insertInBrackets,
  quoteAs,
  removeBlock,
  removeFromBrackets,
} from '../../list-editing/list-text.ts';
import type { WrittenMember } from '../../list-editing/member.ts';
import { itemBlocks, type YamlList } from '../../list-editing/yaml-lists.ts';
import { isServiceName } from '../../names.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { fieldsAt, plainValue, valueAt } from '../../yaml/value.ts';
import { jobLabel } from '../../yaml/workflow-scalars.ts';
import type { YamlDocument, YamlPath } from '../../yaml/yaml-document.ts';
import { pointerOf } from '../../yaml/yaml-path.ts';
import { listedNames } from '../listed-names.ts';
import { type Register, type RegisterContext, type RegisterKind, registerOf } from '../register.ts';

/**
 * The services that the jobs of a matrix are of: `service: [a, b]`, or `include` with a name in each entry. What a
 * matrix lists is the jobs that GitHub makes of it (see `matrixLegs`): `include` adds to jobs, `exclude` takes some out.
 */
export const matrixList: RegisterKind = {
  id: 'matrix-list',
  find: (file, context) => {
    const matrices = (file.yaml?.documents ?? []).flatMap((document) =>
      fieldsAt(plainValue(document), 'jobs').flatMap(([id, job]) => readMatrix({ document, id, job }, file, context)),
    );
    const called = namesByDockerfile(matrices, context);
    return matrices.map((matrix) => columnRegister(matrix, called, file, context));
  },
};

interface Job {
  document: YamlDocument;
  id: string;
  job: unknown;
}

/** A key of a matrix, with what is written for it: `service`, `service.name`. */
interface Column {
  key: string;
  /** What the key leads to in a leg. */
  path: readonly string[];
  entries: ColumnEntry[];
}

interface ColumnEntry extends WrittenMember {
  /** The sequence it is an item of. */
  list: YamlList;
  /** The whole item is the name. */
  bare: boolean;
  /** What the item says, by its keys. */
  texts: readonly (readonly [string, string])[];
}

/** A matrix that names services, with the column that does. */
interface Matrix extends Job {
  column: Column;
}

function readMatrix({ document, id, job }: Job, file: SourceFile, context: RegisterContext): Matrix[] {
  const at = ['jobs', id, 'strategy', 'matrix'];
  const matrix = document.node(at);
  if (!isMap(matrix)) return [];
  const columns = new Map<string, Column>();
  for (const { key } of matrix.items)
    if (isScalar(key) && key.value !== 'exclude') addItems(document, [...at, String(key.value)], file.text, columns);
  const column = bestColumn([...columns.values()], context);
  return column ? [{ document, id, job, column }] : [];
}

/**
 * What the matrices of a file call services otherwise than the repository does: a name beside the Dockerfile of the only
 * service that it builds. Another matrix of the file calls it so as well.
 */
function namesByDockerfile(matrices: readonly Matrix[], { byName }: RegisterContext): ReadonlyMap<string, string> {
  const services = groupBy(byName.values(), ({ dockerfile }) => dockerfile);
  const named = new Map<string, Set<string>>();
  for (const { texts } of matrices.flatMap(({ column }) => column.entries)) {
    const [service, second] = texts.flatMap(([, text]) => services.get(text.replace(/^\.\//, '')) ?? []);
    if (!service || second) continue;
    for (const [key, text] of texts)
      if (isCallingKey.test(key) && isServiceName(text) && !byName.has(text))
        named.set(text, (named.get(text) ?? new Set()).add(service.name));
  }
  return new Map(
    [...named].flatMap(([text, [name = '', ...more]]): [string, string][] => (more.length > 0 ? [] : [[text, name]])),
  );
}

/** Keys under which an item says what it is called. */
const isCallingKey = /^(?:\w*[-_])?(?:name|image|service|component|app|target)$/i;

/** Adds the items of a dimension, or of `include`, to the columns that they are of. */
function addItems(document: YamlDocument, path: YamlPath, text: string, columns: Map<string, Column>): void {
  const node = document.node(path);
  const dimension = String(path.at(-1));
  if (!isSeq(node)) return;
  const offset = document.file.text.lastIndexOf(dimension, node.range?.[0]);
  const list: YamlList = { path, pointer: pointerOf(path), offset, node, content: text, shift: 0 };
  const blocks = itemBlocks(list);
  const prefix = dimension === 'include' ? [] : [dimension];
  for (const [index, item] of node.items.entries()) {
    const block = blocks[index];
    if (!block) continue;
    const texts = textsOf(document, item as Node);
    for (const { keys, named, bare } of namesIn(document, item as Node, prefix)) {
      const name = document.resolve(named);
      if (!isScalar(name)) continue;
      const key = keys.join('.');
      const column = columns.get(key) ?? { key, path: keys, entries: [] };
      columns.set(key, column);
      const [textStart, textEnd] = (isAlias(item) ? item : named).range ?? [block.start, block.end];
      column.entries.push({ text: String(name.value), ...block, textStart, textEnd, list, bare, texts });
    }
  }
}

/** The texts of an item that is a map, by their keys. */
function textsOf(document: YamlDocument, item: Node): [string, string][] {
  const value = document.resolve(item);
  if (!isMap(value)) return [];
  return value.items.flatMap(({ key, value: text }): [string, string][] =>
    isScalar(key) && isScalar(text) ? [[String(key.value), String(text.value)]] : [],
  );
}

/** What may be a name in an item: the item itself, or each value of a map. */
function namesIn(
  document: YamlDocument,
  item: Node,
  prefix: readonly string[],
): { keys: readonly string[]; named: Node; bare: boolean }[] {
  const value = document.resolve(item);
  if (isScalar(value)) return prefix.length === 0 ? [] : [{ keys: prefix, named: item, bare: true }];
  if (!isMap(value)) return [];
  return value.items.flatMap(({ key, value: named }) =>
    isScalar(key) && isNode(named) ? [{ keys: [...prefix, String(key.value)], named, bare: false }] : [],
  );
}

/** The column that names most services; the first of them, which is a dimension where one is. */
function bestColumn(columns: readonly Column[], context: RegisterContext): Column | null {
  let best: { column: Column; count: number } | null = null;
  for (const column of columns) {
    const texts = column.entries.map(({ text }) => text);
    const { count } = listedNames(texts, context, { affixes: true });
    if (count > (best?.count ?? 0)) best = { column, count };
  }
  return best?.column ?? null;
}

function columnRegister(
  { column: { key, path: keys, entries }, document, id, job }: Matrix,
  called: ReadonlyMap<string, string>,
  { path, text }: SourceFile,
  context: RegisterContext,
): Register | null {
  const legs = matrixLegs(job, {});
  const listed = listedNames(
    entries.map((entry) => entry.text),
    context,
    { affixes: true },
  );
  const all = entries.map((entry, index) => {
    const name = listed.names[index] ?? '';
    return { ...entry, name: context.byName.has(name) ? name : (called.get(entry.text) ?? name) };
  });
  const list = all[0]?.list;
  if (!list) return null;
  const named = new Map(all.map((member) => [member.text, member.name]));
  const there = new Set(
    legs.flatMap((leg) => {
      const written = valueAt(leg, keys);
      return typeof written === 'string' || typeof written === 'number' ? [String(written)] : [];
    }),
  );
  // What `include` adds to a job is no second entry of the list.
  const members = [...new Map(all.toReversed().map((member) => [member.name, member])).values()].toReversed();
  const own = all.filter((member) => member.list === list);
  const { node, pointer, offset } = list;
  return registerOf(
    {
      kind: 'matrix-list',
      path,
      text,
      pointer,
      offset,
      key,
      members,
      ...(legs.length < mostLegs ? { effective: effectiveNames(members, there, named) } : {}),
      label: `${key} ${jobLabel(document.file, ['jobs', id])}`,
      write: listed.write,
      insert: (name, like, rename) => {
        const sibling = own.find((member) => member === like) ?? own.at(-1);
        const last = own.at(-1);
        const written = listed.write(name);
        if (!sibling || !last || written === null) return null;
        const { start, end, textStart, textEnd, bare } = sibling;
        const quoted = quoteAs(text.slice(textStart, textEnd), written);
        // An alias stands for another entry: only a plain name can be written in its way.
        const isAliased = text.charAt(textStart) === '*' || /(^|\s)&\w/.test(text.slice(start, end));
        if (isAliased && !bare) return null;
        const before = node.flow ? '' : text.slice(start, textStart).replace(/(?<!\S)&\S{1,100}[ \t]{1,20}/, '');
        const clone = bare
          ? before + quoted
          : listed.rename(rename(text.slice(start, textStart)), sibling.name, name) +
            quoted +
            listed.rename(rename(text.slice(textEnd, end)), sibling.name, name);
        return node.flow
          ? insertInBrackets(path, text, own, clone)
          : insertBlock(path, text, { last, like: sibling, clone });
      },
      remove: (member) => {
        const mentions = all.filter(({ name }) => name === member.name);
        const one = mentions.length === 1 ? mentions[0] : undefined;
        if (!one || one.list !== list) return null;
        return node.flow ? removeFromBrackets(path, own, one) : removeBlock(path, text, one);
      },
    },
    context,
  );
}

/** The names that have a job, in the order of the file; then those that only an expression makes. */
function effectiveNames(
  members: readonly { name: string; text: string }[],
  there: ReadonlySet<string>,
  named: ReadonlyMap<string, string>,
): string[] {
  const written = members.flatMap(({ name, text }) => (there.has(text) ? [name] : []));
  const made = [...there].flatMap((text) => (named.has(text) ? [] : [text]));
  return [...new Set([...written, ...made])];
}
