import { isUnavailable, type Unavailable } from '@rollcall/domain/changes/history';
import type { Tree } from '@rollcall/domain/ports';
import { ExternalError } from '@rollcall/domain/user-error';
import type { RemoteRefs } from '@rollcall/domain/verify/rule/remote-refs';
import type { Checkout } from './checkout.ts';
import { gitHistory } from './history.ts';
import { remoteRefs } from './remote-refs.ts';

/** Seconds. A network that answers nothing would hold a check of files for minutes. */
const longestWait = 20;

/** What the remote `origin` of a clone has. It is asked once, when somebody wants to know. */
export interface OriginRefs {
  /** Why it is not known where there is no such remote, or it does not answer. */
  names(): Promise<RemoteRefs | Unavailable>;
  /** The files of a branch as it is there now, fetched beside the clone; null where there is no such branch. */
  open(branch: string): Promise<Tree | null>;
}

export function originRefs({ git }: Pick<Checkout, 'git'>): OriginRefs {
  let answer: Promise<ReadonlyMap<string, string> | Unavailable> | undefined;
  const history = git && gitHistory(git);
  const ask = () => {
    answer ??= listRefs();
    return answer;
  };

  async function listRefs(): Promise<ReadonlyMap<string, string> | Unavailable> {
    if (!git) return { because: 'this is no git repository' };
    const refs = await remoteRefs(git, 'origin', { flags: ['--heads', '--tags'], seconds: longestWait });
    return isUnavailable(refs) ? refs : new Map(refs.map(({ name, id }) => [name, id]));
  }

  return {
    names: async () => {
      const refs = await ask();
      if (isUnavailable(refs)) return refs;
      const below = (prefix: string): string[] =>
        [...refs.keys()].flatMap((name) =>
          name.startsWith(prefix) && !name.endsWith('^{}') ? [name.slice(prefix.length)] : [],
        );
      return { branches: below('refs/heads/'), tags: below('refs/tags/') };
    },
    open: async (branch) => {
      const refs = await ask();
      if (isUnavailable(refs) || !history)
        throw new ExternalError(
          `the branches of origin cannot be read: ${isUnavailable(refs) ? refs.because : 'this is no git repository'}`,
          { help: 'Check the remote and the permissions, or leave deploy-branches out of "ref".' },
        );
      const id = refs.get(`refs/heads/${branch}`);
      if (id === undefined) return null;
      const commit = await history.commit(id);
      if (isUnavailable(commit))
        throw new ExternalError(`${JSON.stringify(branch)} of origin cannot be fetched: ${commit.because}`, {
          help: 'Check the permissions, or leave deploy-branches out of "ref".',
        });
      return { ...history.tree(commit.id), name: branch };
    },
  };
}
