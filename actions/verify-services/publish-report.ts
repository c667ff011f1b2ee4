import type { Place } from '@rollcall/adapters/disk/inside';
import { annotateProblems } from '@rollcall/adapters/runner/problems';
import { filesAddress, writeReport } from '@rollcall/adapters/runner/report-files';
import { repositoryUrl } from '@rollcall/adapters/runner/repository';
import type { Runner } from '@rollcall/adapters/runner/runner';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { ServiceChanges } from '@rollcall/domain/changes/changed-services';
import type { Tree } from '@rollcall/domain/ports';
import { count } from '@rollcall/domain/printable';
import { changeJson } from '@rollcall/domain/service-change/change-json';
import { renderChangeMarkdown, renderChangeText } from '@rollcall/domain/service-change/render-change';
import { requestedServices, requestHeadline } from '@rollcall/domain/service-change/requested-services';
import type { Confidence } from '@rollcall/domain/verify/findings/finding';
import type { PushedFixes } from '@rollcall/domain/verify/fixes/fix-text';
import { type FailOn, isIncomplete, passes } from '@rollcall/domain/verify/report/fail-on';
import { renderAnnotations } from '@rollcall/domain/verify/report/render/annotations';
import { renderHtml } from '@rollcall/domain/verify/report/render/html';
import { renderJobSummary } from '@rollcall/domain/verify/report/render/job-summary';
import { verifyJson } from '@rollcall/domain/verify/report/render/json';
import { addressOf, type Links } from '@rollcall/domain/verify/report/render/links';
import { renderSarif } from '@rollcall/domain/verify/report/render/sarif';
import { renderText } from '@rollcall/domain/verify/report/render/text';
import type { Report } from '@rollcall/domain/verify/report/report';

/** What decides how a report is shown. */
interface Publication {
  /** The folder that was verified, in the repository. */
  folder: string;
  failOn: FailOn;
  minConfidence: Confidence;
  /** Where SARIF is written; undefined for a folder of the run. */
  sarifFile: Place | undefined;
  /** The commit whose files the report is of; null for a revision that was named. */
  commit: string | null;
  /** That revision. */
  revision: string | null;
}

/** Shows a report in every way that a run has, sets the outputs, and the exit code. Returns where its files can be seen. */
export function publishReport(
  runner: Runner,
  report: Report,
  { folder, failOn, minConfidence, sarifFile, commit, revision }: Publication,
): Links {
  const { env } = process;
  annotateProblems(report.problems, folder);
  runner.command(renderAnnotations(report, folder));
  runner.print(renderText(report));
  const files = commit === null ? null : filesAddress({ ...env, GITHUB_SHA: commit }, folder);
  const links = { files, elsewhere: new Map(report.repositories?.map((one) => [one.name, one.files])) };
  runner.summarize(renderJobSummary(report, links));
  const { findings, checklist, summary, configChanges } = verifyJson(report);
  const { errors, warnings, notices } = summary;
  const passed = passes(report, failOn, minConfidence) && !isIncomplete(report);
  runner.setOutputs({ passed, errors, warnings, notices, findings, checklist, 'config-changes': configChanges });
  const origin = { repository: env.GITHUB_REPOSITORY ?? null, revision: commit ?? revision, files };
  const [sarif, html] = [renderSarif(report, folder), renderHtml(report, origin)];
  // The page first: a place that was named may have been made unfit since it was judged.
  runner.setOutputs({ 'report-file': writeReport(runner, { otherwise: 'rollcall.html', text: html }) });
  runner.setOutputs({
    'sarif-file': writeReport(runner, { named: sarifFile, otherwise: 'rollcall.sarif', text: sarif }),
  });
  if (isIncomplete(report)) process.exitCode = 2;
  else if (!passed) process.exitCode = 1;
  return links;
}

/** More services than this are no request that somebody reads a checklist of. */
const mostServices = 10;
/** Characters of one checklist in a comment. */
const longestChecklist = 4_000;

/**
 * Shows the checklists of the services that a request adds and removes: in the log, the summary and an output. Returns
 * them as Markdown, for a comment.
 */
export async function publishServices(
  runner: Runner,
  report: Report,
  { tree, config, services, folder }: { tree: Tree; config: Config; services: ServiceChanges; folder: string },
): Promise<string[]> {
  const { env } = process;
  if (services.added.length + services.removed.length === 0) return [];
  const catalog = await loadCatalog(tree, config, { repositoryUrl: repositoryUrl(env) });
  const changes = await requestedServices(tree, report, services, catalog);
  for (const change of changes) runner.print(renderChangeText(change, requestHeadline(change)));
  runner.setOutputs({ 'service-changes': changes.map(changeJson) });
  const files = filesAddress(env, folder);
  const link = ({ path, line }: { path: string; line?: number }): string | null => addressOf(path, line, { files });
  const told = changes
    .slice(0, mostServices)
    .map((change) => renderChangeMarkdown(change, longestChecklist, link, requestHeadline(change)));
  const more = changes.length - told.length;
  const all = [...told, ...(more > 0 ? [`And ${count(more, 'service')} more.\n`] : [])];
  runner.summarize(all.map((one) => `\n${one}`).join(''));
  return all;
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
