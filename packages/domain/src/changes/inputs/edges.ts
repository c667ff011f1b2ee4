import type { Build } from '../../builds/build.ts';
import type { Location } from '../../location.ts';

/** What is left out of an edge: by `.dockerignore`, by `--exclude`, or by a later pattern of the same list. */
export interface EdgeException {
  /** @param path relative to the repository root */
  excepts(path: string): boolean;
}

/** One reason why a change of a path affects a service. */
export interface InputEdge {
  /** Relative to the repository root: `dir/**` for a folder, the path of a file, or a glob; see input-index.ts. */
  pattern: string;
  /** Takes away what an earlier edge of the service gave: a `!` pattern of its `paths`. */
  negated?: true;
  /** What makes it an input, as the file at `location` has it: `COPY packages/x`. */
  because: string;
  /** Null for what no file says. */
  location: Location | null;
  scope: 'source' | 'image' | 'both';
  except?: EdgeException;
}

/** What a service is made of. The last edge that matches a path decides whether it counts. */
export interface ServiceInputs {
  service: string;
  /** The Dockerfile that is built: a variant where definitions name that one alone. */
  dockerfile: string | null;
  /** The build context: a folder, `.` for the repository root, null when it has no Dockerfile or cannot be told. */
  context: string | null;
  contextBecause: string;
  edges: InputEdge[];
  /** The builds that definitions of the repository have of it, and of the images that it stands on. */
  builds: readonly Build[];
  /** False when its Dockerfile is not understood completely: then both scopes are the same. */
  complete: boolean;
}
