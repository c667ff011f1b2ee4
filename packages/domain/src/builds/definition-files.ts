import { isComposeFile, pipelineScripts, scripts } from '../tree/file-types.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { baseName, isForeign } from '../tree/repository-paths.ts';
import type { BuildFiles } from './build.ts';

export function isBakeFile(path: string): boolean {
  return /^docker-bake(?:\.[^/]*)?\.(?:json|hcl)$/.test(baseName(path));
}

export function isSkaffoldFile(path: string): boolean {
  return /^skaffold.*\.ya?ml$/.test(baseName(path));
}

/** A project of the Azure Developer CLI. */
export function isAzdFile(path: string): boolean {
  return /^azure\.ya?ml$/.test(baseName(path));
}

export function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

export function isLocalAction(path: string): boolean {
  return /(^|\/)action\.ya?ml$/.test(path);
}

const buildingActions = [
  ...['build-push-action', 'bake-action', 'buildah-build', 'kaniko', 'docker-build-push', 'push-to-ghcr'],
  ...['ublish-docker-github-action', 'ublish-Docker-Github-Action', 'docker-build-with-cache-action'],
];

/** What may build images in a workflow, to look for before it is parsed: options may stand between a program and `build`. */
export const builders = [
  ...buildingActions,
  ...['docker', 'podman', 'nerdctl', 'buildah', '-compose'].map((name) => `${name} `),
];

/** What uses an action or a workflow of the repository. */
export const callers = ['./', '/.github/workflows/'];

const commands = ['docker build', 'docker image build', 'podman build', 'nerdctl build', 'buildah b'];

/** Whether a workflow or an action says in its text that it builds images. */
export function buildsImages(text: string): boolean {
  return [...buildingActions, ...commands].some((word) => text.includes(word));
}

/** Whether quotes may hold letters by their numbers: which words a text has is known when it is parsed. */
export function hasLettersByNumber(text: string): boolean {
  return /\\[uUx][0-9A-Fa-f]{2}/.test(text);
}

/** Whether it may, or uses what may. */
export function mayBuildImages(text: string): boolean {
  if (hasLettersByNumber(text)) return true;
  const names = builders.some((word) => text.includes(word));
  return names || /\buses["']?\s*:\s*["']?\.\//.test(text) || text.includes('/.github/workflows/');
}

/** Whether a file may say how images are built (`.env` gives Compose files their variables). */
export function isBuildDefinition(path: string, name: string): boolean {
  return (
    name === '.env' ||
    isBakeFile(path) ||
    isSkaffoldFile(path) ||
    isAzdFile(path) ||
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
export function mayHoldCommands(path: string): boolean {
  const dot = path.lastIndexOf('.');
  const end = path.slice(dot + 1);
  // Nearly every file of a repository is passed over by its end; what has none may be a script.
  if (
    !endsOfCommands.has(end) &&
    dot !== -1 &&
    !end.includes('/') &&
    !path.startsWith(jenkinsfile, dot - jenkinsfile.length)
  )
    return false;
  const name = baseName(path);
  if (name === 'pom.xml') return !isForeign(path);
  const isScript = scripts(path) && !/\.gradle(?:\.kts)?$|^pnpm-workspace|^go\.work$/.test(name);
  return isScript || ((isPlainScript(path, name) || isPipeline(path) || pipelineScripts(path)) && !isForeign(path));
}

/** Before any end: `Jenkinsfile.go`. */
const jenkinsfile = 'Jenkinsfile';

const endsOfCommands: ReadonlySet<string> = new Set(
  'sh bash zsh ksh mk make just justfile ps1 groovy jenkinsfile Jenkinsfile yml yaml xml'.split(' '),
);

/** Scripts that their names alone do not tell from other files: by where they lie, or by a language of few. */
function isPlainScript(path: string, name: string): boolean {
  return (
    /^(?:GNUmakefile|makefile|\.?justfile)$|\.(?:zsh|ksh|ps1|just|make)$/.test(name) ||
    (!name.includes('.') && /(?:^|\/)\.?(?:bin|build|ci|hack|scripts?|tools)\/[^/]+$/.test(path))
  );
}

/** The pipelines of other makers than GitHub, and task lists, that are YAML. */
export function isPipeline(path: string): boolean {
  return /(?:^|\/)(?:[\w.-]*\.?gitlab-ci(?:[.-][\w-]+)?|azure-pipelines?(?:[.-][\w-]+)?|cloudbuild(?:[.-][\w-]+)?|buildspec(?:[.-][\w-]+)?|\.travis|bitbucket-pipelines|\.(?:drone|woodpecker)|[Tt]askfile(?:\.dist)?|\.circleci\/[\w.-]+|\.(?:azure-pipelines|gitlab|woodpecker)\/(?:[\w.-]+\/)*[\w.-]+)\.ya?ml$/.test(
    path,
  );
}

/** What builds images on a command line, to look for before a script is taken apart. */
export const buildPrograms = /\b(?:docker|podman|buildah|nerdctl|kaniko)\b/;

/** The same in any case, and as a part of a name: `Docker@2`, `docker_build`. */
const mayBuild = /docker|podman|buildah|nerdctl|kaniko/i;

/** Those of such files that hold one; what a module of Maven runs may be said by any pom above it. */
export function commandFiles(files: readonly (readonly [string, string])[]): [string, string][] {
  const runs = files.some(([path, text]) => baseName(path) === 'pom.xml' && text.includes('exec-maven-plugin'));
  return files.flatMap(([path, text]): [string, string][] =>
    (baseName(path) === 'pom.xml' ? runs : mayBuild.test(text)) ? [[path, text]] : [],
  );
}

/** The definitions among texts; what they name and is not among them is added to `missing`. */
export function filesOf(texts: ReadonlyMap<string, string>, tree: PathIndex, missing: Set<string>): BuildFiles {
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
