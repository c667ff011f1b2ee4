/** What renders the manifests of an Application besides Argo CD itself. */

/** The programs that Argo CD has a source rendered by. */
export type RenderProgram = 'helm' | 'kustomize';

export interface RenderCommand {
  program: RenderProgram;
  args: readonly string[];
  /** Folder that it runs in, below the folder that holds `files`. */
  folder: string;
}

/** One rendering: the files that there are, and the commands that run one after another. */
export interface RenderRun {
  /** Contents by path; paths stay inside. */
  files: ReadonlyMap<string, Uint8Array>;
  /** The manifests are what the last one writes. */
  commands: readonly RenderCommand[];
}

/**
 * What came out. `failed`: a program refused what it was given, and says why. `unknown`: it was not told, for it was not
 * there, took too long or wrote too much; a clause about that.
 */
export type RunOutcome =
  | { kind: 'rendered'; text: string }
  | { kind: 'failed'; why: string }
  | { kind: 'unknown'; why: string };

/** Runs the programs on files that a stranger may have written. */
export interface ManifestRenderer {
  /** What each program calls its version; null where it is not there. Looked for once. */
  versions(): Promise<Readonly<Record<RenderProgram, string | null>>>;
  /** The same run gives the same answer, without being run again unless told so. */
  render(run: RenderRun, again?: 'again'): Promise<RunOutcome>;
  /** How many runs are worth starting at once. */
  readonly parallel: number;
}
