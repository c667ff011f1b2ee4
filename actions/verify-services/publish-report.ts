import type { Place } from '@rollcall/adapters/disk/inside';
import { annotateProblems } from '@rollcall/adapters/runner/problems';
import { filesAddress, writeReport } from '@rollcall/adapters/runner/report-files';
import type { Runner } from '@rollcall/adapters/runner/runner';
import type { PushedFixes } from '@rollcall/domain/verify/fixes/fix-text';
import { type FailOn, isIncomplete, passes } from '@rollcall/domain/verify/report/fail-on';
import { renderAnnotations } from '@rollcall/domain/verify/report/render/annotations';
import { renderHtml } from '@rollcall/domain/verify/report/render/html';
import { renderJobSummary } from '@rollcall/domain/verify/report/render/job-summary';
import { verifyJson } from '@rollcall/domain/verify/report/render/json';
import { renderSarif } from '@rollcall/domain/verify/report/render/sarif';
import { renderText } from '@rollcall/domain/verify/report/render/text';
import type { Report } from '@rollcall/domain/verify/report/report';

/** What decides how a report is shown. */
interface Publication {
  /** The folder that was verified, in the repository. */
  folder: string;
  failOn: FailOn;
  /** Where SARIF is written; undefined for a folder of the run. */
  sarifFile: Place | undefined;
  /** The commit whose files the report is of; null for a revision that was named. */
  commit: string | null;
  /** That revision. */
  revision: string | null;
}

/** Shows a report in every way that a run has, sets the outputs, and the exit code. */
export function publishReport(
  runner: Runner,
  report: Report,
  { folder, failOn, sarifFile, commit, revision }: Publication,
): void {
  const { env } = process;
  annotateProblems(report.problems, folder);
  runner.command(renderAnnotations(report, folder));
  runner.print(renderText(report));
  runner.summarize(renderJobSummary(report));
  const { findings, checklist, summary, configChanges } = verifyJson(report);
  const { errors, warnings, notices } = summary;
  const passed = passes(report, failOn) && !isIncomplete(report);
  runner.setOutputs({ passed, errors, warnings, notices, findings, checklist, 'config-changes': configChanges });
  const files = commit === null ? null : filesAddress({ ...env, GITHUB_SHA: commit }, folder);
  const origin = { repository: env.GITHUB_REPOSITORY ?? null, revision: commit ?? revision, files };
  const [sarif, html] = [renderSarif(report, folder), renderHtml(report, origin)];
  // The page first: a place that was named may have been made unfit since it was judged.
  runner.setOutputs({ 'report-file': writeReport(runner, { otherwise: 'rollcall.html', text: html }) });
  runner.setOutputs({
    'sarif-file': writeReport(runner, { named: sarifFile, otherwise: 'rollcall.sarif', text: sarif }),
  });
  if (isIncomplete(report)) process.exitCode = 2;
  else if (!passed) process.exitCode = 1;
}

/** Sets the outputs that tell what was pushed, beside those of the report, which is of what was checked out. */
export function publishFixes(runner: Runner, pushed: PushedFixes | null): void {
  runner.setOutputs({
    fixed: pushed?.fixed.length ?? 0,
    commit: pushed?.commit,
    files: pushed?.files ?? [],
    'pull-request': pushed?.pullRequest?.number,
    'pull-request-url': pushed?.pullRequest?.url,
  });
}
