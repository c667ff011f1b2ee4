import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { type Deadline, timeIsOver } from '../network/deadline.ts';
import { secondsAfter } from '../network/retry-after.ts';
import {
  type HttpAnswer,
  type HttpRequest,
  networkReason,
  type OpenAnswer,
  openRequest,
  type RequestLimits,
  sendRequest,
} from './http.ts';

export type Question = Omit<HttpRequest, 'limits'>;

/** Sends requests within their limits; statuses are the caller's to judge. */
export interface Sender {
  /** Asks again where that may help. */
  send(url: URL, request: Question): Promise<HttpAnswer>;
  /** Asks once. The answer is a stream. */
  open(url: URL, request: Question): Promise<OpenAnswer>;
  /** Sends once what must not be sent twice, such as a stream. */
  sendOnce(url: URL, request: Question): Promise<HttpAnswer>;
}

export interface SenderSettings {
  pace: Pace;
  deadline: Deadline;
  /** Milliseconds that one answer may take. */
  timeout: number;
  lowSpeed: RequestLimits['lowSpeed'];
}

const mostTries = 4;
const longestWait = 60_000;

export function createSender({ pace, ...limits }: SenderSettings): Sender {
  const { deadline } = limits;
  /** Hosts that did not answer in spite of patience: the next image need not wait for them again. */
  const down = new Map<string, ExternalError>();

  /** One request, whose errors say who was asked for what. */
  async function once<Answer>(url: URL, request: Question, work: (request: HttpRequest) => Promise<Answer>) {
    if (deadline.left() === 0)
      throw timeIsOver(`${asked(url, request)} was not sent: there was no time for it`, deadline);
    try {
      return await work({ ...request, limits });
    } catch (cause) {
      throw said(cause) ? cause : unreachable(url, request, cause);
    }
  }

  async function attempt(url: URL, request: Question): Promise<HttpAnswer | Failure> {
    try {
      const answer = await once(url, request, (limited) => sendRequest(url, limited));
      if (answer.status !== 429 && answer.status < 500) return answer;
      const seconds = secondsAfter(answer.headers);
      const wait = seconds === undefined ? '' : ` and asks to wait ${seconds} s`;
      const failure = new ExternalError(`${url.host} answers ${answer.status}${wait}`, {
        help: 'Run the job again later.',
      });
      return { failure, wait: (seconds ?? 0) * 1000, isHost: answer.status === 429 };
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      return { failure: error, wait: 0, isHost: true };
    }
  }

  return {
    send: async (url, request) => {
      for (let tries = 1; ; tries += 1) {
        const known = down.get(url.host);
        if (known) throw known;
        const outcome = await attempt(url, request);
        if (!('failure' in outcome)) return outcome;
        const { failure, wait, isHost } = outcome;
        // What a server asks for never makes it shorter.
        const delay = Math.max(wait, Math.round(pace.random() * 1000 * 2 ** (tries - 1)));
        if (tries < mostTries && delay <= longestWait && delay < deadline.left()) {
          await pace.sleep(delay);
          continue;
        }
        if (isHost) down.set(url.host, failure);
        throw failure;
      }
    },
    open: async (url, request) => {
      const answer = await once(url, request, (limited) => openRequest(url, limited));
      return { ...answer, chunks: saidBy(url, request, answer.chunks) };
    },
    sendOnce: (url, request) => once(url, request, (limited) => sendRequest(url, limited)),
  };
}

/** Whether an error says itself what is wrong. */
function said(error: unknown): boolean {
  return error instanceof ExternalError || error instanceof UserError;
}

/** The same stream, whose error says who was asked for it: it goes to another server, which is not to blame. */
async function* saidBy(url: URL, request: Question, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  try {
    yield* chunks;
  } catch (cause) {
    throw unreachable(url, request, cause);
  }
}

interface Failure {
  failure: ExternalError;
  /** Milliseconds the server asks to wait; 0 where it does not. */
  wait: number;
  /** Whether it is the host that fails, not this one request. */
  isHost: boolean;
}

/** `GET ghcr.io/v2/owner/a/manifests/1`: without the query, which may hold what is nobody's business. */
function asked({ host, pathname }: URL, { method }: Question): string {
  return `${method} ${host}${pathname}`;
}

const unreachableErrors = new WeakSet<ExternalError>();

/** The host could not be asked, or did not answer: to ask again may help. */
export function isUnreachable(error: unknown): error is ExternalError {
  return error instanceof ExternalError && unreachableErrors.has(error);
}

/** The error of a host that did not answer a request. */
export function unreachable(url: URL, request: Question, cause: unknown): ExternalError {
  const error = new ExternalError(`${url.host} cannot be reached: ${networkReason(cause)} (${asked(url, request)})`, {
    help: 'Check the name of the registry and the network of the runner, or run the job again.',
    cause,
  });
  unreachableErrors.add(error);
  return error;
}
