import { type Checkout, requireGit, treeOf } from '@rollcall/adapters/git/checkout';
import { originRefs } from '@rollcall/adapters/git/origin-refs';
import type { Tree } from '@rollcall/domain/ports';
import type { VerifyOptions } from '@rollcall/domain/verify/verify-services';

/** The word that stands for every deploy branch; a branch of that name is `refs/heads/deploy-branches`. */
const deployBranchesWord = 'deploy-branches';

/** What a tree is verified with. */
type Besides = Required<Pick<VerifyOptions, 'remote' | 'revisions'>> & Pick<VerifyOptions, 'deployBranches'>;

/**
 * What is verified: the checkout, or the first of the revisions that are named instead of it; with the word
 * `deploy-branches` among them the checkout, those revisions and every deploy branch. `currentBranch` is the one that
 * was checked out, which is not read again. UserError for a revision that does not exist.
 */
export async function verifiedTrees(
  checkout: Checkout,
  revisions: readonly string[],
  currentBranch: () => Promise<string | null>,
): Promise<{ tree: Tree; besides: Besides }> {
  const origin = originRefs(checkout);
  const named = [...new Set(revisions)].filter((revision) => revision !== deployBranchesWord);
  const trees: Tree[] = [];
  for (const revision of named) trees.push({ ...(await treeOf(checkout, revision)), name: revision });
  if (!revisions.includes(deployBranchesWord)) {
    const [tree = checkout.tree, ...others] = trees;
    return { tree, besides: { remote: origin.names, revisions: others } };
  }
  requireGit(checkout);
  return {
    tree: checkout.tree,
    besides: {
      remote: origin.names,
      revisions: trees,
      deployBranches: { current: await currentBranch(), open: origin.open },
    },
  };
}
