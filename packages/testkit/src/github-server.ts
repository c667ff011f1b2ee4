import { cpSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serveGit } from './git-server.ts';
import type { Fault } from './github-faults.ts';
import { answerGraphql, graphqlOperation } from './github-graphql.ts';
import { openGitHubRepository } from './github-repository.ts';
import { answerRest, restTemplate } from './github-rest.ts';
import type { GitHubState } from './github-state.ts';
import { closeServer, listen } from './loopback.ts';
import { type Repository, temporaryFolder } from './repository.ts';

/** A request that was made, for golden transcripts. */
interface RequestRecord {
  method: string;
  /** With the query, without the server. */
  path: string;
  /** `createCommitOnBranch`, `GET /repos/{owner}/{repo}/pulls`, `git-upload-pack`. */
  operation: string;
  /** Null when no answer was sent. */
  status: number | null;
}

/** GitHub on loopback: one origin for its REST and GraphQL interfaces and for git, over one real bare repository. */
export interface GitHubServer {
  /** `GITHUB_SERVER_URL`; the repository is at `<url>/<owner>/<name>`. */
  readonly url: string;
  /** `GITHUB_API_URL` and `GITHUB_GRAPHQL_URL`, as GitHub Enterprise Server has them. */
  readonly apiUrl: string;
  readonly graphqlUrl: string;
  /** The variables of a runner that say where it is. */
  readonly variables: Readonly<Record<'GITHUB_SERVER_URL' | 'GITHUB_API_URL' | 'GITHUB_GRAPHQL_URL', string>>;
  readonly repositoryUrl: string;
  readonly state: GitHubState;
  /** The state of the repository beside it; null without one. */
  readonly beside: GitHubState | null;
  readonly requests: RequestRecord[];
  /** Questions and answers that GitHub's published schemas do not allow: a test ends with none. */
  readonly problems: string[];
  /** The next `times` requests of an operation go wrong. */
  fail(operation: string, fault: Fault, times?: number): void;
  /** What git reads stays as it is now, until `thaw`: a server whose copies lag behind. */
  freezeReads(): void;
  thawReads(): void;
  /** Requests as `operation status`. */
  transcript(): string[];
  close(): Promise<void>;
}

const apiPath = '/api/v3';
const graphqlPath = '/api/graphql';

/** A second repository of a server, with a token of its own. */
export interface RepositoryBeside {
  name: string;
  repository: Repository;
  token: string;
}

/**
 * Requests to the API need the token, and git needs it to push and to fetch. A repository beside it has a state of its
 * own, in `beside`.
 */
export async function startGitHubServer(
  repository: Repository,
  options: { token: string; beside?: RepositoryBeside | readonly RepositoryBeside[] },
): Promise<GitHubServer> {
  const context = contextOf({ name: 'shop', repository, token: options.token });
  const contexts = [context, ...[options.beside ?? []].flat().map((one) => contextOf(one, context))];
  const { state, requests, problems, planned } = context;
  const server = createServer((request, response) => {
    handle(contexts, request, response).catch((error: unknown) => {
      problems.push(String(error));
      response.destroy();
    });
  });
  const url = await listen(server);
  for (const one of contexts) one.url = url;
  const [apiUrl, graphqlUrl] = [`${url}${apiPath}`, `${url}${graphqlPath}`];
  return {
    ...{ url, apiUrl, graphqlUrl },
    variables: { GITHUB_SERVER_URL: url, GITHUB_API_URL: apiUrl, GITHUB_GRAPHQL_URL: graphqlUrl },
    repositoryUrl: `${url}/${state.owner}/${state.name}`,
    state,
    beside: contexts[1]?.state ?? null,
    requests,
    problems,
    fail: (operation, fault, times = 1) => void planned.push({ operation, fault, times }),
    freezeReads: () => {
      context.readsFrom = join(temporaryFolder('frozen'), 'repository.git');
      cpSync(repository.directory, context.readsFrom, { recursive: true });
    },
    thawReads: () => {
      context.readsFrom = repository.directory;
    },
    transcript: () => requests.map(({ operation, status }) => `${operation} ${status ?? 'no answer'}`),
    close: () => closeServer(server),
  };
}

/** A repository as the server has it; one beside another writes into the same records. */
function contextOf({ name, repository, token }: RepositoryBeside, beside?: ServerContext): ServerContext {
  const state: GitHubState = {
    owner: 'example',
    name,
    repository: openGitHubRepository(repository),
    defaultBranch: 'main',
    pulls: [],
    comments: [],
    runs: [],
    checks: new Map(),
    signs: true,
    signed: new Set(),
    autoMergeAllowed: true,
    mergeMethod: 'MERGE',
  };
  const { requests, problems, planned } = beside ?? { requests: [], problems: [], planned: [] };
  return { state, repository, token, requests, problems, planned, readsFrom: repository.directory, url: '' };
}

interface ServerContext {
  readonly state: GitHubState;
  readonly repository: Repository;
  readonly token: string;
  readonly requests: RequestRecord[];
  readonly problems: string[];
  readonly planned: { operation: string; fault: Fault; times: number }[];
  /** The folder of the repository that git reads. */
  readsFrom: string;
  url: string;
}

/** What is asked: of git, where there is a path below the repository's address, else of the API. */
interface Question {
  request: IncomingMessage;
  address: URL;
  gitPath: string | undefined;
  body: string;
  operation: string;
}

async function handle(
  contexts: readonly ServerContext[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const address = new URL(request.url ?? '/', 'http://localhost');
  const [, gitName, gitPath] = /^\/example\/([\w-]+)(?:\.git)?(\/.*)$/.exec(address.pathname) ?? [];
  const body = gitPath === undefined ? await readBody(request) : '';
  const asked = gitName ?? /^\/api\/v3\/repos\/example\/([\w-]+)/.exec(address.pathname)?.[1];
  const isOf = ({ state: { owner, name } }: ServerContext): boolean =>
    asked === undefined ? body.includes(`"${name}"`) || body.includes(`"${owner}/${name}"`) : asked === name;
  const context = contexts.find(isOf) ?? contexts[0];
  if (context === undefined) throw new Error('a server without a repository');
  if (gitName !== undefined && !isOf(context)) return send(response, 404, {});
  const operation = operationOf(request, address, gitPath, body);
  const record: RequestRecord = { method: request.method ?? '', path: request.url ?? '', operation, status: null };
  context.requests.push(record);
  response.on('finish', () => {
    record.status = response.statusCode;
  });
  if (!isAuthorized(request, context.token)) return refuse(response, gitPath !== undefined);
  const planned = takeFault(context, operation);
  if (planned?.kind === 'before') planned.run();
  const fault = planned?.kind === 'before' && planned.answer ? planned.answer : planned;
  if (fault?.kind === 'dropped') return void response.destroy();
  if (fault?.kind === 'answer') return send(response, fault.status, fault.body, fault.headers);
  return answer(context, { request, address, gitPath, body, operation }, response, fault);
}

async function answer(
  context: ServerContext,
  { request, address, gitPath, body, operation }: Question,
  response: ServerResponse,
  fault: Fault | undefined,
): Promise<void> {
  if (gitPath !== undefined) {
    const folder = operation === 'git-receive-pack' ? context.repository.directory : context.readsFrom;
    return serveGit(dirname(folder), request, response, `/${basename(folder)}${gitPath}`);
  }
  const made = await answerApi(context, request, address, body);
  context.problems.push(...made.problems);
  if (fault?.kind === 'lost') return void response.destroy();
  if (fault?.kind === 'slow') await pause(fault.milliseconds);
  send(response, made.status, made.body, made.headers);
}

async function answerApi(
  { state, url }: ServerContext,
  request: IncomingMessage,
  address: URL,
  body: string,
): Promise<{ status: number; body: unknown; headers?: Readonly<Record<string, string>>; problems: string[] }> {
  if (address.pathname === graphqlPath) return { status: 200, ...(await answerGraphql(state, JSON.parse(body))) };
  return answerRest(state, {
    method: request.method ?? '',
    path: address.pathname.slice(apiPath.length),
    query: address.searchParams,
    body: body === '' ? undefined : JSON.parse(body),
    baseUrl: `${url}${apiPath}`,
  });
}

function takeFault({ planned }: ServerContext, operation: string): Fault | undefined {
  const next = planned.find((plan) => plan.operation === operation && plan.times > 0);
  if (next) next.times -= 1;
  return next?.fault;
}

function operationOf(request: IncomingMessage, address: URL, gitPath: string | undefined, body: string): string {
  if (gitPath !== undefined) return address.searchParams.get('service') ?? basename(gitPath);
  if (address.pathname === graphqlPath) return graphqlOperation(JSON.parse(body).query);
  const template = restTemplate(request.method ?? '', address.pathname.slice(apiPath.length));
  return template ?? `${request.method} ${address.pathname}`;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function isAuthorized({ headers: { authorization = '' } }: IncomingMessage, token: string): boolean {
  const [scheme = '', credential = ''] = authorization.split(' ');
  if (/^basic$/i.test(scheme)) return Buffer.from(credential, 'base64').toString() === `x-access-token:${token}`;
  return /^(token|bearer)$/i.test(scheme) && credential === token;
}

function refuse(response: ServerResponse, git: boolean): void {
  const headers = git ? { 'WWW-Authenticate': 'Basic realm="git"' } : {};
  send(response, 401, { message: 'Bad credentials', status: '401' }, headers);
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(text);
}
