import { locateNamed } from '@rollcall/adapters/disk/inside';
import { openCheckout, originUrl } from '@rollcall/adapters/git/checkout';
import { remoteRepository } from '@rollcall/adapters/git/source-repository';
import {
  addressOf,
  credentialFor,
  isSameAddress,
  nameOnServer,
  repositoryUrl,
  workspaceOfRun,
} from '@rollcall/adapters/runner/repository';
import type { Runner } from '@rollcall/adapters/runner/runner';
import type { LoadedConfig } from '@rollcall/domain/catalog/config';
import { isFolderName, repositoryName } from '@rollcall/domain/repository-url';
import { UserError } from '@rollcall/domain/user-error';
import type { OtherRepositories } from '@rollcall/domain/verify/engine/other-repositories';
import { isOwnChange } from './branch-to-fix.ts';
import { type OpenedRepository, otherRepositories } from './other-repositories.ts';

export interface OtherRepositoryInputs {
  /** The repository of manifests: `owner/name`, its address, or a folder of the workspace; undefined for the configured one. */
  deployRepository: string | undefined;
  /** The token that reads other repositories. */
  deployToken: string | undefined;
  /** The token of the run, for those of its own server where no other is given. */
  token: string | undefined;
}

/**
 * Opens the repositories that are read beside that of a run. A token goes to the server of the run, and to another one
 * only where the workflow names it and gives a token for it. A change of somebody else may have no token for the
 * manifests: it is verified without them.
 */
export function otherRepositoriesOfRun(
  runner: Runner,
  { deployRepository: named, deployToken, token }: OtherRepositoryInputs,
): (config: LoadedConfig) => Promise<OtherRepositories> {
  const { env } = process;
  const url = repositoryUrl(env);

  async function folder(written: string): Promise<OpenedRepository | null> {
    const workspace = workspaceOfRun(env);
    const place = locateNamed({ name: 'input deploy-repository', written, kind: 'folder' }, [workspace]);
    const { deadline } = runner.network;
    const checkout = await openCheckout(place.target.toString(), { deadline, workspace });
    const origin = await originUrl(checkout);
    if (origin !== null && isSameAddress(origin, url)) return null;
    return { name: origin === null ? written : repositoryName(origin), url: origin, tree: checkout.tree, files: null };
  }

  async function open(written: string, namedBy: string, isNamed: boolean): Promise<OpenedRepository | null> {
    if (isNamed && isFolderName(written)) return folder(written);
    const address = addressOf(written, env);
    if (isSameAddress(address, url)) return null;
    const ofServer = nameOnServer(address, env);
    if (ofServer === null && !isNamed)
      throw new UserError(`${namedBy} names ${address}, which is on another server than this run`, {
        help:
          namedBy === 'source-repositories'
            ? 'Name repositories of the server of the run alone: the token is sent there.'
            : 'Name it with the input "deploy-repository" as well: the workflow decides which server is asked.',
      });
    const { network, temporaryFolder } = runner;
    const credential =
      ofServer === null
        ? credentialFor(/^https?:\/\/[^/]+/i.exec(address)?.[0], deployToken, network)
        : credentialFor(env.GITHUB_SERVER_URL, deployToken ?? token, network);
    const remote = remoteRepository({
      url: address,
      namedBy: isNamed ? 'the input deploy-repository' : namedBy,
      credential,
      temporaryFolder,
      deadline: network.deadline,
    });
    const tree = await remote.tree();
    const files = ofServer === null ? null : `${env.GITHUB_SERVER_URL}/${ofServer}/blob/${await remote.head()}`;
    return { name: ofServer ?? repositoryName(address), url: address, tree, files };
  }

  return otherRepositories({ own: env.GITHUB_REPOSITORY ?? '', named, open, mayMiss: !isOwnChange(env) });
}
