import { isAlias, isCollection, isMap, isNode, isScalar, type Node, visit } from 'yaml';
import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import type { Location } from '../../../location.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import { present } from '../../../present.ts';
import { scripts, terraformFiles } from '../../../tree/file-types.ts';
import { tryUser } from '../../../user-error.ts';
import { parseBlockScalar } from '../../../yaml/block-scalar.ts';
import { repeatedKeys } from '../../../yaml/repeated-keys.ts';
import { fieldsAt, plainValue, valueAt } from '../../../yaml/value.ts';
import { walkNodes } from '../../../yaml/walk-nodes.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import { chartTemplatesNeeds, templatesOf } from '../../facts/helm/chart-templates.ts';
import { chartOf, defaultsOf, type SetValuesFile, setValuesFiles } from '../../facts/helm/values.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { readsOfValues, type ValueReads, valueReads } from './value-reads.ts';

export const valuesKeyUnread: Rule = {
  id: 'values-key-unread',
  title: 'Every value that is set for an Application is read by a template',
  severity: 'notice',
  incident: '002 4',
  help: 'Move the key to where the templates read it, or remove it.',
  needs: [...chartTemplatesNeeds, scripts, terraformFiles],
  *check(context) {
    const files = setValuesFiles(context);
    const inValues = readsOfValues(
      [...files.map(({ path }) => path), ...context.catalog.charts.map(({ path }) => defaultsOf(path))].map(
        (path) => context.text(path) ?? '',
      ),
    );
    if (inValues === null) return;
    const readsOf = readsOfCharts(context);
    yield* findInFiles(files, readsOf, inValues, context);
    yield* findInApplications(readsOf, inValues, context);
  },
};

/** Keys of value files that nothing reads. */
function* findInFiles(
  files: readonly SetValuesFile[],
  readsOf: ReadsOf,
  inValues: InValues,
  context: RuleContext,
): Iterable<RuleFinding> {
  for (const { path, applications, charts: folders } of files) {
    const reads = folders === null ? null : readsOf(folders);
    const document = reads === null ? undefined : context.yaml(path)?.documents[0];
    if (!document || reads === null || folders === null) continue;
    const environments = new Set(applications.map(({ environment }) => environment));
    const [environment] = environments.size === 1 ? environments : [];
    for (const key of unreadKeys(document, [], reads, inValues)) {
      const set = (): unknown => plainValue(document);
      yield* findingsOf({ key, locate: (at) => document.locate(at), set }, reads, folders, environment);
    }
  }
}

/** Keys that Applications set themselves and nothing reads. */
function* findInApplications(readsOf: ReadsOf, inValues: InValues, context: RuleContext): Iterable<RuleFinding> {
  const deployed = new Set(context.catalog.charts.map(({ path }) => path));
  for (const application of context.catalog.applications) {
    for (const source of application.sources) {
      const chart = chartOf(source, deployed, context);
      const reads = chart === null ? null : readsOf([chart]);
      if (chart === null || reads === null) continue;
      const own = [
        ...ownKeys(application, source.at, reads, inValues),
        ...parameterKeys(application, source, reads, inValues),
      ];
      for (const key of own) yield* findingsOf(key, reads, [chart], application.environment);
    }
  }
}

type ReadsOf = (charts: readonly string[]) => ValueReads[] | null;

/** What the templates of charts read, all that are asked for; null where that is not known of one of them. */
function readsOfCharts(context: RuleContext): ReadsOf {
  const charts = new Map(context.catalog.charts.map((chart) => [chart.path, chart]));
  const readers = new Map<string, ValueReads | null>();
  return (paths) => {
    const all: ValueReads[] = [];
    for (const path of paths) {
      const chart = charts.get(path);
      const before = readers.get(path);
      const reads = before === undefined && chart ? valueReads(templatesOf(chart, context), context) : (before ?? null);
      readers.set(path, reads);
      if (reads === null) return null;
      all.push(reads);
    }
    return all;
  };
}

/** The unread keys that the parameters of a source set. */
function parameterKeys(
  { document }: Application,
  { at, parameters }: ApplicationSource,
  reads: readonly ValueReads[],
  inValues: InValues,
): OwnKey[] {
  const names = new Set(parameters.map(({ name }) => name));
  return parameters.flatMap(({ name, index }): OwnKey[] => {
    const key = keyOfParameter(name);
    if (key === null || isRead(key, reads, inValues)) return [];
    const location = document.locate([...at, 'helm', 'parameters', index, 'name']);
    return [{ key, locate: () => location, set: () => nested([...names]) }];
  });
}

/** A key that is set, and the values around it. */
interface OwnKey {
  key: string[];
  locate(key: readonly string[]): Location;
  set(): unknown;
}

/**
 * A key, and where it is set: what is said of it, and which place is meant if there is one. Of a map with one value in
 * it that is of the value, where templates read that elsewhere. Where a condition asks if there is anything, a key that
 * is read nowhere still is something.
 */
function* findingsOf(
  { key, locate, set }: OwnKey,
  reads: readonly ValueReads[],
  folders: readonly string[],
  environment: string | null | undefined,
): Iterable<RuleFinding> {
  const leaf = onlyValue(key, set());
  const [at, meant] = [leaf, key]
    .map((path) => [path, elsewhere(path, reads, set)] as const)
    .find(([, others]) => others.length > 0) ?? [key, []];
  if (meant.length === 0 && reads.some((reader) => reader.of(key) === 'asked')) return;
  const name = quoteName(at.join('.'));
  const who =
    folders.length === 1
      ? `no template of chart ${showPath(folders[0] || '.')} reads`
      : `none of ${folders.length} charts reads`;
  const instead =
    meant.length === 0 ? '' : ` (templates read ${listFew(meant.map((path) => quoteName(path.join('.'))))})`;
  yield {
    location: locate(at),
    subject: at.join('.'),
    ...present({ environment }),
    ...(meant.length === 0 ? {} : { severity: 'error' as const }),
    message: `${name} is set, and ${who} it${instead}: it changes nothing`,
  };
}

/** The key of the one value below a key; the key itself where there are several, or none. */
function onlyValue(key: readonly string[], set: unknown): readonly string[] {
  let value = valueAt(set, key);
  const path = [...key];
  for (let [only, ...others] = fieldsAt(value); only && others.length === 0; [only, ...others] = fieldsAt(value)) {
    path.push(only[0]);
    value = only[1];
  }
  return path;
}

/**
 * Where templates read the same last key, with keys left out or put in between: what was meant, unless that is set
 * beside it.
 */
function elsewhere(key: readonly string[], reads: readonly ValueReads[], set: () => unknown): string[][] {
  const found = new Map<string, string[]>();
  for (const reader of reads) {
    for (const path of reader.endingIn(key.at(-1) ?? '')) {
      const [short, long] = path.length < key.length ? [path, key] : [key, path];
      if (short.length === long.length || !isWithin(short, long)) continue;
      found.set(path.join('.'), [...path]);
    }
  }
  const value = found.size === 0 ? undefined : set();
  const others = [...found.values()];
  return others.some((path) => valueAt(value, path) !== undefined)
    ? []
    : others.sort((a, b) => (a.join('.') < b.join('.') ? -1 : 1));
}

function isWithin(short: readonly string[], long: readonly string[]): boolean {
  let index = 0;
  for (const step of long) if (short[index] === step) index += 1;
  return index === short.length;
}

type InValues = Pick<ValueReads, 'of'>;

function isRead(key: readonly string[], reads: readonly ValueReads[], inValues: InValues): boolean {
  return [...reads, inValues].some((reader) => /^(?:read|below)$/.test(reader.of(key)));
}

/** The keys at and below a path that nothing reads, without what lies in such a key. */
function unreadKeys(
  document: YamlDocument,
  at: YamlPath,
  reads: readonly ValueReads[],
  inValues: InValues,
): string[][] {
  const keys: string[][] = [];
  // Which of the two was meant is not known.
  const repeated = new Set(repeatedKeys(document).map(({ path }) => JSON.stringify(path)));
  const readBelow = new Set<Node | undefined>([document.node(at)]);
  for (const { node, path } of walkNodes(document, at, (node) => isMap(node) && readBelow.has(node))) {
    const key = path.slice(at.length).map(String);
    // An alias may be read where it is put; nothing is set by nothing.
    if (key.length === 0 || key.at(-1) === '<<' || isEmpty(node) || isShared(node)) continue;
    if (repeated.has(JSON.stringify(path))) continue;
    const states = [...reads, inValues].map((reader) => reader.of(key));
    if (states.includes('read')) continue;
    if (states.includes('below')) readBelow.add(node);
    else keys.push(key);
  }
  return keys;
}

function isEmpty(node: Node): boolean {
  if (isCollection(node)) return node.items.length === 0;
  return isScalar(node) && (node.value === null || node.value === '');
}

function isShared(node: Node): boolean {
  let shared = false;
  visit(node, (_key, one) => {
    if (!isAlias(one) && isNode(one) && 'anchor' in one && one.anchor) shared = true;
    return shared ? visit.BREAK : undefined;
  });
  return shared;
}

/** The unread keys an Application sets itself, in `valuesObject` or in the text of `values`. */
function ownKeys({ document }: Application, at: YamlPath, reads: readonly ValueReads[], inValues: InValues): OwnKey[] {
  const helm = [...at, 'helm'];
  const inline = [...helm, 'valuesObject'];
  const found = unreadKeys(document, inline, reads, inValues).map((key) => ({
    key,
    locate: (at: readonly string[]) => document.locate([...inline, ...at]),
    set: () => valueAt(plainValue(document), inline),
  }));
  const inner = tryUser(
    () => document.node([...helm, 'values']) && parseBlockScalar(document, [...helm, 'values']),
    () => undefined,
  );
  if (!inner) return found;
  for (const key of unreadKeys(inner, [], reads, inValues))
    found.push({ key, locate: (at) => inner.locate([...at]), set: () => plainValue(inner) });
  return found;
}

/** `a.b[0].c` sets a.b; null where the name is no path of plain keys. */
function keyOfParameter(name: string): string[] | null {
  const [path = ''] = name.split('[');
  const key = path.split('.');
  return name.includes('\\') || key.some((step) => step === '') ? null : key;
}

/** The value that parameters of these names set. */
function nested(names: readonly string[]): unknown {
  const plain: Record<string, unknown> = Object.create(null);
  for (const name of names) {
    let here = plain;
    for (const step of keyOfParameter(name) ?? []) {
      const next = Object.hasOwn(here, step) ? here[step] : undefined;
      const below: Record<string, unknown> =
        typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : Object.create(null);
      here[step] = below;
      here = below;
    }
  }
  return plain;
}
