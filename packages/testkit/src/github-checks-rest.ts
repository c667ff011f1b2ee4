import { type Handler, type Json, page, repo } from './github-handler.ts';
import { ApiRefusal, type CheckState, type GitHubState } from './github-state.ts';

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
  [`POST ${repo}/statuses/{sha}`]: ({ state, path: [, , sha = ''], body, example }) => {
    if (!state.repository.isCommit(sha)) throw new ApiRefusal(`No commit found for SHA: ${sha}`);
    const [name, said] = [String(body.context), body.state as StatusState['state']];
    const others = (state.checks.get(sha) ?? []).filter((one) => one.kind !== 'status' || one.name !== name);
    state.checks.set(sha, [...others, { kind: 'status', name, state: said }]);
    return { status: 201, body: { ...(example(201) as Json), context: name, state: said } };
  },
  // The id of a deployment is its place among all that there are, newest first in the list.
  [`GET ${repo}/deployments`]: ({ state, query, example }) => {
    const [one] = example(200) as Json[];
    const found = deploymentsOf(state)
      .filter(({ sha }) => [null, sha].includes(query.get('sha')))
      .filter(({ sha }) => [null, sha].includes(query.get('ref')))
      .filter(({ name }) => [null, name].includes(query.get('environment')))
      .reverse();
    return {
      status: 200,
      ...page(found, query, ({ id, sha, name }) => ({ ...one, id, sha, ref: sha, environment: name })),
    };
  },
  [`POST ${repo}/deployments`]: ({ state, body, example }) => {
    const sha = String(body.ref);
    if (!state.repository.isCommit(sha)) throw new ApiRefusal(`No ref found for: ${sha}`);
    const name = String(body.environment);
    state.checks.set(sha, [...(state.checks.get(sha) ?? []), { kind: 'deployment', name, state: null }]);
    const id = deploymentsOf(state).findLast((one) => one.sha === sha && one.name === name)?.id;
    return { status: 201, body: { ...(example(201) as Json), id, sha, ref: sha, environment: name } };
  },
  [`POST ${repo}/deployments/{deployment_id}/statuses`]: ({ state, path: [, , id], body, example }) => {
    const found = deploymentsOf(state).find((deployment) => String(deployment.id) === id);
    if (!found) throw new ApiRefusal('Not Found', { status: 404 });
    found.told.state = body.state as DeploymentState['state'];
    return { status: 201, body: { ...(example(201) as Json), state: body.state, environment: found.name } };
  },
  [`GET ${repo}/deployments/{deployment_id}/statuses`]: ({ state, path: [, , id], example }) => {
    const [one] = example(200) as Json[];
    const found = deploymentsOf(state).find((deployment) => String(deployment.id) === id);
    if (!found) throw new ApiRefusal('Not Found', { status: 404 });
    const said = found.state === null ? [] : [{ ...one, state: found.state, environment: found.name }];
    return { status: 200, body: said };
  },
};

type StatusState = Extract<CheckState, { kind: 'status' }>;
type DeploymentState = Extract<CheckState, { kind: 'deployment' }>;

function deploymentsOf({ checks }: GitHubState) {
  const all = [...checks].flatMap(([sha, found]) =>
    found.flatMap((one) => (one.kind === 'deployment' ? [{ ...one, sha, told: one }] : [])),
  );
  return all.map((one, index) => ({ ...one, id: index + 1 }));
}
