import { checkHandlers } from './github-checks-rest.ts';
import { pullId } from './github-graphql.ts';
import { type Handler, type Json, page, paging, repo } from './github-handler.ts';
import { type RestOperation, restOperation } from './github-openapi.ts';
import { ApiRefusal, type GitHubState, type PullState, type RunState } from './github-state.ts';

interface RestRequest {
  method: string;
  /** Below the API's base, as it was sent. */
  path: string;
  query: URLSearchParams;
  body: unknown;
  /** The API's base address, for links to next pages. */
  baseUrl: string;
}

interface RestAnswer {
  status: number;
  body: unknown;
  headers: Record<string, string>;
  problems: string[];
}

const handlers: Readonly<Record<string, Handler>> = {
  [`GET ${repo}`]: ({ state, example }) => {
    // The example's relatives lack what the description requires of them.
    const { source: _source, parent: _parent, template_repository: _template, ...rest } = example(200) as Json;
    const names = { full_name: fullName(state), default_branch: state.defaultBranch };
    return { status: 200, body: { ...rest, ...names, language: null } };
  },
  [`GET ${repo}/git/ref/{ref}`]: ({ state, path: [, , ref = ''], example }) => {
    const head = state.repository.head(ref.replace(/^heads\//, ''));
    if (head === null) throw new ApiRefusal('Not Found', { status: 404 });
    return { status: 200, body: refValue(example(200), `refs/${ref}`, head) };
  },
  [`POST ${repo}/git/refs`]: ({ state, body: { ref, sha }, example }) => {
    if (!state.repository.isCommit(String(sha))) throw new ApiRefusal('Object does not exist');
    const created = state.repository.createBranch(String(ref).replace(/^refs\/heads\//, ''), String(sha));
    if (created === 'exists') throw new ApiRefusal('Reference already exists');
    if (created === 'refused') throw new ApiRefusal('Reference update failed');
    return { status: 201, body: refValue(example(201), String(ref), String(sha)) };
  },
  [`PATCH ${repo}/git/refs/{ref}`]: ({ state, path: [, , ref = ''], body: { sha, force }, example }) => {
    const branch = ref.replace(/^heads\//, '');
    if (state.repository.head(branch) === null) throw new ApiRefusal('Reference does not exist');
    if (force !== true) throw new ApiRefusal('Update is not a fast forward');
    state.repository.moveBranch(branch, String(sha));
    return { status: 200, body: refValue(example(200), `refs/${ref}`, String(sha)) };
  },
  [`POST ${repo}/merges`]: ({ state, body: { base, head }, example }) => {
    const commit = state.repository.head(String(head));
    if (commit === null) throw new ApiRefusal('Head does not exist', { status: 404 });
    const merged = state.repository.merge(String(base), commit);
    if (merged === 'conflict') throw new ApiRefusal('Merge conflict', { status: 409 });
    if (merged === 'nothing') return { status: 204, body: undefined };
    return { status: 201, body: { ...(example(201) as Json), files: [], sha: merged.commit } };
  },
  [`GET ${repo}/pulls`]: ({ state, query, example }) => {
    const found = state.pulls
      .filter((pull) => query.get('state') === 'all' || pull.state === (query.get('state') ?? 'open'))
      .filter(({ head, from }) => [null, `${from.split('/')[0]}:${head}`].includes(query.get('head')))
      .filter(({ base }) => [null, base].includes(query.get('base')))
      .sort((a, b) => b.number - a.number);
    const [one] = example(200) as Json[];
    return { status: 200, ...page(found, query, (pull) => pullValue(state, one ?? {}, pull)) };
  },
  [`POST ${repo}/pulls`]: ({ state, body, example }) => {
    const [head, base] = [String(body.head), String(body.base)];
    const [from, to] = [state.repository.head(head), state.repository.head(base)];
    if (from === null || to === null) throw refusedPull({ field: from === null ? 'head' : 'base', code: 'invalid' });
    const same = (pull: PullState): boolean => pull.state === 'open' && pull.head === head && pull.base === base;
    if (state.pulls.some((pull) => same(pull) && pull.from === fullName(state)))
      throw refusedPull({ code: 'custom', message: `A pull request already exists for ${state.owner}:${head}.` });
    if (!state.repository.isAhead(from, to))
      throw refusedPull({ code: 'custom', message: `No commits between ${base} and ${head}` });
    const pull: PullState = {
      number: state.pulls.reduce((most, { number }) => Math.max(most, number), 0) + 1,
      from: fullName(state),
      head,
      base,
      title: String(body.title),
      body: String(body.body ?? ''),
      state: 'open',
      labels: [],
      autoMerge: null,
    };
    state.pulls.push(pull);
    return { status: 201, body: pullValue(state, example(201) as Json, pull) };
  },
  [`POST ${repo}/issues/{issue_number}/comments`]: ({ state, path: [, , number], body, example }) => {
    const pull = requirePull(state, number);
    const id = `IC_${state.comments.length + 1}`;
    state.comments.push({ id, pull: pull.number, body: String(body.body), own: true });
    return { status: 201, body: { ...(example(201) as Json), body: body.body, node_id: id } };
  },
  [`PATCH ${repo}/pulls/{pull_number}`]: ({ state, path: [, , number], body, example }) => {
    const pull = requirePull(state, number);
    if (typeof body.title === 'string') pull.title = body.title;
    if (typeof body.body === 'string') pull.body = body.body;
    if (body.state === 'open' || body.state === 'closed') pull.state = body.state;
    return { status: 200, body: pullValue(state, example(200) as Json, pull) };
  },
  [`POST ${repo}/issues/{issue_number}/labels`]: ({ state, path: [, , number], body, example }) => {
    const pull = requirePull(state, number);
    pull.labels = [...new Set([...pull.labels, ...((body.labels ?? []) as string[])])];
    const [one] = example(200) as Json[];
    return { status: 200, body: pull.labels.map((name) => ({ ...one, name })) };
  },
  ...checkHandlers,
  [`GET ${repo}/actions/runs/{run_id}`]: ({ state, path: [, , id], example }) => {
    const run = state.runs.find((one) => String(one.id) === id);
    if (!run) throw new ApiRefusal('Not Found', { status: 404 });
    return { status: 200, body: runValue(example(200) as Json, run) };
  },
  [`GET ${repo}/actions/workflows/{workflow_id}/runs`]: ({ state, path: [, , workflow], query, example }) => {
    const found = state.runs
      .filter(({ workflow: { id, path } }) => String(id) === workflow || path.split('/').at(-1) === workflow)
      .filter(({ branch }) => [null, branch].includes(query.get('branch')))
      .filter(({ event = 'push' }) => [null, event].includes(query.get('event')))
      .filter(({ conclusion }) => query.get('status') === null || query.get('status') === conclusion);
    const { workflow_runs: examples } = example(200) as { workflow_runs: Json[] };
    const { body, total } = page(found, query, (run) => runValue(examples[0] ?? {}, run));
    return { status: 200, body: { total_count: total, workflow_runs: body }, total };
  },
};

/** The template of a request, such as `GET /repos/{owner}/{repo}`; undefined when this server does not know it. */
export function restTemplate(method: string, path: string): string | undefined {
  return Object.keys(handlers).find((key) => {
    const [verb, template = ''] = key.split(' ');
    return verb === method && matchPath(template, path) !== null;
  });
}

/** Answers a REST request; the question and the answer are checked by GitHub's published description. */
export function answerRest(state: GitHubState, request: RestRequest): RestAnswer {
  const key = restTemplate(request.method, request.path);
  const handler = key === undefined ? undefined : handlers[key];
  if (key === undefined || handler === undefined)
    return { ...refusal(404, 'Not Found'), problems: [`${request.method} ${request.path} is not served here`] };
  const template = key.slice(key.indexOf(' ') + 1);
  const operation = restOperation(request.method, template);
  const path = matchPath(template, request.path) ?? [];
  const problems = [...request.query.keys()]
    .filter((name) => !operation.query.has(name))
    .map((name) => `${key} takes no ${name}`);
  const wrong = request.body === undefined ? undefined : operation.checkRequest(request.body);
  if (wrong !== undefined) problems.push(`${key}: ${wrong}`);
  try {
    if (`${path[0]}/${path[1]}`.toLowerCase() !== fullName(state).toLowerCase())
      throw new ApiRefusal('Not Found', { status: 404 });
    const body = (request.body ?? {}) as Json;
    const answer = handler({ state, path, query: request.query, body, example: operation.example });
    return { ...checked(operation, key, answer, problems), headers: links(request, answer.total) };
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error;
    return { ...refusal(error.status, error.message, error.errors), problems };
  }
}

function checked(
  operation: RestOperation,
  key: string,
  { status, body }: { status: number; body: unknown },
  problems: readonly string[],
): Omit<RestAnswer, 'headers'> {
  const wrong = body === undefined ? undefined : operation.checkAnswer(status, body);
  return { status, body, problems: wrong === undefined ? [...problems] : [...problems, `${key}: ${wrong}`] };
}

function refusal(status: number, message: string, errors?: readonly unknown[]): Omit<RestAnswer, 'problems'> {
  const body = { message, ...(errors ? { errors } : {}), documentation_url: 'https://docs.github.com/rest', status };
  return { status, body: { ...body, status: String(status) }, headers: {} };
}

function refusedPull(error: Json): ApiRefusal {
  return new ApiRefusal('Validation Failed', { errors: [{ resource: 'PullRequest', ...error }] });
}

function matchPath(template: string, path: string): string[] | null {
  const pattern = template.replace(/\{[^}]+\}/g, '([^/]+)');
  const match = new RegExp(`^${pattern}$`).exec(path);
  return match ? match.slice(1).map(decodeURIComponent) : null;
}

function links({ baseUrl, path, query }: RestRequest, total: number | undefined): Record<string, string> {
  const { size, number } = paging(query);
  const last = Math.ceil((total ?? 0) / size);
  if (number >= last) return {};
  const link = (page: number, rel: string): string => {
    const parameters = new URLSearchParams(query);
    parameters.set('page', String(page));
    return `<${baseUrl}${path}?${parameters}>; rel="${rel}"`;
  };
  return { link: [link(number + 1, 'next'), link(last, 'last')].join(', ') };
}

function requirePull(state: GitHubState, number: string | undefined): PullState {
  const pull = state.pulls.find((one) => String(one.number) === number);
  if (!pull) throw new ApiRefusal('Not Found', { status: 404 });
  return pull;
}

function fullName({ owner, name }: GitHubState): string {
  return `${owner}/${name}`;
}

function refValue(example: unknown, ref: string, sha: string): Json {
  const { object, ...rest } = example as { object: Json };
  return { ...rest, ref, object: { ...object, sha, type: 'commit' } };
}

function pullValue(state: GitHubState, example: Json, pull: PullState): Json {
  const { head, base, labels } = example as { head: Json; base: Json; labels: Json[] };
  return {
    ...example,
    requested_teams: [],
    node_id: pullId(pull.number),
    number: pull.number,
    html_url: `https://github.example/${fullName(state)}/pull/${pull.number}`,
    state: pull.state,
    merged_at: pull.merged ? '2026-01-01T00:00:00Z' : null,
    title: pull.title,
    body: pull.body,
    labels: pull.labels.map((name) => ({ ...labels[0], name })),
    head: { ...head, ref: pull.head, repo: { ...(head.repo as Json), full_name: pull.from } },
    base: { ...base, ref: pull.base, repo: { ...(base.repo as Json), full_name: fullName(state) } },
    auto_merge: null,
  };
}

function runValue(example: Json, run: RunState): Json {
  return {
    ...example,
    id: run.id,
    event: run.event ?? 'push',
    head_repository: { ...(example.head_repository as Json), id: run.fork ?? 1 },
    workflow_id: run.workflow.id,
    path: run.workflow.path,
    run_number: run.number,
    head_branch: run.branch,
    head_sha: run.commit,
    status: run.conclusion === null ? 'in_progress' : 'completed',
    conclusion: run.conclusion,
    created_at: run.createdAt,
  };
}
