import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { closeServer, listen } from './loopback.ts';
import { gitEnvironment } from './repository.ts';

export interface GitServer {
  /** `http://127.0.0.1:PORT`: the repositories of the folder are below it. */
  readonly url: string;
  /** Requests answered, as `METHOD path status`, in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** A real git server on loopback: `git http-backend` behind node's HTTP server, with basic authentication when a token is given. */
export async function startGitServer(folder: string, options: { token?: string } = {}): Promise<GitServer> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    response.on('finish', () => requests.push(`${request.method} ${request.url} ${response.statusCode}`));
    const expected = options.token
      ? `basic ${Buffer.from(`x-access-token:${options.token}`).toString('base64')}`
      : undefined;
    if (expected && request.headers.authorization?.toLowerCase() !== expected.toLowerCase()) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
      return;
    }
    serveGit(folder, request, response);
  });
  return { url: await listen(server), requests, close: () => closeServer(server) };
}

/** One CGI request of `git http-backend`; `path` is the one below the folder, where it is not the request's. */
export function serveGit(folder: string, request: IncomingMessage, response: ServerResponse, path?: string): void {
  const address = new URL(request.url ?? '/', 'http://localhost');
  const child = spawn('git', ['http-backend'], {
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.receivepack',
      GIT_CONFIG_VALUE_0: 'true',
      PATH_INFO: path ?? decodeURIComponent(address.pathname),
      QUERY_STRING: address.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      CONTENT_LENGTH: request.headers['content-length'] ?? '',
      HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_USER: 'person',
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  request.pipe(child.stdin);
  child.stdin.on('error', () => {});
  let head = Buffer.alloc(0);
  let started = false;
  child.stdout.on('data', (chunk: Buffer) => {
    if (started) {
      response.write(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    started = true;
    const headers = head
      .subarray(0, end)
      .toString('latin1')
      .split('\r\n')
      .map((line) => line.split(/:\s*/, 2));
    const status = Number(headers.find(([name]) => name?.toLowerCase() === 'status')?.[1]?.slice(0, 3) ?? 200);
    response.writeHead(status, Object.fromEntries(headers.filter(([name]) => name?.toLowerCase() !== 'status')));
    response.write(head.subarray(end + 4));
  });
  child.on('close', () => response.end());
}
