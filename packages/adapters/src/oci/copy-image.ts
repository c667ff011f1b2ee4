import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { CopiedImage, CopyOptions } from '@rollcall/domain/images/registry';
import { inParallel } from '@rollcall/domain/in-parallel';
import { UserError } from '@rollcall/domain/user-error';
import type { Deadline } from '../network/deadline.ts';
import type { ImageAddress } from './address.ts';
import type { RegistryClient } from './client.ts';
import { type BlobPlace, copyBlob } from './copy-blob.ts';
import type { Manifest } from './manifest.ts';
import { readManifest } from './manifest-reader.ts';
import { nameOf, readTree, requireBlobs } from './manifest-tree.ts';
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
  if (image.isSchema1)
    throw new UserError(`${nameOf(from)} is an image of schema 1, which is not copied`, {
      help: 'containerd does not pull it since its version 2. Build and push the image again.',
    });
  const existed = await isThereAlready(client, to, image);
  const manifests = await readTree(client, from, image);
  const referrers = withReferrers ? await findReferrers(client, from, manifests) : [];
  const referring = referrers.flatMap((referrer) => referrer.manifests);
  const blobs = await requireBlobs(client, from, [...manifests, ...referring]);

  const place: BlobPlace = { client, pace, deadline, from, to };
  await inParallel(blobs, mostAtOnce, (blob) => copyBlob(place, blob));
  // What is named comes before what names it.
  for (const manifest of manifests) await writeManifest(client, to, manifest, manifest.digest);
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

/** Writes what refers to a manifest, and lists it by a tag where the registry keeps no such list itself. */
async function writeReferrers(
  client: RegistryClient,
  to: ImageAddress,
  { subject, manifests, descriptors, tags }: Referrers,
): Promise<void> {
  const unlisted = new Set<string>();
  for (const manifest of manifests) {
    const { listsSubject } = await writeManifest(client, to, manifest, manifest.digest);
    if (!listsSubject) unlisted.add(manifest.digest);
  }
  const notListed = descriptors.filter(({ digest }) => unlisted.has(digest));
  if (notListed.length > 0) await writeFallbackTag(client, to, subject, notListed);
  for (const { tag, manifest } of tags) {
    const there = await readManifest(client, to, tag);
    if (there !== 'absent' && there.digest !== manifest.digest)
      throw new UserError(`${to.registry}/${to.repository}:${tag} has another signature than the source`, {
        help: 'What signs an image is never replaced by copying. Copy without referrers, or remove that tag.',
      });
    if (there === 'absent') await writeManifest(client, to, manifest, tag);
  }
}
