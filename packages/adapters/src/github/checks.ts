import type { CommitChecks } from '@rollcall/domain/bump/gating';
import { field } from '@rollcall/domain/yaml/value';
import type { GitHubApi } from './api.ts';

type Check = Exclude<Awaited<ReturnType<CommitChecks['of']>>, { because: string }>[number];

/** More pages than this of one commit nobody reads. */
const mostPages = 5;

/** Statuses and check runs of commits. A refusal is told, with the permission that is missing. */
export function githubChecks(api: GitHubApi): CommitChecks {
  async function pages(route: string, commit: string, key: string): Promise<unknown[] | { because: string }> {
    const found: unknown[] = [];
    for (let page = 1; page <= mostPages; page += 1) {
      const answer = await api.rest(route, { ref: commit, per_page: 100, page });
      if (answer.kind !== 'answer')
        return { because: `${answer.said} (the job needs statuses: read and checks: read)` };
      const items = field(answer.data, key);
      if (!Array.isArray(items)) return { because: `GitHub gave no list of ${key}` };
      for (const item of items) found.push(item);
      if (items.length < 100) return found;
    }
    return { because: `the commit has more than ${100 * mostPages} of them` };
  }

  return {
    of: async (commit) => {
      const statuses = await pages('GET /repos/{owner}/{repo}/commits/{ref}/status', commit, 'statuses');
      if ('because' in statuses) return statuses;
      const runs = await pages('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', commit, 'check_runs');
      if ('because' in runs) return runs;
      return [...statuses.flatMap(statusOf), ...runs.flatMap(runOf)];
    },
  };
}

function statusOf(status: unknown): Check[] {
  const [name, state] = [field(status, 'context'), field(status, 'state')];
  if (typeof name !== 'string') return [];
  if (state === 'success') return [{ name, state: 'success' }];
  return [{ name, state: state === 'pending' ? 'pending' : 'failure' }];
}

/** As branch protection judges them: what is neutral or skipped has passed. */
function runOf(run: unknown): Check[] {
  const [name, status, conclusion] = ['name', 'status', 'conclusion'].map((key) => field(run, key));
  if (typeof name !== 'string') return [];
  if (status !== 'completed') return [{ name, state: 'pending' }];
  const passed = conclusion === 'success' || conclusion === 'neutral' || conclusion === 'skipped';
  return [{ name, state: passed ? 'success' : 'failure' }];
}
