import { createHash } from 'node:crypto';
import { isDigest } from '@rollcall/domain/images/image-reference';
import { parseJson } from '@rollcall/domain/json';
import { ExternalError } from '@rollcall/domain/user-error';
import { field, listAt } from '@rollcall/domain/yaml/value';
import type { ImageAddress } from './address.ts';
import type { Answered, RegistryClient } from './client.ts';
import type { HttpAnswer } from './http.ts';
import type { Scope } from './login.ts';
import { acceptManifests, type Manifest, parseManifest } from './manifest.ts';

/** What to pull a repository for. */
export function pullOf({ repository }: ImageAddress): Scope[] {
  return [{ repository, actions: 'pull' }];
}

/** A manifest by tag or digest, or `absent`. An ExternalError for a registry that refuses or answers something else. */
export async function readManifest(
  client: RegistryClient,
  address: ImageAddress,
  name = address.name,
): Promise<Manifest | 'absent'> {
  const scopes = pullOf(address);
  const headers = { Accept: acceptManifests };
  const answer = await client.send(address, { method: 'GET', path: `manifests/${name}`, headers, scopes });
  if (answer.status === 404) return 'absent';
  if (answer.status !== 200) throw await unexpected(client, address, answer);
  const digest = digestOfManifest(address, name, answer);
  return parseManifest(address.base.host, answer.body, digest, String(answer.headers['content-type'] ?? ''));
}

/**
 * Whether a manifest or a blob is there. A HEAD that fails is asked again as a GET, whose answer counts: some
 * registries do not know HEAD, and proxies refuse it.
 */
export async function isThere(
  client: RegistryClient,
  address: ImageAddress,
  path: string,
  scopes = pullOf(address),
): Promise<boolean> {
  const request = { path, scopes, headers: path.startsWith('manifests/') ? { Accept: acceptManifests } : {} };
  const head = await client.sendOnce(address, { method: 'HEAD', ...request }).catch((error: unknown) => {
    if (error instanceof ExternalError) return null;
    throw error;
  });
  if (head?.status === 200) return true;
  // Of a blob the first byte is enough of an answer; who sends all of it is not listened to.
  const { status, drop, url, headers } = await client.open(address, { method: 'GET', ...request });
  drop();
  if (status === 200) return true;
  if (status === 404) return false;
  throw await unexpected(client, address, { status, headers, body: Buffer.alloc(0), url }, scopes);
}

/** The error of a status that nothing can be made of: of a question, or of a write where the scopes say so. */
export async function unexpected(
  client: RegistryClient,
  address: ImageAddress,
  { status, body }: Answered<HttpAnswer>,
  scopes = pullOf(address),
): Promise<ExternalError> {
  if (status === 401 || status === 403) return client.refusal(address, scopes, status);
  const { host } = address.base;
  const { repository } = address;
  const said = [String(status), ...errorCodes(body)].join(' ');
  if (scopes[0]?.actions !== 'pull,push')
    return new ExternalError(`${host} answers ${said} when asked for ${repository}, which no registry does`, {
      help: 'Check that this host is a registry.',
    });
  if (status === 404)
    return new ExternalError(`${host} takes nothing for ${repository} (${said})`, {
      help: 'Some registries make no repository by themselves: create it first, and check its name.',
    });
  return new ExternalError(`${host} does not take what is copied to ${repository} (${said})`, {
    help: "The code is the registry's own: its documentation, or who runs it, says what it means.",
  });
}

/** What a registry calls a failure, such as `MANIFEST_INVALID`; what it says besides is not repeated. */
function errorCodes(body: Buffer): string[] {
  const codes = listAt(parseJson(body.toString('utf8')), 'errors').map((error) => field(error, 'code'));
  return codes
    .filter((code): code is string => typeof code === 'string' && /^[A-Z][A-Z_]{0,40}$/.test(code))
    .slice(0, 3);
}

/** The digest of a manifest is the hash of its bytes; whatever else is said of it has to agree. */
function digestOfManifest({ base, repository }: ImageAddress, name: string, { headers, body }: HttpAnswer): string {
  const header = String(headers['docker-content-digest'] ?? '');
  const said = [name, header].filter(isDigest);
  const algorithm = said[0]?.split(':')[0] ?? 'sha256';
  const digestOf = (bytes: Buffer): string => `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
  const own = digestOf(body);
  // Of two hashes one is enough.
  const named = said.filter((one) => one.startsWith(`${algorithm}:`));
  const digest = named.every((one) => one === own) ? own : digestOf(withoutSignatures(body));
  const other = named.find((one) => one !== digest);
  if (other === undefined) return digest;
  throw new ExternalError(`${base.host} sends something else than ${other} for ${repository}: ${digest}`, {
    help: 'The manifest is damaged in the registry, or on the way. Build and push the image again.',
  });
}

/**
 * A manifest of schema 1 without its signatures, which a registry may make anew for each answer: the digest is of the rest
 * then. How much is in front of them, and what is behind, is said in each (docker/libtrust).
 */
function withoutSignatures(body: Buffer): Buffer {
  if (!body.includes('"signatures"')) return body;
  const value = parseJson(body.toString('utf8'));
  const [signature] = field(value, 'schemaVersion') === 1 ? listAt(value, 'signatures') : [];
  const header = parseJson(Buffer.from(String(field(signature, 'protected') ?? ''), 'base64url').toString('utf8'));
  const [length, tail] = [field(header, 'formatLength'), field(header, 'formatTail')];
  if (typeof length !== 'number' || typeof tail !== 'string') return body;
  return Buffer.concat([body.subarray(0, length), Buffer.from(tail, 'base64url')]);
}
