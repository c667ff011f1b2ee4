import { randomUUID } from 'node:crypto';
import { openCheckout, originHasBranch, originUrl, personOf, requireGit } from '@rollcall/adapters/checkout';
import { gitDeployBranch } from '@rollcall/adapters/git-deploy-branch';
import { ownTemporaryFolder } from '@rollcall/adapters/git-scratch';
import { realPace } from '@rollcall/adapters/pace';
import { runFacts } from '@rollcall/adapters/run-facts';
import { workTreeWriter } from '@rollcall/adapters/work-tree-writer';
import { type Bump, bumpImages, bumpInPlace } from '@rollcall/domain/bump/bump-images';
import { bumpJson } from '@rollcall/domain/bump/bump-json';
import { bumpTable } from '@rollcall/domain/bump/bump-summary';
import { deployBranchOf, mutableTagsOf } from '@rollcall/domain/bump/deploy-target';
import { parseImages } from '@rollcall/domain/bump/parse-images';
import { readConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { UserError } from '@rollcall/domain/user-error';
import type { CommandInput } from '../command.ts';

export async function run(input: CommandInput): Promise<number> {
  const { terminal } = input;
  const environment = input.text('environment');
  if (environment === undefined)
    throw new UserError('rollcall bump needs --environment', { help: 'Such as --environment prod.' });
  if (input.names.length === 0)
    throw new UserError('rollcall bump needs at least one SERVICE=TAG', { help: 'Such as user-service=187-c513bdf.' });
  const images = parseImages(input.names.join('\n'));
  const mode = modeOf(input);
  const checkout = await openCheckout(input.text('root'));
  const url = await originUrl(checkout);
  const { config } = await readConfig(checkout.tree, input.text('config'));
  const bump: Bump = {
    request: {
      environment,
      images,
      onMissing: input.choice('on-missing', ['error', 'warn'], 'error'),
      mutableTags: mutableTagsOf(config, environment),
    },
    loadCatalog: (tree) => loadCatalog(tree, config, { repositoryUrl: url }),
    log: terminal.log,
    dryRun: mode === 'dry-run',
  };
  const branch = await branchToWrite();
  const result =
    branch === null
      ? await bumpInPlace({ ...bump, tree: checkout.tree, writer: workTreeWriter(checkout.root) })
      : await bumpOn(branch.name, branch.url);
  if (input.flag('json')) {
    terminal.writeJson(bumpJson(result));
    return 0;
  }
  terminal.write(
    bumpTable(result, { environment, branch: branch?.name ?? null, repositoryUrl: url, dryRun: bump.dryRun }),
  );
  if (bump.dryRun && result.diff) terminal.write(`\n${result.diff}`);
  return 0;

  /** The deploy branch, or null for the files on disk. A dry run is about the branch where origin has it. */
  async function branchToWrite(): Promise<{ name: string; url: string } | null> {
    if (mode === 'in-place') return null;
    const whole = checkout.git !== null && checkout.root === checkout.top;
    if (mode === 'dry-run' && (!whole || url === null)) return null;
    const git = requireGit(checkout);
    if (url === null)
      throw new UserError('this clone has no remote origin to push to', { help: 'Use --in-place, or add the remote.' });
    const name = input.text('branch') ?? deployBranchOf(await bump.loadCatalog(checkout.tree), environment ?? '');
    if (mode === 'dry-run' && !(await originHasBranch(git, name))) return null;
    return { name, url };
  }

  async function bumpOn(name: string, address: string) {
    const facts = await runFacts(process.env, checkout.git, url);
    const identity = checkout.git ? await personOf(checkout.git) : undefined;
    const subject = input.text('message');
    return bumpImages({
      ...bump,
      branch: await gitDeployBranch({
        folder: ownTemporaryFolder(),
        url: address,
        branch: name,
        baseBranch: input.text('base-branch'),
        identity,
      }),
      pace: realPace,
      origin: {
        id: randomUUID(),
        ...(facts.sha && facts.repositoryUrl ? { source: `${facts.repositoryUrl}@${facts.sha}` } : {}),
        ...(subject === undefined ? {} : { subject }),
      },
    });
  }
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
