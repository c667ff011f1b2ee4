import { inParallel } from '@rollcall/domain/in-parallel';
import { UserError } from '@rollcall/domain/user-error';
import type { ImageAddress } from './address.ts';
import type { RegistryClient } from './client.ts';
import type { Descriptor, Manifest } from './manifest.ts';
import { isThere, pullOf, readManifest } from './manifest-reader.ts';

/** Questions that are open at one time. */
const mostAtOnce = 4;
/** More than any image has: an index may name one below another without end. */
const mostManifests = 1_000;

/** A manifest and all below it, each once, what is named before what names it. UserError where one is gone. */
export async function readTree(client: RegistryClient, from: ImageAddress, root: Manifest): Promise<Manifest[]> {
  const found = new Map([[root.digest, root]]);
  const queue = root.children.map((child) => ({ child, parent: root }));
  for (const { child, parent } of queue) {
    const known = found.get(child.digest);
    // Again at the end: what is named twice is below both that name it.
    found.delete(child.digest);
    const manifest = known ?? (await readManifest(client, from, child.digest));
    if (manifest === 'absent') throw lacks(from, `${child.digest}${forPlatform(child)}`, parent);
    found.set(child.digest, manifest);
    if (!known)
      for (const item of manifest.children.map((next) => ({ child: next, parent: manifest }))) queue.push(item);
    if (found.size > mostManifests)
      throw new UserError(`${nameOf(from)} names more than ${mostManifests} manifests, which no image does`);
  }
  return [...found.values()].reverse();
}

/** What the manifests are made of besides one another, each blob once. UserError unless the registry has them all. */
export async function requireBlobs(
  client: RegistryClient,
  from: ImageAddress,
  manifests: readonly Manifest[],
): Promise<Descriptor[]> {
  const named = manifests.flatMap((manifest) => manifest.blobs.map((blob) => ({ blob, manifest })));
  const blobs = [...new Map(named.filter(({ blob }) => !blob.isForeign).map((one) => [one.blob.digest, one])).values()];
  await inParallel(blobs, mostAtOnce, async ({ blob: { digest }, manifest }) => {
    if (!(await isThere(client, from, `blobs/${digest}`, pullOf(from)))) throw lacks(from, digest, manifest);
  });
  return blobs.map(({ blob }) => blob);
}

function lacks(from: ImageAddress, what: string, { digest }: Manifest): UserError {
  return new UserError(`${nameOf(from)} cannot be copied: the registry lacks ${what}, which ${digest} names`, {
    help: 'Nothing was written. Build and push the image again.',
  });
}

function forPlatform({ platform }: Descriptor): string {
  return platform === null ? '' : ` for ${platform}`;
}

/** An image as people write it. */
export function nameOf({ registry, repository, name }: ImageAddress): string {
  return `${registry}/${repository}${name.includes(':') ? '@' : ':'}${name}`;
}
