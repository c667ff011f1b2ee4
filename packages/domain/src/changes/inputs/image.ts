import type { Build, NamedContext } from '../../builds/build.ts';
import type { BuildDefinitions } from '../../builds/definitions.ts';
import type { Service } from '../../catalog/catalog.ts';
import type { ServiceOverride } from '../../catalog/config-schema.ts';
import { type Dockerfile, readDockerfile } from '../../dockerfile/dockerfile.ts';
import { parseIgnoreRules } from '../../dockerfile/ignore-rules.ts';
import { type BuildSources, buildSources, type Origin, type Taken } from '../../dockerfile/stages.ts';
import { groupBy } from '../../grouping.ts';
import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import { readDockerfileName } from '../../tree/dockerfile-name.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { baseName } from '../../tree/repository-paths.ts';
import { type BuildContext, inferBuildContext } from '../build-context/build-context.ts';
import { folderInputs, ignoredBy, ignoreFileOf } from './dockerfile.ts';
import type { EdgeException, InputEdge } from './edges.ts';
import { everythingEdge, fileEdge, fileEdges } from './file-edges.ts';
import type { LocalPackages } from './local-packages.ts';

/** What is looked up while builds are followed. */
export interface BuildRepository {
  tree: PathIndex;
  /** Dockerfiles, ignore files, definitions and manifests. */
  texts: ReadonlyMap<string, string>;
  definitions: BuildDefinitions;
  packages: LocalPackages;
  /** One exception for each ignore file and context, so that what many services share is matched once. */
  exceptions: Map<string, EdgeException>;
}

/** What the image of a service is made from. */
export interface ImageInputs {
  /** The Dockerfile that is built; null where there is none. */
  dockerfile: string | null;
  context: Pick<BuildContext, 'context' | 'because'>;
  edges: InputEdge[];
  /** The builds that were followed. */
  builds: readonly Build[];
  /** False where something of it is not understood, so that its whole context counts. */
  complete: boolean;
  problems: Problem[];
}

/**
 * What the image of a service is made from: what each build that the repository defines for its Dockerfile takes from
 * its context, from additional contexts, and from images that are built here, too.
 */
export function imageInputs(
  service: Service,
  folder: string,
  override: ServiceOverride | undefined,
  repository: BuildRepository,
): ImageInputs {
  const { tree, texts } = repository;
  const dockerfile = dockerfileOf(service, override, repository);
  if (dockerfile === null) {
    const context = { context: null, because: 'it has no Dockerfile' };
    return { dockerfile, context, edges: [], builds: [], complete: true, problems: [] };
  }
  const text = texts.get(dockerfile);
  if (text === undefined) return unreadable(service, dockerfile);
  const given = { args: argumentsOf(override?.['build-args'] ?? []), target: override?.target ?? null };
  const definitions = repository.definitions.of(dockerfile);
  const read = memoizeBuilds((build) => readBuild(text, build, given));
  const sourcesOf = (build: Build | null) => {
    const { parsed, sources } = read(build);
    const taken = sources.taken.filter(({ origin }) => origin.kind === 'context');
    return {
      sources: taken
        .filter(({ copy }) => !copy?.onbuild)
        .map(({ source, copy }) => ({ source, doubleStar: copy?.parents ?? false })),
      complete: notesOf(parsed, sources).length === 0,
    };
  };
  const context = inferBuildContext({
    service,
    folder,
    dockerfile,
    configured: override?.context,
    definitions,
    sourcesOf,
    commands: () => read(null).parsed.commands,
    tree,
    isSpanned: () => repository.packages.isSpanned(folder, service.kind),
  });
  if (context.context === null) {
    const everything = everythingEdge(`the build context of ${showPath(dockerfile)} cannot be told`, dockerfile);
    const edges = [...fileEdges(dockerfile, null, repository), everything];
    const problems = context.problem ? [context.problem] : [];
    return { dockerfile, context, edges, builds: [], complete: false, problems };
  }
  const walk: Walk = { repository, given, seen: new Map(), edges: [], complete: true, problems: [] };
  const builds = context.builds.length > 0 ? distinctBuilds(context.builds) : [null];
  for (const build of builds)
    takeBuild({ dockerfile, read: read(build), context: context.context, build, because: null }, walk);
  const { edges, complete, problems, seen } = walk;
  const own = builds.flatMap((build) => build ?? []);
  return { dockerfile, context, edges, builds: [...own, ...seen.values()], complete, problems };
}

/** Labels of Dockerfiles for those who work on a service: what is deployed is another image. */
const forDevelopment: ReadonlySet<string> = new Set(['ci', 'debug', 'dev', 'development', 'local', 'test', 'tests']);

/**
 * The Dockerfile of a service: where no definition builds it, and definitions build one variant of it alone that is
 * not there for development, that variant.
 */
function dockerfileOf(
  { dockerfile, dockerfiles }: Service,
  override: ServiceOverride | undefined,
  { definitions }: BuildRepository,
): string | null {
  const configured = override?.dockerfile !== undefined || override?.context !== undefined;
  if (dockerfile === null || configured || definitions.of(dockerfile).builds.length > 0) return dockerfile;
  const named = dockerfiles.filter((path) => {
    const label = readDockerfileName(baseName(path))?.label.toLowerCase() ?? '';
    return definitions.dockerfiles.includes(path) && !forDevelopment.has(label);
  });
  return named.length === 1 ? (named[0] ?? dockerfile) : dockerfile;
}

/** Builds that differ in what they take; of equal ones the first. */
function distinctBuilds(builds: readonly Build[]): Build[] {
  const key = ({ target, args, contexts }: Build): string => JSON.stringify([target, [...args], [...contexts]]);
  return [...groupBy(builds, key).values()].flatMap(([first]) => first ?? []);
}

/** What the configuration says of the build of a service. */
interface Given {
  args: ReadonlyMap<string, string>;
  target: string | null;
}

/** What is gathered while builds are followed from one to the next. */
interface Walk {
  repository: BuildRepository;
  given: Given;
  /** The builds of images that the service stands on, by key. */
  seen: Map<string, Build>;
  edges: InputEdge[];
  complete: boolean;
  problems: Problem[];
}

const nothingGiven: Given = { args: new Map(), target: null };

interface BuildStep {
  /** Null where the definition holds its text. */
  dockerfile: string | null;
  read: ReadBuild;
  context: string;
  build: Build | null;
  /** Why this build counts for another; null for the service's own. */
  because: string | null;
}

function takeBuild({ dockerfile, read, context, build, because }: BuildStep, walk: Walk): void {
  const { repository } = walk;
  const { parsed, sources } = read;
  const ignoreFile = ignoreFileOf(dockerfile, context, repository.tree);
  const place = dockerfile ?? build?.file ?? '';
  const taken = sources.taken.filter(({ origin }) => origin.kind === 'context');
  const ignored = exceptionOf(ignoreFile, context, repository);
  const own = folderInputs(place, taken, notesOf(parsed, sources), { folder: context, ignored, tree: repository.tree });
  const edges = [...fileEdges(dockerfile, context, repository), ...own.edges];
  walk.edges.push(
    ...edges.map((edge) => (because === null ? edge : { ...edge, because: `${because}: ${edge.because}` })),
  );
  // What a base lacks is a matter of the base; that everything counts holds for whoever stands on it.
  if (because === null) walk.problems.push(...own.problems);
  walk.complete &&= own.complete;
  const others = groupBy(
    sources.taken.filter(({ origin }) => origin.kind !== 'context'),
    ({ origin }) => JSON.stringify(origin),
  );
  for (const [first, ...rest] of others.values())
    if (first) takeOther(first.origin, [first, ...rest], { place, build }, walk);
}

/** What is taken from an additional context, or from an image that is built here, too. */
function takeOther(
  origin: Origin,
  taken: readonly Taken[],
  { place, build }: { place: string; build: Build | null },
  walk: Walk,
): void {
  if (origin.kind === 'context') return;
  const { definitions, tree } = walk.repository;
  const named: NamedContext | undefined =
    origin.kind === 'named' ? build?.contexts.get(origin.name) : { kind: 'image', name: origin.name };
  if (named?.kind === 'folder') {
    const ignoreFile = ignoreFileOf(null, named.path, tree);
    const ignored = exceptionOf(ignoreFile, named.path, walk.repository);
    const found = folderInputs(place, taken, [], { folder: named.path, ignored, tree });
    walk.edges.push(...(ignoreFile === null ? [] : [fileEdge(ignoreFile)]), ...found.edges);
    walk.problems.push(...found.problems);
    walk.complete &&= found.complete;
  } else if (named?.kind === 'build') {
    const other = definitions.byKey(named.key);
    takeMade(other ? [other] : [], taken, place, walk);
  } else if (named?.kind === 'image') takeMade(definitions.byImage(named.name), taken, place, walk);
  else if (named?.kind === 'unknown' && !named.text.includes('://')) {
    const [first] = taken;
    walk.edges.push(everythingEdge(`${first?.what ?? ''}: where the context is cannot be told`, place));
  }
}

/** The inputs of builds whose image is taken from. */
function takeMade(builds: readonly Build[], taken: readonly Taken[], place: string, walk: Walk): void {
  for (const other of builds) {
    if (walk.seen.has(other.key)) continue;
    walk.seen.set(other.key, other);
    const because = `${taken[0]?.what ?? ''} (${showPath(other.file)} builds it)`;
    const dockerfile = other.dockerfile;
    const text = other.inline ?? (dockerfile === null ? undefined : walk.repository.texts.get(dockerfile));
    if (text !== undefined && other.context !== null) {
      const read = readBuild(text, other, nothingGiven);
      takeBuild({ dockerfile, read, context: other.context, build: other, because }, walk);
    } else if (dockerfile !== null) walk.edges.push(everythingEdge(`${because}: its build cannot be followed`, place));
  }
}

/** A Dockerfile as one build reads it. */
interface ReadBuild {
  parsed: Dockerfile;
  sources: BuildSources;
}

/** Each build is looked at several times: for its context, and for what it takes. */
function memoizeBuilds(read: (build: Build | null) => ReadBuild): (build: Build | null) => ReadBuild {
  const known = new Map<Build | null, ReadBuild>();
  return (build) => {
    const result = known.get(build) ?? read(build);
    known.set(build, result);
    return result;
  };
}

function readBuild(text: string, build: Build | null, given: Given): ReadBuild {
  const args = [...(build?.args ?? [])].flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
  const parsed = readDockerfile(text, new Map([...args, ...given.args]));
  if (text.includes('\uFFFD')) parsed.notes.push({ message: 'it is not UTF-8 text', line: 1, stage: null });
  const target = given.target ?? build?.target ?? null;
  return { parsed, sources: buildSources(parsed, target, new Set(build?.contexts.keys())) };
}

/** What is not understood of the stages that are built. */
function notesOf({ notes }: Dockerfile, { stages }: BuildSources): Dockerfile['notes'] {
  return notes.filter(({ stage }) => stage === null || stage < 0 || stages.has(stage));
}

function exceptionOf(
  ignoreFile: string | null,
  context: string,
  { texts, exceptions }: BuildRepository,
): EdgeException | undefined {
  if (ignoreFile === null) return undefined;
  const key = `${ignoreFile}\0${context}`;
  const exception = exceptions.get(key) ?? ignoredBy(parseIgnoreRules(texts.get(ignoreFile) ?? ''), context);
  exceptions.set(key, exception);
  return exception;
}

/** A Dockerfile that is a link, or that the configuration names and nobody has. */
function unreadable(service: Service, dockerfile: string): ImageInputs {
  const because = `the Dockerfile ${showPath(dockerfile)} cannot be read`;
  return {
    dockerfile,
    context: { context: null, because },
    edges: [everythingEdge(because, null)],
    builds: [],
    complete: false,
    problems: [
      {
        severity: 'warning',
        message: `${because}; until then every change affects ${showPath(service.name)}`,
        help: `Put a regular file there, or correct services.overrides.${service.name}.dockerfile in rollcall.yaml.`,
      },
    ],
  };
}

function argumentsOf(texts: readonly string[]): Map<string, string> {
  return new Map(
    texts.flatMap((argument) => {
      const equals = argument.indexOf('=');
      return equals < 0 ? [] : [[argument.slice(0, equals), argument.slice(equals + 1)]];
    }),
  );
}
