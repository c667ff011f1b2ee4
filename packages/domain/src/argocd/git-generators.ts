import { normaliseRepositoryUrl } from '../repository-url.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';
import { tryUser } from '../user-error.ts';
import { field, fieldsAt, isRecord, keysAt, listAt, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlFile, YamlPath } from '../yaml/yaml-document.ts';
import type { SetElement, SuppliedValue } from './application.ts';
import { argoGlob, matchesResourcePattern } from './glob.ts';
import { fillPlaceholders } from './placeholders.ts';
import { elementValues } from './set-elements.ts';

/** What git generators may read. */
export interface SetFiles {
  /** The regular files of the tree, sorted. */
  paths: readonly string[];
  /** A file that was read; undefined for any other. */
  file(path: string): YamlFile | undefined;
  /** Whether an address is this repository's; null where that cannot be known. */
  isOurs(url: string): boolean | null;
}

/** What git generators read where there is nothing to read: they stay unread. */
export const noSetFiles: SetFiles = { paths: [], file: () => undefined, isOurs: () => null };

/** One folder or one object of a file, as Argo CD's git generator supplies it. */
export interface GitElement {
  /** The folder, with a slash behind it, or the file. */
  from: string;
  elements: SetElement[];
  values: Map<string, SuppliedValue>;
}

const filledIn = 'a git generator whose paths are filled in';

interface Patterns {
  included: string[];
  excluded: string[];
}

/**
 * What the git generator at a path of an ApplicationSet supplies, as Argo CD 3.6 does: its folders, or the objects in its
 * files. Or, as a name for it, why that is not known.
 */
export function gitElements(
  document: YamlDocument,
  at: YamlPath,
  goTemplate: boolean,
  files: SetFiles,
): GitElement[] | string {
  const git = valueAt(document.value(), at);
  const elsewhere = isElsewhere(document, git, files);
  if (elsewhere !== null) return elsewhere;
  const prefix = field(git, 'pathParamPrefix');
  const hasValues = keysAt(git, 'values').length > 0;
  const supplied = (folder: string, file: string | null, own: ReadonlyMap<string, SuppliedValue>) => {
    const parameters = pathParameters(folder, file, goTemplate).map(([name, text]): [string, SuppliedValue] => [
      typeof prefix === 'string' && prefix !== '' ? `${prefix}.${name}` : name,
      { text, document: null, path: [] },
    ]);
    // Without Go templates the values of a file stay beside those of the generator.
    const kept = [...own].filter(([name]) => !(goTemplate && hasValues && name.startsWith('values.')));
    const values = new Map([...kept, ...parameters]);
    return new Map([...values, ...ownValues(document, [...at, 'values'], { values, goTemplate })]);
  };
  if (listAt(git, 'directories').length > 0) {
    const patterns = patternsOf(git, 'directories');
    if ([...patterns.included, ...patterns.excluded].some((pattern) => pattern.includes('{{'))) return filledIn;
    return foldersOf(files.paths)
      .filter((folder) => isIncluded(folder, patterns, matchesResourcePattern))
      .map((folder, index) => ({
        from: `${folder}/`,
        elements: [{ document, path: [...at, 'directories', index] }],
        values: supplied(folder, null, new Map()),
      }));
  }
  const paths = matchedFiles(git, files.paths);
  if (typeof paths === 'string') return paths;
  const found: GitElement[] = [];
  for (const path of paths) {
    const objects = objectsOf(files, path);
    if (objects === null) return `a git generator of ${path}`;
    for (const element of objects)
      found.push({
        from: path,
        elements: [element],
        values: supplied(folderOf(path), path, elementValues(element)),
      });
  }
  return found;
}

/**
 * What a generator's own `values` supply: texts, in which what it finds is filled in (`appendTemplatedValues` of Argo CD).
 * One that is not known whole is left out.
 */
function ownValues(
  document: YamlDocument,
  at: YamlPath,
  filling: { values: ReadonlyMap<string, SuppliedValue>; goTemplate: boolean },
): [string, SuppliedValue][] {
  return fieldsAt(document.value(), ...at).flatMap(([name, written]): [string, SuppliedValue][] => {
    if (typeof written !== 'string') return [];
    const text = fillPlaceholders(written, filling);
    const place = text === written ? { document, path: [...at, name] } : { document: null, path: [] };
    return text.includes('{{') ? [] : [[`values.${name}`, { text, ...place }]];
  });
}

/** Argo CD 3.6 reads generators in generators of a generator, and refuses what is within those (`ApplicationSetTerminalGenerator`). */
export const deepestGenerators = 2;

/** The files that the git generators of ApplicationSets may read. */
export function filesOfGenerators(documents: readonly YamlDocument[], paths: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (generators: unknown, depth: number): void => {
    if (!Array.isArray(generators) || depth > deepestGenerators) return;
    for (const generator of generators) {
      const matched = matchedFiles(field(generator, 'git'), paths);
      if (typeof matched !== 'string') for (const path of matched) found.add(path);
      for (const kind of ['matrix', 'merge']) visit(valueAt(generator, [kind, 'generators']), depth + 1);
    }
  };
  for (const document of documents) visit(valueAt(document.value(), ['spec', 'generators']), 0);
  return [...found];
}

/** Why what a git generator reads is not what is here; null where it is. */
function isElsewhere(document: YamlDocument, git: unknown, { isOurs }: SetFiles): string | null {
  const url = field(git, 'repoURL');
  if (typeof url !== 'string') return 'a git generator';
  if (isOurs(url) !== true) return isOurs(url) === false ? 'a git generator of another repository' : 'a git generator';
  const spec = valueAt(document.value(), ['spec', 'template', 'spec']);
  const sources = [field(spec, 'source'), ...listAt(spec, 'sources')];
  const own = sources.filter((source) => {
    const address = field(source, 'repoURL');
    return typeof address === 'string' && normaliseRepositoryUrl(address) === normaliseRepositoryUrl(url);
  });
  const read = branchOf(field(git, 'revision'));
  const other = own.map((source) => branchOf(field(source, 'targetRevision'))).find((name) => name !== '');
  return read === '' || other === undefined || other === read ? null : 'a git generator of another revision';
}

function branchOf(revision: unknown): string {
  const name = typeof revision === 'string' ? revision.replace(/^refs\/heads\//, '') : '';
  return name === 'HEAD' ? '' : name;
}

function patternsOf(git: unknown, key: 'directories' | 'files'): Patterns {
  const patterns: Patterns = { included: [], excluded: [] };
  for (const entry of listAt(git, key)) {
    const path = field(entry, 'path');
    if (typeof path === 'string') patterns[field(entry, 'exclude') === true ? 'excluded' : 'included'].push(path);
  }
  return patterns;
}

function isIncluded(
  path: string,
  { included, excluded }: Patterns,
  matches: (pattern: string, path: string) => boolean,
): boolean {
  return included.some((pattern) => matches(pattern, path)) && !excluded.some((pattern) => matches(pattern, path));
}

/** All folders but those that are hidden, in the order in which they are walked. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const path of paths)
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder))
      folders.add(folder);
  return [...folders]
    .filter((folder) => !folder.split('/').some((part) => part.startsWith('.')))
    .sort((a, b) => (a < b ? -1 : 1));
}

/**
 * The files of a git generator. By default git matches the patterns, whose stars take slashes; a setting of the
 * controller has them matched as doublestar does: where the two would find other files, neither is taken.
 */
function matchedFiles(git: unknown, paths: readonly string[]): string[] | string {
  const patterns = patternsOf(git, 'files');
  const all = [...patterns.included, ...patterns.excluded];
  if (patterns.included.length === 0) return 'a git generator';
  if (all.some((pattern) => pattern.includes('{{'))) return filledIn;
  if (all.some((pattern) => /[\\{}[\]]/.test(pattern))) return 'a git generator of a pattern with more than stars';
  const [byGit, byDoublestar] = [gitMatcher, doublestarMatcher].map((matcher) => {
    const made = new Map(all.map((pattern) => [pattern, matcher(pattern)]));
    return paths.filter((path) => isIncluded(path, patterns, (pattern) => made.get(pattern)?.(path) === true));
  });
  if (byGit === undefined || byGit.join('\0') !== byDoublestar?.join('\0'))
    return 'a git generator whose files depend on a setting of the controller';
  return byGit;
}

/** As `git ls-files` matches a path: also all that is in a folder of that name. */
function gitMatcher(pattern: string): (path: string) => boolean {
  const matches = argoGlob(pattern);
  const folder = `${pattern.replace(/\/$/, '')}/`;
  return (path) => matches(path) || path.startsWith(folder);
}

// As doublestar 4 matches a path: `**/` takes any folders, and none.
function doublestarMatcher(pattern: string): (path: string) => boolean {
  const matchers = [pattern, pattern.replaceAll('**/', '')].map((each) => argoGlob(each, '/'));
  return (path) => matchers.some((matches) => matches(path));
}

/** The objects of a file: one, or a list of them. Null where it is neither, or was not read. */
function objectsOf(files: SetFiles, path: string): SetElement[] | null {
  const file = tryUser(
    () => files.file(path),
    () => undefined,
  );
  const [document, second] = file?.documents ?? [];
  if (!document || second || (file?.errors.length ?? 0) > 0) return null;
  const value = document.value();
  if (isRecord(value)) return [{ document, path: [] }];
  if (!Array.isArray(value) || !value.every(isRecord)) return null;
  return value.map((_object, index) => ({ document, path: [index] }));
}

/** What is said of a folder, and of a file in it, by the names in a template. */
function pathParameters(folder: string, file: string | null, goTemplate: boolean): [string, string][] {
  const names: [string, string][] = [['basename', baseName(folder)]];
  if (file !== null) names.push(['filename', baseName(file)]);
  const segments = folder.split('/').map((segment, index): [string, string] => [`[${index}]`, segment]);
  return [
    [goTemplate ? 'path.path' : 'path', folder],
    ...names.flatMap(([name, text]): [string, string][] => [
      [`path.${name}`, text],
      [`path.${name}Normalized`, normalised(text)],
    ]),
    ...segments.map(([index, segment]): [string, string] => [
      `${goTemplate ? 'path.segments' : 'path'}${index}`,
      segment,
    ]),
  ];
}

/** A name as a Kubernetes object may have it. */
function normalised(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^-a-z0-9.]/g, '-')
    .slice(0, 253)
    .replace(/^[-.]+/, '')
    .replace(/(?<![-.])[-.]+$/, '');
}
