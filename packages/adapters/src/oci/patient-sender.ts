import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import { ExternalError } from '@rollcall/domain/user-error';
import { type HttpAnswer, type HttpRequest, networkReason, sendRequest } from './http.ts';

/** Sends one request; statuses are the caller's to judge. */
export type Send = (url: URL, request: Omit<HttpRequest, 'timeout'>) => Promise<HttpAnswer>;

const mostTries = 4;
const longestWait = 60_000;

/** Sends requests again where that may help. A request may take `timeout` milliseconds. */
export function patientSender(pace: Pace, timeout: number): Send {
  /** Hosts that did not answer in spite of patience: the next image need not wait for them again. */
  const down = new Map<string, ExternalError>();
  return async (url, request) => {
    for (let tries = 1; ; tries += 1) {
      const known = down.get(url.host);
      if (known) throw known;
      const outcome = await trySend(url, { ...request, timeout });
      if (!('failure' in outcome)) return outcome;
      const { failure, retryAfter, isHost } = outcome;
      const delay = retryAfter ?? Math.round(pace.random() * 1000 * 2 ** (tries - 1));
      if (tries < mostTries && delay <= longestWait) {
        await pace.sleep(delay);
        continue;
      }
      if (isHost) down.set(url.host, failure);
      throw failure;
    }
  };
}

interface Failure {
  failure: ExternalError;
  /** Milliseconds the server asks to wait. */
  retryAfter: number | undefined;
  /** Whether it is the host that fails, not this one request. */
  isHost: boolean;
}

async function trySend(url: URL, request: HttpRequest): Promise<HttpAnswer | Failure> {
  try {
    const answer = await sendRequest(url, request);
    if (answer.status !== 429 && answer.status < 500) return answer;
    const failure = new ExternalError(`${url.host} answers ${answer.status}`, { help: 'Run the job again later.' });
    return { failure, retryAfter: waitOf(answer), isHost: answer.status === 429 };
  } catch (cause) {
    if (cause instanceof ExternalError) throw cause;
    const failure = new ExternalError(`${url.host} cannot be reached: ${networkReason(cause)}`, {
      help: 'Check the name of the registry and the network of the runner, or run the job again.',
      cause,
    });
    return { failure, retryAfter: undefined, isHost: true };
  }
}

/** `Retry-After`: seconds or a date. */
function waitOf({ headers }: HttpAnswer): number | undefined {
  const text = headers['retry-after'] ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
