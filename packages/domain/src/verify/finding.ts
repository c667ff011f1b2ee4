import type { Location } from '../location.ts';
import type { Edit } from '../manifest/edit.ts';

export const severities = ['error', 'warning', 'notice'] as const;
export type Severity = (typeof severities)[number];

/** What `--fix` would do about a finding. */
export interface Fix {
  description: string;
  /** Safe fixes are written by `--fix`; the others only with `--unsafe`. */
  safe: boolean;
  edits: Edit[];
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
