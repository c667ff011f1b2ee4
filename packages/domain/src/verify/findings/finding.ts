import type { Location } from '../../location.ts';
import type { Edit } from '../../yaml/edit.ts';

export const severities = ['error', 'warning', 'notice'] as const;
export type Severity = (typeof severities)[number];

/** What `--fix` would do about a finding. */
export interface Fix {
  description: string;
  /** Safe fixes are written by `--fix`; the others only with `--unsafe`. */
  safe: boolean;
  /** Edits of files that exist. */
  edits: Edit[];
  /** Files that do not exist yet; a fix moves one by creating it elsewhere and deleting it. */
  creates?: readonly NewFile[];
  /** Paths of files that it deletes; no fix edits them. */
  deletes?: readonly string[];
}

/** A regular file with the mode 100644. */
export interface NewFile {
  /** Relative to the repository's root. */
  path: string;
  text: string;
}

/** One violation of one rule at one location. */
export interface Finding extends Location {
  rule: string;
  severity: Severity;
  /** What is wrong, where, and what it does to people: one line. */
  message: string;
  endLine?: number;
  /** The service, Application, object or key it is about, by its plain name. */
  subject: string;
  environment?: string;
  /** Identity without line numbers: survives edits elsewhere in the file. */
  fingerprint: string;
  fix: Fix | null;
  waived: { reason: string; until: string } | null;
}
