import type { Location } from '../../../location.ts';
import { present } from '../../../present.ts';
import { printableJson } from '../../../printable.ts';
import type { Problem } from '../../../problem.ts';
import type { ConfigReview } from '../../config-changes/config-change.ts';
import type { Finding, Fix, PlaceElsewhere } from '../../findings/finding.ts';
import { type ToldFinding, toldFindings } from '../causes.ts';
import { isIncomplete, obstacles } from '../fail-on.ts';
import type { ChecklistItem, Report, ServiceChecklist } from '../report.ts';

/** What `verify --format json` prints, and the outputs `findings` and `checklist` hold. */
export interface VerifyJson {
  findings: (Omit<ToldFinding, 'fix' | 'cause' | 'places' | 'elsewhere'> & {
    /** Its own places, the first of them its path, line and column; then those in other repositories, which they name. */
    places: (Location | PlaceElsewhere)[];
    fix: Pick<Fix, 'description' | 'safe'> | null;
  })[];
  checklist: ServiceChecklist[];
  summary: Report['summary'];
  /** What could not be read, where something could not: the findings are not all then. */
  unread?: { path: string | null; line: number | null; reason: string }[];
  /** Only where a request was compared with its base. */
  configChanges?: {
    base: string;
    judgedBy: 'request' | 'base';
    changes: { setting: string; before: string; after: string; path?: string; line?: number; column?: number }[];
    /** Null where it is not known. */
    uncounted: VerifyJson['findings'] | null;
  };
}

/** The report as a value to serialise; the order of its keys is fixed. */
export function verifyJson(report: Report): VerifyJson {
  const { findings, checklist, summary, configReview } = report;
  const { errors, warnings, notices, waived, baselined } = summary;
  return {
    findings: findingsJson(findings),
    checklist: checklist.map(({ service, items }) => ({ service, items: items.map(itemJson) })),
    summary: { errors, warnings, notices, waived, baselined },
    ...(isIncomplete(report) && { unread: obstacles(report).map(unreadJson) }),
    ...(configReview && { configChanges: reviewJson(configReview) }),
  };
}

function reviewJson({ base, judgedBy, changes, uncounted }: ConfigReview): VerifyJson['configChanges'] & object {
  return {
    base,
    judgedBy,
    changes: changes.map(({ setting, before, after, location }) => ({
      setting,
      before,
      after,
      ...(location && { path: location.path, line: location.line, column: location.column }),
    })),
    uncounted: uncounted && findingsJson(uncounted),
  };
}

function unreadJson({ location, message, unread }: Problem): NonNullable<VerifyJson['unread']>[number] {
  return { path: location?.path ?? null, line: location?.line ?? null, reason: unread?.reason ?? message };
}

function findingsJson(findings: readonly Finding[]): VerifyJson['findings'] {
  return toldFindings(findings).map(findingJson);
}

function findingJson(finding: ToldFinding): VerifyJson['findings'][number] {
  const { rule, severity, message, path, line, column, endLine, subject, environment, fingerprint } = finding;
  const { repository, confidence, places, elsewhere = [], fix, waived } = finding;
  return {
    rule,
    severity,
    message,
    path,
    line,
    column,
    ...present({ endLine }),
    subject,
    ...present({ environment, repository }),
    fingerprint,
    confidence,
    places: [...places, ...elsewhere.map(placeJson)],
    fix: fix && { description: fix.description, safe: fix.safe },
    waived: waived && { reason: waived.reason, until: waived.until },
  };
}

function placeJson({ repository, path, line, column }: PlaceElsewhere): PlaceElsewhere {
  return { repository, path, line, column };
}

function itemJson({ item, environment, state, repository, path, line, rule }: ChecklistItem): ChecklistItem {
  return { item, ...present({ environment }), state, ...present({ repository, path, line, rule }) };
}

/**
 * One line. Characters that are no UTF-8 are escaped, so that any reader of JSON can read it. `beside` are keys that
 * only some runs have.
 */
export function renderJson(report: Report, beside: Readonly<Record<string, unknown>> = {}): string {
  return printableJson({ ...verifyJson(report), ...beside });
}
