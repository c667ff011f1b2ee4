import type { Build } from '../../builds/build.ts';
import type { Location } from '../../location.ts';

/** What is left out of an edge: by `.dockerignore`, by `--exclude`, or by a later pattern of the same list. */
export interface EdgeException {
  /** @param path relative to the repository root */
  excepts(path: string): boolean;
  /** Whether it leaves out whatever lies in a folder. */
  exceptsFolder?(path: string): boolean;
  /** Patterns that are not understood; then it leaves nothing out. */
  unread?: readonly string[];
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

/** An image that a build stands on: in `FROM`, `COPY --from` or a mount. */
export interface BaseImage {
  /** The name by which the Dockerfile takes it, as `contextName` spells it: a build context of this name replaces it. */
  name: string;
  /** The keys of the builds that make it here; none where no definition names it. */
  builds: readonly string[];
  /** The service whose image it is by its name, where no definition makes it. */
  service: string | null;
  /** Whether a definition gives it as a context, without which the build fails. */
  given: boolean;
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
  /** Those of `builds` that are of its own image. */
  own: readonly Build[];
  /** What its own builds and those that they stand on are based on, by the key of the build; '' where nothing defines it. */
  bases: ReadonlyMap<string, readonly BaseImage[]>;
  /** False when its Dockerfile is not understood completely: then both scopes are the same. */
  complete: boolean;
}
