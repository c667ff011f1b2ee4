import type { Problem } from '../../problem.ts';
import type { ConfigReview } from '../config-changes/config-change.ts';
import type { Finding } from '../findings/finding.ts';
import { type ToldFinding, toldFindings } from './causes.ts';

export type ChecklistState = 'ok' | 'missing' | 'waived' | 'not-applicable';

/** One thing a service needs: its source, its chart, an Application, an entry in a register. */
export interface ChecklistItem {
  /** `source`, `dockerfile`, `chart`, `application`, or the kind of a register. */
  item: string;
  /** The list in people's words, `SERVICES` of `Makefile`; absent for what is no register. */
  list?: { file: string; key: string };
  environment?: string;
  state: ChecklistState;
  /** The repository that the place is in; absent for the one that is verified. */
  repository?: string;
  path?: string;
  line?: number;
  /** The rule that finds it missing. */
  rule?: string;
}

export interface ServiceChecklist {
  service: string;
  items: ChecklistItem[];
}

/** The image of a service in an environment, as the verified files say. */
export type ReportedImage = { environment: string } & (
  | {
      state: 'known';
      tag: string;
      digest: string | undefined;
      path: string;
      line: number;
      /** The deploy branch whose files say so; null: those that were checked out. */
      branch: string | null;
      /** Whether it is not the image that most environments of the service have; true for all where no image has the most. */
      differs: boolean;
    }
  /** It has no Application there. */
  | { state: 'absent' }
  | { state: 'unknown'; why: string }
);

export interface ServiceImages {
  service: string;
  /** One for each environment, in the order of the Catalog. */
  images: ReportedImage[];
}

/** An Application in the graph of the report. */
export interface ReportedApplication {
  name: string;
  file: string;
  environment: string | null;
  /** The service it deploys, or null: a root Application, an add-on. */
  service: string | null;
  /** Indices of the Applications whose manifests it deploys. */
  deploys: number[];
}

/** The result of verifying: data for any renderer. */
export interface Report {
  /** Sorted by path, line, rule. With the waived ones, without those that the baseline accepts. */
  findings: Finding[];
  /** What the baseline accepts, in the same order. */
  baselined: Finding[];
  checklist: ServiceChecklist[];
  /** Findings as they are told that are not waived, by severity; `waived` and `baselined` count the others. */
  summary: { errors: number; warnings: number; notices: number; waived: number; baselined: number };
  /** What could not be read or known. */
  problems: Problem[];
  applications: ReportedApplication[];
  /** The other repositories that were read, each with the address that its paths are appended to, where there is one. */
  repositories?: readonly { name: string; files: string | null }[];
  /** What a request changes in what is checked; absent where there was no request, or nobody asked. */
  configReview?: ConfigReview;
  /** The images of each service; absent where nobody asked for them. */
  images?: ServiceImages[];
}

/** The findings that somebody has to do something about, each for itself: see `toldOpen` for what people are told. */
export function openFindings({ findings }: Pick<Report, 'findings'>): Finding[] {
  return findings.filter(({ waived }) => !waived);
}

/** The findings that somebody has to do something about, as they are told: one for each cause. */
export function toldOpen(report: Pick<Report, 'findings'>): ToldFinding[] {
  return toldFindings(openFindings(report));
}

/** What an item is, in people's words, and the column of a table of services that it stands in. */
export function columnOf({ item, list, environment }: ChecklistItem): string {
  if (environment !== undefined) return `${item} in ${environment}`;
  return list ? `${list.file}: ${list.key}` : item;
}

export function summarise(findings: readonly Finding[], baselined: readonly Finding[]): Report['summary'] {
  const summary = { errors: 0, warnings: 0, notices: 0, waived: 0, baselined: baselined.length };
  for (const { severity, waived } of toldFindings(findings)) {
    if (waived) summary.waived += 1;
    else if (severity === 'error') summary.errors += 1;
    else if (severity === 'warning') summary.warnings += 1;
    else summary.notices += 1;
  }
  return summary;
}
