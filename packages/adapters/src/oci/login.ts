import { parseJson } from '@rollcall/domain/json';
import { quoteName } from '@rollcall/domain/names';
import { ExternalError } from '@rollcall/domain/user-error';
import { field } from '@rollcall/domain/yaml/value';
import { isLoopback } from '../network/network.ts';
import type { ImageAddress } from './address.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { CredentialSource, RegistryCredential } from './docker-credentials.ts';
import type { HttpAnswer } from './http.ts';
import type { Send } from './patient-sender.ts';

/** Logs in to registries when they ask for it. */
export interface RegistryLogin {
  /** The `Authorization` that the challenge of a 401 asks for; an ExternalError where there is none to give. */
  authorize(address: ImageAddress, unauthorized: HttpAnswer): Promise<string>;
  /** The error of a registry that refuses, which says whether a credential was found. */
  refusal(address: ImageAddress, status: number, host: string): Promise<ExternalError>;
}

export interface LoginSettings {
  credentials: CredentialSource;
  send: Send;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
}

/** No server gives tokens that live shorter than 60 s. */
const tokenLife = 45_000;

export function registryLogin({ credentials, send, now }: LoginSettings): RegistryLogin {
  const known = new Map<string, Promise<RegistryCredential | null>>();
  const tokens = new Map<string, { token: Promise<string>; until: number }>();

  function credentialFor(registry: string): Promise<RegistryCredential | null> {
    let credential = known.get(registry);
    if (!credential) {
      credential = credentials(registry);
      known.set(registry, credential);
    }
    return credential;
  }

  async function refusal(address: ImageAddress, status: number, host: string): Promise<ExternalError> {
    return refusalOf(address, status, host, await credentialFor(address.registry));
  }

  async function authorize(address: ImageAddress, unauthorized: HttpAnswer): Promise<string> {
    const challenges = parseChallenges(String(unauthorized.headers['www-authenticate'] ?? ''));
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    const credential = await credentialFor(address.registry);
    if (credential?.kind === 'token') return `Bearer ${credential.token}`;
    if (bearer) return `Bearer ${await tokenFor(address, bearer, credential)}`;
    if (!challenges.some(({ scheme }) => scheme === 'basic'))
      throw new ExternalError(`${address.manifest.host} asks for a login (401) in a way that is not known`, {
        help: 'A registry asks for a Bearer token or for Basic authentication. Check that it is a registry.',
      });
    if (credential?.kind !== 'password') throw refusalOf(address, 401, address.manifest.host, credential);
    return basic(credential);
  }

  function tokenFor(
    address: ImageAddress,
    challenge: Challenge,
    credential: RegistryCredential | null,
  ): Promise<string> {
    const realm = realmOf(address, challenge);
    const service = challenge.parameters.get('service') ?? '';
    const scope = scopeOf(address, challenge);
    const key = JSON.stringify([realm.href, service, scope]);
    const kept = tokens.get(key);
    if (kept && now() < kept.until) return kept.token;
    const token = requestToken(send, address, { realm, service, scope }, credential);
    tokens.set(key, { token, until: now() + tokenLife });
    // Not kept when it failed: whoever asks next may be luckier.
    token.catch(() => tokens.delete(key));
    return token;
  }

  return { authorize, refusal };
}

function refusalOf(
  { registry, repository }: ImageAddress,
  status: number,
  host: string,
  credential: RegistryCredential | null,
): ExternalError {
  const why = credential ? 'the credential found for it does not do' : 'no credential was found for it';
  return new ExternalError(`${host} refuses to show ${repository} (${status}): ${why}`, {
    help: `Log in to ${registry} in an earlier step with the right to pull. Some registries answer so as well when there is no such repository: check its name.`,
  });
}

/** A token for the scope of one repository, from the server that the registry names. */
async function requestToken(
  send: Send,
  address: ImageAddress,
  question: TokenQuestion,
  credential: RegistryCredential | null,
): Promise<string> {
  const { realm } = question;
  const { status, body } = await send(...tokenRequest(question, credential));
  if (status === 400 || status === 401 || status === 403 || status === 404)
    throw refusalOf(address, status, realm.host, credential);
  const token = status === 200 ? tokenIn(body) : undefined;
  if (token === undefined)
    throw new ExternalError(`${realm.host}, which ${address.manifest.host} sends to, gives no token (${status})`);
  return token;
}

interface TokenQuestion {
  realm: URL;
  /** '' where the registry names none. */
  service: string;
  scope: string;
}

/** How a token server is asked: with an identity token by a form, with a password or with nothing by an address. */
function tokenRequest(
  { realm, service, scope }: TokenQuestion,
  credential: RegistryCredential | null,
): Parameters<Send> {
  const fields = new URLSearchParams({ ...(service ? { service } : {}), scope });
  if (credential?.kind === 'identity') {
    const grant = { client_id: 'rollcall', grant_type: 'refresh_token', refresh_token: credential.token };
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };
    return [realm, { method: 'POST', headers, body: `${fields}&${new URLSearchParams(grant)}` }];
  }
  const authorization = credential?.kind === 'password' ? { Authorization: basic(credential) } : {};
  return [withFields(realm, fields), { method: 'GET', headers: { Accept: 'application/json', ...authorization } }];
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/**
 * Where the registry sends us for a token. It is another host for many, so it has to be https; only a registry on
 * this machine may send to this machine without.
 */
function realmOf({ manifest }: ImageAddress, { parameters }: Challenge): URL {
  const text = parameters.get('realm') ?? '';
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  const safe =
    realm?.protocol === 'https:' || (realm?.protocol === 'http:' && isLoopback(realm) && isLoopback(manifest));
  if (realm && safe && realm.username === '' && realm.password === '') return realm;
  throw new ExternalError(
    `${manifest.host} sends to ${realm?.host ? quoteName(realm.host) : 'no address'} for a token, which is not safe to follow`,
    { help: 'The address has to begin with https:// and to hold no user.' },
  );
}

/** What the registry asks for where it is no more than to pull, else that alone. */
function scopeOf({ repository }: ImageAddress, { parameters }: Challenge): string {
  const asked = parameters.get('scope') ?? '';
  return /^repository:[^:\s]+:pull$/.test(asked) ? asked : `repository:${repository}:pull`;
}

function withFields(realm: URL, fields: URLSearchParams): URL {
  const url = new URL(realm);
  for (const [name, value] of fields) url.searchParams.set(name, value);
  return url;
}

/** The token in an answer: of visible characters only, since it goes into a header. */
function tokenIn(body: Buffer): string | undefined {
  const answer = parseJson(body.toString('utf8'));
  return [field(answer, 'token'), field(answer, 'access_token')].find(
    (token): token is string => typeof token === 'string' && /^[\x21-\x7e]+$/.test(token),
  );
}
