import { contextName } from '../dockerfile/stages.ts';
import { groupInto } from '../grouping.ts';
import { placesIn } from '../location.ts';
import { isComposeFile, scripts } from '../tree/file-types.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { baseName, folderOf, isForeign } from '../tree/repository-paths.ts';
import { bakeBuilds, bakeCommandBuilds, isBakeFile } from './bake.ts';
import type { Build, BuildFiles, FileBuilds, NamedContext, UnreadBuild } from './build.ts';
import { commandBuilds } from './commands.ts';
import { composeBuilds } from './compose.ts';
import { fill, fillFrom, hasHole, isHole, saysFolder, withoutHoles } from './hole.ts';
import { isSkaffoldFile, skaffoldBuilds } from './skaffold.ts';
import { isLocalAction, isWorkflow, workflowBuilds } from './workflows.ts';

/** What the files of a repository say about how its images are built. */
export interface BuildDefinitions {
  /**
   * The builds of a Dockerfile, and what may be about it and cannot be read. What is left open is filled in from its
   * path; a build that says nothing of where the Dockerfile lies counts where no other one does.
   */
  of(dockerfile: string): { builds: Build[]; unread: UnreadBuild[] };
  /** The Dockerfiles that are named as they are. */
  readonly dockerfiles: readonly string[];
  byKey(key: string): Build | undefined;
  /** The builds that make an image of this name, whatever its tag. */
  byImage(image: string): readonly Build[];
}

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
  let found: FileBuilds = { builds: [], unread: [] };
  for (let round = 0; round < mostRounds; round += 1) {
    const missing = new Set<string>();
    found = readAll(filesOf(texts, tree, missing));
    if (missing.size === 0) break;
    for (const [path, text] of await readMore([...missing])) texts.set(path, text);
    for (const path of missing) if (!texts.has(path)) texts.set(path, '');
  }
  const definitions = indexBuilds(found);
  if (wanted.every((dockerfile) => definitions.of(dockerfile).builds.length > 0)) return definitions;
  const commands = await readMore(tree.all.filter(mayHoldCommands).filter((path) => !texts.has(path)));
  return commands.size === 0
    ? definitions
    : indexBuilds(withCommands(found, commands, filesOf(texts, tree, new Set())));
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

function readAll(files: BuildFiles): FileBuilds {
  const workflows = workflowBuilds(files);
  const all = [composeBuilds(files), skaffoldBuilds(files), bakeBuilds(files, workflows.bakes), workflows];
  return { builds: all.flatMap(({ builds }) => builds), unread: all.flatMap(({ unread }) => unread) };
}

/** What scripts and Makefiles build, beside what was found. */
function withCommands(found: FileBuilds, commands: ReadonlyMap<string, string>, files: BuildFiles): FileBuilds {
  const builds = [...found.builds];
  const unread = [...found.unread];
  for (const [path, text] of commands) {
    const locate = placesIn({ path, text });
    const own = folderOf(path);
    // A Makefile runs in its folder; a script where it is called: at the top, or where it lies.
    for (const folder of new Set(isMakefile(path) ? [own] : ['', own])) {
      const made = commandBuilds(withoutHoles(isMakefile(path) ? makeToShell(text) : text), {
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
      builds.push(...baked.builds);
      unread.push(...baked.unread);
    }
  }
  return { builds, unread };
}

function isMakefile(path: string): boolean {
  return /(^|\/)(?:GNUm|[Mm])akefile$|\.(?:mk|make)$/.test(path);
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

function indexBuilds({ builds, unread }: FileBuilds): BuildDefinitions {
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
      return toldOf(dockerfile, chosen, unread);
    },
    dockerfiles: [...literal.keys()],
    byKey: (key) => keys.get(key),
    byImage: (image) => images.get(repositoryOf(image)) ?? [],
  };
}

function toldOf(
  dockerfile: string,
  chosen: readonly { build: Build; filling: ReadonlyMap<string, string> }[],
  unread: readonly UnreadBuild[],
): ReturnType<BuildDefinitions['of']> {
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
  };
}

/** The name of an image without tag and digest, as `contextName` spells it. */
function repositoryOf(image: string): string {
  return contextName(image.replace(/@.*$/s, '').replace(/:[^/:]*$/, ''));
}
