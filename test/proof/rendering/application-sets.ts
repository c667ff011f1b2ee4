import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from '@rollcall/testkit/repository';
import picomatch from 'picomatch';
import { isMap, listOf, mapOf, mapTexts, type Plain, type PlainMap, readPlain, textOf } from './plain-yaml.ts';
import { type RenderingTools, runTool } from './tools.ts';

/** The Applications that an ApplicationSet makes, as the controller does. */
export async function expandApplicationSet(set: PlainMap, root: string, tools: RenderingTools): Promise<PlainMap[]> {
  const spec = mapOf(set.spec);
  const way: Way = { isGo: spec.goTemplate === true, root, tools };
  const namespace = mapOf(set.metadata).namespace ?? 'argocd';
  const made: PlainMap[] = [];
  for (const generator of listOf(spec.generators))
    for (const parameters of await generate(mapOf(generator), way)) {
      const filled = mapOf(await fill(spec.template ?? null, parameters, way));
      const [patch = null] = readPlain(textOf(await fill(spec.templatePatch ?? '', parameters, way), 'templatePatch'));
      const application = mapOf(patched(filled, patch));
      made.push({ ...application, metadata: { namespace, ...mapOf(application.metadata) } });
    }
  return made;
}

/** Maps are merged, a null takes a field away, anything else is replaced: no list of an Application has a key to merge by. */
function patched(value: Plain, patch: Plain): Plain {
  if (!isMap(patch)) return patch ?? value;
  const merged: PlainMap = { ...mapOf(value) };
  for (const [key, said] of Object.entries(patch)) {
    if (said === null) delete merged[key];
    else merged[key] = isMap(said) ? patched(merged[key] ?? null, said) : said;
  }
  return merged;
}

interface Way {
  isGo: boolean;
  root: string;
  tools: RenderingTools;
}

async function generate(generator: PlainMap, way: Way): Promise<PlainMap[]> {
  const { list, git, matrix, merge, clusters } = generator;
  if (isMap(list)) return listOf(list.elements).map((element) => elementOf(mapOf(element), way));
  if (isMap(git)) return withValues(git.files ? ofFiles(git, way) : ofDirectories(git, way), git, way);
  if (isMap(clusters))
    return withValues(
      [{ name: 'in-cluster', nameNormalized: 'in-cluster', server: 'https://kubernetes.default.svc' }],
      clusters,
      way,
    );
  if (isMap(matrix)) return ofMatrix(matrix, way);
  if (isMap(merge)) return ofMerge(merge, way);
  throw new Error(`this renderer knows no generator ${Object.keys(generator).join(', ')}`);
}

function elementOf(element: PlainMap, { isGo }: Way): PlainMap {
  if (isGo) return element;
  const flat: PlainMap = {};
  for (const [key, value] of Object.entries(element)) {
    if (key === 'values') for (const [name, item] of Object.entries(mapOf(value))) flat[`values.${name}`] = item;
    else if (typeof value === 'string') flat[key] = value;
    else throw new Error(`a list element without goTemplate holds ${key}: ${JSON.stringify(value)}, which is no text`);
  }
  return flat;
}

/** Go 1.26 `path.Match` on whole paths: `*` and `**` stay within one level; what is excluded anywhere is out. */
function ofDirectories(git: PlainMap, way: Way): PlainMap[] {
  const patterns = listOf(git.directories).map(mapOf);
  const matching = (isExcluded: boolean) =>
    patterns
      .filter(({ exclude }) => (exclude === true) === isExcluded)
      .map(({ path }) => picomatch(String(path).replaceAll('**', '*'), { dot: true, nobrace: true, noext: true }));
  const [wanted, excluded] = [matching(false), matching(true)];
  return foldersBelow(way.root)
    .filter((folder) => !folder.split('/').some((part) => part.startsWith('.')))
    .filter((folder) => wanted.some((matches) => matches(folder)) && !excluded.some((matches) => matches(folder)))
    .map((folder) => prefixed(pathParameters(folder, way), git, way));
}

function foldersBelow(root: string, under = ''): string[] {
  return readdirSync(join(root, under), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== '.git')
    .flatMap((entry) => {
      const path = under === '' ? entry.name : `${under}/${entry.name}`;
      return [path, ...foldersBelow(root, path)];
    })
    .sort();
}

/** The patterns are those of `git ls-files`, where `*` crosses folders (Argo CD 3.6.1 without its new file globbing). */
function ofFiles(git: PlainMap, way: Way): PlainMap[] {
  const patterns = listOf(git.files).map((entry) => pathspec(String(mapOf(entry).path)));
  const files = foldersBelow(way.root).flatMap((folder) => filesIn(way.root, folder));
  return [...filesIn(way.root, ''), ...files]
    .filter((file) => patterns.some((pattern) => pattern.test(file)))
    .sort()
    .flatMap((file) => {
      const [content = null] = readPlain(readFileSync(join(way.root, file), 'utf8'));
      const path = prefixed(pathParameters(dirname(file), way, file), git, way);
      return (Array.isArray(content) ? content : [content]).map((item) => ({
        ...(way.isGo ? mapOf(item) : flatten(mapOf(item))),
        ...path,
      }));
    });
}

function filesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => (folder === '' ? entry.name : `${folder}/${entry.name}`));
}

function pathspec(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}(/.*)?$`);
}

function flatten(value: PlainMap, prefix = ''): PlainMap {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]): [string, Plain][] => {
      if (isMap(item)) return Object.entries(flatten(item, `${prefix}${key}.`));
      return [[`${prefix}${key}`, typeof item === 'string' ? item : goText(item)]];
    }),
  );
}

/** What Go's `%v` makes of a value that came through JSON: a number is a float64, from a million on with an exponent. */
function goText(value: Plain): string {
  if (typeof value !== 'number' || value === 0 || (Math.abs(value) < 1e6 && Math.abs(value) >= 1e-4))
    return String(value);
  return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

function pathParameters(folder: string, { isGo }: Way, file?: string): PlainMap {
  const segments = folder.split('/');
  const basename = segments.at(-1) ?? '';
  const facts = { basename, basenameNormalized: basename.replaceAll(/[^a-z0-9-]/g, '-') };
  const named = file === undefined ? {} : { filename: file.slice(folder.length + 1) };
  if (isGo) return { path: { path: folder, segments, ...facts, ...named } };
  const flat = Object.entries({ ...facts, ...named }).map(([key, value]) => [`path.${key}`, value]);
  const indexed = segments.map((segment, index) => [`path[${index}]`, segment]);
  return Object.fromEntries([['path', folder], ...flat, ...indexed]);
}

/** The parameters of a path below `pathParamPrefix`. */
function prefixed(parameters: PlainMap, { pathParamPrefix: prefix }: PlainMap, { isGo }: Way): PlainMap {
  if (!prefix) return parameters;
  if (isGo) return { [String(prefix)]: parameters };
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [`${prefix}.${key}`, value]));
}

/** `values` of a generator, which may use its own parameters. */
async function withValues(all: PlainMap[], { values }: PlainMap, way: Way): Promise<PlainMap[]> {
  if (!isMap(values)) return all;
  return Promise.all(
    all.map(async (parameters) => {
      const filled = mapOf(await fill(values, parameters, way));
      if (way.isGo) return { ...parameters, values: filled };
      return {
        ...parameters,
        ...Object.fromEntries(Object.entries(filled).map(([key, value]) => [`values.${key}`, value])),
      };
    }),
  );
}

async function ofMatrix({ generators }: PlainMap, way: Way): Promise<PlainMap[]> {
  const [first, second] = listOf(generators).map(mapOf);
  if (!first || !second) throw new Error('a matrix takes two generators');
  const all: PlainMap[] = [];
  for (const outer of await generate(first, way))
    for (const inner of await generate(mapOf(await fill(second, outer, way)), way)) all.push({ ...outer, ...inner });
  return all;
}

async function ofMerge({ generators, mergeKeys }: PlainMap, way: Way): Promise<PlainMap[]> {
  const [base = [], ...others] = await Promise.all(
    listOf(generators).map((generator) => generate(mapOf(generator), way)),
  );
  const keyOf = (parameters: PlainMap) =>
    JSON.stringify(listOf(mergeKeys).map((key) => parameters[String(key)] ?? null));
  return base.map((parameters) => {
    const same = others.flatMap((other) => other.filter((one) => keyOf(one) === keyOf(parameters)));
    return Object.assign({}, parameters, ...same) as PlainMap;
  });
}

/** A template with the parameters of one element in it. */
async function fill(template: Plain, parameters: PlainMap, way: Way): Promise<Plain> {
  if (!way.isGo) return mapTexts(template, (text) => fasttemplate(text, parameters));
  const texts = new Set<string>();
  mapTexts(template, (text) => {
    if (text.includes('{{')) texts.add(text);
    return text;
  });
  const filled = await goTemplates([...texts], parameters, way.tools);
  return mapTexts(template, (text) => filled.get(text) ?? text);
}

function fasttemplate(text: string, parameters: PlainMap): string {
  return text.replaceAll(/\{\{(.*?)\}\}/g, (whole, key: string) => {
    const value = parameters[key.trim()];
    return value === undefined ? whole : String(value ?? '<nil>');
  });
}

const known = new Map<string, Promise<string>>();

/** Helm is the one interpreter of Go's templates and of sprig at hand: a chart that writes what `tpl` makes of a text. */
async function goTemplates(
  texts: readonly string[],
  parameters: PlainMap,
  { helm3 }: RenderingTools,
): Promise<Map<string, string>> {
  if (texts.length === 0) return new Map();
  const values = JSON.stringify({ texts, parameters });
  const output = known.get(values) ?? interpret(values, helm3);
  known.set(values, output);
  const [filled = null] = readPlain(await output);
  return new Map(listOf(mapOf(filled).filled).map((text, index) => [texts[index] ?? '', String(text)]));
}

async function interpret(values: string, helm: string): Promise<string> {
  const chart = temporaryFolder('go-templates');
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: texts\nversion: 1.0.0\n');
  writeFileSync(join(chart, 'values.yaml'), values);
  mkdirSync(join(chart, 'templates'));
  writeFileSync(
    join(chart, 'templates/texts.yaml'),
    '{{ $given := .Values.parameters }}filled:\n{{ range .Values.texts }}- {{ tpl . $given | toJson }}\n{{ end }}',
  );
  return runTool(helm, ['template', '.'], chart);
}
