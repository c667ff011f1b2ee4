import { openWorkTreeWriter } from '@rollcall/adapters/disk/work-tree-writer';
import { branchOf, type Checkout, originUrl } from '@rollcall/adapters/git/checkout';
import { readConfig } from '@rollcall/domain/catalog/config';
import { quoteName } from '@rollcall/domain/names';
import { isRepositoryAddress, isRepositoryName } from '@rollcall/domain/repository-url';
import { type ManifestsElsewhere, planSetup } from '@rollcall/domain/setup/plan-setup';
import { renderSetup, setupDiff, setupJson } from '@rollcall/domain/setup/render-setup';
import { UserError } from '@rollcall/domain/user-error';
import type { CommandInput } from '../command.ts';
import { networkOf } from '../network-of.ts';
import { openWorkTree, openWorkTreeAt } from '../work-tree.ts';

/** Shows the files that begin the use of Rollcall, and creates them once a person or --yes says so. */
export async function run(input: CommandInput): Promise<number> {
  const { terminal } = input;
  const checkout = await openWorkTree(input);
  const repositoryUrl = await originUrl(checkout);
  const named = input.text('deploy-repository');
  const setup = await planSetup({
    tree: checkout.tree,
    config: await readConfig(checkout.tree, input.text('config')),
    repositoryUrl,
    branches: await knownBranches(checkout),
    defaultBranch: await defaultBranchOf(checkout),
    manifests: named === undefined ? null : await manifestsOf(input, named),
    environments: input.list('environment'),
    more: input.list('with'),
  });
  const json = input.flag('json');
  const writes = setup.files.size > 0 && !input.flag('dry-run');
  if (!json) terminal.write(`${setupDiff(setup)}\n${renderSetup(setup, false)}`);
  if (writes) {
    if (!input.flag('yes') && !(await isAgreed(input))) {
      terminal.log.notice('nothing was written');
      return 0;
    }
    const writer = await openWorkTreeWriter(checkout, terminal.log);
    const files = [...setup.files].map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
    await writer.write(new Map(files), new Set(setup.files.keys()));
    terminal.log.notice(`written: ${[...setup.files.keys()].join(', ')}`);
  }
  if (json) terminal.writeJson(setupJson(setup));
  return 0;
}

/** UserError where there is nobody to ask: nothing is written that nobody has seen. */
async function isAgreed({ terminal }: CommandInput): Promise<boolean> {
  const answer = await terminal.ask('Write these files? [y/N] ');
  if (answer !== null) return /^y(?:es)?$/i.test(answer.trim());
  throw new UserError('nothing was written: there is no terminal to ask on', {
    help: 'Give --yes to write it, or --dry-run to look only.',
  });
}

async function manifestsOf(input: CommandInput, named: string): Promise<ManifestsElsewhere> {
  if (isRepositoryName(named) || isRepositoryAddress(named)) return { name: named, clone: null };
  const clone = await openWorkTreeAt(named, input.terminal.log, networkOf(input));
  const url = await originUrl(clone);
  const name = url === null ? null : (/(?<![^/:])([^/:]+\/[^/:]+?)(?:\.git)?\/?$/.exec(url)?.[1] ?? null);
  if (name === null)
    throw new UserError(`the clone ${quoteName(named)} has no remote that says which repository it is`, {
      help: 'Add the remote origin, or give owner/name with --environment.',
    });
  return { name, clone: { tree: clone.tree, repositoryUrl: url } };
}

/** The branches of the clone, and those that its remote had when it was last asked. */
async function knownBranches({ git }: Checkout): Promise<string[]> {
  const told = await git?.ask(['for-each-ref', '--format=%(refname)', 'refs/heads', 'refs/remotes/origin']);
  const names = (told ?? '').split('\n').map((ref) => ref.replace(/^refs\/(?:heads|remotes\/origin)\//, ''));
  return [...new Set(names.filter((name) => name !== '' && name !== 'HEAD'))].sort();
}

/** What the remote calls its default branch; else the branch that is checked out. */
async function defaultBranchOf(checkout: Checkout): Promise<string | null> {
  const told = await checkout.git?.ask(['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']);
  return told ? told.trim().replace(/^origin\//, '') : branchOf(checkout);
}
