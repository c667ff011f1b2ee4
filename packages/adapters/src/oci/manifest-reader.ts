import { createHash } from 'node:crypto';
import { isDigest } from '@rollcall/domain/images/image-reference';
import { ExternalError } from '@rollcall/domain/user-error';
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
  const { host } = address.base;
  const digest = digestOfManifest(host, answer);
  if (isDigest(name) && digest !== name)
    throw new ExternalError(`${host} answers with another digest than the one asked for`);
  return parseManifest(host, answer.body, digest, String(answer.headers['content-type'] ?? ''));
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

/** The error of a status that nothing can be made of. */
export async function unexpected(
  client: RegistryClient,
  address: ImageAddress,
  { status }: Answered<HttpAnswer>,
  scopes = pullOf(address),
): Promise<ExternalError> {
  if (status === 401 || status === 403) return client.refusal(address, scopes, status);
  const { host } = address.base;
  return new ExternalError(`${host} answers ${status} when asked for ${address.repository}, which no registry does`, {
    help: 'Check that this host is a registry.',
  });
}

/** The digest of a manifest is the hash of its bytes; whatever else is said of it has to agree. */
function digestOfManifest(host: string, { headers, body }: HttpAnswer): string {
  const said = String(headers['docker-content-digest'] ?? '');
  const algorithm = said.startsWith('sha512:') ? 'sha512' : 'sha256';
  const digest = `${algorithm}:${createHash(algorithm).update(body).digest('hex')}`;
  if (isDigest(said) && said !== digest)
    throw new ExternalError(`${host} answers with a manifest that is not what its digest says`);
  return digest;
}
