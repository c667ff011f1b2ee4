import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import { formatDuration } from '@rollcall/domain/duration';
import { quoteName } from '@rollcall/domain/names';
import type { Log } from '@rollcall/domain/ports';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { type Deadline, paceUntil, timeIsOver } from '../network/deadline.ts';
import { type Network, refusePlain } from '../network/network.ts';
import { bypassesProxy, namedProxy } from '../network/proxy.ts';
import { type GitHubAnswer, readFailure, readGraphql, readRest } from './answer.ts';
import { boundedFetch } from './bounded-fetch.ts';

export interface GitHubApiSettings {
  /** `GITHUB_API_URL`. */
  apiUrl: string;
  /** `GITHUB_GRAPHQL_URL`: of the same origin, which alone is sent the token. */
  graphqlUrl: string;
  /** `owner/name`. */
  repository: string;
  token: string;
  network: Network;
  /** Default the machine's, until the deadline. */
  pace?: Pace;
  log: Log;
  /** Milliseconds after which an answer counts as lost; the deadline of the network may be earlier. */
  timeout?: number | undefined;
}

/** GitHub's API for one repository. What GitHub refuses is an answer; what redirects elsewhere is an ExternalError. */
export interface GitHubApi {
  readonly owner: string;
  readonly name: string;
  /** `GET /repos/{owner}/{repo}/pulls` with what it takes besides `owner` and `repo`. A lost GET is asked again. */
  rest(route: string, parameters?: Readonly<Record<string, unknown>>): Promise<GitHubAnswer>;
  /** The `data` of an answer. A lost query is asked again; a mutation is sent once. */
  graphql(query: string, variables: Readonly<Record<string, unknown>>): Promise<GitHubAnswer>;
}

const defaultTimeout = 60_000;
/** Milliseconds before a question whose answer was lost is asked again. */
const askPauses = [500, 2_000];
/** Milliseconds that one call waits for a rate limit to pass, in all. */
const longestWait = 120_000;

/** The client is loaded at the first call: a run that asks GitHub nothing does not pay for it. */
export function githubApi(settings: GitHubApiSettings): GitHubApi {
  const { token } = settings;
  const apiUrl = settings.apiUrl.replace(/(?<!\/)\/+$/, '');
  const { graphqlUrl } = settings;
  const [owner, name] = splitRepository(settings.repository);
  refuseToken(token);
  for (const url of [apiUrl, graphqlUrl]) refusePlain(url, settings.network);
  if (originOf(apiUrl) !== originOf(graphqlUrl))
    throw new UserError('the addresses of the REST and the GraphQL interface are of two servers', {
      help: 'The token is sent to one server only. Set GITHUB_API_URL and GITHUB_GRAPHQL_URL as the runner does.',
    });
  const { deadline } = settings.network;
  const timeout = settings.timeout ?? defaultTimeout;
  const patience = { deadline, pace: settings.pace ?? paceUntil(deadline), log: settings.log };
  let client: Promise<Client> | undefined;

  async function send(
    route: string,
    parameters: Readonly<Record<string, unknown>>,
    read: (status: number, data: unknown, headers: Headers) => GitHubAnswer,
  ): Promise<GitHubAnswer> {
    client ??= loadClient(apiUrl, token);
    const { request, fetch } = await client;
    const left = deadline.left();
    if (left === 0) throw timeIsOver(`GitHub was not asked for ${route}: there was no time for it`, deadline);
    const said = left < timeout ? `the timeout of ${deadline.limit}` : formatDuration(timeout);
    const signal = AbortSignal.timeout(Math.ceil(Math.min(timeout, left)));
    try {
      const { status, data, headers } = await request(route, {
        ...parameters,
        request: { redirect: 'manual', signal, fetch: boundedFetch(fetch, said) },
      });
      if (status >= 300 && status < 400) throw redirected(apiUrl, headers.location);
      return read(status, data, headers);
    } catch (error) {
      if (error instanceof ExternalError) throw error;
      return readFailure(error);
    }
  }

  return {
    owner,
    name,
    rest: (route, parameters = {}) =>
      askPatiently(
        patience,
        () => send(route, { owner, repo: name, ...parameters }, readRest),
        route.startsWith('GET '),
      ),
    graphql: (query, variables) =>
      askPatiently(
        patience,
        () => send(`POST ${graphqlUrl}`, { query, variables }, readGraphql),
        /^\s*query\b/.test(query),
      ),
  };
}

/** Asks again where the answer was lost and that does no harm, and waits where GitHub limits the token. */
async function askPatiently(
  { deadline, pace, log }: { deadline: Deadline; pace: Pace; log: Log },
  attempt: () => Promise<GitHubAnswer>,
  mayAskAgain: boolean,
): Promise<GitHubAnswer> {
  const pauses = mayAskAgain ? [...askPauses] : [];
  let waited = 0;
  for (;;) {
    const answer = await attempt();
    if (answer.kind === 'lost') {
      const milliseconds = pauses.shift();
      if (milliseconds === undefined || milliseconds > deadline.left()) return answer;
      await pace.sleep(milliseconds);
      continue;
    }
    if (answer.kind === 'answer' || answer.limit === null) return answer;
    const { limit } = answer;
    // A second more than was said: clocks differ, and asking too early makes it longer.
    const milliseconds = (limit + 1) * 1000;
    waited += milliseconds;
    if (waited > longestWait || milliseconds > deadline.left())
      throw new ExternalError(`GitHub limits the requests of this token: ${answer.said}`, {
        help: `It may ask again in ${limit} s, which is more than this run waits. Run the job again then, or take another token.`,
      });
    log.progress(`GitHub limits the requests of this token; asked again in ${limit + 1} s`);
    await pace.sleep(milliseconds);
  }
}

type Headers = Readonly<Record<string, string | number | undefined>>;
type Request = (
  route: string,
  parameters: Record<string, unknown>,
) => Promise<{ status: number; data: unknown; headers: Headers }>;

interface Client {
  request: Request;
  /** Goes through the proxy that the environment names. */
  fetch: typeof fetch;
}

async function loadClient(baseUrl: string, token: string): Promise<Client> {
  const url = new URL(baseUrl);
  const proxy = namedProxy(url, process.env);
  // The client reads the variable when it is loaded, and would go past `proxy.example:3128`, which names no scheme.
  if (proxy !== null) process.env[`${url.protocol.slice(0, -1)}_proxy`] = proxy;
  const { getOctokit } = await import('@actions/github');
  const silent = (): void => {};
  const octokit = getOctokit(token, {
    baseUrl,
    userAgent: 'rollcall',
    log: { debug: silent, info: silent, warn: silent, error: silent },
  });
  return {
    request: (route, parameters) =>
      octokit.request(route, { ...parameters, headers: { 'x-github-api-version': '2022-11-28' } }),
    // It knows no ranges, and no spaces, in NO_PROXY.
    fetch: bypassesProxy(url, process.env) ? fetch : (octokit.request.endpoint.DEFAULTS.request?.fetch ?? fetch),
  };
}

function redirected(apiUrl: string, location: string | number | undefined): ExternalError {
  const target = originOf(String(location ?? ''));
  return new ExternalError(`${apiUrl} sends the request on to ${target ?? 'another address'}`, {
    help: 'The token is not sent there. Check GITHUB_API_URL, a proxy in between, and whether the repository was renamed.',
  });
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}

function splitRepository(repository: string): [string, string] {
  const [, owner, name] = /^([\w.-]+)\/([\w.-]+)$/.exec(repository) ?? [];
  if (owner !== undefined && name !== undefined) return [owner, name];
  throw new UserError(`${quoteName(repository)} is not a repository's name`, { help: 'Give owner/name.' });
}

/** A character that no header may hold would come back in the client's error, and the token with it. */
function refuseToken(token: string): void {
  if (/^[\x21-\x7E]+$/.test(token)) return;
  throw new UserError('the token is empty or holds characters that no token has', {
    help: 'Check the secret: no blanks and no line ends.',
  });
}
