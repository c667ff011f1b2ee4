/** What starts the use of Rollcall in a repository: planned, not written. */
export interface Setup {
  /** What the repository shows, one sentence each. */
  saw: readonly string[];
  /** What nothing of it tells, with what settles it. */
  unknown: readonly string[];
  /** Files that are there already and stay as they are, with the reason. */
  kept: readonly string[];
  /** The files to create, sorted by path: none of them exists. */
  files: ReadonlyMap<string, string>;
  /** What only a person can do in the settings of the repository. */
  settings: readonly string[];
  /** The commands that come next. */
  next: readonly string[];
}

/** What is planned so far. */
export interface Plan {
  saw: string[];
  unknown: string[];
  kept: string[];
  files: Map<string, string>;
  settings: string[];
}
