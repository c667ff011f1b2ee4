import { isSeq } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { type ChartValues, chartValues, type ValuesLayer } from '../../../argocd/chart-values.ts';
import { winningValue } from '../../../argocd/winning-value.ts';
import { addAll, groupInto } from '../../../grouping.ts';
import { insertBlock, insertInBrackets, quoteAs } from '../../../list-editing/list-text.ts';
import { itemEntries, listsOf, type YamlList } from '../../../list-editing/yaml-lists.ts';
import { memoize } from '../../../memo.ts';
import { replaceName, replaceTokens } from '../../../name-spellings.ts';
import { stemOf } from '../../../registers/listed-names.ts';
import type { PathSelector } from '../../../tree/file-types.ts';
import type { Edit } from '../../../yaml/edit.ts';
import { fieldsAt, keysAt, plainValue, textsIn, walkValue } from '../../../yaml/value.ts';
import { mayBeFor } from '../../facts/argocd/manifest-environments.ts';
import type { RuleContext } from '../../rule/context.ts';

/** Scripts and templates that may create databases. */
export const databaseScripts: PathSelector = (path) =>
  (/\.sql$/.test(path) || (path.includes('/templates/') && /\.(?:ya?ml|tpl)$/.test(path))) &&
  !/(^|\/)(?:node_modules|vendor|testdata|migrations?)\//.test(path);

const creates =
  /\bcreate\s+database\b|\bcreatedb\b|postgresql_database|mysql_database|kind:\s*Database\b|MULTIPLE_DATABASES/i;

/** Says whether something of the repository creates a database in an environment; false for all where nothing creates any. */
export function provisionedDatabases(context: RuleContext): (name: string, environment: string) => boolean {
  const sources = [...context.texts.keys()]
    .sort()
    .map((path) => ({ path, ...namesCreatedIn(path, context) }))
    .filter(({ names, lists }) => names.size > 0 || lists.length > 0);
  return (name, environment) =>
    sources.some(
      ({ path, names, lists }) =>
        (names.has(name) && mayBeFor(path, environment, context)) ||
        lists.some((list) => list.names.has(name) && !isReplaced(path, list.at, environment, context)),
    );
}

/** A list of databases in a file of YAML. */
interface DatabaseList {
  at: readonly (string | number)[];
  names: ReadonlySet<string>;
}

/** The words of a file that may be names of databases that it creates, and its lists of databases. */
function namesCreatedIn(path: string, context: RuleContext): { names: ReadonlySet<string>; lists: DatabaseList[] } {
  const text = context.text(path) ?? '';
  const names = new Set<string>();
  const lists: DatabaseList[] = [];
  // A script names what it creates in its own way: every word of it may be one.
  if (creates.test(text)) for (const [word] of text.matchAll(/[A-Za-z_][\w-]*/g)) names.add(word);
  if (/\.ya?ml$/.test(path) && !path.includes('/templates/') && /databases?\b/i.test(text)) {
    for (const document of context.yaml(path)?.documents ?? []) addAll(lists, listsIn(plainValue(document)));
  }
  if (/\.(?:tf|tfvars)$/.test(path) && /database|\bdb_name\b/i.test(text))
    for (const [, name = ''] of text.matchAll(/"([\w-]+)"/g)) names.add(name);
  return { names, lists };
}

/**
 * Whether nothing of an environment takes a list of a file: the file is for another one, or each chart that is given
 * the file is given another list over it. Helm replaces lists, and joins none.
 */
function isReplaced(
  path: string,
  at: readonly (string | number)[],
  environment: string,
  context: RuleContext,
): boolean {
  const layers = layersOf(context)
    .get(path)
    ?.filter(({ application }) => application.environment === environment);
  if (!layers || layers.length === 0) return !mayBeFor(path, environment, context);
  return layers.every(({ values, prefix }) => {
    const found = winningValue(values, [...prefix, ...at]);
    return found.state === 'set' && found.layer.file?.path !== path;
  });
}

interface UsedLayer {
  application: Application;
  values: ChartValues;
  prefix: ValuesLayer['prefix'];
}

/** Which charts of which Applications are given a file of values, by its path. */
const layersOf = memoize((context: RuleContext): ReadonlyMap<string, UsedLayer[]> => {
  const layers = new Map<string, UsedLayer[]>();
  for (const application of context.catalog.applications)
    for (const source of application.sources) {
      if (source.path === null || !context.isOurs(source)) continue;
      const values = chartValues(application, source, context);
      for (const { file, prefix } of values.layers)
        if (file?.path) groupInto(layers, file.path, { application, values, prefix });
    }
  return layers;
});

/** A database that a service is told to use in an environment. */
export interface DatabaseUse {
  service: string;
  environment: string;
  name: string;
}

/**
 * The edit that adds a database to the list that has those of the other services in that environment, written as the
 * last of them. Null where no list of YAML has one, or an entry of it says more about its service than names.
 */
export function databaseInsertion(
  use: DatabaseUse,
  others: readonly DatabaseUse[],
  context: RuleContext,
): { edit: Edit; isAlike: boolean } | null {
  const known = new Map(
    others.flatMap((one) =>
      one.environment === use.environment && one.service !== use.service ? [[one.name, one.service]] : [],
    ),
  );
  const files = [...context.texts.keys()].filter((path) => /\.ya?ml$/.test(path) && !path.includes('/templates/'));
  for (const path of files.sort()) {
    const text = context.text(path) ?? '';
    if (!/databases\b/i.test(text)) continue;
    for (const list of context.yaml(path)?.documents.flatMap(listsOf) ?? []) {
      if (!isSeq(list.node) || !/databases$/i.test(String(list.path.at(-1) ?? ''))) continue;
      // What nothing takes creates nothing.
      if (isReplaced(path, list.path, use.environment, context)) continue;
      const inserted = insertedInto(list, { path, text }, use, known);
      if (inserted) return inserted;
    }
  }
  return null;
}

function insertedInto(
  list: YamlList,
  { path, text }: { path: string; text: string },
  { service, name }: DatabaseUse,
  known: ReadonlyMap<string, string>,
): { edit: Edit; isAlike: boolean } | null {
  const named = itemEntries(list, 'name');
  const entries = named.length > 0 ? named : itemEntries(list, null);
  const last = entries.at(-1);
  const like = entries.findLast((entry) => known.has(entry.text));
  const sibling = known.get(like?.text ?? '');
  if (!last || !like || sibling === undefined) return null;
  const { start, end, textStart, textEnd } = like;
  const rename = (part: string): string => replaceTokens(replaceName(part, sibling, service), [[like.text, name]]);
  const rest = rename(text.slice(textEnd, end));
  // A password, a port, a user of its own: a person has to choose them.
  if (rest.toLowerCase().includes(stemOf(sibling).toLowerCase())) return null;
  const clone = rename(text.slice(start, textStart)) + quoteAs(text.slice(textStart, textEnd), name) + rest;
  const shapes = entries.map(
    (entry) =>
      text.slice(entry.start, entry.textStart) + text.slice(entry.textEnd, entry.end).replaceAll(entry.text, ''),
  );
  const edit = list.node.flow
    ? insertInBrackets(path, text, entries, clone)
    : insertBlock(path, text, { last, like, clone });
  return edit && { edit, isAlike: new Set(shapes).size === 1 };
}

/** The lists under a key such as `databases`. */
function listsIn(root: unknown): DatabaseList[] {
  const lists: DatabaseList[] = [];
  for (const { value, path } of walkValue(root)) {
    for (const [key, list] of fieldsAt(value)) {
      if (!/(?:databases|POSTGRES_DB|MYSQL_DATABASE)$/i.test(key)) continue;
      const names = new Set<string>();
      addNames(list, names);
      lists.push({ at: [...path, key], names });
    }
  }
  return lists;
}

function addNames(list: unknown, names: Set<string>): void {
  if (typeof list === 'string') for (const word of list.split(/[\s,;:]+/)) names.add(word);
  for (const key of keysAt(list)) names.add(key);
  const items = Array.isArray(list) ? list : fieldsAt(list).map(([, item]) => item);
  for (const item of items) {
    const texts = typeof item === 'string' ? [item] : textsIn(Object.values(item ?? {}));
    for (const text of texts) names.add(text);
  }
}
