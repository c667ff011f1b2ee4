import { type Checkout, originUrl } from '@rollcall/adapters/git/checkout';
import { ownTemporaryFolder } from '@rollcall/adapters/git/scratch';
import { remoteRepository } from '@rollcall/adapters/git/source-repository';
import { isSameAddress } from '@rollcall/adapters/runner/repository';
import type { LoadedConfig } from '@rollcall/domain/catalog/config';
import { isFolderName, repositoryName } from '@rollcall/domain/repository-url';
import type { OtherRepositories } from '@rollcall/domain/verify/engine/other-repositories';
import { type OpenedRepository, otherRepositories } from '@rollcall/shell/other-repositories';
import type { CommandInput } from './command.ts';
import { addressBeside, configuredAddress } from './named-repository.ts';
import { networkOf } from './network-of.ts';
import { openWorkTreeAt } from './work-tree.ts';

/** Opens the repositories that are read beside a clone: another clone on this disk, or what is at an address. */
export async function otherRepositoriesOfClone(
  input: CommandInput,
  checkout: Checkout,
): Promise<(config: LoadedConfig) => Promise<OtherRepositories>> {
  const url = await originUrl(checkout);
  const network = networkOf(input);

  async function open(written: string, namedBy: string, isNamed: boolean): Promise<OpenedRepository | null> {
    if (isNamed && isFolderName(written)) {
      const clone = await openWorkTreeAt(written, input.terminal.log, network);
      if (clone.root === checkout.root || (clone.top !== null && clone.top === checkout.top)) return null;
      const origin = await originUrl(clone);
      return {
        name: origin === null ? written : repositoryName(origin),
        url: origin,
        tree: clone.tree,
        files: null,
      };
    }
    const option = namedBy === 'source-repositories' ? null : '--deploy-repository';
    const address = isNamed ? addressBeside(written, url) : configuredAddress({ written, key: namedBy, option }, url);
    if (url !== null && isSameAddress(address, url)) return null;
    const remote = remoteRepository({
      url: address,
      namedBy: isNamed ? '--deploy-repository' : namedBy,
      temporaryFolder: ownTemporaryFolder,
      deadline: network.deadline,
    });
    return { name: repositoryName(address), url: address, tree: await remote.tree(), files: null };
  }

  return otherRepositories({
    own: url === null ? 'this repository' : repositoryName(url),
    named: input.text('deploy-repository'),
    open,
    mayMiss: false,
  });
}
