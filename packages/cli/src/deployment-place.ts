import { workTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
import {
  type Checkout,
  openCheckout,
  originHasBranch,
  originUrl,
  personOf,
  requireGit,
} from '@rollcall/adapters/git/checkout';
import { gitDeployBranch } from '@rollcall/adapters/git/deploy-branch';
import { ownTemporaryFolder } from '@rollcall/adapters/git/scratch';
import { gitSourceHistory } from '@rollcall/adapters/git/source-history';
import { paceUntil } from '@rollcall/adapters/network/deadline';
import { runFacts } from '@rollcall/adapters/runner/run-facts';
import { bumpImages, bumpInPlace } from '@rollcall/domain/bump/bump-images';
import { bumpJson } from '@rollcall/domain/bump/bump-json';
import { bumpTable } from '@rollcall/domain/bump/bump-summary';
import { deployBranchOf, sourceBranchOf } from '@rollcall/domain/bump/deploy-target';
import { namesCommit } from '@rollcall/domain/bump/downgrade';
import { type SourceHistory, unknownSources } from '@rollcall/domain/bump/source-history';
import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import { quoteName } from '@rollcall/domain/names';
import { UserError } from '@rollcall/domain/user-error';
import {
  type Deployment,
  type DeploymentPlace,
  type Manifests,
  openDeployment,
  type Written,
} from '@rollcall/shell/deployment';
import type { CommandInput } from './command.ts';
import { networkOf } from './network-of.ts';

/** Opens the environment that a command writes, where its options say. */
export async function openDeploymentOf(input: CommandInput, environment: string): Promise<Deployment> {
  return openDeployment(await placeOfClone(input), environment, {
    config: input.text('config'),
    message: input.text('message'),
    allowOlder: input.flag('allow-older'),
    verifyImages: input.flag('verify-images'),
    pinDigests: input.flag('pin-digests'),
    numericTags: input.choice('numeric-tags', ['refuse', 'force-string'], 'refuse'),
  });
}

/** Prints what was written, or would be. */
export function reportBump({ terminal, flag }: CommandInput, result: Written, { context }: Deployment): void {
  if (flag('json')) {
    terminal.writeJson(bumpJson(result));
    return;
  }
  terminal.write(bumpTable(result, context));
  if (context.dryRun && result.diff) terminal.write(`\n${result.diff}`);
}

/** A clone at a terminal: its files say where images are written, and nobody says what those were built from. */
async function placeOfClone(input: CommandInput): Promise<DeploymentPlace> {
  const mode = modeOf(input);
  const network = networkOf(input);
  const checkout = await openCheckout(input.text('root'));
  const { tree, root, git } = checkout;
  const url = await originUrl(checkout);
  const facts = await runFacts(process.env, git, url);
  const identity = git ? await personOf(git) : undefined;
  const openBranch = (branch: string, address: string, baseBranch?: string): Promise<DeployBranch> =>
    gitDeployBranch({ folder: ownTemporaryFolder(), url: address, branch, baseBranch, identity });
  return {
    tree,
    url,
    log: input.terminal.log,
    network,
    dryRun: mode === 'dry-run',
    sourceHistory: historyOf(checkout),
    run: null,
    openTarget: async (environment, catalog): Promise<Manifests> => {
      if (mode === 'in-place' || (mode === 'dry-run' && !isWhole(checkout, url))) return tree;
      const clone = requireGit(checkout);
      if (url === null)
        throw new UserError('this clone has no remote origin to push to', {
          help: 'Use --in-place, or add the remote.',
        });
      const [given, base] = [input.text('branch'), input.text('base-branch')];
      const name = given ?? deployBranchOf(await catalog(), environment);
      // Without a word about the branch, a dry run shows what it can where origin does not have it.
      if (mode === 'dry-run' && given === undefined && base === undefined && !(await originHasBranch(clone, name))) {
        const way = 'Before --push, create it, or give --base-branch to have it created.';
        input.terminal.log.notice(`origin has no branch ${quoteName(name)}: this is about the files on disk. ${way}`);
        return tree;
      }
      return openBranch(name, url, base);
    },
    openSource: async (environment, catalog, target): Promise<Manifests> => {
      const branch = 'list' in target ? null : target;
      const name = sourceBranchOf(catalog, environment, branch?.name ?? '');
      if (name === branch?.name) return branch;
      if (url !== null && name !== '' && isWhole(checkout, url) && (await originHasBranch(requireGit(checkout), name)))
        return openBranch(name, url);
      if (branch === null) return tree;
      throw new UserError(`origin has no branch ${JSON.stringify(name)}, which ${environment} is deployed from`, {
        help: `Set environments.${environment}.deploy-branch in rollcall.yaml, or create the branch.`,
      });
    },
    // HEAD, for those whose tag names it.
    sourcesOf: (images) => {
      const { sha, repositoryUrl } = facts;
      if (sha === null || repositoryUrl === null) return {};
      const named = images.filter(({ tag }) => namesCommit(tag, sha));
      return { sources: new Map(named.map(({ service }) => [service, `${repositoryName(repositoryUrl)}@${sha}`])) };
    },
    write: (target, bump, origin) =>
      'list' in target
        ? bumpInPlace({ ...bump, tree, writer: workTreeWriter(root), origin })
        : bumpImages({ ...bump, branch: target, pace: paceUntil(network.deadline), origin }),
  };
}

function historyOf({ git }: Checkout): SourceHistory {
  return git ? gitSourceHistory(git) : unknownSources('there is no repository to compare commits in');
}

/** Whether the folder is a whole repository with a remote. */
function isWhole({ git, root, top }: Checkout, url: string | null): boolean {
  return git !== null && root === top && url !== null;
}

/** `owner/repository` of an address. */
function repositoryName(url: string): string {
  return /([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(url)?.[1] ?? url;
}

function modeOf(input: CommandInput): 'in-place' | 'dry-run' | 'push' {
  const given = (['in-place', 'dry-run', 'push'] as const).filter((mode) => input.flag(mode));
  const [mode = 'dry-run', other] = given;
  if (other !== undefined)
    throw new UserError(`--${mode} and --${other} are both given`, {
      help: 'Give one of --in-place, --dry-run and --push.',
    });
  return mode;
}
