import { ExternalError } from '@rollcall/domain/user-error';
import { field, listAt, textAt, textsIn } from '@rollcall/domain/yaml/value';
import { archivedHelp } from '../archived.ts';
import { secondsAfter } from '../network/retry-after.ts';

/** What came back from GitHub. */
export type GitHubAnswer =
  | {
      kind: 'answer';
      status: number;
      data: unknown;
      /** Whether the list goes on. */
      more: boolean;
    }
  | Refusal
  /** No answer that means anything: it may have been done. */
  | { kind: 'lost'; said: string };

export interface Refusal {
  kind: 'refused';
  status: number;
  /** GraphQL's kind of error, such as `STALE_DATA`. */
  type: string | undefined;
  /** GitHub's words, on one line. */
  said: string;
  /** Seconds after which GitHub may be asked again; null when that would not help. */
  limit: number | null;
}

type Headers = Readonly<Record<string, string | number | undefined>>;

export function readRest(status: number, data: unknown, headers: Headers): GitHubAnswer {
  // A proxy's page comes with 200 too.
  if (status !== 204 && (typeof data !== 'object' || data === null || data instanceof ArrayBuffer))
    return { kind: 'lost', said: `an answer ${status} that is not JSON` };
  return { kind: 'answer', status, data, more: /\brel="next"/.test(String(headers.link ?? '')) };
}

export function readGraphql(status: number, body: unknown, headers: Headers): GitHubAnswer {
  const errors = listAt(body, 'errors');
  if (errors.length > 0) {
    const type = errors.map((error) => field(error, 'type')).find((one) => typeof one === 'string');
    const said = oneLine(errors.map((error) => textAt(error, 'message') ?? '').join('; '));
    // GitHub gave up in the middle: nobody knows how far it came.
    if (type === undefined && /something went wrong|timed? ?out/i.test(said)) return { kind: 'lost', said };
    const limited = type === 'RATE_LIMITED' || /secondary rate limit/i.test(said);
    return { kind: 'refused', status, type, said, limit: limited ? secondsToWait(headers) : null };
  }
  const data = field(body, 'data');
  if (typeof data !== 'object' || data === null) return { kind: 'lost', said: `an answer ${status} that is not JSON` };
  return { kind: 'answer', status, data, more: false };
}

/** What the client throws: no connection, or a status of 400 and more. */
export function readFailure(error: unknown): GitHubAnswer {
  const status = field(error, 'status');
  const response = field(error, 'response');
  const said = oneLine(textAt(error, 'message') ?? '');
  if (typeof status !== 'number') throw error;
  if (response === undefined) return { kind: 'lost', said: said || 'no connection' };
  if (status >= 500) return { kind: 'lost', said: `${status}` };
  const headers = (field(response, 'headers') ?? {}) as Headers;
  const data = field(response, 'data');
  const words = [field(data, 'message'), ...listAt(data, 'errors').map(detailOf)];
  const limited =
    status === 429 ||
    (status === 403 &&
      (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0' || /rate limit/i.test(said)));
  const needed = headers['x-accepted-github-permissions'];
  const permission = status === 403 && !limited && needed ? ` (needs ${needed})` : '';
  const text =
    oneLine(
      textsIn(words)
        .filter((word) => word !== '')
        .join(': '),
    ) || `status ${status}`;
  return {
    kind: 'refused',
    status,
    type: undefined,
    said: `${text}${permission}`,
    limit: limited ? secondsToWait(headers) : null,
  };
}

/** An error for a refusal or a lost answer that nothing can be made of. */
export function answerError(
  what: string,
  answer: Exclude<GitHubAnswer, { kind: 'answer' }>,
  help?: string,
): ExternalError {
  if (answer.kind === 'lost')
    return new ExternalError(`${what}: GitHub gave no answer (${answer.said})`, { help: 'Run the job again.' });
  return new ExternalError(`${what}: ${answer.said}`, { help: archivedHelp(answer.said) ?? help ?? helpFor(answer) });
}

function helpFor({ status }: Refusal): string {
  if (status === 401) return 'The token is wrong or no longer valid: give another one.';
  if (status === 404) return 'Check the name; a token that may not see it gets this answer too.';
  return 'Check the permissions of the job and of the token.';
}

function detailOf(detail: unknown): unknown {
  if (typeof detail === 'string') return detail;
  const message = field(detail, 'message');
  return message ?? ['resource', 'field', 'code'].map((name) => textAt(detail, name) ?? '').join(' ');
}

/** `retry-after`, else the end of the limit by GitHub's own clock, else the minute that GitHub asks for. */
function secondsToWait(headers: Headers): number {
  const after = secondsAfter(headers);
  if (after !== undefined) return after;
  const end = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  const now = Date.parse(String(headers.date ?? '')) / 1000;
  if (headers['x-ratelimit-remaining'] === '0' && Number.isFinite(end) && Number.isFinite(now))
    return Math.max(0, end - now);
  return 60;
}

function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 1_000);
}
