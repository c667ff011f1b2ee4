import { isUnavailable, type Unavailable } from '../changes/history.ts';
import { deploymentPrefix } from '../gates/health.ts';
import type { Check } from '../gates/judge.ts';

/** What is said of commits of a deploy branch. */
export interface CommitChecks {
  /** Statuses and checks. */
  of(commit: string): Promise<Check[] | Unavailable>;
  /** The same of many commits in few questions; those that it leaves out are asked for one by one. */
  several?(commits: readonly string[]): Promise<ReadonlyMap<string, Check[]>>;
  /** How the newest deployment of the commit to an environment of the server stands; null where there is none. */
  deployment(commit: string, environment: string): Promise<Check['state'] | null | Unavailable>;
}

/**
 * The checks of a commit and of what came after it with the tag still there: Argo CD goes to the newest commit, and may
 * pass over one in between. What passed on any of them passed. Deployments are asked for where a name begins as they do.
 * `ahead` are the commits that will be asked for: all of them are, with the first.
 */
export function checksReader(
  checks: CommitChecks | null,
  ahead: readonly string[] = [],
): (commits: readonly string[], names: readonly string[]) => Promise<Check[] | Unavailable> {
  const known = new Map<string, Promise<Check[] | Unavailable>>();
  const rank = { success: 2, failure: 1, pending: 0 };
  let several: Promise<ReadonlyMap<string, Check[]>> | undefined;
  return async (commits, names) => {
    if (checks === null) return { because: 'no server is asked here' };
    const asked = names.filter((name) => name.startsWith(deploymentPrefix)).sort();
    const found = new Map<string, Check>();
    several ??= checks.several?.([...new Set(ahead)]) ?? Promise.resolve(new Map());
    const together = await several;
    for (const commit of new Set(commits)) {
      const key = JSON.stringify([commit, ...asked]);
      const answer = known.get(key) ?? readChecks(checks, commit, asked, together.get(commit));
      known.set(key, answer);
      const read = await answer;
      if (isUnavailable(read)) return read;
      for (const check of read) {
        const other = found.get(check.name);
        if (!other || rank[check.state] > rank[other.state]) found.set(check.name, check);
      }
    }
    return [...found.values()];
  };
}

async function readChecks(
  checks: CommitChecks,
  commit: string,
  deployments: readonly string[],
  together: readonly Check[] | undefined,
): Promise<Check[] | Unavailable> {
  const read = together ?? (await checks.of(commit));
  if (isUnavailable(read)) return read;
  const found = [...read];
  for (const name of deployments) {
    const state = await checks.deployment(commit, name.slice(deploymentPrefix.length));
    if (typeof state === 'object' && state !== null) return state;
    if (state !== null) found.push({ name, state });
  }
  return found;
}
