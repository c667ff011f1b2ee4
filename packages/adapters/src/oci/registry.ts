import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { ImageCopier, ImageRegistry } from '@rollcall/domain/images/registry';
import { parseJson } from '@rollcall/domain/json';
import { listFew } from '@rollcall/domain/names';
import { paceUntil } from '../network/deadline.ts';
import type { Network } from '../network/network.ts';
import { addressOf, type ImageAddress } from './address.ts';
import { type RegistryClient, registryClient } from './client.ts';
import { copyImage } from './copy-image.ts';
import type { CredentialSource } from './docker-credentials.ts';
import type { RequestLimits } from './http.ts';
import { registryLogin } from './login.ts';
import { type Descriptor, isAttestation, type Manifest, platformText, runsOn } from './manifest.ts';
import { isThere, pullOf, readManifest, unexpected } from './manifest-reader.ts';
import { schemeChooser } from './scheme.ts';
import { createSender } from './sender.ts';

export interface RegistrySettings {
  credentials: CredentialSource;
  network: Network;
  /** Default the machine's, until the deadline. */
  pace?: Pace;
  /** Milliseconds one answer may take. Default 20 s. */
  timeout?: number;
  /** What a stream has to move; default 1 KiB a second, over 30 s. */
  lowSpeed?: RequestLimits['lowSpeed'];
}

/** What became of the search for an image. */
type Found = Awaited<ReturnType<ImageRegistry['find']>>;

/**
 * Registries, asked by the OCI distribution API. Nothing is sent but what a registry asks for, and a credential
 * goes to no other host than its own or the token server that it names. What was found is remembered.
 */
export function ociRegistry(settings: RegistrySettings): ImageRegistry & ImageCopier {
  const { credentials, network, timeout = 20_000, lowSpeed = { bytes: 30 * 1024, window: 30_000 } } = settings;
  const { deadline } = network;
  const pace = settings.pace ?? paceUntil(deadline);
  const sender = createSender({ pace, deadline, timeout, lowSpeed });
  const login = registryLogin({ credentials, sender, network, now: pace.now });
  const client = registryClient(sender, login, network, schemeChooser(network, timeout));
  const found = new Map<string, Found>();
  return {
    find: async (reference, platforms = []) => {
      const address = addressOf(reference);
      const key = JSON.stringify([address.base, address.repository, address.name, platforms]);
      const answer = found.get(key) ?? (await findImage(client, address, platforms));
      // What is absent may come yet.
      if (answer !== 'absent') found.set(key, answer);
      return answer;
    },
    copy: (from, to, options) =>
      copyImage({ client, pace, deadline }, { from: addressOf(from), to: addressOf(to) }, options),
  };
}

async function findImage(client: RegistryClient, address: ImageAddress, platforms: readonly string[]): Promise<Found> {
  const manifest = await readManifest(client, address);
  if (manifest === 'absent') return manifest;
  const broken = await brokenManifest({ client, address, depth: 0 }, manifest, platforms);
  return broken === null ? { digest: manifest.digest } : { broken };
}

/** Where a manifest is, and below how many others. */
interface Place {
  client: RegistryClient;
  address: ImageAddress;
  depth: number;
}

/** An index may name another one. Nobody builds more than two. */
const deepest = 4;

function brokenManifest(place: Place, manifest: Manifest, platforms: readonly string[]): Promise<string | null> {
  return manifest.isIndex ? brokenIndex(place, manifest, platforms) : brokenImage(place, manifest, platforms);
}

/** Why a single image cannot be pulled for the platforms; null where it can. */
async function brokenImage(
  { client, address }: Place,
  { imageConfig, kind, isSchema1 }: Manifest,
  platforms: readonly string[],
): Promise<string | null> {
  if (isSchema1) return 'it is an image of schema 1, which containerd does not pull since its version 2';
  if (imageConfig === null) return `it is no image but ${kind}`;
  if (platforms.length === 0) return null;
  const scopes = pullOf(address);
  const answer = await client.send(address, { method: 'GET', path: `blobs/${imageConfig.digest}`, scopes });
  if (answer.status === 404) return `its configuration ${imageConfig.digest} is gone`;
  if (answer.status !== 200) throw await unexpected(client, address, answer);
  const platform = platformText(parseJson(answer.body.toString('utf8')));
  if (platform === null) return 'its configuration names no platform';
  const missing = platforms.filter((wanted) => !runsOn(platform, wanted));
  return missing.length > 0 ? `it is for ${platform}, not for ${missing.join(', ')}` : null;
}

/**
 * Why an index cannot be pulled for the platforms, or for any where none is known; null where it can. As containerd
 * chooses: one that is said to be for the platform, else the first that says no platform, whatever that is for.
 */
async function brokenIndex(
  { client, address, depth }: Place,
  { children }: Manifest,
  platforms: readonly string[],
): Promise<string | null> {
  const images = children.filter((child) => !isAttestation(child));
  if (images.length === 0) return 'its index names no image';
  const missing = platforms.filter((wanted) => !images.some((image) => runsOn(image.platform ?? '', wanted)));
  const unnamed = images.find(({ platform }) => platform === null);
  if (missing.length > 0 && (!unnamed || depth === deepest))
    return `its index has no image for ${missing.join(', ')}: it has ${listFew(images.map(nameOf))}`;
  if (missing.length > 0 && unnamed) {
    const child = await readManifest(client, address, unnamed.digest);
    if (child === 'absent') return `its index names ${unnamed.digest} for no platform, which is gone`;
    const broken = await brokenManifest({ client, address, depth: depth + 1 }, child, missing);
    if (broken !== null) return `its index names ${unnamed.digest} for no platform, and of that: ${broken}`;
  }
  const needed = images.filter(
    ({ platform }) => platforms.length === 0 || platforms.some((wanted) => runsOn(platform ?? '', wanted)),
  );
  for (const image of needed)
    if (!(await isThere(client, address, `manifests/${image.digest}`)))
      return `its index names ${image.digest} for ${nameOf(image)}, which is gone`;
  return null;
}

function nameOf({ platform }: Descriptor): string {
  return platform ?? 'no platform';
}
