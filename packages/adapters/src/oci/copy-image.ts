import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { CopiedImage, CopyOptions } from '@rollcall/domain/images/registry';
import { inParallel } from '@rollcall/domain/in-parallel';
import { UserError } from '@rollcall/domain/user-error';
import type { Deadline } from '../network/deadline.ts';
import type { ImageAddress } from './address.ts';
import type { RegistryClient } from './client.ts';
import { type BlobPlace, copyBlob } from './copy-blob.ts';
import type { Descriptor, Manifest } from './manifest.ts';
import { isThere, pullOf, readManifest } from './manifest-reader.ts';
import { writeFallbackTag, writeManifest } from './manifest-writer.ts';
import { findReferrers, type Referrers } from './referrers.ts';

/** What copying needs besides the registries. */
export interface CopyTools {
  client: RegistryClient;
  pace: Pace;
  deadline: Deadline;
}

export interface CopyPlaces {
  from: ImageAddress;
  to: ImageAddress;
}

/** Blobs that travel at one time. */
const mostAtOnce = 4;
/** More than any image has: an index may name one below another without end. */
const mostManifests = 1_000;

/**
 * Copies an image between repositories, of one registry or of two: blobs, then what an index names, then the index, then
 * what refers to it, the tag last. Everything is looked for at the source before anything is written, and what is there
 * already is not written again: a copy that was killed goes on where it was.
 */
export async function copyImage(
  { client, pace, deadline }: CopyTools,
  { from, to }: CopyPlaces,
  { withReferrers }: CopyOptions,
): Promise<CopiedImage> {
  const image = await readManifest(client, from);
  if (image === 'absent') throw new UserError(`${nameOf(from)} does not exist, so it cannot be copied`);
  const existed = await isThereAlready(client, to, image);
  const manifests = await readAll(client, from, image);
  const referrers = withReferrers ? await findReferrers(client, from, manifests) : [];
  const referring = referrers.flatMap((referrer) => referrer.manifests);
  const blobs = uniqueBlobs([...manifests, ...referring]);
  await requireBlobs(client, from, blobs);

  const place: BlobPlace = { client, pace, deadline, from, to };
  await inParallel(blobs, mostAtOnce, (blob) => copyBlob(place, blob));
  // What is named comes before what names it.
  for (const manifest of [...manifests].reverse()) await writeManifest(client, to, manifest, manifest.digest);
  for (const referrer of referrers) await writeReferrers(client, to, referrer);
  if (!existed) {
    // Somebody may have been faster.
    if (await isThereAlready(client, to, image)) return { digest: image.digest, existed: true };
    await writeManifest(client, to, image, to.name);
  }
  return { digest: image.digest, existed };
}

/** Whether the tag names this image; UserError where it names another one. */
async function isThereAlready(client: RegistryClient, to: ImageAddress, { digest }: Manifest): Promise<boolean> {
  const current = await readManifest(client, to);
  if (current === 'absent') return false;
  if (current.digest === digest) return true;
  throw new UserError(`${nameOf(to)} is another image there: ${current.digest}, not ${digest}`, {
    help: 'A tag is never moved by copying. Remove it in the registry, or give the image another tag.',
  });
}

/** The manifest and all below it, each once, a parent before its children. */
async function readAll(client: RegistryClient, from: ImageAddress, root: Manifest): Promise<Manifest[]> {
  const found = new Map([[root.digest, root]]);
  const queue = root.children.map((child) => ({ child, parent: root }));
  for (const { child, parent } of queue) {
    const known = found.get(child.digest);
    // Again at the end: what is named twice is below both that name it.
    found.delete(child.digest);
    const manifest = known ?? (await readManifest(client, from, child.digest));
    if (manifest === 'absent') throw lacks(from, `${child.digest}${forPlatform(child)}, which ${parent.digest} names,`);
    found.set(child.digest, manifest);
    if (!known) queue.push(...manifest.children.map((next) => ({ child: next, parent: manifest })));
    if (found.size > mostManifests)
      throw new UserError(`${nameOf(from)} names more than ${mostManifests} manifests, which no image does`);
  }
  return [...found.values()];
}

function uniqueBlobs(manifests: readonly Manifest[]): Descriptor[] {
  const blobs = manifests.flatMap((manifest) => manifest.blobs).filter(({ isForeign }) => !isForeign);
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()];
}

/** UserError unless the source has every blob. */
async function requireBlobs(client: RegistryClient, from: ImageAddress, blobs: readonly Descriptor[]): Promise<void> {
  await inParallel(blobs, mostAtOnce, async ({ digest }) => {
    if (!(await isThere(client, from, `blobs/${digest}`, pullOf(from)))) throw lacks(from, digest);
  });
}

/** Writes what refers to a manifest, and lists it by a tag where the registry keeps no such list itself. */
async function writeReferrers(
  client: RegistryClient,
  to: ImageAddress,
  { subject, manifests, descriptors, tags }: Referrers,
): Promise<void> {
  let isListed = true;
  for (const manifest of manifests) {
    const { listsSubject } = await writeManifest(client, to, manifest, manifest.digest);
    if (!listsSubject) isListed = false;
  }
  if (!isListed && descriptors.length > 0) await writeFallbackTag(client, to, subject, descriptors);
  for (const { tag, manifest } of tags) {
    const there = await readManifest(client, to, tag);
    if (there !== 'absent' && there.digest !== manifest.digest)
      throw new UserError(`${to.registry}/${to.repository}:${tag} has another signature than the source`, {
        help: 'What signs an image is never replaced by copying. Copy without referrers, or remove that tag.',
      });
    if (there === 'absent') await writeManifest(client, to, manifest, tag);
  }
}

function lacks(from: ImageAddress, what: string): UserError {
  return new UserError(`${nameOf(from)} cannot be copied: the registry lacks ${what} that it is made of`, {
    help: 'Nothing was written. Build and push the image again.',
  });
}

function forPlatform({ platform }: Descriptor): string {
  return platform === null ? '' : ` for ${platform}`;
}

function nameOf({ registry, repository, name }: ImageAddress): string {
  return `${registry}/${repository}${name.includes(':') ? '@' : ':'}${name}`;
}
