import { createHash } from 'node:crypto';
import { isDigest } from '@rollcall/domain/images/image-reference';
import { ExternalError } from '@rollcall/domain/user-error';
import type { ImageAddress } from './address.ts';
import type { RegistryClient } from './client.ts';
import { pushOf } from './copy-blob.ts';
import { type Descriptor, type Manifest, parseManifest } from './manifest.ts';
import { readManifest, unexpected } from './manifest-reader.ts';

/** Stores a manifest as it was read. `listsSubject`: the registry keeps the list of what refers to another manifest. */
export async function writeManifest(
  client: RegistryClient,
  to: ImageAddress,
  { bytes, digest, mediaType }: Manifest,
  name: string,
): Promise<{ listsSubject: boolean }> {
  const scopes = pushOf(to);
  const headers = { 'Content-Type': mediaType };
  const answer = await client.send(to, { method: 'PUT', path: `manifests/${name}`, headers, body: bytes, scopes });
  if (answer.status !== 201) throw await unexpected(client, to, answer, scopes);
  const said = String(answer.headers['docker-content-digest'] ?? '');
  if (isDigest(said) && said.split(':')[0] === digest.split(':')[0] && said !== digest)
    throw new ExternalError(`${to.base.host} stored ${said} where ${digest} was sent`);
  return { listsSubject: answer.headers['oci-subject'] !== undefined };
}

/**
 * Adds to the list of what refers to a manifest, which is kept under a tag where the registry has no list of its own
 * (OCI distribution 1.1, "Referrers Tag Schema").
 */
export async function writeFallbackTag(
  client: RegistryClient,
  to: ImageAddress,
  subject: string,
  descriptors: readonly Descriptor[],
): Promise<void> {
  const tag = fallbackTag(subject);
  const current = await readManifest(client, to, tag);
  const listed = current === 'absent' ? [] : current.children;
  const added = descriptors.filter(({ digest }) => !listed.some((one) => one.digest === digest));
  if (added.length === 0) return;
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const manifests = [...listed, ...added].map(({ raw }) => raw);
  const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests }));
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  await writeManifest(client, to, parseManifest(to.base.host, bytes, digest, mediaType), tag);
}

/** The tag of that list: no more of the hash than one of sha256 has. */
export function fallbackTag(digest: string): string {
  const [algorithm = '', hash = ''] = digest.split(':');
  return `${algorithm}-${hash.slice(0, 64)}`;
}
