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

/** Which commit counts where several say something under one name: one on which it passed, or the newest that is done. */
export type Counts = 'passed' | 'newest';

/** Reads what is said of commits, of each once. */
export interface ChecksReader {
  /** Asks for many at once what will be read; which of all those that were asked for so have answered. */
  ahead(commits: readonly string[]): Promise<ReadonlySet<string>>;
  /** What commits say together, the oldest first. Deployments are asked for where a name begins as they do. */
  read(commits: readonly string[], names: readonly string[]): Promise<Check[] | Unavailable>;
}

export function checksReader(checks: CommitChecks | null, counts: Counts = 'passed'): ChecksReader {
  const known = new Map<string, Promise<Check[] | Unavailable>>();
  const together = new Map<string, Check[]>();
  const asked = new Set<string>();
  return {
    ahead: async (commits) => {
      const open = [...new Set(commits)].filter((commit) => !asked.has(commit));
      for (const commit of open) asked.add(commit);
      const answers = open.length === 0 ? [] : ((await checks?.several?.(open)) ?? []);
      for (const [commit, answer] of answers) together.set(commit, answer);
      return new Set(together.keys());
    },
    read: async (commits, names) => {
      if (checks === null) return { because: 'no server is asked here' };
      const deployments = names.filter((name) => name.startsWith(deploymentPrefix)).sort();
      const found = new Map<string, Check>();
      for (const commit of new Set(commits)) {
        const key = JSON.stringify([commit, ...deployments]);
        const answer = known.get(key) ?? readChecks(checks, commit, deployments, together.get(commit));
        known.set(key, answer);
        const read = await answer;
        if (isUnavailable(read)) return read;
        for (const check of read) found.set(check.name, chosen(found.get(check.name), check, counts));
      }
      return [...found.values()];
    },
  };
}

const rank = { success: 2, failure: 1, pending: 0 };

function chosen(older: Check | undefined, newer: Check, counts: Counts): Check {
  if (!older) return newer;
  if (counts === 'newest') return newer.state === 'pending' ? older : newer;
  return rank[newer.state] > rank[older.state] ? newer : older;
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
