import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { temporaryFolder } from '@rollcall/testkit/repository';
import picomatch from 'picomatch';
import type { Application } from './applications.ts';
import { filesBelow } from './applications.ts';
import { isMap, listOf, mapOf, type PlainMap, readPlain, textOf } from './plain-yaml.ts';
import { environmentOf } from './sources.ts';
import { runTool } from './tools.ts';

export interface HelmSource {
  application: Application;
  source: PlainMap;
  /** The root of the repository that the source is of, and of those that `$ref` names. */
  root: string;
  references: ReadonlyMap<string, string>;
  /** The chart, on the disk. */
  folder: string;
  /** Which Helm renders it. */
  helm: string;
}

const rendered = new Map<string, Promise<string>>();

/** `helm template` with the words and in the order of Argo CD 3.6.1. What the same files and words made is not asked twice. */
export async function renderChart(of: HelmSource): Promise<string> {
  const { application, source, folder, helm } = of;
  const settings = mapOf(source.helm);
  const release = textOf(settings.releaseName, 'releaseName') || application.name;
  const namespace = textOf(mapOf(application.spec.destination).namespace, 'namespace');
  const files = [...valueFilesOf(of), ...ownValues(settings)];
  const words = [
    ['template', '.', '--name-template', release, '--namespace', namespace, '--kube-version', '1.33.0'],
    parameterWords(of),
    files.flatMap((file) => ['--values', file]),
    settings.skipCrds === true ? [] : ['--include-crds'],
  ].flat();
  const key = createHash('sha256').update(JSON.stringify([helm, words.map((word) => namesFile(word))]));
  for (const file of filesBelow(folder)) key.update(`\0${file}\0`).update(readFileSync(join(folder, file)));
  for (const chart of neighbours(folder))
    for (const file of filesBelow(chart))
      key.update(`\0${chart.slice(of.root.length)}/${file}\0`).update(readFileSync(join(chart, file)));
  const digest = key.digest('hex');
  const output = rendered.get(digest) ?? template(helm, words, folder);
  rendered.set(digest, output);
  return output;
}

/** A word of the command line with the content of the file that it names instead of its path. */
function namesFile(word: string): string {
  const path = word.replace(/^[^=]*=(?=\/)/, '');
  return path.startsWith('/') && existsSync(path)
    ? `${word.slice(0, -path.length)}${readFileSync(path, 'utf8')}`
    : word;
}

/** The charts beside this one that it takes by `file://`. */
function neighbours(folder: string): string[] {
  if (!existsSync(join(folder, 'Chart.yaml'))) return [];
  const [chart] = readPlain(readFileSync(join(folder, 'Chart.yaml'), 'utf8'));
  return listOf(mapOf(chart).dependencies)
    .map((dependency) => String(mapOf(dependency).repository ?? ''))
    .filter((address) => address.startsWith('file://'))
    .map((address) => resolve(folder, address.slice('file://'.length)))
    .filter((path) => existsSync(path))
    .flatMap((path) => [path, ...neighbours(path)]);
}

/** As Argo CD: the dependencies are built where the chart does not hold them. */
async function template(helm: string, words: string[], folder: string): Promise<string> {
  try {
    return await runTool(helm, words, folder);
  } catch (error) {
    if (!/found in Chart.yaml, but missing in charts|dependency build/.test(String(error))) throw error;
    const parent = temporaryFolder('charts');
    // The charts beside it come along, at the paths that it knows them by.
    const root = commonRoot([folder, ...neighbours(folder)]);
    cpSync(root, parent, { recursive: true });
    const copy = join(parent, relative(root, folder));
    for (const chart of neighbours(copy).reverse()) await runTool(helm, ['dependency', 'build'], chart);
    await runTool(helm, ['dependency', 'build'], copy);
    return runTool(helm, words, copy);
  }
}

function commonRoot(folders: string[]): string {
  let [root = ''] = folders;
  while (!folders.every((folder) => folder === root || folder.startsWith(`${root}/`))) root = resolve(root, '..');
  return root;
}

/** The value files in order: of a file that is named twice the first place counts (since 3.4), and a glob leaves out those that are named. */
function valueFilesOf({ application, source, root, references, folder }: HelmSource): string[] {
  const settings = mapOf(source.helm);
  const expand = environmentOf(application, source);
  const entries = listOf(settings.valueFiles).map((entry) => {
    const text = textOf(entry, 'valueFiles');
    const [first = '', ...rest] = text.split('/');
    const referenced = first.startsWith('$') ? references.get(first.slice(1)) : undefined;
    if (referenced !== undefined) return join(referenced, expand(rest.join('/')));
    if (first.startsWith('$') && references.size > 0)
      throw new Error(`source referenced ${first}, but no source has that ref`);
    const path = expand(text);
    return path.startsWith('/') ? join(root, path) : resolve(folder, path);
  });
  const isGlob = (path: string) => /[*?[]/.test(path);
  const named = new Set(entries.filter((path) => !isGlob(path)));
  const files = new Set<string>();
  for (const entry of entries) {
    const found = isGlob(entry)
      ? glob(entry, root).filter((path) => !named.has(path))
      : [entry].filter((path) => existsSync(path));
    if (found.length === 0 && !isGlob(entry) && settings.ignoreMissingValueFiles !== true)
      throw new Error(`there is no ${entry}`);
    if (
      found.length === 0 &&
      isGlob(entry) &&
      settings.ignoreMissingValueFiles !== true &&
      glob(entry, root).length === 0
    )
      throw new Error(`values file glob "${entry}" matched no files`);
    for (const file of found) files.add(file);
  }
  return [...files];
}

function glob(pattern: string, root: string): string[] {
  const matches = picomatch(pattern, { dot: true });
  const bases = [...new Set([root, pattern.slice(0, pattern.search(/[*?[{]/)).replace(/\/[^/]*$/, '')])].slice(-1);
  return bases.flatMap((base) => filesBelow(base).map((file) => join(base, file))).filter((path) => matches(path));
}

function ownValues({ values, valuesObject }: PlainMap): string[] {
  const text = isMap(valuesObject) ? JSON.stringify(valuesObject) : textOf(values, 'values');
  if (text === '') return [];
  const file = join(ownValuesFolder(), `${createHash('sha256').update(text).digest('hex')}.yaml`);
  writeFileSync(file, text);
  return [file];
}

let written: string | undefined;

function ownValuesFolder(): string {
  written ??= temporaryFolder('values');
  mkdirSync(written, { recursive: true });
  return written;
}

/** `--set`, then `--set-string`, then `--set-file`: each a map by name in Argo CD, so of a name the last counts. */
function parameterWords({ application, source, folder, root }: HelmSource): string[] {
  const settings = mapOf(source.helm);
  const expand = environmentOf(application, source);
  const [set, setString, setFile] = [new Map<string, string>(), new Map<string, string>(), new Map<string, string>()];
  for (const parameter of listOf(settings.parameters).map(mapOf)) {
    const value = expand(textOf(parameter.value, 'parameters[].value'));
    (parameter.forceString === true ? setString : set).set(
      textOf(parameter.name, 'parameters[].name'),
      withoutCommas(value),
    );
  }
  for (const parameter of listOf(settings.fileParameters).map(mapOf)) {
    const path = expand(textOf(parameter.path, 'fileParameters[].path'));
    setFile.set(textOf(parameter.name, 'name'), path.startsWith('/') ? join(root, path) : resolve(folder, path));
  }
  const words = (flag: string, all: Map<string, string>) =>
    [...all].flatMap(([name, value]) => [flag, `${name}=${value}`]);
  return [...words('--set', set), ...words('--set-string', setString), ...words('--set-file', setFile)];
}

function withoutCommas(value: string): string {
  return value.startsWith('{') && value.endsWith('}') ? value : value.replaceAll(/(^|[^\\]),/g, '$1\\,');
}
