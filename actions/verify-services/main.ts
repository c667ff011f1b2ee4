import { folderInRepository, openCheckout, requireGit } from '@rollcall/adapters/git/checkout';
import { deletedByRun } from '@rollcall/adapters/git/deleted-services';
import { verifiedTrees } from '@rollcall/adapters/git/verified-trees';
import type { FixInputs } from '@rollcall/adapters/runner/fixes';
import { annotateProblems } from '@rollcall/adapters/runner/problems';
import { commentOnPullRequest } from '@rollcall/adapters/runner/pull-request-comment';
import { filesAddress, writeReport } from '@rollcall/adapters/runner/report-files';
import { branchOfRun, credentialOf, repositoryUrl } from '@rollcall/adapters/runner/repository';
import { runAction } from '@rollcall/adapters/runner/runner';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { Tree } from '@rollcall/domain/ports';
import { count } from '@rollcall/domain/printable';
import { UserError } from '@rollcall/domain/user-error';
import { type FixResult, fixServices } from '@rollcall/domain/verify/fix-services';
import type { PushedFixes } from '@rollcall/domain/verify/fixes/fix-text';
import { fixSummary } from '@rollcall/domain/verify/fixes/fix-text';
import { isIncomplete, passes } from '@rollcall/domain/verify/report/fail-on';
import { renderAnnotations } from '@rollcall/domain/verify/report/render/annotations';
import { commentMarker, renderComment } from '@rollcall/domain/verify/report/render/comment';
import { renderHtml } from '@rollcall/domain/verify/report/render/html';
import { renderJobSummary } from '@rollcall/domain/verify/report/render/job-summary';
import { verifyJson } from '@rollcall/domain/verify/report/render/json';
import { renderSarif } from '@rollcall/domain/verify/report/render/sarif';
import { renderText } from '@rollcall/domain/verify/report/render/text';
import { type VerifyOptions, verifyServices } from '@rollcall/domain/verify/verify-services';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { config, ref, failOn, sarifFile, comment, token, scope, fix, unsafeFixes, ...chosen } = readInputs();
  const { env } = process;
  const checkout = await openCheckout(runner.directory(), credentialOf(env, token));
  const folder = folderInRepository(checkout);
  const { tree, besides } = await verifiedTrees(checkout, ref, async () => branchOfRun(env));
  const loaded = await readConfig(tree, config);
  const verified = { tree, config: loaded.config, log: runner.log };
  const options: Omit<VerifyOptions, 'config'> = {
    ...chosen,
    removed: tree === checkout.tree ? await deletedByRun(env, checkout, verified) : [],
    repositoryUrl: repositoryUrl(env),
    today: new Date().toISOString().slice(0, 10),
  };
  const pushed = fix === 'none' ? null : await fixBranch(fix);
  // After a commit the report is of the fixed branch; what a pull request fixes is still to be found.
  const written = fix !== 'none' && fix.mode === 'commit' ? (pushed?.commit ?? null) : null;
  const reported = written !== null && pushed ? pushed.tree : tree;
  const report = await verifyServices(reported, {
    ...options,
    ...besides,
    config: await readConfig(reported, config),
    images: true,
  });
  const { findings, checklist, summary } = verifyJson(report);
  const passed = passes(report, failOn) && !isIncomplete(report);
  annotateProblems(report.problems, folder);
  runner.command(renderAnnotations(report, folder));
  runner.print(renderText(report));
  runner.summarize(renderJobSummary(report));
  // A revision that was named has its lines elsewhere than the run's commit.
  const commit = written ?? env.GITHUB_SHA;
  const files = tree === checkout.tree ? filesAddress({ ...env, GITHUB_SHA: commit }, folder) : null;
  const revision = (tree === checkout.tree ? commit : ref[0]) ?? null;
  const page = renderHtml(report, { repository: env.GITHUB_REPOSITORY ?? null, revision, files });
  const { errors, warnings, notices } = summary;
  runner.setOutputs({ passed, errors, warnings, notices, findings, checklist });
  runner.setOutputs({
    fixed: pushed?.fixed.length ?? 0,
    commit: pushed?.commit,
    files: pushed?.files ?? [],
    'pull-request': pushed?.pullRequest?.number,
    'pull-request-url': pushed?.pullRequest?.url,
  });
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

  /** Pushes the fixes; null where there is no branch to push to, with a warning when there is something to fix. */
  async function fixBranch(inputs: FixInputs): Promise<PushedFixes | null> {
    requireGit(checkout);
    if (tree !== checkout.tree)
      throw new UserError('inputs fix and ref are both given', {
        help: 'Fixes are written to a branch, not to a revision: name it with "branch", and leave "ref" out.',
      });
    const { branchToFix, pushFixes } = await import('@rollcall/adapters/runner/fixes');
    const plan = async (branch: Tree): Promise<FixResult> =>
      fixServices(
        branch,
        { ...options, remote: besides.remote, config: await readConfig(branch, config) },
        unsafeFixes,
      );
    const branch = inputs.branch ?? branchToFix(env);
    if (typeof branch !== 'string') {
      const { fixed } = await plan(tree);
      if (fixed.length > 0)
        runner.log.warning(
          `The fixes of ${count(fixed.length, 'finding')} are not pushed: ${branch.because}.\nRun "rollcall verify --fix" in a clone, or name a branch with "branch".`,
        );
      return null;
    }
    const scope = { ...chosen, unsafe: unsafeFixes };
    const result = await pushFixes(runner, env, { ...inputs, branch }, { plan, scope });
    runner.summarize(fixSummary(result, branch, repositoryUrl(env)));
    return result;
  }
});
