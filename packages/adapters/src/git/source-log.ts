import type { SourceCommit, SourceLog } from '@rollcall/domain/bump/source-history';
import { isUnavailable, type Unavailable } from '@rollcall/domain/changes/history';
import type { Git } from './command.ts';
import { commitStore, whenWhole } from './commit-store.ts';
import type { GitHistoryOptions } from './history.ts';
import { decodePath } from './path-bytes.ts';
import { ownTemporaryFolder } from './scratch.ts';
import { commitFinder } from './source-history.ts';

/** The commits of a clone of any depth, with what each changed; what it lacks is fetched beside it. */
export function gitSourceLog(clone: Git, options: GitHistoryOptions = {}): SourceLog {
  const { remote = 'origin', temporaryFolder = ownTemporaryFolder } = options;
  const store = commitStore(clone, remote, temporaryFolder);

  async function between(since: string, until: string): Promise<SourceCommit[] | Unavailable> {
    const base = await whenWhole(
      store,
      [since, until],
      async () => (await store.git().ask(['merge-base', since, until])) ?? undefined,
    );
    if (typeof base === 'object' && isUnavailable(base)) return base;
    if (base === undefined) return { because: 'they have no common ancestor' };
    const output = await store
      .git()
      .run([
        ...['log', '-z', '--no-merges', '--date-order', '--name-only', '--no-renames', '--no-relative'],
        ...['--no-show-signature', '--no-mailmap', '--no-notes', '--format=tformat:%x00%H%n%an%n%s%n%b'],
        ...[until, `^${since}`, '--'],
      ]);
    return parseLog(output);
  }

  return { between, find: commitFinder(clone, remote, temporaryFolder) };
}

/** An empty text, then id, author, subject and body, then the paths, the first behind a line end; no path is empty. */
function parseLog(output: Buffer): SourceCommit[] {
  const commits: SourceCommit[] = [];
  const parts = output
    .toString('latin1')
    .split('\0')
    .map((part) => Buffer.from(part, 'latin1'));
  let starts = false;
  for (const part of parts) {
    const last = commits.at(-1);
    if (part.length === 0) starts = true;
    else if (starts) {
      const [id = '', author = '', subject = '', ...body] = part.toString('utf8').split('\n');
      commits.push({ id, author, subject, body: body.join('\n'), paths: [] });
      starts = false;
    } else last?.paths.push(decodePath(last.paths.length === 0 ? part.subarray(1) : part));
  }
  return commits;
}
