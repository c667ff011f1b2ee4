import { createHash } from 'node:crypto';
import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import { isDigest } from '@rollcall/domain/images/image-reference';
import type { ImageRegistry } from '@rollcall/domain/images/registry';
import { parseJson } from '@rollcall/domain/json';
import { present } from '@rollcall/domain/present';
import { ExternalError } from '@rollcall/domain/user-error';
import { field } from '@rollcall/domain/yaml/value';
import { paceUntil } from '../network/deadline.ts';
import { isLoopback, type Network } from '../network/network.ts';
import { addressOf, type ImageAddress } from './address.ts';
import type { CredentialSource } from './docker-credentials.ts';
import type { HttpAnswer } from './http.ts';
import { registryLogin } from './login.ts';
import { patientSender, type Send } from './patient-sender.ts';

export interface RegistrySettings {
  credentials: CredentialSource;
  network: Network;
  /** Default the machine's, until the deadline. */
  pace?: Pace;
  /** Milliseconds one request may take. Default 20 s. */
  timeout?: number;
}

/** Everything an image's tag may name; a registry that has another kind under it could say it has none. */
const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const mostRedirects = 5;

/**
 * Registries, asked by the OCI distribution API. Nothing is sent but what a registry asks for, and a credential
 * goes to no other host than its own or the token server that it names. What was found is remembered.
 */
export function ociRegistry({ credentials, network, timeout = 20_000, ...settings }: RegistrySettings): ImageRegistry {
  const pace = settings.pace ?? paceUntil(network.deadline);
  const send = patientSender(pace, timeout);
  const found = new Map<string, { digest: string }>();
  const login = registryLogin({ credentials, send, now: pace.now });

  async function ask(method: 'HEAD' | 'GET', address: ImageAddress): Promise<HttpAnswer> {
    const answer = await followRedirects(send, method, address);
    if (answer.status !== 401) return answer;
    return followRedirects(send, method, address, await login.authorize(address, answer));
  }

  async function find(address: ImageAddress): Promise<{ digest: string } | 'absent'> {
    const { host } = address.manifest;
    let answer = await ask('HEAD', address);
    const digest = digestIn(answer);
    if (answer.status === 200 && digest !== undefined) return { digest };
    // Some answer HEAD without the digest, and some do not know HEAD at all.
    if (answer.status === 200 || answer.status === 405) answer = await ask('GET', address);
    const { status } = answer;
    if (status === 200) return { digest: digestOfManifest(host, answer) };
    if (status === 404) return 'absent';
    if (status === 401 || status === 403) throw await login.refusal(address, status, host);
    throw new ExternalError(`${host} answers ${status} when asked for ${address.repository}, which no registry does`, {
      help: 'Check that this host is a registry.',
    });
  }

  return {
    find: async (reference) => {
      const address = addressOf(reference);
      const key = address.manifest.href;
      const known = found.get(key);
      if (known) return known;
      const answer = await find(address);
      if (answer !== 'absent' && reference.digest !== null && answer.digest !== reference.digest)
        throw new ExternalError(`${address.manifest.host} answers with another digest than the one asked for`);
      if (answer !== 'absent') found.set(key, answer);
      return answer;
    },
  };
}

/** Asks for a manifest and follows where it is sent. The authorization goes to the registry and nowhere else. */
async function followRedirects(
  send: Send,
  method: 'HEAD' | 'GET',
  { manifest }: ImageAddress,
  authorization?: string,
): Promise<HttpAnswer> {
  let url = manifest;
  let secret = authorization;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const headers = { Accept: accept, ...present({ Authorization: secret }) };
    const answer = await send(url, { method, headers });
    if (answer.status < 300 || answer.status > 399) return answer;
    const next = redirectOf(url, answer);
    if (next.origin !== url.origin) secret = undefined;
    url = next;
  }
  throw new ExternalError(`${manifest.host} redirects more than ${mostRedirects} times`);
}

function redirectOf(from: URL, { headers, status }: HttpAnswer): URL {
  const { location } = headers;
  const to = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const safe = to?.protocol === 'https:' || (to?.protocol === 'http:' && isLoopback(to) && isLoopback(from));
  if (to && safe && to.username === '' && to.password === '') return to;
  throw new ExternalError(`${from.host} redirects (${status}) to where it is not safe to follow`);
}

function digestIn({ headers }: HttpAnswer): string | undefined {
  const digest = String(headers['docker-content-digest'] ?? '');
  return isDigest(digest) ? digest : undefined;
}

/** The digest of a manifest is the hash of its bytes; whatever else is answered with 200 is none. */
function digestOfManifest(host: string, answer: HttpAnswer): string {
  const said = digestIn(answer);
  const algorithm = said?.startsWith('sha512:') ? 'sha512' : 'sha256';
  const digest = `${algorithm}:${createHash(algorithm).update(answer.body).digest('hex')}`;
  if (!isManifest(answer.body))
    throw new ExternalError(`${host} answers with something that is no image manifest`, {
      help: 'Check that this host is a registry.',
    });
  if (said !== undefined && said !== digest)
    throw new ExternalError(`${host} answers with a manifest that is not what its digest says`);
  return digest;
}

function isManifest(body: Buffer): boolean {
  return field(parseJson(body.toString('utf8')), 'schemaVersion') !== undefined;
}
