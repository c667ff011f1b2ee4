import type { Finding } from '@rollcall/domain/verify/findings/finding';
import { type Report, summarise } from '@rollcall/domain/verify/report/report';

/** A finding like any other, with what a test is about. */
export function finding(overrides: Partial<Finding> = {}): Finding {
  return {
    rule: 'chart-app-missing',
    severity: 'error',
    confidence: 'proved',
    message: 'chart k8s/x has no Application',
    path: 'k8s/x/Chart.yaml',
    line: 2,
    column: 1,
    subject: 'x',
    fingerprint: '0123456789abcdef',
    fix: null,
    waived: null,
    ...overrides,
  };
}

/** The report of these findings, with its sums; nothing else is in it but what a test gives it. */
export function report(findings: Finding[], rest: Partial<Report> = {}): Report {
  const { baselined = [] } = rest;
  const summary = summarise(findings, baselined);
  return { findings, baselined, checklist: [], summary, problems: [], applications: [], ...rest };
}
