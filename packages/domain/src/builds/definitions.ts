import { contextName } from '../dockerfile/stages.ts';
import { addAll, groupInto } from '../grouping.ts';
import { splitImageText } from '../images/image-reference.ts';
import { parseJson } from '../json.ts';
import { placesIn } from '../location.ts';
import { isMakefile } from '../shell/shell-words.ts';
import { isComposeFile, scripts } from '../tree/file-types.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { baseName, folderOf, isForeign } from '../tree/repository-paths.ts';
import { fieldsAt } from '../yaml/value.ts';
import { bakeBuilds, bakeCommandBuilds, isBakeFile } from './bake.ts';
import type { Build, BuildFiles, FileBuilds, NamedContext, UnreadBuild } from './build.ts';
import { commandBuilds } from './commands.ts';
import { composeBuilds } from './compose.ts';
import { fill, fillFrom, hasHole, isHole, saysFolder, withoutHoles } from './hole.ts';
import { isSkaffoldFile, skaffoldBuilds } from './skaffold.ts';
import { isLocalAction, isWorkflow, mayBuildImages, workflowBuilds } from './workflows.ts';

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
  /** The builds that make an image of this name, whatever its tag. */
  byImage(image: string): readonly Build[];
  /** Whether something that cannot be told may build any Dockerfile. */
  readonly buildsAnything: boolean;
}

/** What is read of all definitions. */
type AllBuilds = FileBuilds & { buildsAnything: boolean };

/** Whether a file may say how images are built (`.env` gives Compose files their variables). */
export function isBuildDefinition(path: string, name: string): boolean {
  return (
    name === '.env' ||
    isBakeFile(path) ||
    isSkaffoldFile(path) ||
    isComposeFile(path) ||
    isWorkflow(path) ||
    (isLocalAction(path) && path.startsWith('.github/'))
  );
}

/** Whether a definition says anything of builds, as far as its text tells. */
export function mayDefineBuilds(path: string, text: string): boolean {
  return (!isWorkflow(path) && !isLocalAction(path)) || mayBuildImages(text);
}

/** Files that may hold the command that builds an image; looked at where no definition names a Dockerfile. */
function mayHoldCommands(path: string): boolean {
  return scripts(path) && !/\.gradle(?:\.kts)?$|pnpm-workspace|go\.work$/.test(path);
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
  let found: AllBuilds = { builds: [], unread: [], buildsAnything: false };
  for (let round = 0; round < mostRounds; round += 1) {
    const missing = new Set<string>();
    found = readAll(filesOf(texts, tree, missing));
    if (missing.size === 0) break;
    for (const [path, text] of await readMore([...missing])) texts.set(path, text);
    for (const path of missing) if (!texts.has(path)) texts.set(path, '');
  }
  const definitions = indexBuilds(found);
  const isNamed = (dockerfile: string): boolean => {
    const { builds, anywhere } = definitions.of(dockerfile);
    return builds.length > 0 && !anywhere;
  };
  if (wanted.every(isNamed)) return definitions;
  const scriptPaths = tree.all.filter(mayHoldCommands);
  const commands = new Map(scriptPaths.length === 0 ? [] : await readMore(scriptPaths));
  for (const [path, text] of read) if (baseName(path) === 'package.json') commands.set(path, text);
  return commands.size === 0
    ? definitions
    : indexBuilds(withCommands(found, commands, filesOf(texts, tree, new Set())));
}

/** What files that were read already say about builds, scripts among them; what else they name is not looked for. */
export function buildDefinitionsIn(
  texts: ReadonlyMap<string, string>,
  tree: PathIndex,
): BuildDefinitions & { builds: readonly Build[] } {
  const files = filesOf(texts, tree, new Set());
  const commands = new Map([...texts].filter(([path]) => mayHoldCommands(path)));
  const found = withCommands(readAll(files), commands, files);
  return { ...indexBuilds(found), builds: found.builds };
}

function filesOf(texts: ReadonlyMap<string, string>, tree: PathIndex, missing: Set<string>): BuildFiles {
  const exists = (path: string): boolean => tree.at(path) === 'file';
  return {
    paths: [...texts.keys()].filter((path) => isBuildDefinition(path, baseName(path)) && !isForeign(path)),
    exists,
    text(path) {
      const text = texts.get(path);
      if (text === undefined && exists(path)) missing.add(path);
      return text;
    },
  };
}

function readAll(files: BuildFiles): AllBuilds {
  const workflows = workflowBuilds(files);
  const all = [composeBuilds(files), skaffoldBuilds(files), bakeBuilds(files, workflows.bakes), workflows];
  const unread = all.flatMap((one) => one.unread);
  const buildsAnything = workflows.buildsAnything || unread.some(({ dockerfile }) => dockerfile === null);
  return { builds: all.flatMap(({ builds }) => builds), unread, buildsAnything };
}

/** What scripts and Makefiles build, beside what was found. */
function withCommands(found: AllBuilds, commands: ReadonlyMap<string, string>, files: BuildFiles): AllBuilds {
  const builds = [...found.builds];
  const unread = [...found.unread];
  for (const [path, text] of commands) {
    const place = placesIn({ path, text });
    // The scripts of a package are pieces of the file: the place of them all is told.
    const locate = (offset: number) =>
      place(baseName(path) === 'package.json' ? Math.max(text.indexOf('"scripts"'), 0) : offset);
    const own = folderOf(path);
    const script = withoutHoles(scriptOf(path, text));
    // A script runs where it is called: at the top, or where it lies. Recipes run in the folder of their file.
    for (const folder of new Set(runsAnywhere(path) ? ['', own] : [own])) {
      const made = commandBuilds(script, {
        folder,
        ownFolder: own,
        file: path,
        locate,
      });
      builds.push(
        ...made.builds.filter(
          ({ dockerfile }) => dockerfile !== null && (hasHole(dockerfile) || files.exists(dockerfile)),
        ),
      );
      const baked = bakeCommandBuilds(files, made.bakes);
      addAll(builds, baked.builds);
      addAll(unread, baked.unread);
    }
  }
  return { builds, unread, buildsAnything: found.buildsAnything };
}

function runsAnywhere(path: string): boolean {
  return !isMakefile(path) && baseName(path) !== 'package.json';
}

/** The commands of a file as a script. */
function scriptOf(path: string, text: string): string {
  if (isMakefile(path)) return makeToShell(text);
  if (baseName(path) !== 'package.json') return text;
  return fieldsAt(parseJson(text), 'scripts')
    .map(([, script]) => `${String(script)}\n`)
    .join('');
}

/** A Makefile as a script, of the same length: variables of make as those of a shell, rules and recipes as lines. */
function makeToShell(text: string): string {
  return text
    .replace(
      /^([A-Za-z_]\w*)[ \t]*(?:[:?]{0,2}=)[ \t]*/gm,
      (whole, name: string) => `${' '.repeat(whole.length - name.length - 1)}${name}=`,
    )
    .replace(/^\t[@-]*/gm, (whole) => ' '.repeat(whole.length))
    .replace(/\$\$/g, ' $')
    .replace(/\$\((\w+)\)/g, '${$1}');
}

function indexBuilds({ builds, unread, buildsAnything }: AllBuilds): BuildDefinitions {
  const literal = new Map<string, Build[]>();
  const patterns = new Map<string, Build[]>();
  const keys = new Map<string, Build>();
  const images = new Map<string, Build[]>();
  for (const build of builds) {
    keys.set(build.key, build);
    for (const image of build.images) {
      const name = repositoryOf(image);
      if (!hasHole(name)) groupInto(images, name, build);
    }
    if (build.dockerfile !== null) groupInto(hasHole(build.dockerfile) ? patterns : literal, build.dockerfile, build);
  }
  return {
    of(dockerfile) {
      const matching = [...patterns].flatMap(([pattern, made]) => {
        const filling = fillFrom(pattern, dockerfile);
        return filling === null ? [] : made.map((build) => ({ build, strong: saysFolder(pattern), filling }));
      });
      const nothing: ReadonlyMap<string, string> = new Map();
      const named = (literal.get(dockerfile) ?? []).map((build) => ({ build, strong: true, filling: nothing }));
      const all = [...named, ...matching];
      const chosen = all.some(({ strong }) => strong) ? all.filter(({ strong }) => strong) : all;
      const anywhere = chosen.length > 0 && !chosen.some(({ strong }) => strong);
      return { ...toldOf(dockerfile, chosen, unread), anywhere };
    },
    dockerfiles: [...literal.keys()],
    byKey: (key) => keys.get(key),
    byImage: (image) => images.get(repositoryOf(image)) ?? [],
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
