import { contextName } from '../dockerfile/stages.ts';
import type { Location } from '../location.ts';
import { isComposeFile } from '../tree/file-types.ts';
import { baseName, folderOf, joinPath } from '../tree/repository-paths.ts';
import { field, fieldsAt, listAt, textAt, textsIn } from '../yaml/value.ts';
import { type Build, type BuildFiles, type FileBuilds, type NamedContext, pathFrom } from './build.ts';
import { composeFilesIn, type Expand, expander } from './compose-variables.ts';
import { hasHole } from './hole.ts';
import { namedContext, pairsOf } from './settings.ts';
import { readYamlDocuments } from './yaml-file.ts';

/** The file that Compose takes when it is given none: the first that is there. */
const standardNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** The files that are read together with the standard one beside them. */
const overrideNames = ['', 'docker-'].flatMap((start) =>
  ['yml', 'yaml'].map((end) => `${start}compose.override.${end}`),
);

/** What a file says of how the image of a service is built; paths are of the repository. */
interface ServiceBuild {
  /** Whether it says that there is a build. */
  builds: boolean;
  /** Whether it takes away what is below it. */
  isReset: boolean;
  context?: string | null;
  dockerfile?: string;
  inline?: string;
  target?: string;
  args: ReadonlyMap<string, string | null>;
  contexts: ReadonlyMap<string, NamedContext>;
  image?: string;
  /** What its paths are relative to. */
  folder: string;
  file: string;
  location: Location;
}

interface Reader {
  files: BuildFiles;
  /** The services of each file that was read. */
  read: Map<string, ReadonlyMap<string, ServiceBuild>>;
  result: FileBuilds;
}

/**
 * The builds of Compose files. The standard file of a folder is read with its override; any other is laid over the
 * standard one (`-f compose.yaml -f compose.prod.yaml`). `extends`, `include` and the `.env` of the folder are followed,
 * with the files that its `COMPOSE_FILE` names; profiles all count (compose-go 2.16.1).
 */
export function composeBuilds(files: BuildFiles): FileBuilds {
  const reader: Reader = { files, read: new Map(), result: { builds: [], unread: [] } };
  for (const path of files.paths) {
    if (baseName(path) === '.env') readNamedFiles(reader, path);
    if (!isComposeFile(path)) continue;
    const folder = folderOf(path);
    const standard = standardNames.map((name) => joinPath(folder, name)).find((one) => files.exists(one));
    const overrides = overrideNames.map((name) => joinPath(folder, name)).filter((one) => files.exists(one));
    // Of several standard files the first is taken, and the others are left alone.
    const isLeftAlone = overrides.includes(path) || standardNames.includes(baseName(path));
    const project = { folder, environment: [joinPath(folder, '.env')] };
    if (standard === undefined) readProject(reader, { ...project, paths: [path] });
    else if (path === standard) readProject(reader, { ...project, paths: [standard, ...overrides] });
    else if (!isLeftAlone) readProject(reader, { ...project, paths: [standard], over: path });
  }
  return reader.result;
}

/** Files of any name that one command gives to Compose, each laid over those before it. */
export interface ComposeCommand {
  files: readonly string[];
}

/** The builds of the files that commands give to Compose; one file of a usual name is read without a command. */
export function composeCommandBuilds(files: BuildFiles, commands: readonly ComposeCommand[]): FileBuilds {
  const reader: Reader = { files, read: new Map(), result: { builds: [], unread: [] } };
  for (const { files: paths } of commands) {
    const [first, second] = paths;
    if (first === undefined || (second === undefined && isComposeFile(first))) continue;
    const folder = folderOf(first);
    readProject(reader, { folder, environment: [joinPath(folder, '.env')], paths });
  }
  return reader.result;
}

/** The project of the files that a `.env` names: its paths are relative to the folder of the first of them. */
function readNamedFiles(reader: Reader, path: string): void {
  const text = reader.files.text(path) ?? '';
  const paths = composeFilesIn(text).flatMap((one) => pathFrom(folderOf(path), one) ?? []);
  const [first] = paths;
  if (first === undefined) return;
  const folder = folderOf(first);
  readProject(reader, { folder, environment: [...new Set([path, joinPath(folder, '.env')])], paths });
}

/** Files that are read together. */
interface Project {
  /** What their paths are relative to. */
  folder: string;
  /** Files of variables, the first of them winning; whatever the project names is read with them, too. */
  environment: readonly string[];
  /** Each is laid over those before it. */
  paths: readonly string[];
  /** A file laid over them, of whose services alone the builds are wanted. */
  over?: string;
}

/** The builds of the services of a project. */
function readProject(reader: Reader, { folder, environment, paths, over }: Project): void {
  const services = new Map<string, ServiceBuild>();
  const layers = [...paths, ...(over === undefined ? [] : [over])].map((path) =>
    servicesOf(reader, { path, folder, environment }),
  );
  for (const layer of layers) {
    for (const [name, service] of layer) services.set(name, laidOver(services.get(name), service));
  }
  const last = layers.at(-1);
  for (const [name, service] of services) {
    if (service.builds && (over === undefined || last?.get(name)?.builds))
      reader.result.builds.push(toBuild(name, service));
  }
}

const words = ['build', 'include', 'extends'];

/** A file that is read in a project. */
interface ProjectFile extends Pick<Project, 'folder' | 'environment'> {
  path: string;
}

/** The services of a file; those of the files that it includes are builds of their own. */
function servicesOf(reader: Reader, file: ProjectFile): ReadonlyMap<string, ServiceBuild> {
  const { path, folder, environment } = file;
  const key = [folder, path, ...environment].join('\0');
  const known = reader.read.get(key);
  if (known) return known;
  const services = new Map<string, ServiceBuild>();
  reader.read.set(key, services);
  const expand = expander(reader.files, environment);
  for (const { document, value } of readYamlDocuments(reader.files, path, words, reader.result.unread)) {
    for (const [name, service] of fieldsAt(value, 'services')) {
      const at = { file: path, folder, location: document.locate(['services', name, 'build']) };
      const below = extended(reader, file, service, services);
      services.set(name, laidOver(below, readService(service, expand, at)));
    }
    for (const included of includedProjects(value, file)) readProject(reader, included);
  }
  return services;
}

/**
 * What each entry of `include` names; its paths are relative to the folder of its first file unless it says another, and
 * its variables come behind those of who includes it.
 */
function includedProjects(value: unknown, { folder, environment }: ProjectFile): Project[] {
  return listAt(value, 'include').flatMap((entry) => {
    const named = typeof entry === 'string' ? entry : field(entry, 'path');
    const paths = (typeof named === 'string' ? [named] : textsIn(named)).flatMap((one) => pathFrom(folder, one) ?? []);
    const [first] = paths;
    const given = textAt(entry, 'project_directory');
    const own = given === undefined ? folderOf(first ?? '') : pathFrom(folder, given);
    if (first === undefined || own === null) return [];
    const files = pathsAt(field(entry, 'env_file'), folder);
    const added = files ?? [joinPath(own, '.env')];
    return [{ folder: own, environment: [...new Set([...environment, ...added])], paths }];
  });
}

/** The paths of a text or a list of texts; undefined where there is none. The last one comes first: it wins. */
function pathsAt(value: unknown, folder: string): string[] | undefined {
  const named = typeof value === 'string' ? [value] : textsIn(value);
  return named.length === 0 ? undefined : named.flatMap((one) => pathFrom(folder, one) ?? []).reverse();
}

interface ServicePlace {
  file: string;
  /** What its paths are relative to. */
  folder: string;
  location: Location;
}

/** The service that a service extends: of another file, or of its own. */
function extended(
  reader: Reader,
  at: ProjectFile,
  service: unknown,
  own: ReadonlyMap<string, ServiceBuild>,
): ServiceBuild | undefined {
  const from = field(service, 'extends');
  const name = typeof from === 'string' ? from : textAt(from, 'service');
  if (name === undefined) return undefined;
  const file = textAt(from, 'file');
  const elsewhere = file === undefined ? null : pathFrom(at.folder, file);
  if (elsewhere === null || elsewhere === at.path) return own.get(name) ?? forward(reader, at, name);
  return servicesOf(reader, { ...at, path: elsewhere, folder: folderOf(elsewhere) }).get(name);
}

/** A service that is written further down in the same file. */
function forward(reader: Reader, at: ProjectFile, name: string): ServiceBuild | undefined {
  const { path, folder, environment } = at;
  for (const { document, value } of readYamlDocuments(reader.files, path, words, [])) {
    const service = field(field(value, 'services'), name);
    const location = document.locate(['services', name, 'build']);
    if (service !== undefined)
      return readService(service, expander(reader.files, environment), { file: path, folder, location });
  }
  return undefined;
}

function readService(service: unknown, expand: Expand, { file, folder, location }: ServicePlace): ServiceBuild {
  // `build: !reset null` takes away what the files below it say; the tag leaves the word.
  const isReset = field(service, 'build') === 'null';
  const written = isReset ? null : field(service, 'build');
  const settings = typeof written === 'string' ? { context: written } : written;
  const text = (...path: string[]): string | undefined => {
    const value = textAt(settings, ...path);
    return value === undefined ? undefined : expand(value);
  };
  const context = text('context');
  const [dockerfile, inline, target] = [text('dockerfile'), textAt(settings, 'dockerfile_inline'), text('target')];
  const image = textAt(service, 'image');
  const contexts = [
    ...pairsOf(field(settings, 'additional_contexts')),
    ...pairsOf(field(field(settings, 'x-bake'), 'contexts')),
  ];
  return {
    builds: written !== undefined && written !== null,
    isReset,
    ...(context === undefined ? {} : { context: pathFrom(folder, context) }),
    ...(dockerfile === undefined ? {} : { dockerfile }),
    ...(inline === undefined ? {} : { inline }),
    ...(target === undefined ? {} : { target }),
    ...(image === undefined ? {} : { image: expand(image) }),
    args: new Map(pairsOf(field(settings, 'args')).flatMap(([name, value]) => expandArgument(name, value, expand))),
    contexts: new Map(
      contexts.map(([name, value]) => [
        contextName(name),
        namedContext(expand(value ?? ''), folder, (key) => buildKey(folder, key)),
      ]),
    ),
    folder,
    file,
    location,
  };
}

/** A name alone has the value of its variable, and none where that is not set. */
function expandArgument(name: string, value: string | null, expand: Expand): [string, string][] {
  const given = value === null ? expand(`\${${name}}`) : expand(value);
  return value === null && hasHole(given) ? [] : [[name, given]];
}

/** What is read in one folder is one project. */
function buildKey(folder: string, service: string): string {
  return `${folder}/compose#${service}`;
}

function laidOver(below: ServiceBuild | undefined, above: ServiceBuild): ServiceBuild {
  if (!below || above.isReset) return above;
  const place = above.builds || !below.builds ? above : below;
  return {
    ...below,
    ...above,
    builds: below.builds || above.builds,
    args: new Map([...below.args, ...above.args]),
    contexts: new Map([...below.contexts, ...above.contexts]),
    folder: place.folder,
    file: place.file,
    location: place.location,
  };
}

function toBuild(name: string, service: ServiceBuild): Build {
  const { folder, context = folder, dockerfile = 'Dockerfile', file, location } = service;
  const { inline = null, target = null, image, args, contexts } = service;
  return {
    key: buildKey(folder, name),
    name,
    dockerfile: inline !== null || context === null ? null : pathFrom(context, dockerfile),
    inline,
    context,
    target,
    args,
    contexts,
    images: image === undefined ? [] : [image],
    file,
    location,
  };
}
