import { normalizedName } from '../go-template/texts.ts';
import type { GoMap } from '../go-template/values.ts';
import { normaliseRepositoryUrl } from '../repository-url.ts';
import { baseName, folderOf } from '../tree/repository-paths.ts';
import { tryUser } from '../user-error.ts';
import { field, isRecord, listAt, valueAt } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import type { SetElement, SuppliedValue } from './application.ts';
import {
  doublestarMatcher,
  folderMatcher,
  foldersOf,
  gitMatcher,
  included,
  type Patterns,
  type SetFiles,
  sortedPaths,
  withStars,
} from './generator-paths.ts';
import { ownValuesAt, type SuppliedParts, withOwnValues } from './generator-values.ts';
import { elementObject, elementValues } from './set-elements.ts';
import { parametersOf, type Reading, unplaced, withGiven } from './set-supply.ts';

/** One folder or one object of a file, as Argo CD's git generator supplies it. */
export interface GitElement extends SuppliedParts {
  /** The folder, with a slash behind it, or the file. */
  from: string;
  elements: SetElement[];
}

const filledIn = 'a git generator whose paths are filled in';

/**
 * What the git generator at a path of an ApplicationSet supplies, as Argo CD 3.6 does: its folders, or the objects in its
 * files. Or, as a name for it, why that is not known.
 */
export function gitElements(reading: Reading, at: YamlPath): GitElement[] | string {
  const { document, files } = reading;
  const git = withGiven(valueAt(document.value(), at), reading);
  const elsewhere = isElsewhere(document, git, files);
  if (elsewhere !== null) return elsewhere;
  const supplied = supplier(reading, at, field(git, 'pathParamPrefix'));
  if (listAt(git, 'directories').length > 0) {
    const patterns = patternsOf(git, 'directories');
    if ([...patterns.included, ...patterns.excluded].some((pattern) => pattern.includes('{{'))) return filledIn;
    return included(foldersOf(files.paths), patterns, folderMatcher).map((folder, index) => ({
      from: `${folder}/`,
      elements: [{ document, path: [...at, 'directories', index] }],
      ...supplied(folder, null, { parameters: {}, values: new Map() }),
    }));
  }
  const paths = matchedFiles(git, files.paths);
  if (typeof paths === 'string') return paths;
  const found: GitElement[] = [];
  for (const path of paths) {
    const objects = objectsOf(files, path);
    if (objects === null) return `a git generator of ${path}`;
    for (const element of objects) {
      const object = elementObject(element);
      // What is given fills in texts of the set, and none of the files.
      const own = { parameters: parametersOf(object, { ...reading, given: [] }), values: elementValues(element) };
      found.push({ from: path, elements: [element], ...supplied(folderOf(path), path, own) });
    }
  }
  return found;
}

/** Makes what a git generator supplies for a folder, or for an object of a file in it. */
function supplier(reading: Reading, at: YamlPath, prefix: unknown) {
  const { document, goTemplate } = reading;
  const said = ownValuesAt(document, at);
  const start = typeof prefix === 'string' && prefix !== '' ? prefix : null;
  return (within: string, file: string | null, own: SuppliedParts): SuppliedParts => {
    const folder = within || '.';
    const names = pathParameters(folder, file, goTemplate).map(([name, text]): [string, string] => [
      start === null ? name : `${start}.${name}`,
      text,
    ]);
    const path = pathOf(folder, file);
    const ofPath: GoMap = goTemplate ? (start === null ? { path } : { [start]: { path } }) : Object.fromEntries(names);
    const parameters: GoMap = { ...own.parameters, ...ofPath };
    // Without Go templates the values of a file stay beside those of the generator.
    const kept = [...own.values].filter(([name]) => !(goTemplate && said.length > 0 && name.startsWith('values.')));
    const values = new Map([...kept, ...names.map(([name, text]): [string, SuppliedValue] => [name, unplaced(text)])]);
    return withOwnValues(reading, at, { parameters, values, unread: null });
  };
}

/** Argo CD 3.6 reads generators in generators of a generator, and refuses what is within those (`ApplicationSetTerminalGenerator`). */
export const deepestGenerators = 2;

/** The files that the git generators of ApplicationSets may read. */
export function filesOfGenerators(documents: readonly YamlDocument[], paths: readonly string[]): string[] {
  const found = new Set<string>();
  const visit = (generators: unknown, depth: number): void => {
    if (!Array.isArray(generators) || depth > deepestGenerators) return;
    for (const generator of generators) {
      const { included: patterns } = patternsOf(field(generator, 'git'), 'files');
      // What may be filled in is any text.
      const wanted = { included: patterns.map(withStars), excluded: [] };
      for (const path of included(sortedPaths(paths), wanted, gitMatcher)) found.add(path);
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
  const sorted = sortedPaths(paths);
  const byGit = included(sorted, patterns, gitMatcher);
  if (byGit.join('\0') !== included(sorted, patterns, doublestarMatcher).join('\0'))
    return 'a git generator whose files depend on a setting of the controller';
  return byGit;
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

/** What `.path` is in a Go template. */
function pathOf(folder: string, file: string | null): GoMap {
  const names: [string, string][] = [['basename', baseName(folder)]];
  if (file !== null) names.push(['filename', baseName(file)]);
  return {
    path: folder,
    ...Object.fromEntries(
      names.flatMap(([name, text]) => [
        [name, text],
        [`${name}Normalized`, normalizedName(text)],
      ]),
    ),
    segments: folder.split('/'),
  };
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
      [`path.${name}Normalized`, normalizedName(text)],
    ]),
    ...segments.map(([index, segment]): [string, string] => [
      `${goTemplate ? 'path.segments' : 'path'}${index}`,
      segment,
    ]),
  ];
}
