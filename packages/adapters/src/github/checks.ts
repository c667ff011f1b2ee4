import type { CommitChecks } from '@rollcall/domain/bump/commit-checks';
import type { Unavailable } from '@rollcall/domain/changes/history';
import { field } from '@rollcall/domain/yaml/value';
import type { GitHubApi } from './api.ts';
import { checksOfSeveral } from './checks-of-several.ts';

type Check = Exclude<Awaited<ReturnType<CommitChecks['of']>>, { because: string }>[number];

const toReadDeployments = 'deployments: read';

/** More pages than this of one commit nobody reads. */
const mostPages = 5;

/** Statuses, check runs and deployments of commits. A refusal is told, with the permission that is missing. */
export function githubChecks(api: GitHubApi): CommitChecks {
  async function pages(
    route: string,
    parameters: Readonly<Record<string, unknown>>,
    key: string | null,
    permissions = 'statuses: read and checks: read',
  ): Promise<unknown[] | Unavailable> {
    const found: unknown[] = [];
    for (let page = 1; page <= mostPages; page += 1) {
      const answer = await api.rest(route, { ...parameters, per_page: 100, page });
      if (answer.kind !== 'answer') return { because: `${answer.said} (the job needs ${permissions})` };
      const items = listIn(answer.data, key);
      if ('because' in items) return items;
      for (const item of items) found.push(item);
      if (items.length < 100) return found;
    }
    return { because: `the commit has more than ${100 * mostPages} of them` };
  }

  return {
    several: (commits) => checksOfSeveral(api, commits, { statusOf, runOf }),
    of: async (commit) => {
      const ref = { ref: commit };
      const statuses = await pages('GET /repos/{owner}/{repo}/commits/{ref}/status', ref, 'statuses');
      if ('because' in statuses) return statuses;
      const runs = await pages('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', ref, 'check_runs');
      if ('because' in runs) return runs;
      return [...statuses.flatMap(statusOf), ...runs.flatMap(runOf)];
    },
    deployment: async (commit, environment) => {
      const query = { sha: commit, environment };
      const made = await pages('GET /repos/{owner}/{repo}/deployments', query, null, toReadDeployments);
      if ('because' in made) return made;
      const id = field(made[0], 'id');
      if (id === undefined) return null;
      const route = 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses';
      const answer = await api.rest(route, { deployment_id: id, per_page: 1 });
      if (answer.kind !== 'answer') return { because: `${answer.said} (the job needs ${toReadDeployments})` };
      return stateOfDeployment(Array.isArray(answer.data) ? field(answer.data[0], 'state') : undefined);
    },
  };
}

/** The list under a key of an answer, or the answer itself; why there is none. */
function listIn(data: unknown, key: string | null): readonly unknown[] | Unavailable {
  const items = key === null ? data : field(data, key);
  if (!Array.isArray(items)) return { because: `GitHub gave no list of ${key ?? 'deployments'}` };
  // One of which nobody knows what it is called may be the one that is waited for.
  const isNamed = key === null || items.every((item) => nameOf(item) !== null);
  return isNamed ? items : { because: `GitHub gave one of ${key} without a name` };
}

/** What a status or a check run is called; null where it is not said. */
function nameOf(item: unknown): string | null {
  const name = field(item, 'context') ?? field(item, 'name');
  return typeof name === 'string' ? name : null;
}

/** GitHub calls one inactive that had succeeded before another took its place. */
function stateOfDeployment(state: unknown): Check['state'] {
  if (state === 'success' || state === 'inactive') return 'success';
  return state === 'failure' || state === 'error' ? 'failure' : 'pending';
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
