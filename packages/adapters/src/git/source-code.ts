import type { SourceCode } from '@rollcall/domain/bump/source-history';
import { pageOf } from '@rollcall/domain/repository-url';
import type { Git } from './command.ts';
import { gitHistory } from './history.ts';
import { gitSourceLog } from './source-log.ts';

/** The sources in a clone, which is made when they are first asked for. */
export function gitSourceCode(
  clone: Git | (() => Promise<Git>),
  name: string | null,
  url: string | null,
  temporaryFolder: () => string,
): SourceCode {
  return {
    name,
    page: pageOf(url),
    holdsManifests: false,
    open: async () => {
      const git = typeof clone === 'function' ? await clone() : clone;
      return { history: gitHistory(git, { temporaryFolder }), log: gitSourceLog(git, { temporaryFolder }) };
    },
  };
}
