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
        ...['log', '-z', '--date-order', '--name-only', '--no-renames', '--no-relative'],
        ...['--no-show-signature', '--no-mailmap', '--no-notes', '--format=tformat:%x00%H%n%P%n%an%n%s%n%b'],
        ...[until, `^${since}`, '--'],
      ]);
    const commits = parseLog(output);
    const merges = mergesOf(commits);
    return commits
      .filter(({ parents }) => parents.length < 2)
      .map(({ parents: _, ...commit }) => ({ ...commit, merge: merges.get(commit.id) ?? null }));
  }

  return { between, find: commitFinder(clone, remote, temporaryFolder) };
}

/** A commit as it is logged, a merge as well. */
type LoggedCommit = Omit<SourceCommit, 'merge'> & { parents: string[] };

/** The message of the merge that brought each commit to the line of the newest one, by id; newest first as they are given. */
function mergesOf(commits: readonly LoggedCommit[]): Map<string, string> {
  const known = new Map(commits.map((commit) => [commit.id, commit]));
  const line: LoggedCommit[] = [];
  for (let at = commits[0]; at !== undefined; at = known.get(at.parents[0] ?? '')) line.push(at);
  const seen = new Set(line.map(({ id }) => id));
  const merges = new Map<string, string>();
  // The oldest first: what a later merge brings is what was not there before.
  for (const { parents, subject, body } of line.reverse()) {
    const open = parents.slice(1);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const brought = known.get(id);
      if (!brought || seen.has(id)) continue;
      seen.add(id);
      merges.set(id, `${subject}\n${body}`);
      for (const parent of brought.parents) open.push(parent);
    }
  }
  return merges;
}

/** An empty text, then id, parents, author, subject and body, then the paths, the first behind a line end; no path is empty. */
function parseLog(output: Buffer): LoggedCommit[] {
  const commits: LoggedCommit[] = [];
  const parts = output
    .toString('latin1')
    .split('\0')
    .map((part) => Buffer.from(part, 'latin1'));
  let starts = false;
  for (const part of parts) {
    const last = commits.at(-1);
    if (part.length === 0) starts = true;
    else if (starts) {
      const [id = '', parents = '', author = '', subject = '', ...body] = part.toString('utf8').split('\n');
      commits.push({ id, parents: parents.split(' '), author, subject, body: body.join('\n'), paths: [] });
      starts = false;
    } else last?.paths.push(decodePath(last.paths.length === 0 ? part.subarray(1) : part));
  }
  return commits;
}
