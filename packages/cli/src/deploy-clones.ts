import { type Checkout, originUrl } from '@rollcall/adapters/git/checkout';
import { isSameAddress } from '@rollcall/adapters/runner/repository';
import { deployRepositories } from '@rollcall/domain/bump/deploy-target';
import type { LoadedConfig } from '@rollcall/domain/catalog/config';
import { quoteName } from '@rollcall/domain/names';
import { isFolderName, isRepositoryName, repositoryName } from '@rollcall/domain/repository-url';
import { UserError } from '@rollcall/domain/user-error';
import type { DeployRepository } from '@rollcall/domain/verify/engine/other-repositories';
import type { CommandInput } from './command.ts';
import { addressBeside } from './named-repository.ts';
import { networkOf } from './network-of.ts';
import { openWorkTreeAt } from './work-tree.ts';

/** A clone of a repository of manifests. */
export type DeployClone = DeployRepository & { checkout: Checkout };

/**
 * The clones of repositories of manifests that somebody named, and the repositories that the configuration names
 * without a clone. A clone is of the one whose address its origin is; else it stands for `deploy-repository`. None where
 * this clone is named: then it holds the manifests itself.
 */
export async function openDeployClones(
  input: CommandInput,
  checkout: Checkout,
  { config }: LoadedConfig,
): Promise<{ clones: DeployClone[]; missing: string[] }> {
  const url = await originUrl(checkout);
  const addressOf = (written: string): string => addressBeside(written, url);
  const configured = deployRepositories(config, undefined).filter(
    ({ written }) => url === null || !isSameAddress(addressOf(written), url),
  );
  const clones = new Map<string, DeployClone>();
  const found = new Set<string>();
  for (const written of input.list('deploy-repository')) {
    const clone = await openClone(written, input);
    if (clone.root === checkout.root || (clone.top !== null && clone.top === checkout.top))
      return { clones: [], missing: [] };
    const origin = await originUrl(clone);
    const same = configured.find((one) => origin !== null && isSameAddress(addressOf(one.written), origin));
    const repository = same ?? deployRepositories(config, written).find(({ key }) => key === null);
    if (repository === undefined || clones.has(clone.root)) continue;
    found.add((same ?? configured.find(({ key }) => key === 'deploy-repository'))?.written ?? '');
    clones.set(clone.root, {
      name: same && isRepositoryName(same.written) ? same.written : origin === null ? written : repositoryName(origin),
      url: same ? addressOf(same.written) : origin,
      tree: clone.tree,
      files: null,
      holds: repository.holds,
      checkout: clone,
    });
  }
  return {
    clones: [...clones.values()],
    missing: configured.flatMap(({ written }) => (found.has(written) ? [] : [written])),
  };
}

function openClone(written: string, input: CommandInput): Promise<Checkout> {
  if (!isFolderName(written))
    throw new UserError(`--deploy-repository takes the path of a clone here, and not ${quoteName(written)}`, {
      help: 'Clone it, and give the path, such as ../deploy: what is planned is written to its files.',
    });
  return openWorkTreeAt(written, input.terminal.log, networkOf(input));
}
