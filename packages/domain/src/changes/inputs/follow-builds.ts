import type { Build, NamedContext } from '../../builds/build.ts';
import type { BuildDefinitions } from '../../builds/definitions.ts';
import { parseIgnoreRules } from '../../dockerfile/ignore-rules.ts';
import type { Origin, Taken } from '../../dockerfile/stages.ts';
import { addAll, groupBy, groupInto } from '../../grouping.ts';
import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { baseImage, mostBases, tooManyBases } from './bases.ts';
import { folderInputs, ignoredBy, ignoreFileOf } from './dockerfile.ts';
import type { BaseImage, EdgeException, InputEdge } from './edges.ts';
import { everythingEdge, fileEdge, fileEdges } from './file-edges.ts';
import type { LocalPackages } from './local-packages.ts';
import type { MadeFile } from './made-inputs.ts';
import { type Given, notesOf, nothingGiven, type ReadBuild, readBuild } from './read-build.ts';

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

/** What is gathered while builds are followed from one to the next. */
export interface Walk {
  repository: BuildRepository;
  given: Given;
  /** The builds of images that the service stands on, by key. */
  seen: Map<string, Build>;
  bases: Map<string, BaseImage[]>;
  edges: InputEdge[];
  made: MadeFile[];
  complete: boolean;
  problems: Problem[];
}

export interface BuildStep {
  /** Null where the definition holds its text. */
  dockerfile: string | null;
  read: ReadBuild;
  context: string;
  build: Build | null;
  /** Why this build counts for another; null for the service's own. */
  because: string | null;
}

/** Gathers what one build takes, and what the builds take that it stands on. */
export function takeBuild({ dockerfile, read, context, build, because }: BuildStep, walk: Walk): void {
  const { repository } = walk;
  const { parsed, sources } = read;
  const ignoreFile = ignoreFileOf(dockerfile, context, repository);
  const place = dockerfile ?? build?.file ?? '';
  const taken = sources.taken.filter(({ origin }) => origin.kind === 'context');
  const ignored = exceptionOf(ignoreFile, context, repository);
  const own = folderInputs(place, taken, notesOf(parsed, sources), { folder: context, ignored, tree: repository.tree });
  const edges = [...fileEdges(dockerfile, context, repository), ...own.edges];
  walk.edges.push(
    ...edges.map((edge) => (because === null ? edge : { ...edge, because: `${because}: ${edge.because}` })),
  );
  // What a base lacks is a matter of the base; that everything counts holds for whoever stands on it.
  if (because === null) addAll(walk.problems, own.problems);
  addAll(walk.made, own.made);
  walk.complete &&= own.complete;
  const others = groupBy(
    sources.taken.filter(({ origin }) => origin.kind !== 'context'),
    ({ origin }) => JSON.stringify(origin),
  );
  for (const [first, ...rest] of others.values())
    if (first) takeOther(first.origin, [first, ...rest], { place, build, context, ignored }, walk);
}

/** A build that takes from another, with its context. */
interface Taker {
  place: string;
  build: Build | null;
  context: string;
  ignored: EdgeException | undefined;
}

/** What is taken from an additional context, or from an image that is built here, too. */
function takeOther(origin: Origin, taken: readonly Taken[], taker: Taker, walk: Walk): void {
  const { place, build } = taker;
  if (origin.kind === 'context') return;
  const { definitions, tree } = walk.repository;
  const named: NamedContext | undefined =
    origin.kind === 'named' ? build?.contexts.get(origin.name) : { kind: 'image', name: origin.name };
  const base = baseImage(origin, named, definitions);
  if (base) groupInto(walk.bases, build?.key ?? '', base);
  if (named?.kind === 'folder') {
    const ignoreFile = ignoreFileOf(null, named.path, walk.repository);
    const ignored = exceptionOf(ignoreFile, named.path, walk.repository);
    const found = folderInputs(place, taken, [], { folder: named.path, ignored, tree });
    addAll(walk.edges, ignoreFile === null ? [] : [fileEdge(ignoreFile)]);
    addAll(walk.edges, found.edges);
    addAll(walk.made, found.made);
    addAll(walk.problems, found.problems);
    walk.complete &&= found.complete;
  } else if (named?.kind === 'build') {
    const other = definitions.byKey(named.key);
    if (other) takeMade([other], taken, taker, walk);
    else walk.edges.push(untold(taken, 'what it names is not found', place));
  } else if (named?.kind === 'image') takeMade(definitions.byImage(named.name), taken, taker, walk);
  else if (named?.kind === 'unknown' && !named.text.includes('://'))
    walk.edges.push(untold(taken, 'where the context is cannot be told', place));
}

/** What is taken from cannot be told: everything counts. */
function untold([first]: readonly Taken[], why: string, place: string): InputEdge {
  return everythingEdge(`${first?.what ?? ''}: ${why}`, place);
}

/** The inputs of builds whose image is taken from. */
function takeMade(builds: readonly Build[], taken: readonly Taken[], taker: Taker, walk: Walk): void {
  for (const other of builds) {
    if (walk.seen.has(other.key)) continue;
    if (walk.seen.size > mostBases) {
      walk.edges.push(everythingEdge(tooManyBases, taker.place));
      return;
    }
    walk.seen.set(other.key, other);
    const because = `${taken[0]?.what ?? ''} (${showPath(other.file)} builds it)`;
    const dockerfile = other.dockerfile;
    const text = other.inline ?? (dockerfile === null ? undefined : walk.repository.texts.get(dockerfile));
    if (text !== undefined && other.context !== null) {
      const read = readBuild(text, other, nothingGiven);
      takeBuild({ dockerfile, read, context: other.context, build: other, because }, walk);
      if (taken.some(({ isBase }) => isBase)) takeTriggers(dockerfile ?? other.file, read, taker, walk);
    } else if (dockerfile !== null)
      walk.edges.push(everythingEdge(`${because}: its build cannot be followed`, taker.place));
  }
}

/** What is behind `ONBUILD` in a base is done in the context of the build that stands on it. */
function takeTriggers(base: string, { sources }: ReadBuild, { context, ignored }: Taker, walk: Walk): void {
  const taken = sources.triggers.flatMap(({ from, ...one }) =>
    from === null ? [{ origin: { kind: 'context' as const }, ...one }] : [],
  );
  const found = folderInputs(base, taken, [], { folder: context, ignored, tree: walk.repository.tree });
  addAll(walk.edges, found.edges);
  addAll(walk.problems, found.problems);
  walk.complete &&= found.complete;
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
