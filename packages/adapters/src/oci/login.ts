import { parseJson } from '@rollcall/domain/json';
import { quoteName } from '@rollcall/domain/names';
import { ExternalError } from '@rollcall/domain/user-error';
import { field } from '@rollcall/domain/yaml/value';
import type { Network } from '../network/network.ts';
import type { ImageAddress } from './address.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { CredentialSource, FoundCredential, RegistryCredential } from './docker-credentials.ts';
import type { Question, Sender } from './sender.ts';

/** What is to be done with a repository. */
export interface Scope {
  repository: string;
  actions: 'pull' | 'pull,push';
}

/** A 401, and the address that gave it. */
export interface Unauthorized {
  url: URL;
  challenge: string;
}

/** Logs in to registries when they ask for it. */
export interface RegistryLogin {
  /**
   * The `Authorization` that the challenge of a 401 asks for; an ExternalError where there is none to give. The first
   * scope is of the repository whose credential is taken.
   */
  authorize(address: ImageAddress, scopes: readonly Scope[], unauthorized: Unauthorized): Promise<string>;
  /** The error of a registry that refuses, which says whether a credential was found, and where. */
  refusal(address: ImageAddress, scopes: readonly Scope[], status: number): Promise<ExternalError>;
}

export interface LoginSettings {
  credentials: CredentialSource;
  sender: Sender;
  network: Network;
  /** Milliseconds of a clock that never goes back. */
  now: () => number;
}

/** No server gives tokens that live shorter than 60 s. */
const tokenLife = 45_000;

export function registryLogin({ credentials, sender, network, now }: LoginSettings): RegistryLogin {
  const known = new Map<string, Promise<FoundCredential>>();
  const tokens = new Map<string, { token: Promise<string>; until: number }>();

  function credentialFor({ registry, repository }: ImageAddress): Promise<FoundCredential> {
    const key = `${registry}/${repository}`;
    const credential = known.get(key) ?? credentials(registry, repository);
    known.set(key, credential);
    return credential;
  }

  async function authorize(address: ImageAddress, scopes: readonly Scope[], unauthorized: Unauthorized) {
    const challenges = parseChallenges(unauthorized.challenge);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    const found = await credentialFor(address);
    const { credential } = found;
    if (credential?.kind === 'token') return `Bearer ${credential.token}`;
    if (bearer) {
      const realm = realmOf(unauthorized.url, bearer, network);
      const question = { realm, service: bearer.parameters.get('service') ?? '', scopes: scopesOf(scopes, bearer) };
      return `Bearer ${await tokenFor(address, scopes, question, found)}`;
    }
    if (!challenges.some(({ scheme }) => scheme === 'basic'))
      throw new ExternalError(`${address.base.host} asks for a login (401) in a way that is not known`, {
        help: 'A registry asks for a Bearer token or for Basic authentication. Check that it is a registry.',
      });
    if (credential?.kind !== 'password') throw refusalOf(address, scopes, 401, found);
    return basic(credential);
  }

  function tokenFor(
    address: ImageAddress,
    wanted: readonly Scope[],
    question: TokenQuestion,
    found: FoundCredential,
  ): Promise<string> {
    const { realm, service, scopes } = question;
    const key = JSON.stringify([realm.href, service, scopes, address.repository]);
    const kept = tokens.get(key);
    if (kept && now() < kept.until) return kept.token;
    const token = requestToken(question, found.credential).catch((error: unknown) => {
      // Not kept when it failed: whoever asks next may be luckier.
      tokens.delete(key);
      throw error;
    });
    tokens.set(key, { token, until: now() + tokenLife });
    return token;

    /** A token for the scopes, from the server that the registry names. */
    async function requestToken(asked: TokenQuestion, credential: RegistryCredential | null): Promise<string> {
      const { status, body } = await sender.send(...tokenRequest(asked, credential));
      if (status === 400 || status === 401 || status === 403 || status === 404)
        throw refusalOf(address, wanted, status, found, asked.realm.host);
      const answer = status === 200 ? tokenIn(body) : undefined;
      if (answer === undefined)
        throw new ExternalError(`${asked.realm.host}, which ${address.base.host} sends to, gives no token (${status})`);
      return answer;
    }
  }

  return {
    authorize,
    refusal: async (address, scopes, status) => refusalOf(address, scopes, status, await credentialFor(address)),
  };
}

function refusalOf(
  { registry, repository, base }: ImageAddress,
  scopes: readonly Scope[],
  status: number,
  { credential, from }: FoundCredential,
  host = base.host,
): ExternalError {
  const push = scopes[0]?.actions === 'pull,push';
  const why = credential
    ? `the credential found for it does not do (${from})`
    : `no credential was found for it (${from})`;
  const right = push ? 'the right to push' : 'the right to pull';
  return new ExternalError(`${host} refuses to ${push ? 'take' : 'show'} ${repository} (${status}): ${why}`, {
    help: `Log in to ${registry} in an earlier step with ${right}. Some registries answer so as well when there is no such repository: check its name.`,
  });
}

interface TokenQuestion {
  realm: URL;
  /** '' where the registry names none. */
  service: string;
  scopes: readonly string[];
}

/** How a token server is asked: with an identity token by a form, with a password or with nothing by an address. */
function tokenRequest(
  { realm, service, scopes }: TokenQuestion,
  credential: RegistryCredential | null,
): [URL, Question] {
  const fields = new URLSearchParams(service ? { service } : {});
  if (credential?.kind === 'identity') {
    fields.set('scope', scopes.join(' '));
    const grant = { client_id: 'rollcall', grant_type: 'refresh_token', refresh_token: credential.token };
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json' };
    return [realm, { method: 'POST', headers, body: `${fields}&${new URLSearchParams(grant)}` }];
  }
  for (const scope of scopes) fields.append('scope', scope);
  const url = new URL(realm);
  for (const name of new Set(fields.keys())) url.searchParams.delete(name);
  for (const [name, value] of fields) url.searchParams.append(name, value);
  const authorization = credential?.kind === 'password' ? { Authorization: basic(credential) } : {};
  return [url, { method: 'GET', headers: { Accept: 'application/json', ...authorization } }];
}

function basic({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/**
 * Where the registry sends us for a token. It is another host for many, which a registry with TLS may name as long as it
 * has TLS as well. What was said in the clear may be somebody else's word: it counts for the same host, and for those
 * that may be spoken to in the clear.
 */
function realmOf(registry: URL, { parameters }: Challenge, network: Network): URL {
  const text = parameters.get('realm') ?? '';
  const realm = URL.canParse(text) ? new URL(text) : undefined;
  if (realm && realm.username === '' && realm.password === '' && isBelieved(realm, registry, network)) return realm;
  throw new ExternalError(
    `${registry.host} sends to ${realm?.host ? quoteName(realm.host) : 'no address'} for a token, which is not safe to follow`,
    {
      help: 'The address has to begin with https:// and to hold no user. A registry without TLS may name only its own host.',
    },
  );
}

function isBelieved(realm: URL, registry: URL, network: Network): boolean {
  if (registry.protocol === 'https:') return realm.protocol === 'https:';
  if (realm.protocol !== 'https:' && realm.protocol !== 'http:') return false;
  return network.mayBePlain(realm) || (realm.protocol === 'https:' && realm.hostname === registry.hostname);
}

/** What is needed; a registry that calls the repository of a pull otherwise is believed, as a proxy does. */
function scopesOf(scopes: readonly Scope[], { parameters }: Challenge): string[] {
  const asked = parameters.get('scope') ?? '';
  const [only, ...others] = scopes;
  if (only?.actions === 'pull' && others.length === 0 && /^repository:[^:\s]+:pull$/.test(asked)) return [asked];
  return scopes.map(({ repository, actions }) => `repository:${repository}:${actions}`);
}

/** The token in an answer: of visible characters only, since it goes into a header. */
function tokenIn(body: Buffer): string | undefined {
  const answer = parseJson(body.toString('utf8'));
  return [field(answer, 'token'), field(answer, 'access_token')].find(
    (token): token is string => typeof token === 'string' && /^[\x21-\x7e]+$/.test(token),
  );
}
