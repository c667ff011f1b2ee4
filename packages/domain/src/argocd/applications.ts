import { isScalar } from 'yaml';
import { compareText } from '../location.ts';
import { quoteName, showPath } from '../names.ts';
import type { Problem } from '../problem.ts';
import { unread, unreadable } from '../problem.ts';
import { kustomizations, scaffoldFolder } from '../tree/file-types.ts';
import { folderOf, isForeign, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { tryUser } from '../user-error.ts';
import { field, isRecord, listAt } from '../yaml/value.ts';
import { decodeUtf8, lastKeyCounts, parseYamlFile, type YamlDocument, type YamlPath } from '../yaml/yaml-document.ts';
import { longestYaml } from '../yaml/yaml-limits.ts';
import type { ApplicationSource, HelmParameter, RefusedSource, WrittenApplication } from './application.ts';
import { mayHoldApplication, mentionsArgo } from './application-mention.ts';
import { sourceTools } from './source-tool.ts';

/**
 * Selects the files that may hold an Application, by name: YAML that is neither a Helm template, nor foreign, nor
 * GitHub's own, nor a lock file. Takes the paths of regular files.
 */
export function selectManifests(files: readonly string[], charts: readonly string[]): string[] {
  const templates = new Set(charts.map((folder) => (folder === '' ? 'templates' : `${folder}/templates`)));
  const templated = new Map<string, boolean>([['', false]]);
  const isTemplated = (folder: string): boolean => {
    let answer = templated.get(folder);
    if (answer === undefined) {
      answer = templates.has(folder) || isTemplated(folderOf(folder));
      templated.set(folder, answer);
    }
    return answer;
  };
  return files.filter(
    (path) =>
      /\.ya?ml$/.test(path) &&
      !/[-.]lock\.ya?ml$/.test(path) &&
      !path.startsWith('.github/') &&
      !isTemplated(folderOf(path)) &&
      !isForeign(path),
  );
}

/**
 * Selects the JSON files that may hold an Application. There are too many to read all, so: those directly in a
 * folder that holds Applications, or that one takes its manifests from.
 */
export function selectJsonManifests(files: readonly string[], applications: readonly WrittenApplication[]): string[] {
  const folders = manifestFolders(applications);
  return files.filter((path) => path.endsWith('.json') && folders.has(folderOf(path)) && !isForeign(path));
}

/** The folders that hold Applications, or that one takes its manifests from. */
export function manifestFolders(applications: readonly WrittenApplication[]): ReadonlySet<string> {
  const folders = new Set(applications.map(({ file }) => folderOf(file)));
  for (const { path, ours } of applications.flatMap(({ sources }) => sources)) {
    if (path !== null && ours !== false) folders.add(path);
  }
  return folders;
}

/**
 * The Applications of the files, in every document, sorted by file; that a source is of this repository is told by
 * `withOwnSources`. What cannot be read is a problem. `isKustomized` tells whether a kustomization
 * may patch with a file.
 */
export function readApplications(
  contents: ReadonlyMap<string, Uint8Array>,
  isKustomized: (path: string) => boolean,
): Omit<Found, 'isKustomized'> {
  const applications: WrittenApplication[] = [];
  const applicationSets: YamlDocument[] = [];
  const problems: Problem[] = [];
  for (const path of [...contents.keys()].sort(compareText)) {
    const bytes = contents.get(path);
    if (!bytes || !mentionsArgo(bytes)) continue;
    tryUser(
      () => readFile(path, bytes, { applications, applicationSets, problems, isKustomized }),
      (error) => void problems.push(unreadable(path, error)),
    );
  }
  return { applications, applicationSets, problems };
}

/** The Applications and ApplicationSets among the documents of a file. */
export function applicationsIn(documents: readonly YamlDocument[]): Pick<Found, 'applications' | 'applicationSets'> {
  const found: Found = { applications: [], applicationSets: [], problems: [], isKustomized: () => false };
  for (const document of documents)
    tryUser(
      () => readDocument(document, found),
      () => undefined, // a document without places to write at
    );
  return found;
}

/** What is found in the files. */
interface Found {
  applications: WrittenApplication[];
  applicationSets: YamlDocument[];
  problems: Problem[];
  isKustomized: (path: string) => boolean;
}

/** Tells whether a kustomization in a file's folder or around it may patch with the file. */
export function kustomizedFiles(files: readonly string[]): (path: string) => boolean {
  const folders = new Set(files.filter(kustomizations).map(folderOf));
  return (path) => {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      if (folders.has(folder)) return true;
      if (folder === '') return false;
    }
  };
}

function readFile(path: string, bytes: Uint8Array, found: Found): void {
  const { problems } = found;
  const text = decodeUtf8(path, bytes);
  if (!mayHoldApplication(text)) return;
  if (bytes.length > longestYaml) {
    problems.push(unread(path, { reason: 'it is longer than 5 MiB', help: 'Divide it into several files.', text }));
    return;
  }
  const file = lastKeyCounts(parseYamlFile(path, text));
  const [error] = file.errors;
  if (error) problems.push(unreadable(path, error, { text, template: file.template && !isOwnSet(path, text) }));
  for (const document of file.documents) {
    tryUser(
      () => readDocument(document, found),
      (error) => void problems.push(unreadable(path, error, { text })),
    );
  }
}

/**
 * Whether a file is an ApplicationSet that Argo CD reads as it is: its braces are its own then, and excuse no mistake. In a
 * folder of templates something else fills them in before.
 */
function isOwnSet(path: string, text: string): boolean {
  return (
    saysSet.test(text) &&
    !folderOf(path)
      .split('/')
      .some((name) => scaffoldFolder.test(name))
  );
}

const saysSet = /(?:^|[\s"'{,])kind["']?\s*:\s*["']?ApplicationSet(?!\w)/m;

function readDocument(document: YamlDocument, found: Found): void {
  const { applications, applicationSets, problems } = found;
  const path = document.file.path;
  const value = document.value();
  const kind = field(value, 'kind');
  if (kind === 'List' && listAt(value, 'items').some((item) => isApplication(item) || isApplicationSet(item))) {
    const { text } = document.file;
    const reason = 'it holds Applications inside a List';
    const help = 'Write each Application as a document of its own.';
    problems.push(unread(path, { reason, help, location: document.locate(['items']), text }));
    return;
  }
  if (isApplicationSet(value)) {
    applicationSets.push(document);
    return;
  }
  if (!isApplication(value)) return;
  const metadata = field(value, 'metadata');
  const name = field(metadata, 'name');
  if (typeof name !== 'string' || name === '' || /\{\{|\$\{/.test(name)) {
    const template = document.file.text.includes('{{') || document.file.text.includes('${');
    problems.push({
      severity: template ? 'notice' : 'error',
      message: template
        ? `${showPath(path)} is the template of an Application, so it is not read`
        : `the Application in ${showPath(path)} has no name`,
      location: document.locate(['metadata', 'name']),
      unread: { reason: 'its Application has no plain name', text: document.file.text },
    });
    return;
  }
  const sources = readSources(document, field(value, 'spec'));
  const destination = field(field(value, 'spec'), 'destination');
  const partial = destination === undefined && sources.every(({ repoURL }) => repoURL === null);
  if (partial && found.isKustomized(path)) {
    const message = `${showPath(path)} is a patch of the Application ${quoteName(name)}, so it is not read as one`;
    const patch = { reason: 'it is a patch of an Application', text: document.file.text };
    problems.push({ severity: 'notice', message, location: document.locate(['metadata', 'name']), unread: patch });
    return;
  }
  const refused = refusedSource(sources);
  if (refused)
    problems.push({
      severity: 'warning',
      message: `the Application ${quoteName(name)} ${refused.what}: Argo CD refuses it, and nothing of it is deployed`,
      help: refused.help,
      location: document.locate(refused.at),
    });
  applications.push({
    name,
    file: path,
    document,
    namespace: text(field(metadata, 'namespace')),
    project: text(field(field(value, 'spec'), 'project')),
    destination: {
      server: text(field(destination, 'server')),
      name: text(field(destination, 'name')),
      namespace: text(field(destination, 'namespace')),
    },
    sources: refused ? [] : sources,
    ...(refused && { refused }),
  });
}

/** What Argo CD refuses of sources: what they deploy is then not known, and would be of no use. */
function refusedSource(sources: readonly ApplicationSource[]): RefusedSource | null {
  if (sources.length === 0)
    return { what: 'has no source', help: 'Give it `spec.source` or `spec.sources`.', at: ['spec', 'source'] };
  const nowhere = sources.find(({ repoURL }) => repoURL === null);
  return nowhere
    ? { what: 'has a source without repoURL', help: 'Give it the address of the repository.', at: nowhere.at }
    : null;
}

function isApplication(value: unknown): boolean {
  return field(value, 'kind') === 'Application' && /^argoproj\.io\//.test(String(field(value, 'apiVersion')));
}

function isApplicationSet(value: unknown): boolean {
  return field(value, 'kind') === 'ApplicationSet' && /^argoproj\.io\//.test(String(field(value, 'apiVersion')));
}

/**
 * The sources of the `spec` at a path, as Argo CD reads them: a hydrated Application has its dry source, whatever else
 * is written, and `sources` wins over `source`.
 */
export function readSources(
  document: YamlDocument,
  spec: unknown,
  at: (string | number)[] = ['spec'],
): ApplicationSource[] {
  const dry = field(field(spec, 'sourceHydrator'), 'drySource');
  if (isRecord(dry)) return [readSource(document, dry, [...at, 'sourceHydrator', 'drySource'])];
  const several = listAt(spec, 'sources');
  const places: [unknown, (string | number)[]][] =
    several.length > 0
      ? several.map((source, index) => [source, [...at, 'sources', index]])
      : [[field(spec, 'source'), [...at, 'source']]];
  return places.flatMap(([source, path]) => (isRecord(source) ? [readSource(document, source, path)] : []));
}

function readSource(document: YamlDocument, source: unknown, at: (string | number)[]): ApplicationSource {
  const repoURL = text(field(source, 'repoURL'));
  const chart = text(field(source, 'chart'));
  const path = text(field(source, 'path'));
  const helm = field(source, 'helm');
  const directory = field(source, 'directory');
  return {
    at,
    repoURL,
    // A path that leaves the repository stays as it is written: Argo CD refuses it, a rule says so.
    path: path === null || chart !== null ? null : (normaliseRepositoryPath(path.replace(/^\/+/, '')) ?? path),
    chart,
    // An empty one is none: both follow HEAD.
    targetRevision: written(document, [...at, 'targetRevision'], field(source, 'targetRevision')) || null,
    ref: text(field(source, 'ref')),
    ours: null,
    tools: sourceTools.filter((tool) => (field(source, tool) ?? null) !== null),
    directory: {
      recurse: field(directory, 'recurse') === true,
      include: text(field(directory, 'include')),
      exclude: text(field(directory, 'exclude')),
      everyFile: field(directory, 'disableExtensionFilter') === true,
    },
    valueFiles: listAt(helm, 'valueFiles').filter((file) => typeof file === 'string'),
    ignoreMissingValueFiles: field(helm, 'ignoreMissingValueFiles') === true,
    parameters: listAt(helm, 'parameters').flatMap((parameter, index): HelmParameter[] => {
      const name = field(parameter, 'name');
      const value = written(document, [...at, 'helm', 'parameters', index, 'value'], field(parameter, 'value'));
      return typeof name === 'string' ? [{ index, name, value: value ?? '' }] : [];
    }),
    overrides: [],
  };
}

/** A text as it is written in the file: `1.10` is not the number 1.1. */
function written(document: YamlDocument, path: YamlPath, value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return null;
  const node = document.node(path);
  return isScalar(node) ? (node.source ?? String(node.value)) : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
