import type { IncomingHttpHeaders, RequestOptions } from 'node:http';
import { ExternalError } from '@rollcall/domain/user-error';

/** One HTTP request: no redirect followed, nothing tried again. */
export interface HttpRequest {
  method: 'HEAD' | 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** Milliseconds until the whole answer has to be there. */
  timeout: number;
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Manifests are 4 MiB at most; whoever sends more is no registry. */
const longestBody = 5 * 1024 * 1024;

/**
 * Sends one request. An error of the network is thrown as node throws it, with its `code`.
 *
 * node's own HTTP client, and only when something is asked: in a bundle on Node 24 it adds 9 ms to the start of a
 * run, `fetch` adds 38.
 */
export async function sendRequest(url: URL, { method, headers, body, timeout }: HttpRequest): Promise<HttpAnswer> {
  const secure = url.protocol === 'https:';
  const signal = AbortSignal.timeout(timeout);
  const options: RequestOptions = { method, headers: { 'User-Agent': 'rollcall', ...headers }, signal };
  const { request } = secure ? await import('node:https') : await import('node:http');
  if (secure) options.agent = await proxyAgent();
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > longestBody) response.destroy(new ExternalError(`${url.host} sends more than 5 MiB`));
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

let agent: RequestOptions['agent'];

/** Connections that are kept, through the proxy the environment names where node knows how (24 does). */
async function proxyAgent(): Promise<RequestOptions['agent']> {
  const { Agent } = await import('node:https');
  const settings = { keepAlive: true, proxyEnv: process.env };
  agent ??= new Agent(settings);
  return agent;
}

/** Why a request got no answer, for a message: nothing in it comes from the other side. */
export function networkReason(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'ABORT_ERR') return 'no answer in time';
  return typeof code === 'string' ? code : 'the connection broke off';
}
