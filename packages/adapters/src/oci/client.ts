import { present } from '@rollcall/domain/present';
import { ExternalError } from '@rollcall/domain/user-error';
import type { Network } from '../network/network.ts';
import type { ImageAddress } from './address.ts';
import type { HttpAnswer, OpenAnswer } from './http.ts';
import type { RegistryLogin, Scope } from './login.ts';
import type { ChooseScheme } from './scheme.ts';
import type { Question, Sender } from './sender.ts';

/** One request to a registry, for a repository. */
export interface RegistryRequest extends Omit<Question, 'headers'> {
  /** Below `/v2/<repository>/`, such as `manifests/1`; or a whole address that the registry gave. */
  path: string | URL;
  headers?: Readonly<Record<string, string>>;
  scopes: readonly Scope[];
}

/** An answer, and the address that gave it. */
export type Answered<Answer> = Answer & { url: URL };

/** Asks registries: with TLS, with a login where they want one, and on where they send. Statuses are the caller's. */
export interface RegistryClient {
  send(address: ImageAddress, request: RegistryRequest): Promise<Answered<HttpAnswer>>;
  /** Once: for a body that is a stream. */
  sendOnce(address: ImageAddress, request: RegistryRequest): Promise<Answered<HttpAnswer>>;
  open(address: ImageAddress, request: RegistryRequest): Promise<Answered<OpenAnswer>>;
  /** Where a registry wants an upload to go on. */
  locationOf(answer: Answered<HttpAnswer>): URL;
  refusal: RegistryLogin['refusal'];
}

const mostRedirects = 5;

export function registryClient(
  sender: Sender,
  login: RegistryLogin,
  network: Network,
  choose: ChooseScheme,
): RegistryClient {
  /** The challenge of a registry by what it was asked for: an upload is not begun to hear it again. */
  const challenges = new Map<string, string>();

  async function exchange<Answer extends HttpAnswer | OpenAnswer>(
    address: ImageAddress,
    request: RegistryRequest,
    ask: (url: URL, question: Question) => Promise<Answer>,
  ): Promise<Answered<Answer>> {
    const url = await choose(addressed(address, request.path));
    const key = JSON.stringify([url.origin, request.scopes]);
    const known = challenges.get(key);
    // A registry gives an address for an upload, and may give that of another server.
    const isOwn = url.origin === (await choose(address.base)).origin;
    const authorize = (challenge: string, from: URL) =>
      login.authorize(address, request.scopes, { url: from, challenge });
    const secret = known !== undefined && isOwn ? await authorize(known, url) : undefined;
    const answer = await follow(url, request, secret, ask);
    if (answer.status !== 401) return answer;
    const challenge = String(answer.headers['www-authenticate'] ?? '');
    if ('drop' in answer) answer.drop();
    // Whoever a registry sends to gets no credential of it, and names nobody who would.
    if (!isOwn || answer.url.origin !== url.origin)
      throw new ExternalError(`${address.base.host} sends to ${answer.url.host}, which asks for a login (401)`, {
        help: 'The credential of a registry goes to no other server.',
      });
    challenges.set(key, challenge);
    // The challenge is the one that was known: its answer was not enough, and would not be again.
    if (secret !== undefined && !isRepeatable(request)) return answer;
    return follow(url, request, await authorize(challenge, answer.url), ask);
  }

  /** Follows where a question is sent. The authorization goes to the registry and nowhere else. */
  async function follow<Answer extends HttpAnswer | OpenAnswer>(
    start: URL,
    { method, headers = {}, body }: RegistryRequest,
    authorization: string | undefined,
    ask: (url: URL, question: Question) => Promise<Answer>,
  ): Promise<Answered<Answer>> {
    let url = start;
    let secret = authorization;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      const question = { method, headers: { ...headers, ...present({ Authorization: secret }) }, ...present({ body }) };
      const answer = await ask(url, question);
      const isQuestion = method === 'GET' || method === 'HEAD';
      if (answer.status < 300 || answer.status > 399 || !isQuestion) return { ...answer, url };
      if ('drop' in answer) answer.drop();
      const next = await choose(safeLocation(url, answer));
      if (next.origin !== url.origin) secret = undefined;
      url = next;
    }
    throw new ExternalError(`${start.host} redirects more than ${mostRedirects} times`);
  }

  /** An address that a server gave: with TLS, unless it and the server may go without; with no user in it. */
  function safeLocation(from: URL, { headers, status }: HttpAnswer | OpenAnswer): URL {
    const { location } = headers;
    const to = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
    const isPlain = to?.protocol === 'http:' && from.protocol === 'http:' && network.mayBePlain(to);
    if (to && (to.protocol === 'https:' || isPlain) && to.username === '' && to.password === '') return to;
    throw new ExternalError(`${from.host} redirects (${status}) to where it is not safe to follow`);
  }

  return {
    send: (address, request) => exchange(address, request, sender.send),
    sendOnce: (address, request) => exchange(address, request, sender.sendOnce),
    open: (address, request) => exchange(address, request, sender.open),
    locationOf: (answer) => safeLocation(answer.url, answer),
    refusal: login.refusal,
  };
}

function addressed({ base, repository }: ImageAddress, path: string | URL): URL {
  return typeof path === 'string' ? new URL(`/v2/${repository}/${path}`, base) : path;
}

function isRepeatable({ body }: RegistryRequest): boolean {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array;
}
