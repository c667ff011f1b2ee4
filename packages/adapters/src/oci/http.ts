import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, RequestOptions } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { formatDuration } from '@rollcall/domain/duration';
import { ExternalError } from '@rollcall/domain/user-error';
import type { Deadline } from '../network/deadline.ts';
import { proxyOf } from '../network/proxy.ts';

/** One HTTP request: no redirect followed, nothing tried again. */
export interface HttpRequest {
  method: 'HEAD' | 'GET' | 'POST' | 'PUT' | 'PATCH';
  headers: Readonly<Record<string, string>>;
  body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** How long it may take. */
  limits: RequestLimits;
}

export interface RequestLimits {
  /** Milliseconds until the whole answer has to be there; of a stream, until it begins. */
  timeout: number;
  /** When all of it has to be over, streams too. */
  deadline: Deadline;
  /** What a stream has to move: so many bytes in so many milliseconds. */
  lowSpeed: { bytes: number; window: number };
}

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** An answer whose body is read as it comes: to its end, or until it is dropped. */
export interface OpenAnswer extends Omit<HttpAnswer, 'body'> {
  chunks: AsyncIterable<Uint8Array>;
  drop(): void;
}

const limitCode = 'ROLLCALL_LIMIT';

/** Manifests are 4 MiB at most; whoever sends more is no registry. */
const longestBody = 5 * 1024 * 1024;

/**
 * Sends one request and reads its answer. An error of the network is thrown as node throws it, with its `code`; one of
 * a limit says what was not there in time.
 */
export async function sendRequest(url: URL, request: HttpRequest): Promise<HttpAnswer> {
  const watched = watch(request.limits);
  try {
    const response = await send(url, request, watched);
    const chunks: Buffer[] = [];
    let length = 0;
    watched.missing = 'only the beginning of an answer';
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > longestBody) throw new ExternalError(`${url.host} sends more than 5 MiB`);
    }
    return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
  } catch (error) {
    throw watched.reason() ?? error;
  } finally {
    watched.end();
  }
}

/** Sends one request whose answer is a stream that has to keep moving. */
export async function openRequest(url: URL, request: HttpRequest): Promise<OpenAnswer> {
  const watched = watch(request.limits);
  let response: IncomingMessage;
  try {
    response = await send(url, request, watched);
  } catch (error) {
    watched.end();
    throw watched.reason() ?? error;
  }
  watched.missing = 'only the beginning of an answer';
  watched.keepMoving();
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    chunks: streamed(response, watched),
    drop: () => {
      watched.end();
      response.destroy();
    },
  };
}

async function* streamed(response: IncomingMessage, watched: Watch): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      watched.moved(chunk.length);
      yield chunk;
    }
  } catch (error) {
    throw watched.reason() ?? error;
  } finally {
    watched.end();
  }
}

/** The limits of one request, while it runs. */
interface Watch {
  signal: AbortSignal;
  /** What is not there yet. */
  missing: string;
  /** From now on it is judged by what moves, until `waitForAnswer`. */
  keepMoving(): void;
  moved(bytes: number): void;
  waitForAnswer(): void;
  /** The limit that was reached; undefined where none was. */
  reason(): Error | undefined;
  end(): void;
}

/** Ends a request when one of its limits is reached. */
function watch({ timeout, deadline, lowSpeed }: RequestLimits): Watch {
  const control = new AbortController();
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const stop = (why: string): void => control.abort(Object.assign(new Error(why), { code: limitCode }));
  const within = (milliseconds: number): NodeJS.Timeout =>
    setTimeout(() => stop(`${watched.missing} within ${formatDuration(milliseconds)}`), milliseconds);
  const all = setTimeout(
    () => stop(`${watched.missing} within the timeout of ${deadline.limit}`),
    Math.ceil(deadline.left()),
  );
  const watched: Watch = {
    signal: control.signal,
    missing: 'no answer',
    keepMoving: () => {
      clearTimeout(timer);
      timer = setInterval(() => {
        if (bytes < lowSpeed.bytes)
          stop(
            `${watched.missing}, of which less than ${lowSpeed.bytes} bytes came in ${formatDuration(lowSpeed.window)}`,
          );
        bytes = 0;
      }, lowSpeed.window);
    },
    moved: (more) => {
      bytes += more;
    },
    waitForAnswer: () => {
      clearTimeout(timer);
      timer = within(timeout);
    },
    reason: () => (control.signal.aborted ? (control.signal.reason as Error) : undefined),
    end: () => {
      clearTimeout(timer);
      clearTimeout(all);
    },
  };
  watched.waitForAnswer();
  return watched;
}

async function send(url: URL, request: HttpRequest, watched: Watch): Promise<IncomingMessage> {
  const { method, headers, body } = request;
  const secure = url.protocol === 'https:';
  // node's own HTTP client, and only when something is asked: in a bundle on Node 24 it adds 9 ms to the start of a
  // run, `fetch` adds 38.
  const { request: open } = secure ? await import('node:https') : await import('node:http');
  const { signal } = watched;
  const agent = await agentFor(url, secure);
  return new Promise((resolve, reject) => {
    const options: RequestOptions = { method, headers: { 'User-Agent': 'rollcall', ...headers }, signal, agent };
    const outgoing = open(url, options, resolve);
    outgoing.on('error', reject);
    if (isWhole(body)) outgoing.end(body);
    else upload(body, outgoing, watched).catch(reject);
  });
}

function isWhole(body: HttpRequest['body']): body is string | Uint8Array | undefined {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}

async function upload(body: AsyncIterable<Uint8Array>, outgoing: ClientRequest, watched: Watch): Promise<void> {
  watched.missing = 'no end of an upload';
  watched.keepMoving();
  async function* counted(): AsyncIterable<Uint8Array> {
    for await (const chunk of body) {
      watched.moved(chunk.length);
      yield chunk;
    }
  }
  await pipeline(Readable.from(counted()), outgoing);
  watched.missing = 'no answer to an upload';
  watched.waitForAnswer();
}

const agents = new Map<string, RequestOptions['agent']>();

/** Connections that are kept, through the proxy that the environment names where node knows how (24 does). */
async function agentFor(url: URL, secure: boolean): Promise<RequestOptions['agent']> {
  const proxy = proxyOf(url, process.env);
  const key = `${url.protocol} ${proxy}`;
  const kept = agents.get(key);
  if (kept) return kept;
  const { Agent } = secure ? await import('node:https') : await import('node:http');
  const settings = { keepAlive: true, proxyEnv: proxy === null ? {} : { http_proxy: proxy, https_proxy: proxy } };
  const agent = new Agent(settings);
  agents.set(key, agent);
  return agent;
}

/** Why a request got no answer, for a message: nothing in it comes from the other side. */
export function networkReason(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (code === limitCode) return (error as Error).message;
  return typeof code === 'string' ? code : 'the connection broke off';
}
