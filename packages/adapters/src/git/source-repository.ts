import type { SourceCode, SourceHistory } from '@rollcall/domain/bump/source-history';
import type { Tree } from '@rollcall/domain/ports';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { archivedHelp } from '../archived.ts';
import type { Deadline } from '../network/deadline.ts';
import { createGit, type Git } from './command.ts';
import type { GitCredential } from './environment.ts';
import { remoteRefs, unreadableHelp } from './remote-refs.ts';
import { bareRepository } from './repository.ts';
import { checkoutFreeGit } from './scratch.ts';
import { gitSourceCode } from './source-code.ts';
import { gitSourceHistory } from './source-history.ts';
import { gitTree } from './tree.ts';

/** Where a repository is, and what is needed to read it. */
export interface RemoteRepository {
  /** Its address. */
  url: string;
  /** `owner/name`, as trailers record it. */
  name?: string | undefined;
  /** What names it, for who has to correct that. */
  namedBy: string;
  /** Sent to the server of the address alone. */
  credential?: GitCredential | undefined;
  temporaryFolder: () => string;
  deadline?: Deadline | undefined;
}

/** A repository of which there is no clone: nothing is fetched of it until it is asked. */
export function remoteRepository(remote: RemoteRepository): {
  history: SourceHistory;
  /** Its commits with their files. */
  code: SourceCode;
  /** The files of its default branch. ExternalError where they cannot be read, UserError where there are none. */
  tree(): Promise<Tree>;
  /** The commit of those files. */
  head(): Promise<string>;
} {
  let opened: Promise<Git> | undefined;
  const open = (): Promise<Git> => {
    opened ??= openRemote(remote);
    return opened;
  };
  const compare: SourceHistory['compare'] = async (a, b) => {
    try {
      return await gitSourceHistory(await open(), { temporaryFolder: remote.temporaryFolder }).compare(a, b);
    } catch (error) {
      if (error instanceof ExternalError || error instanceof UserError) return { because: error.message };
      throw error;
    }
  };
  return {
    history: { compare },
    code: gitSourceCode(open, remote.name ?? null, remote.url, remote.temporaryFolder),
    tree: async () => gitTree(await open(), 'HEAD', remote.url),
    head: async () => (await open()).text(['rev-parse', 'HEAD']),
  };
}

async function openRemote({ url, namedBy, credential, temporaryFolder, deadline }: RemoteRepository): Promise<Git> {
  const directory = temporaryFolder();
  const git = createGit({ repository: bareRepository(directory), credential, deadline, address: url });
  const refs = await remoteRefs(git, url, { patterns: ['HEAD'] });
  if ('because' in refs)
    throw new ExternalError(`${url} cannot be read: ${refs.because}`, {
      help: archivedHelp(refs.because) ?? unreadableHelp(git, url, `the address in ${namedBy}`),
    });
  const [head] = refs;
  if (!head) throw new UserError(`${url} is empty: it has no branch`, { help: `Take it out of ${namedBy}.` });
  return checkoutFreeGit({ url, sha: head.id, token: credential?.token, directory, deadline });
}
