import { present } from '../../../present.ts';
import { printableJson } from '../../../printable.ts';
import type { Problem } from '../../../problem.ts';
import type { ConfigReview } from '../../config-changes/config-change.ts';
import type { Finding, Fix } from '../../findings/finding.ts';
import { isIncomplete, obstacles } from '../fail-on.ts';
import type { ChecklistItem, Report, ServiceChecklist } from '../report.ts';

/** What `verify --format json` prints, and the outputs `findings` and `checklist` hold. */
export interface VerifyJson {
  findings: (Omit<Finding, 'fix'> & { fix: Pick<Fix, 'description' | 'safe'> | null })[];
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
    findings: findings.map(findingJson),
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
    uncounted: uncounted?.map(findingJson) ?? null,
  };
}

function unreadJson({ location, message, unread }: Problem): NonNullable<VerifyJson['unread']>[number] {
  return { path: location?.path ?? null, line: location?.line ?? null, reason: unread?.reason ?? message };
}

function findingJson(finding: Finding): VerifyJson['findings'][number] {
  const { rule, severity, message, path, line, column, endLine, subject, environment, fingerprint, fix, waived } =
    finding;
  return {
    rule,
    severity,
    message,
    path,
    line,
    column,
    ...present({ endLine }),
    subject,
    ...present({ environment }),
    fingerprint,
    fix: fix && { description: fix.description, safe: fix.safe },
    waived: waived && { reason: waived.reason, until: waived.until },
  };
}

function itemJson({ item, environment, state, path, line, rule }: ChecklistItem): ChecklistItem {
  return { item, ...present({ environment }), state, ...present({ path, line, rule }) };
}

/** One line. Characters that are no UTF-8 are escaped, so that any reader of JSON can read it. */
export function renderJson(report: Report): string {
  return printableJson(verifyJson(report));
}
