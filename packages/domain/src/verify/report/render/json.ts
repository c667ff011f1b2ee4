import { present } from '../../../present.ts';
import { printableJson } from '../../../printable.ts';
import type { Problem } from '../../../problem.ts';
import type { Finding, Fix } from '../../findings/finding.ts';
import { isIncomplete, obstacles } from '../fail-on.ts';
import type { ChecklistItem, Report, ServiceChecklist } from '../report.ts';

/** What `verify --format json` prints, and the outputs `findings` and `checklist` hold. */
interface VerifyJson {
  findings: (Omit<Finding, 'fix'> & { fix: Pick<Fix, 'description' | 'safe'> | null })[];
  checklist: ServiceChecklist[];
  summary: Report['summary'];
  /** What could not be read, where something could not: the findings are not all then. */
  unread?: { path: string | null; line: number | null; reason: string }[];
}

/** The report as a value to serialise; the order of its keys is fixed. */
export function verifyJson(report: Report): VerifyJson {
  const { findings, checklist, summary } = report;
  const { errors, warnings, notices, waived, baselined } = summary;
  return {
    findings: findings.map(findingJson),
    checklist: checklist.map(({ service, items }) => ({ service, items: items.map(itemJson) })),
    summary: { errors, warnings, notices, waived, baselined },
    ...(isIncomplete(report) && { unread: obstacles(report).map(unreadJson) }),
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
