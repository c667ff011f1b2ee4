import { contextName } from '../dockerfile/stages.ts';
import { groupInto } from '../grouping.ts';
import { splitImageText } from '../images/image-reference.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { baseName } from '../tree/repository-paths.ts';
import type { AllBuilds, Build, NamedContext, UnreadBuild } from './build.ts';
import { commandFiles, filesOf, mayDefineBuilds, mayHoldCommands } from './definition-files.ts';
import { fill, fillFrom, hasHole, isHole, saysFolder } from './hole.ts';

/** What the files of a repository say about how its images are built. */
export interface BuildDefinitions {
  /**
   * The builds of a Dockerfile, and what may be about it and cannot be read. What is left open is filled in from its
   * path. Builds that say nothing of where their Dockerfile lies come where no other ones do: `anywhere`.
   */
  of(dockerfile: string): { builds: Build[]; unread: UnreadBuild[]; anywhere: boolean };
  /** The Dockerfiles that are named as they are. */
  readonly dockerfiles: readonly string[];
  byKey(key: string): Build | undefined;
  /** The builds of this name whose Dockerfile is a text in the definition. */
  inlineOf(name: string): readonly Build[];
  /** All of those that have a name. */
  readonly inline: readonly Build[];
  /** The builds that make an image of this name, whatever its tag. */
  byImage(image: string): readonly Build[];
  /** The definitions that cannot be read, whatever they build. */
  readonly unread: readonly UnreadBuild[];
  /** Whether something that cannot be told may build any Dockerfile. */
  readonly buildsAnything: boolean;
}

type Read = (paths: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Definitions that name one another, such as by `include`, are read in so many rounds at most. */
const mostRounds = 6;

/**
 * Reads the definitions among the files that were read, and those that they name. Scripts and Makefiles are read where
 * one of the wanted Dockerfiles is named by no definition.
 */
export async function readBuildDefinitions(
  read: ReadonlyMap<string, string>,
  tree: PathIndex,
  wanted: readonly string[],
  readMore: Read,
): Promise<BuildDefinitions> {
  const texts = new Map(read);
  let found = nothing;
  for (let round = 0; round < mostRounds; round += 1) {
    const missing = new Set<string>();
    const files = filesOf(texts, tree, missing);
    // The readers are loaded where there is something for them to read.
    if (!files.paths.some((path) => mayDefineBuilds(path, texts.get(path) ?? ''))) break;
    found = (await import('./all-builds.ts')).readAll(files);
    if (missing.size === 0) break;
    await readInto(texts, missing, readMore);
  }
  const definitions = indexBuilds(found);
  const isNamed = (dockerfile: string): boolean => {
    const { builds, anywhere } = definitions.of(dockerfile);
    return builds.length > 0 && !anywhere;
  };
  if (wanted.every(isNamed)) return definitions;
  const scriptPaths = tree.all.filter(mayHoldCommands);
  const scripts = scriptPaths.length === 0 ? [] : [...(await readMore(scriptPaths))];
  const commands = commandFiles([...scripts, ...[...read].filter(([path]) => baseName(path) === 'package.json')]);
  if (commands.length === 0) return definitions;
  const { withCommands } = await import('./all-builds.ts');
  const ofCommands = new Map(commands);
  for (let round = 0; ; round += 1) {
    const missing = new Set<string>();
    const all = withCommands(found, ofCommands, filesOf(texts, tree, missing));
    if (missing.size === 0 || round === mostRounds) return indexBuilds(all);
    await readInto(texts, missing, readMore);
  }
}

/** Reads more texts; what is not there is empty. */
async function readInto(texts: Map<string, string>, missing: ReadonlySet<string>, readMore: Read): Promise<void> {
  for (const [path, text] of await readMore([...missing])) texts.set(path, text);
  for (const path of missing) if (!texts.has(path)) texts.set(path, '');
}

const nothing: AllBuilds = { builds: [], unread: [], buildsAnything: false };

export function indexBuilds({ builds, unread, buildsAnything }: AllBuilds): BuildDefinitions {
  const literal = new Map<string, Build[]>();
  const patterns = new Map<string, Build[]>();
  const keys = new Map<string, Build>();
  const images = new Map<string, Build[]>();
  const inline = new Map<string, Build[]>();
  for (const build of builds) {
    if (build.inline !== null && build.name !== null) groupInto(inline, build.name, build);
    keys.set(build.key, build);
    for (const image of build.images) {
      const name = repositoryOf(image);
      if (!hasHole(name)) groupInto(images, name, build);
    }
    if (build.dockerfile !== null) groupInto(hasHole(build.dockerfile) ? patterns : literal, build.dockerfile, build);
  }
  const told = new Map<string, ReturnType<BuildDefinitions['of']>>();
  const of: BuildDefinitions['of'] = (dockerfile) => {
    const before = told.get(dockerfile);
    if (before) return before;
    const matching = [...patterns].flatMap(([pattern, made]) => {
      const filling = fillFrom(pattern, dockerfile);
      return filling === null ? [] : made.map((build) => ({ build, strong: saysFolder(pattern), filling }));
    });
    const nothing: ReadonlyMap<string, string> = new Map();
    const named = (literal.get(dockerfile) ?? []).map((build) => ({ build, strong: true, filling: nothing }));
    const all = [...named, ...matching];
    const chosen = all.some(({ strong }) => strong) ? all.filter(({ strong }) => strong) : all;
    const anywhere = chosen.length > 0 && !chosen.some(({ strong }) => strong);
    const made = { ...toldOf(dockerfile, chosen, unread), anywhere };
    told.set(dockerfile, made);
    return made;
  };
  return {
    of,
    dockerfiles: [...literal.keys()],
    byKey: (key) => keys.get(key),
    inlineOf: (name) => inline.get(name) ?? [],
    inline: [...inline.values()].flat(),
    byImage: (image) => images.get(repositoryOf(image)) ?? [],
    unread: unread.filter(({ dockerfile }) => dockerfile === null),
    buildsAnything: buildsAnything || [...patterns.keys()].some((pattern) => !saysFolder(pattern)),
  };
}

function toldOf(
  dockerfile: string,
  chosen: readonly { build: Build; filling: ReadonlyMap<string, string> }[],
  unread: readonly UnreadBuild[],
): { builds: Build[]; unread: UnreadBuild[] } {
  const builds: Build[] = [];
  const open: UnreadBuild[] = [];
  for (const { build, filling } of chosen) {
    const context = build.context === null ? null : fill(build.context, filling);
    if (context !== null) builds.push(filledWith(build, dockerfile, context, filling));
    else if (build.context !== null)
      open.push({ dockerfile, because: 'its context is an expression', location: build.location });
  }
  const about = unread.filter(
    ({ dockerfile: end }) => end === null || `/${dockerfile}`.endsWith(`/${end.replace(/^(?:\.?\/)+/, '')}`),
  );
  return { builds, unread: [...about, ...open] };
}

function filledWith(build: Build, dockerfile: string, context: string, filling: ReadonlyMap<string, string>): Build {
  const text = (value: string): string | null => fill(value, filling);
  const contexts = [...build.contexts].map(([name, named]): [string, NamedContext] => {
    const path = named.kind === 'folder' ? text(named.path) : '';
    if (path === null) return [name, { kind: 'unknown', text: build.file }];
    return [name, named.kind === 'folder' ? { kind: 'folder', path } : named];
  });
  return {
    ...build,
    dockerfile,
    context,
    target: build.target === null || isHole(build.target) ? build.target : (text(build.target) ?? build.target),
    args: new Map([...build.args].map(([name, value]) => [name, value === null ? null : text(value)])),
    contexts: new Map(contexts),
    images: build.images.map((image) => text(image) ?? image),
  };
}

/** The name of an image without tag and digest, as `contextName` spells it. */
function repositoryOf(image: string): string {
  return contextName(splitImageText(image).repository);
}
