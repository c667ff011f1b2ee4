import { isComposeFile, scripts } from '../tree/file-types.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { baseName, isForeign } from '../tree/repository-paths.ts';
import type { BuildFiles } from './build.ts';

export function isBakeFile(path: string): boolean {
  return /^docker-bake(?:\.[^/]*)?\.(?:json|hcl)$/.test(baseName(path));
}

export function isSkaffoldFile(path: string): boolean {
  return /^skaffold.*\.ya?ml$/.test(baseName(path));
}

export function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}

export function isLocalAction(path: string): boolean {
  return /(^|\/)action\.ya?ml$/.test(path);
}

/** What builds images in a workflow, to look for before it is parsed. */
export const builders = [
  ...['build-push-action', 'bake-action', 'buildah-build', 'docker build', 'docker image build', 'podman build'],
  ...['nerdctl build', 'buildah b'],
];

/** What uses an action or a workflow of the repository. */
export const callers = ['uses: ./', 'uses: "./', "uses: './", '/.github/workflows/'];

/** Whether a workflow or an action says in its text that it builds images. */
export function buildsImages(text: string): boolean {
  return builders.some((word) => text.includes(word));
}

/** The same, or that it uses what may. */
export function mayBuildImages(text: string): boolean {
  return buildsImages(text) || callers.some((word) => text.includes(word));
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

/** Whether a definition says anything of builds, as far as its text tells. */
export function mayDefineBuilds(path: string, text: string): boolean {
  return (!isWorkflow(path) && !isLocalAction(path)) || mayBuildImages(text);
}

/** Files that may hold the command that builds an image; looked at where no definition names a Dockerfile. */
export function mayHoldCommands(path: string): boolean {
  if (baseName(path) === 'pom.xml') return !isForeign(path);
  return scripts(path) && !/\.gradle(?:\.kts)?$|pnpm-workspace|go\.work$/.test(path);
}

/** What builds images on a command line, to look for before a script is taken apart. */
export const buildPrograms = /\b(?:docker|podman|buildah|nerdctl)\b/;

/** Those of such files that hold one; what a module of Maven runs may be said by any pom above it. */
export function commandFiles(files: readonly (readonly [string, string])[]): [string, string][] {
  const runs = files.some(([path, text]) => baseName(path) === 'pom.xml' && text.includes('exec-maven-plugin'));
  return files.flatMap(([path, text]): [string, string][] =>
    (baseName(path) === 'pom.xml' ? runs : buildPrograms.test(text)) ? [[path, text]] : [],
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
