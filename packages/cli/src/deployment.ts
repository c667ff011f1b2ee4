import { randomUUID } from 'node:crypto';
import { workTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
import {
  type Checkout,
  openCheckout,
  originHasBranch,
  originUrl,
  personOf,
  requireGit,
} from '@rollcall/adapters/git/checkout';
import { gitDeployBranch } from '@rollcall/adapters/git/git-deploy-branch';
import { ownTemporaryFolder } from '@rollcall/adapters/git/git-scratch';
import { gitSourceHistory } from '@rollcall/adapters/git/git-source-history';
import { dockerCredentials } from '@rollcall/adapters/oci/docker-credentials';
import { ociRegistry } from '@rollcall/adapters/oci/oci-registry';
import { realPace } from '@rollcall/adapters/pace';
import { runFacts } from '@rollcall/adapters/runner/run-facts';
import {
  type Bump,
  type BumpResult,
  bumpImages,
  bumpInPlace,
  type ImageCheck,
} from '@rollcall/domain/bump/bump-images';
import { bumpJson } from '@rollcall/domain/bump/bump-json';
import { bumpTable } from '@rollcall/domain/bump/bump-summary';
import type { BumpOrigin, SourceOrigin } from '@rollcall/domain/bump/commit-message';
import type { EnvironmentSettings } from '@rollcall/domain/bump/current-images';
import { deployBranchOf, settingsOf, sourceBranchOf } from '@rollcall/domain/bump/deploy-target';
import { namesCommit } from '@rollcall/domain/bump/downgrade';
import { type SourceHistory, unknownSources } from '@rollcall/domain/bump/source-history';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { ImageRequest } from '@rollcall/domain/image-targets/image-request';
import { quoteName } from '@rollcall/domain/names';
import type { Tree } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';
import type { CommandInput } from './command.ts';

/** What every command that writes images works with. */
export interface Deployment {
  config: Config;
  /** Of the environment that is written. */
  settings: EnvironmentSettings;
  dryRun: boolean;
  loadCatalog(tree: Tree): Promise<Catalog>;
  /** Null where older tags are allowed. */
  sourceHistory: SourceHistory | null;
  /** The environment's deploy branch, or the files on disk where that is what is written. */
  target: DeployBranch | Tree;
  /** Where the images of another environment are read. */
  source(environment: string): Promise<DeployBranch | Tree>;
  /** The recorded source of images: HEAD, for those whose tag names it. Nobody says what others were built from. */
  sourcesOf(images: readonly ImageRequest[]): SourceOrigin;
  write(bump: Bump, origin: SourceOrigin): Promise<BumpResult>;
  report(result: BumpResult): void;
}

/** Opens what the options name, for an environment that is written. */
export async function openDeployment(input: CommandInput, environment: string): Promise<Deployment> {
  const { terminal } = input;
  const mode = modeOf(input);
  const numericTags = input.choice('numeric-tags', ['refuse', 'force-string'], 'refuse');
  const checkout = await openCheckout(input.text('root'));
  const url = await originUrl(checkout);
  const { config } = await readConfig(checkout.tree, input.text('config'));
  const load = (tree: Tree) => loadCatalog(tree, config, { repositoryUrl: url });
  const facts = await runFacts(process.env, checkout.git, url);
  const identity = checkout.git ? await personOf(checkout.git) : undefined;
  const target = await openTarget();
  const branch = 'list' in target ? null : target;

  async function openTarget(): Promise<DeployBranch | Tree> {
    if (mode === 'in-place' || (mode === 'dry-run' && !isWhole(checkout, url))) return checkout.tree;
    const git = requireGit(checkout);
    if (url === null)
      throw new UserError('this clone has no remote origin to push to', { help: 'Use --in-place, or add the remote.' });
    const [given, base] = [input.text('branch'), input.text('base-branch')];
    const name = given ?? deployBranchOf(await load(checkout.tree), environment);
    // Without a word about the branch, a dry run shows what it can where origin does not have it.
    if (mode === 'dry-run' && given === undefined && base === undefined && !(await originHasBranch(git, name))) {
      const way = 'Before --push, create it, or give --base-branch to have it created.';
      terminal.log.notice(`origin has no branch ${quoteName(name)}: this is about the files on disk. ${way}`);
      return checkout.tree;
    }
    return openBranch(name, url, base);
  }

  async function source(other: string): Promise<DeployBranch | Tree> {
    const name = sourceBranchOf(await load(checkout.tree), other, branch?.name ?? '');
    if (name === branch?.name) return branch;
    const there = isWhole(checkout, url) && name !== '' && (await originHasBranch(requireGit(checkout), name));
    if (there && url !== null) return openBranch(name, url);
    if (branch === null) return checkout.tree;
    throw new UserError(`origin has no branch ${JSON.stringify(name)}, which ${other} is deployed from`, {
      help: `Set environments.${other}.deploy-branch in rollcall.yaml, or create the branch.`,
    });
  }

  function openBranch(name: string, address: string, baseBranch?: string): Promise<DeployBranch> {
    return gitDeployBranch({ folder: ownTemporaryFolder(), url: address, branch: name, baseBranch, identity });
  }

  function sourcesOf(images: readonly ImageRequest[]): SourceOrigin {
    const { sha, repositoryUrl } = facts;
    if (sha === null || repositoryUrl === null) return {};
    const named = images.filter(({ tag }) => namesCommit(tag, sha));
    return { sources: new Map(named.map(({ service }) => [service, `${repositoryName(repositoryUrl)}@${sha}`])) };
  }

  function write(bump: Bump, origin: SourceOrigin): Promise<BumpResult> {
    const subject = input.text('message');
    const checked = { ...bump, imageCheck: imageCheckOf(input) };
    if (branch === null)
      return bumpInPlace({ ...checked, tree: checkout.tree, writer: workTreeWriter(checkout.root), origin });
    const own: BumpOrigin = { id: randomUUID(), ...origin, ...(subject === undefined ? {} : { subject }) };
    return bumpImages({ ...checked, branch, pace: realPace, origin: own });
  }

  const dryRun = mode === 'dry-run';
  return {
    config,
    settings: { ...settingsOf(config, environment), numericTags },
    dryRun,
    loadCatalog: load,
    sourceHistory: input.flag('allow-older') ? null : historyOf(checkout),
    target,
    source,
    sourcesOf,
    write,
    report: (result) => {
      if (input.flag('json')) {
        terminal.writeJson(bumpJson(result));
        return;
      }
      terminal.write(bumpTable(result, { environment, branch: branch?.name ?? null, repositoryUrl: url, dryRun }));
      if (dryRun && result.diff) terminal.write(`\n${result.diff}`);
    },
  };
}

/** The registry that is asked for images, where it is; pinning asks as well. */
function imageCheckOf(input: CommandInput): ImageCheck | null {
  const pin = input.flag('pin-digests');
  if (!pin && !input.flag('verify-images')) return null;
  return { registry: ociRegistry({ credentials: dockerCredentials(process.env), pace: realPace }), pin };
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
