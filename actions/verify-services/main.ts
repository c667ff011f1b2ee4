import { type Checkout, folderInRepository, openCheckout, requireGit } from '@rollcall/adapters/git/checkout';
import { commentOnPullRequest } from '@rollcall/adapters/runner/pull-request-comment';
import { branchOfRun, credentialOf, repositoryUrl } from '@rollcall/adapters/runner/repository';
import { runAction } from '@rollcall/adapters/runner/runner';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { Tree } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import { fixServices } from '@rollcall/domain/verify/fix-services';
import { commentMarker, renderComment } from '@rollcall/domain/verify/report/render/comment';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { deletedByRun } from '@rollcall/shell/deleted-services';
import { verifiedTrees } from '@rollcall/shell/verified-trees';
import { readInputs } from './inputs.ts';
import { publishReport } from './publish-report.ts';

await runAction(async (runner) => {
  const { config, ref, failOn, sarifFile, comment, token, scope, fix, unsafeFixes, ...chosen } = readInputs();
  const { env } = process;
  const checkout = await openCheckout(runner.directory(), credentialOf(env, token, runner.network));
  const { tree, besides } = await verifiedTrees(checkout, ref, async () => branchOfRun(env));
  const isCheckout = tree === checkout.tree;
  const loaded = await readConfig(tree, config);
  const verified = { tree, config: loaded.config, log: runner.log };
  const options = {
    ...chosen,
    removed: isCheckout ? await deletedByRun(env, checkout, verified) : [],
    repositoryUrl: repositoryUrl(env),
    today: new Date().toISOString().slice(0, 10),
  };
  const plan = async (branch: Tree) =>
    fixServices(branch, { ...options, remote: besides.remote, config: await readConfig(branch, config) }, unsafeFixes);
  const fixRun = fix === 'none' ? null : await openFixes(checkout, tree);
  const chosenFixes = { plan, scope: { ...chosen, unsafe: unsafeFixes } };
  const pushed = fixRun && fix !== 'none' ? await fixRun(runner, fix, tree, chosenFixes) : null;
  // After a commit the report is of the fixed branch; what a pull request fixes is still to be found.
  const fixed = pushed?.commit && fix !== 'none' && fix.mode === 'commit' ? pushed : null;
  const reported = fixed?.tree ?? tree;
  const all = { ...options, ...besides, config: await readConfig(reported, config), images: true };
  const report = await verifyServices(reported, all);
  publishReport(runner, report, pushed, {
    folder: folderInRepository(checkout),
    failOn,
    sarifFile,
    // A revision that was named has its lines elsewhere than the run's commit.
    commit: isCheckout ? (fixed?.commit ?? env.GITHUB_SHA ?? null) : null,
    revision: isCheckout ? null : (ref[0] ?? null),
  });
  if (comment === 'never') return;
  await commentOnPullRequest({ ...runner, env, token }, commentMarker(scope), (existing) =>
    renderComment(report, { existing, policy: comment, scope }),
  );
});

/** Loads what pushes fixes, where they can be pushed: a run that fixes nothing does not pay for it. */
async function openFixes(checkout: Checkout, tree: Tree) {
  requireGit(checkout);
  if (tree !== checkout.tree)
    throw new UserError('inputs fix and ref are both given', {
      help: 'Fixes are written to a branch, not to a revision: name it with "branch", and leave "ref" out.',
    });
  return (await import('@rollcall/shell/run-fixes')).fixRun;
}
