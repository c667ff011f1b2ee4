import { type Checkout, folderInRepository, openCheckout, requireGit } from '@rollcall/adapters/git/checkout';
import { commentOnPullRequest } from '@rollcall/adapters/runner/pull-request-comment';
import { branchOfRun, credentialOf, repositoryUrl, workspaceOfRun } from '@rollcall/adapters/runner/repository';
import { runAction } from '@rollcall/adapters/runner/runner';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { Tree } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import { fixableFindings, fixServices } from '@rollcall/domain/verify/fix-services';
import { assertSomethingFound } from '@rollcall/domain/verify/report/fail-on';
import { commentMarker, renderComment } from '@rollcall/domain/verify/report/render/comment';
import { verifyRequest } from '@rollcall/domain/verify/verify-request';
import { changedByRun } from '@rollcall/shell/changed-services';
import { otherRepositoriesOfRun } from '@rollcall/shell/other-repositories-of-run';
import { baseOfRun } from '@rollcall/shell/reviewed-base';
import { verifiedTrees } from '@rollcall/shell/verified-trees';
import { readInputs } from './inputs.ts';
import { publishFixes, publishReport, publishServices } from './publish-report.ts';

await runAction(async (runner) => {
  const { deployRepository, deployToken, ...inputs } = readInputs();
  const { config, configChanges, ref, failOn, minConfidence, sarifFile, ...more } = inputs;
  const { comment, token, scope, fix, unsafeFixes, ...chosen } = more;
  const { env } = process;
  const { log, network } = runner;
  const checkout = await openCheckout(runner.directory(), {
    credential: credentialOf(env, token, network),
    deadline: network.deadline,
    workspace: workspaceOfRun(env),
  });
  const { tree, besides } = await verifiedTrees(checkout, ref, async () => branchOfRun(env));
  const isCheckout = tree === checkout.tree;
  const fixRun = fix === 'none' ? null : await openFixes(checkout, tree);
  const options = {
    ...chosen,
    repositoryUrl: repositoryUrl(env),
    today: new Date().toISOString().slice(0, 10),
    others: otherRepositoriesOfRun(runner, { deployRepository, deployToken, token }),
  };
  const loaded = await readConfig(tree, config);
  const verified = { tree, config: loaded.config, log, of: 'checkout' } as const;
  const services = isCheckout ? await changedByRun(env, checkout, verified) : { added: [], removed: [] };
  const { removed } = services;
  const all = { ...options, ...besides, config: loaded, removed, images: true };
  const base = configChanges === 'allow' ? null : await baseOfRun(env, checkout, isCheckout ? null : (ref[0] ?? null));
  const report = await verifyRequest(tree, all, { mode: configChanges, base, config });
  assertSomethingFound(report);
  const links = publishReport(runner, report, {
    folder: folderInRepository(checkout),
    failOn,
    minConfidence,
    sarifFile,
    // A revision that was named has its lines elsewhere than the run's commit.
    commit: isCheckout ? (env.GITHUB_SHA ?? null) : null,
    revision: isCheckout ? null : (ref[0] ?? null),
  });
  const checklists = await publishServices(runner, report, {
    tree,
    config: loaded.config,
    services,
    folder: folderInRepository(checkout),
  });
  // Nothing that was checked out is told to the fixes of a branch: neither its configuration nor what it deletes.
  const plan = async (branch: Tree, isOfChange: boolean) => {
    const own = await readConfig(branch, config);
    const changed = { tree: branch, config: own.config, log, of: 'branch' } as const;
    const gone = isOfChange ? (await changedByRun(env, checkout, changed)).removed : [];
    return fixServices(branch, { ...options, config: own, removed: gone }, unsafeFixes);
  };
  const fixes = {
    plan,
    scope: { ...chosen, unsafe: unsafeFixes },
    fixable: fixableFindings(report, unsafeFixes).length,
  };
  const pushed = fixRun && fix !== 'none' ? await fixRun(runner, fix, fixes) : null;
  publishFixes(runner, pushed);
  if (comment === 'never') return;
  await commentOnPullRequest({ ...runner, env, token }, commentMarker(scope), (existing) =>
    renderComment(report, { existing, policy: comment, scope, pushed, links, services: checklists }),
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
