import type { Problem } from '../../problem.ts';
import { UserError } from '../../user-error.ts';
import { type Confidence, confidences, type Finding, severities } from '../findings/finding.ts';
import { openFindings, type Report } from './report.ts';

/** The least severity that fails a run. */
export const failOnWords = [...severities, 'never'] as const;
export type FailOn = (typeof failOnWords)[number];

/**
 * Whether no finding is as severe as that and at least as sure; waived ones and those in the baseline do not count.
 */
export function passes(
  report: Pick<Report, 'findings'>,
  failOn: FailOn,
  minConfidence: Confidence = 'proved',
): boolean {
  const fails = failsRun(failOn, minConfidence);
  return !openFindings(report).some(fails);
}

/** Whether a finding that is open fails a run. */
export function failsRun(
  failOn: FailOn,
  minConfidence: Confidence,
): (finding: Pick<Finding, 'severity' | 'confidence'>) => boolean {
  const failing: readonly string[] = severities.slice(0, failOn === 'never' ? 0 : severities.indexOf(failOn) + 1);
  const sure: readonly string[] = confidences.slice(0, confidences.indexOf(minConfidence) + 1);
  return ({ severity, confidence }) => failing.includes(severity) && sure.includes(confidence);
}

/**
 * UserError where a report is of nothing, neither a service nor an Application nor anything that a rule found: a wrong
 * folder and an empty checkout are not clean. Where something could not be read, that tells more, and the run is not
 * complete.
 */
export function assertSomethingFound(report: Report): void {
  const { checklist, applications, findings, baselined } = report;
  const found = [checklist, applications, findings, baselined];
  if (found.some(({ length }) => length > 0) || isIncomplete(report)) return;
  throw new UserError('nothing was verified: there is no service and no Application', {
    help: 'Verify the folder that holds them (--root, working-directory), check it out before, or name them under "services" of rollcall.yaml.',
  });
}

/** Whether something could not be read, so that the report may lack findings. */
export function isIncomplete(report: Report): boolean {
  return obstacles(report).length > 0;
}

/** What kept the report from being complete; what is waived does not. */
export function obstacles({ problems }: Report): Problem[] {
  return problems.filter(({ severity }) => severity === 'error');
}
