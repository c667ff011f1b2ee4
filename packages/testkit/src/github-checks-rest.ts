import { type Handler, type Json, page, repo } from './github-handler.ts';
import { ApiRefusal, type GitHubState } from './github-state.ts';

/** What is said of commits: statuses, check runs, deployments. */
export const checkHandlers: Readonly<Record<string, Handler>> = {
  [`GET ${repo}/commits/{ref}/status`]: ({ state, path: [, , ref = ''], query, example }) => {
    const { statuses, ...rest } = example(200) as Json & { statuses: Json[] };
    const found = (state.checks.get(ref) ?? []).filter((one) => one.kind === 'status');
    const { body, total } = page(found, query, (one) => ({ ...statuses[0], context: one.name, state: one.state }));
    return { status: 200, body: { ...rest, sha: ref, statuses: body, total_count: total } };
  },
  [`GET ${repo}/commits/{ref}/check-runs`]: ({ state, path: [, , ref = ''], query, example }) => {
    const { check_runs: examples } = example(200) as { check_runs: Json[] };
    const found = (state.checks.get(ref) ?? []).filter((one) => one.kind === 'run');
    const { body, total } = page(found, query, ({ name, conclusion }) => {
      const status = conclusion === null ? 'in_progress' : 'completed';
      return { ...examples[0], name, head_sha: ref, status, conclusion };
    });
    return { status: 200, body: { total_count: total, check_runs: body } };
  },
  // The id of a deployment is its place among all that there are, newest first in the list.
  [`GET ${repo}/deployments`]: ({ state, query, example }) => {
    const [one] = example(200) as Json[];
    const found = deploymentsOf(state)
      .filter(({ sha }) => [null, sha].includes(query.get('sha')))
      .filter(({ name }) => [null, name].includes(query.get('environment')))
      .reverse();
    return {
      status: 200,
      ...page(found, query, ({ id, sha, name }) => ({ ...one, id, sha, ref: sha, environment: name })),
    };
  },
  [`GET ${repo}/deployments/{deployment_id}/statuses`]: ({ state, path: [, , id], example }) => {
    const [one] = example(200) as Json[];
    const found = deploymentsOf(state).find((deployment) => String(deployment.id) === id);
    if (!found) throw new ApiRefusal('Not Found', { status: 404 });
    const said = found.state === null ? [] : [{ ...one, state: found.state, environment: found.name }];
    return { status: 200, body: said };
  },
};

function deploymentsOf({ checks }: GitHubState) {
  const all = [...checks].flatMap(([sha, found]) =>
    found.flatMap((one) => (one.kind === 'deployment' ? [{ ...one, sha }] : [])),
  );
  return all.map((one, index) => ({ ...one, id: index + 1 }));
}
