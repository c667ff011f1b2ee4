import { createHash } from 'node:crypto';
import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import { ExternalError } from '@rollcall/domain/user-error';
import type { Deadline } from '../network/deadline.ts';
import type { ImageAddress } from './address.ts';
import type { Answered, RegistryClient } from './client.ts';
import type { HttpAnswer } from './http.ts';
import type { Scope } from './login.ts';
import type { Descriptor } from './manifest.ts';
import { isThere, pullOf, unexpected } from './manifest-reader.ts';
import { isUnreachable } from './sender.ts';

/** Between which repositories a blob travels. */
export interface BlobPlace {
  client: RegistryClient;
  pace: Pace;
  deadline: Deadline;
  from: ImageAddress;
  to: ImageAddress;
}

const mostTries = 4;

/** What to push to a repository for. */
export function pushOf({ repository }: ImageAddress): Scope[] {
  return [{ repository, actions: 'pull,push' }];
}

/** Gives the other repository a blob: it takes it from the first within its registry, else it is uploaded. */
export async function copyBlob(place: BlobPlace, blob: Descriptor): Promise<void> {
  const { client, pace, deadline, to } = place;
  if (await isThere(client, to, `blobs/${blob.digest}`, pushOf(to))) return;
  for (let tries = 1; ; tries += 1) {
    try {
      return await bringBlob(place, blob);
    } catch (error) {
      const delay = Math.round(pace.random() * 1000 * 2 ** (tries - 1));
      if (!isUnreachable(error) || tries === mostTries || delay >= deadline.left()) throw error;
      await pace.sleep(delay);
    }
  }
}

async function bringBlob(place: BlobPlace, blob: Descriptor): Promise<void> {
  const { client, to } = place;
  let started = await tryMount(place, blob);
  if (started === 'mounted') return;
  started ??= await client.send(to, { method: 'POST', path: 'blobs/uploads/', scopes: pushOf(to), body: '' });
  if (started.status !== 202) throw await unexpected(client, to, started, pushOf(to));
  await upload(place, blob, started);
}

/**
 * Asks the registry to take the blob from the repository that has it. Both repositories are named in one login: a token
 * that may not pull from the first is refused, and would be although another token may. Undefined where that is no way.
 */
async function tryMount(
  { client, from, to }: BlobPlace,
  { digest }: Descriptor,
): Promise<'mounted' | Answered<HttpAnswer> | undefined> {
  if (from.base.origin !== to.base.origin || from.repository === to.repository) return undefined;
  const query = new URLSearchParams({ mount: digest, from: from.repository });
  const scopes = [...pushOf(to), ...pullOf(from)];
  const path = `blobs/uploads/?${query}`;
  const answer = await client.send(to, { method: 'POST', path, scopes, body: '' }).catch((error: unknown) => {
    // The login for both was refused; that for each may not be.
    if (error instanceof ExternalError && !isUnreachable(error)) return undefined;
    throw error;
  });
  if (answer?.status === 201) return 'mounted';
  // The registry began an upload instead.
  return answer?.status === 202 ? answer : undefined;
}

async function upload({ client, from, to }: BlobPlace, blob: Descriptor, started: Answered<HttpAnswer>): Promise<void> {
  const source = await client.open(from, { method: 'GET', path: `blobs/${blob.digest}`, scopes: pullOf(from) });
  if (source.status !== 200) {
    source.drop();
    throw await unexpected(client, from, { ...source, body: Buffer.alloc(0) });
  }
  let patched: Answered<HttpAnswer>;
  try {
    patched = await client.sendOnce(to, {
      method: 'PATCH',
      path: client.locationOf(started),
      headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': String(blob.size) },
      body: proven(from, blob, source.chunks),
      scopes: pushOf(to),
    });
  } finally {
    source.drop();
  }
  if (patched.status !== 202 && patched.status !== 201 && patched.status !== 204)
    throw await unexpected(client, to, patched, pushOf(to));
  const end = client.locationOf(patched);
  end.searchParams.set('digest', blob.digest);
  const done = await client.sendOnce(to, {
    method: 'PUT',
    path: end,
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': '0' },
    scopes: pushOf(to),
  });
  if (done.status !== 201) throw await unexpected(client, to, done, pushOf(to));
}

/** The bytes of a blob as they come; an error before the last of them where they are not what its digest says. */
async function* proven(
  { base }: ImageAddress,
  { digest, size }: Descriptor,
  chunks: AsyncIterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const hash = createHash(digest.split(':')[0] ?? 'sha256');
  let length = 0;
  let held: Uint8Array | undefined;
  for await (const chunk of chunks) {
    hash.update(chunk);
    length += chunk.length;
    if (length > size) break;
    if (held) yield held;
    held = chunk;
  }
  const is = `${digest.split(':')[0]}:${hash.digest('hex')}`;
  if (length !== size || is !== digest)
    throw new ExternalError(`${base.host} sends something else than ${digest}: ${is}, of ${length} bytes or more`, {
      help: 'The blob is damaged in the registry, or on the way. Build and push the image again.',
    });
  if (held) yield held;
}
