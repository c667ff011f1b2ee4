/** What the domain needs from outside. `packages/adapters` implements these. */

export type FileMode = 'file' | 'executable' | 'symlink' | 'submodule';

/** One path of a listing: relative to the repository root, separated by '/', never starting with './'. */
export interface TreeEntry {
  path: string;
  mode: FileMode;
}

/**
 * The files of one work tree or of one revision. Listed once and read in batches: select paths by name
 * (pure), read them in one call, parse (pure).
 */
export interface Tree {
  /** What to call it in a message: `work tree`, `k8s-deploy-prod (1a2b3c4)`. */
  readonly name: string;
  /** Every path, sorted by code unit. The same array at each call. */
  list(): Promise<readonly TreeEntry[]>;
  /**
   * Contents by path. A path that is not a regular file of this tree is absent from the result; for a file that is too
   * long to be read stands `tooLongFile`.
   */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** Something a long or surprising step has to say; the shell shows it as an annotation or on the terminal. */
export interface Log {
  /** Progress on long work; terminals only. */
  progress(message: string): void;
  notice(message: string): void;
  warning(message: string): void;
}
