import type { Location } from '../location.ts';
import { normaliseRepositoryPath } from '../tree/repository-paths.ts';

/** What a build is given beside its context under a name: a folder, what another build makes, an image. */
export type NamedContext =
  | { kind: 'folder'; path: string }
  | { kind: 'build'; key: string }
  | { kind: 'image'; name: string }
  | { kind: 'unknown'; text: string };

/**
 * One way in which a file of the repository builds an image. Its texts may have holes (hole.ts), where the file leaves
 * a value to whoever runs it.
 */
export interface Build {
  /** Tells it apart from every other build: its file and its name there. */
  key: string;
  /** What the definition calls it: a service of Compose, a target of Bake, what a matrix calls the job; null for none. */
  name: string | null;
  /** Relative to the repository root; null where the definition holds its text. */
  dockerfile: string | null;
  /** The text of the Dockerfile where the definition holds it. */
  inline: string | null;
  /** '' is the repository root. Null where it is not in this repository, or only known at run time. */
  context: string | null;
  /** The stage that is built; null is the last one. */
  target: string | null;
  /** Build arguments; null for a value that is only known at run time. */
  args: ReadonlyMap<string, string | null>;
  /** By the name that `contextName` gives them. */
  contexts: ReadonlyMap<string, NamedContext>;
  /** What the image is called, as it is written: `ghcr.io/acme/base:latest`. */
  images: readonly string[];
  /** Whether the image leaves the machine that builds it, as far as the definition itself says; absent where it does not. */
  pushes?: boolean;
  /** The file that says it. */
  file: string;
  location: Location;
}

/** A place that may say how an image is built, and cannot be read. */
export interface UnreadBuild {
  /** How the path of the Dockerfile it is about ends; null where it may be about any. */
  dockerfile: string | null;
  /** What cannot be read there; continues a sentence that begins with the place. */
  because: string;
  location: Location;
}

/** What a file says about builds. */
export interface FileBuilds {
  builds: Build[];
  unread: UnreadBuild[];
}

/** What is read of all definitions. */
export interface AllBuilds extends FileBuilds {
  /** Whether a step builds what it is given at run time, or something unread may be about any Dockerfile. */
  buildsAnything: boolean;
}

/** What a reader of definitions may look at. */
export interface BuildFiles {
  /** The paths of everything that was read, in the order of the listing. */
  paths: readonly string[];
  /** The text of a file; undefined where there is none. What is there and was not read yet will be. */
  text(path: string): string | undefined;
  exists(path: string): boolean;
}

/** A path as a tool reads it, relative to a folder; null where it is a remote one or leads out of the repository. */
export function pathFrom(folder: string, path: string): string | null {
  if (path.startsWith('/') || path.includes('://') || /^[\w.-]+@[\w.-]+:/.test(path)) return null;
  return normaliseRepositoryPath(`${folder === '' ? '.' : folder}/./${path}`);
}
