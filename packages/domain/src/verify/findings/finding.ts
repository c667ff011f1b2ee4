import type { Location } from '../../location.ts';
import type { Edit } from '../../yaml/edit.ts';

export const severities = ['error', 'warning', 'notice'] as const;
export type Severity = (typeof severities)[number];

/** How sure a finding is, the surest first: `likely` fits what is found in such repositories, and may be meant so. */
export const confidences = ['proved', 'likely'] as const;
export type Confidence = (typeof confidences)[number];

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

/** A place in another repository than the one that is verified. */
export interface PlaceElsewhere extends Location {
  /** How people call it: `owner/name`. */
  repository: string;
}

/** One violation of one rule at one location, which is in the repository that is verified. */
export interface Finding extends Location {
  rule: string;
  severity: Severity;
  confidence: Confidence;
  /** What is wrong, where, and what it does to people: one line. */
  message: string;
  endLine?: number;
  /** The repository of manifests that it is about, `owner/name`; absent where it is about the one that is verified. */
  repository?: string;
  /** Where it is seen in other repositories; absent where it is in none. */
  elsewhere?: readonly PlaceElsewhere[];
  /** The service, Application, object or key it is about, by its plain name. */
  subject: string;
  environment?: string;
  /** Identity without line numbers: survives edits elsewhere in the file. */
  fingerprint: string;
  /** What is found for the same reason has the same cause in its rule; absent where each is a matter of its own. */
  cause?: string;
  fix: Fix | null;
  waived: { reason: string; until: string } | null;
}
