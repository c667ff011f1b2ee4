import type { Problem } from '../../problem.ts';
import { severities } from '../findings/finding.ts';
import type { Report } from './report.ts';

/** The least severity that fails a run. */
export const failOnWords = [...severities, 'never'] as const;
export type FailOn = (typeof failOnWords)[number];

/** Whether no finding is as severe as that; waived ones and those in the baseline do not count. */
export function passes({ summary }: Report, failOn: FailOn): boolean {
  const counts = [summary.errors, summary.warnings, summary.notices];
  const reached = failOn === 'never' ? 0 : severities.indexOf(failOn) + 1;
  return counts.slice(0, reached).every((count) => count === 0);
}

/** Whether something could not be read, so that the report may lack findings. */
export function isIncomplete(report: Report): boolean {
  return obstacles(report).length > 0;
}

/** What kept the report from being complete; what is waived does not. */
export function obstacles({ problems }: Report): Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}
