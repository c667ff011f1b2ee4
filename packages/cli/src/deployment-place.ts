import { openWorkTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
import { type Checkout, originUrl, personOf, requireGit } from '@rollcall/adapters/git/checkout';
import { createGit } from '@rollcall/adapters/git/command';
import { gitDeployBranch } from '@rollcall/adapters/git/deploy-branch';
import { defaultBranch, hasBranch } from '@rollcall/adapters/git/remote-refs';
import { bareRepository } from '@rollcall/adapters/git/repository';
import { ownTemporaryFolder } from '@rollcall/adapters/git/scratch';
import { gitSourceCode } from '@rollcall/adapters/git/source-code';
import { gitSourceHistory } from '@rollcall/adapters/git/source-history';
import { remoteRepository } from '@rollcall/adapters/git/source-repository';
import { paceUntil } from '@rollcall/adapters/network/deadline';
import type { Network } from '@rollcall/adapters/network/network';
import { isSameAddress } from '@rollcall/adapters/runner/repository';
import { runFacts } from '@rollcall/adapters/runner/run-facts';
import { bumpImages, bumpInPlace } from '@rollcall/domain/bump/bump-images';
import { bumpJson } from '@rollcall/domain/bump/bump-json';
import { bumpTable } from '@rollcall/domain/bump/bump-summary';
import { type ConfiguredRepository, deployBranchOf, sourceBranchOf } from '@rollcall/domain/bump/deploy-target';
import { namesCommit } from '@rollcall/domain/bump/downgrade';
import { type SourceCode, type SourceHistory, unknownSources } from '@rollcall/domain/bump/source-history';
import type { DeployBranch, WorkTreeWriter } from '@rollcall/domain/deploy-branch/deploy-branch';
import { quoteName } from '@rollcall/domain/names';
import { isFolderName, repositoryName } from '@rollcall/domain/repository-url';
import { UserError } from '@rollcall/domain/user-error';
import { type Deployed, type Deployment, openDeployment } from '@rollcall/shell/deployment';
import type { DeploymentPlace, DeployRepository, Manifests } from '@rollcall/shell/deployment-place';
import type { CommandInput } from './command.ts';
import { addressBeside, configuredAddress } from './named-repository.ts';
import { networkOf } from './network-of.ts';
import { openWorkTree, openWorkTreeAt } from './work-tree.ts';

/** Opens the environment that a command writes, where its options say. */
export async function openDeploymentOf(input: CommandInput, environment: string): Promise<Deployment> {
  return openDeployment(await placeOfClone(input), environment, {
    config: input.text('config'),
    message: input.text('message'),
    allowOlder: input.flag('allow-older'),
    addMissing: input.flag('add-missing'),
    onSkipped: input.choice('on-skipped', ['success', 'failure'], 'success'),
    verifyImages: input.flag('verify-images'),
    pinDigests: input.flag('pin-digests'),
    release: input.list('release'),
    stop: input.text('stop'),
    emergency: input.text('emergency'),
    listCommits: input.flag('list-commits'),
    deployments: false,
    numericTags: input.choice('numeric-tags', ['refuse', 'force-string'], 'refuse'),
    render: input.choice('render', ['auto', 'required', 'off'], 'auto'),
  });
}

/** Prints what was written, or would be, and returns the exit code. */
export function reportBump({ terminal, flag }: CommandInput, result: Deployed, { context }: Deployment): number {
  if (flag('json')) terminal.writeJson(bumpJson(result));
  else {
    terminal.write(bumpTable(result, context));
    if (context.dryRun && result.diff) terminal.write(`\n${result.diff}`);
  }
  if (result.failure === null) return 0;
  terminal.log.warning(result.failure);
  return 1;
}

/** A clone at a terminal: its files say where images are written, and nobody says what those were built from. */
export async function placeOfClone(input: CommandInput): Promise<DeploymentPlace> {
  const network = networkOf(input);
  const checkout = await openWorkTree(input);
  const { tree, git } = checkout;
  const url = await originUrl(checkout);
  const facts = await runFacts(process.env, git, url);
  const named = input.text('repository');
  const cliRun = { input, network, ...sourcesOfClone(checkout, url), writerOf: writerOpener(input) };
  const opened = new Map<string, DeployRepository>();

  async function deployRepository(
    configured: ConfiguredRepository | null,
    use: 'read' | 'write',
  ): Promise<DeployRepository> {
    const written = configured?.written;
    const given = (use === 'write' ? (named ?? written) : (written ?? named)) ?? null;
    const key = given ?? '';
    const by = given === named ? null : configured;
    const repository = opened.get(key) ?? (await repositoryOfManifests(cliRun, checkout, { given, configured: by }));
    if (use === 'write' && named !== undefined && configured !== null) {
      const other = await repositoryOfManifests(cliRun, checkout, { given: configured.written, configured });
      if (other.url !== repository.url)
        throw new UserError(
          `--repository names ${named}, and rollcall.yaml names ${configured.written} (${configured.namedBy})`,
          {
            help: 'Leave --repository out, or correct the configuration.',
          },
        );
    }
    opened.set(key, repository);
    return repository;
  }

  return {
    tree,
    url,
    log: input.terminal.log,
    network,
    dryRun: modeOf(input) === 'dry-run',
    now: Date.now(),
    run: null,
    temporaryFolder: ownTemporaryFolder,
    deployRepository,
    sourceRepository: (written) => {
      const namedBy = 'source-repositories';
      const address = configuredAddress({ written, key: namedBy, option: null }, url);
      if (url !== null && isSameAddress(address, url)) return null;
      const { deadline } = network;
      const name = repositoryName(address);
      return {
        name,
        ...remoteRepository({ url: address, name, namedBy, temporaryFolder: ownTemporaryFolder, deadline }),
      };
    },
    // HEAD, for those whose tag names it.
    sourcesOf: (images) => {
      const { sha, repositoryUrl } = facts;
      if (sha === null || repositoryUrl === null) return {};
      const ofHead = images.filter(({ tag }) => namesCommit(tag, sha));
      return { sources: new Map(ofHead.map(({ service }) => [service, `${repositoryName(repositoryUrl)}@${sha}`])) };
    },
  };
}

/** What every way to the manifests needs of a command. */
interface CliRun {
  input: CommandInput;
  network: Network;
  sourceHistory: SourceHistory;
  sourceCode: SourceCode | null;
  /** The one writer to the files of a clone; null where none are written. */
  writerOf: (checkout: Checkout) => Promise<WorkTreeWriter | null>;
}

/** The repository that holds manifests; `configured` where the configuration names it. It is the clone itself, another clone beside it, or one that is only at its address. */
async function repositoryOfManifests(
  run: CliRun,
  sources: Checkout,
  { given, configured }: { given: string | null; configured: ConfiguredRepository | null },
): Promise<DeployRepository> {
  if (given === null) return manifestsOfClone(run, sources, false);
  if (configured === null && isFolderName(given)) {
    const clone = await openWorkTreeAt(given, run.input.terminal.log, run.network);
    return manifestsOfClone(run, clone, clone.top !== sources.top);
  }
  const origin = await originUrl(sources);
  const url =
    configured === null
      ? addressBeside(given, origin)
      : configuredAddress({ written: given, key: configured.namedBy, option: '--repository' }, origin);
  return manifestsAtAddress(run, url, sources.git ? await personOf(sources.git) : undefined);
}

/** The manifests of a clone: its files, or a branch of its origin. */
async function manifestsOfClone(run: CliRun, checkout: Checkout, isSeparate: boolean): Promise<DeployRepository> {
  const { input, network, sourceHistory, sourceCode } = run;
  const mode = modeOf(input);
  const { tree, git } = checkout;
  // Before anything is read that decides what is written.
  const writer = await run.writerOf(checkout);
  const url = await originUrl(checkout);
  const identity = git ? await personOf(git) : undefined;
  const openBranch = branchOpener(identity, network);
  return {
    url,
    isSeparate,
    sourceHistory,
    sourceCode,
    checks: null,
    deployments: null,
    overview: async () => tree,
    openTarget: async (environment, known, catalog): Promise<Manifests> => {
      if (mode === 'in-place' || (mode === 'dry-run' && !isWhole(checkout, url))) return tree;
      const clone = requireGit(checkout);
      if (url === null)
        throw new UserError('this clone has no remote origin to push to', {
          help: 'Use --in-place, or add the remote.',
        });
      const [given, base] = [input.text('branch'), input.text('base-branch')];
      const told = given ?? known;
      const name =
        told ?? (await deployBranchOf(await catalog(), environment, () => defaultBranch(clone, url, 'origin')));
      // Without a word about the branch, a dry run shows what it can where origin does not have it.
      if (
        mode === 'dry-run' &&
        given === undefined &&
        base === undefined &&
        !(await hasBranch(clone, { remote: 'origin', url }, name))
      ) {
        const way = 'Before --push, create it, or give --base-branch to have it created.';
        input.terminal.log.notice(`origin has no branch ${quoteName(name)}: this is about the files on disk. ${way}`);
        return tree;
      }
      return openBranch(name, url, base);
    },
    openSource: async (environment, target, catalog): Promise<Manifests> => {
      const branch = target === null || 'list' in target ? null : target;
      const name = sourceBranchOf(await catalog(), environment, branch?.name ?? '');
      if (name === branch?.name) return branch;
      if (
        url !== null &&
        name !== '' &&
        isWhole(checkout, url) &&
        (await hasBranch(requireGit(checkout), { remote: 'origin', url }, name))
      )
        return openBranch(name, url);
      if (branch === null) return tree;
      throw new UserError(`origin has no branch ${JSON.stringify(name)}, which ${environment} is deployed from`, {
        help: `Set environments.${environment}.deploy-branch in rollcall.yaml, or create the branch.`,
      });
    },
    write: (target, bump, origin) =>
      'list' in target
        ? bumpInPlace({ ...bump, tree, writer, origin })
        : bumpImages({ ...bump, branch: target, pace: paceUntil(network.deadline), origin }),
  };
}

/** The manifests of a repository of which no clone is named: its branches. */
function manifestsAtAddress(
  { input, network, sourceHistory, sourceCode }: CliRun,
  url: string,
  identity: { name: string; email: string } | undefined,
): DeployRepository {
  if (modeOf(input) === 'in-place')
    throw new UserError(`--in-place writes files, and ${url} is no folder`, {
      help: 'Name a clone of it with --repository PATH, or use --push.',
    });
  const openBranch = branchOpener(identity, network);
  const folder = ownTemporaryFolder();
  let asked: Promise<string> | undefined;
  const ownBranch = (): Promise<string> => {
    asked ??= defaultBranch(createGit({ ...network, repository: bareRepository(folder), address: url }), url);
    return asked;
  };
  return {
    url,
    isSeparate: true,
    sourceHistory,
    sourceCode,
    checks: null,
    deployments: null,
    overview: async () => (await (await openBranch(await ownBranch(), url)).read()).tree,
    openTarget: async (environment, known, catalog) => {
      const given = input.text('branch') ?? known;
      const name = given ?? (await deployBranchOf(await catalog(), environment, ownBranch));
      return openBranch(name, url, input.text('base-branch'));
    },
    openSource: async (environment, target, catalog) => {
      const branch = target === null || 'list' in target ? null : target;
      const name = sourceBranchOf(await catalog(), environment, branch?.name ?? (await ownBranch()));
      return name === branch?.name ? branch : openBranch(name, url);
    },
    write: (target, bump, origin) => {
      if ('list' in target) throw new Error(`${target.name} is no branch of ${url}`);
      return bumpImages({ ...bump, branch: target, pace: paceUntil(network.deadline), origin });
    },
  };
}

/** Opens a writer for a clone once, though it may be named in several ways. */
function writerOpener(input: CommandInput): CliRun['writerOf'] {
  const opened = new Map<string, Promise<WorkTreeWriter>>();
  return async (checkout) => {
    if (modeOf(input) !== 'in-place') return null;
    const writer = opened.get(checkout.root) ?? openWorkTreeWriter(checkout, input.terminal.log);
    opened.set(checkout.root, writer);
    return writer;
  };
}

function branchOpener(identity: { name: string; email: string } | undefined, { deadline }: Network) {
  return (branch: string, url: string, baseBranch?: string): Promise<DeployBranch> =>
    gitDeployBranch({ folder: ownTemporaryFolder(), url, branch, baseBranch, identity, deadline });
}

function sourcesOfClone({ git }: Checkout, url: string | null): Pick<CliRun, 'sourceHistory' | 'sourceCode'> {
  if (!git) return { sourceHistory: unknownSources('there is no repository to compare commits in'), sourceCode: null };
  const name = url === null ? null : repositoryName(url);
  return { sourceHistory: gitSourceHistory(git), sourceCode: gitSourceCode(git, name, url, ownTemporaryFolder) };
}

/** Whether the folder is a whole repository with a remote. */
function isWhole({ git, root, top }: Checkout, url: string | null): boolean {
  return git !== null && root === top && url !== null;
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
