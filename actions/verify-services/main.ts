import { folderInRepository, openCheckout } from '@rollcall/adapters/checkout';
import { deletedByRun } from '@rollcall/adapters/deleted-services';
import { annotateProblems } from '@rollcall/adapters/runner/problems';
import { commentOnPullRequest } from '@rollcall/adapters/runner/pull-request-comment';
import { filesAddress, writeReport } from '@rollcall/adapters/runner/report-files';
import { branchOfRun, credentialOf, repositoryUrl } from '@rollcall/adapters/runner/repository';
import { runAction } from '@rollcall/adapters/runner/runner';
import { verifiedTrees } from '@rollcall/adapters/verified-trees';
import { readConfig } from '@rollcall/domain/catalog/config';
import { isIncomplete, passes } from '@rollcall/domain/verify/fail-on';
import { renderAnnotations } from '@rollcall/domain/verify/render/annotations';
import { commentMarker, renderComment } from '@rollcall/domain/verify/render/comment';
import { renderHtml } from '@rollcall/domain/verify/render/html';
import { renderJobSummary } from '@rollcall/domain/verify/render/job-summary';
import { verifyJson } from '@rollcall/domain/verify/render/json';
import { renderSarif } from '@rollcall/domain/verify/render/sarif';
import { renderText } from '@rollcall/domain/verify/render/text';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { config, ref, failOn, sarifFile, comment, token, scope, ...chosen } = readInputs();
  const { env } = process;
  const checkout = await openCheckout(runner.directory(), credentialOf(env, token));
  const folder = folderInRepository(checkout);
  const { tree, besides } = await verifiedTrees(checkout, ref, async () => branchOfRun(env));
  const loaded = await readConfig(tree, config);
  const verified = { tree, config: loaded.config, log: runner.log };
  const report = await verifyServices(tree, {
    ...chosen,
    ...besides,
    config: loaded,
    removed: tree === checkout.tree ? await deletedByRun(env, checkout, verified) : [],
    repositoryUrl: repositoryUrl(env),
    today: new Date().toISOString().slice(0, 10),
    images: true,
  });
  const { findings, checklist, summary } = verifyJson(report);
  const passed = passes(report, failOn) && !isIncomplete(report);
  annotateProblems(report.problems, folder);
  runner.command(renderAnnotations(report, folder));
  runner.print(renderText(report));
  runner.summarize(renderJobSummary(report));
  // A revision that was named has its lines elsewhere than the run's commit.
  const files = tree === checkout.tree ? filesAddress(env, folder) : null;
  const revision = (tree === checkout.tree ? env.GITHUB_SHA : ref[0]) ?? null;
  const page = renderHtml(report, { repository: env.GITHUB_REPOSITORY ?? null, revision, files });
  const { errors, warnings, notices } = summary;
  runner.setOutputs({ passed, errors, warnings, notices, findings, checklist });
  runner.setOutputs({
    'sarif-file': writeReport(runner, env, {
      named: sarifFile,
      otherwise: 'rollcall.sarif',
      text: renderSarif(report, folder),
    }),
    'report-file': writeReport(runner, env, { otherwise: 'rollcall.html', text: page }),
  });
  if (isIncomplete(report)) process.exitCode = 2;
  else if (!passed) process.exitCode = 1;
  if (comment === 'never') return;
  await commentOnPullRequest(runner.log, env, token, commentMarker(scope), (existing) =>
    renderComment(report, { existing, policy: comment, scope }),
  );
});
