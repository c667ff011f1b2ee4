import { isDigest } from '@rollcall/domain/images/image-reference';
import { parseJson } from '@rollcall/domain/json';
import { ExternalError } from '@rollcall/domain/user-error';
import { field, isRecord, listAt } from '@rollcall/domain/yaml/value';

/** What a manifest names: another one, or a blob. */
export interface Descriptor {
  digest: string;
  size: number;
  mediaType: string;
  /** `linux/arm64/v8`; null where none is said. */
  platform: string | null;
  /** Where it is kept outside of the registry, as layers of Windows are. */
  isForeign: boolean;
  /** As it is written, to be written again. */
  raw: Readonly<Record<string, unknown>>;
}

/** A manifest as it is stored. */
export interface Manifest {
  digest: string;
  /** Under which it is stored: other bytes come out where another one is asked for. */
  mediaType: string;
  bytes: Buffer;
  /** Of an index; empty for others. */
  children: readonly Descriptor[];
  isIndex: boolean;
  /** The config and the layers, or the blobs of an artifact; empty for an index. */
  blobs: readonly Descriptor[];
  /** The configuration of a container; null for an index and for whatever else registries keep. */
  imageConfig: Descriptor | null;
  /** What it is, where it is no image. */
  kind: string;
  /** Whether it is an image as Docker made them before 2016: nothing of it is said in the way of the others. */
  isSchema1: boolean;
}

/** What is asked for, as containerd does: a registry that has another kind under a tag could say that it has none. */
export const acceptManifests = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
  '*/*',
].join(', ');

const imageConfigs = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

/** Reads a manifest; ExternalError for what is none. */
export function parseManifest(host: string, bytes: Buffer, digest: string, contentType: string): Manifest {
  const value = parseJson(bytes.toString('utf8'));
  if (field(value, 'schemaVersion') === undefined)
    throw new ExternalError(`${host} answers with something that is no image manifest`, {
      help: 'Check that this host is a registry.',
    });
  const children = descriptors(host, listAt(value, 'manifests'));
  const isIndex = Array.isArray(field(value, 'manifests'));
  const config = field(value, 'config');
  // Before OCI 1.1 an artifact had a manifest of its own, with neither.
  const named = config === undefined ? listAt(value, 'blobs') : [config, ...listAt(value, 'layers')];
  const blobs = isIndex ? [] : descriptors(host, named);
  const [first] = blobs;
  const own = field(value, 'mediaType');
  const mediaType = typeof own === 'string' ? own : contentType.split(';')[0]?.trim() || defaultType(isIndex);
  const artifactType = field(value, 'artifactType');
  return {
    digest,
    mediaType,
    bytes,
    children: isIndex ? children : [],
    isIndex,
    blobs,
    imageConfig: first && imageConfigs.has(first.mediaType) ? first : null,
    kind: [artifactType, first?.mediaType, mediaType].find(isMediaType) ?? 'of no kind that can be shown',
    isSchema1: field(value, 'schemaVersion') === 1,
  };
}

/** Whether it is the name of a kind of content, which a message may show. */
function isMediaType(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.+-]{1,127}\/[\w.+-]{1,127}$/.test(value);
}

function defaultType(isIndex: boolean): string {
  return `application/vnd.oci.image.${isIndex ? 'index' : 'manifest'}.v1+json`;
}

/** An index has one for each platform, an image one for each layer, of which there are 127 at most. */
const mostDescriptors = 1000;

function descriptors(host: string, values: readonly unknown[]): Descriptor[] {
  if (values.length > mostDescriptors)
    throw new ExternalError(`${host} answers with a manifest that names more than ${mostDescriptors} others`);
  return values.map((value) => {
    const [digest, size, mediaType] = ['digest', 'size', 'mediaType'].map((name) => field(value, name));
    if (!isRecord(value) || typeof digest !== 'string' || !isDigest(digest) || !Number.isSafeInteger(size))
      throw new ExternalError(`${host} answers with a manifest that names something without a digest and a size`);
    const type = typeof mediaType === 'string' ? mediaType : '';
    return {
      digest,
      size: Number(size),
      mediaType: type,
      platform: platformText(field(value, 'platform')),
      isForeign: listAt(value, 'urls').length > 0 && /foreign|nondistributable/.test(type),
      raw: value,
    };
  });
}

/** `os/architecture[/variant]` of what says its parts; null where it does not. */
export function platformText(value: unknown): string | null {
  const [os, architecture, variant] = ['os', 'architecture', 'variant'].map((name) => field(value, name));
  if (!isWord(os) || !isWord(architecture)) return null;
  return [os, architecture, ...(isWord(variant) ? [variant] : [])].join('/');
}

/** Whether it is a name as Go gives them to platforms: anybody who pushes may write another. */
function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value);
}

/** Whether a child is what BuildKit says about its siblings, and nothing that a cluster pulls. */
export function isAttestation({ platform, raw }: Descriptor): boolean {
  return platform === 'unknown/unknown' || field(raw, 'artifactType') !== undefined;
}

/** Whether an image of a platform runs where `wanted` is: the same, or an older variant of the same architecture. */
export function runsOn(platform: string, wanted: string): boolean {
  const [theirs, ours] = [platform, wanted].map(normalPlatform);
  if (theirs?.name !== ours?.name) return false;
  return (ours?.variant ?? null) === null || (theirs?.variant ?? 0) <= (ours?.variant ?? 0);
}

/** As containerd spells platforms: `arm64` is `arm64/v8`, `arm` is `arm/v7`, `amd64` is its first variant. */
function normalPlatform(text: string): { name: string; variant: number | null } {
  const [os = '', architecture = '', variant = ''] = text.toLowerCase().split('/');
  const name = other.get(architecture) ?? architecture;
  const number = /^v(\d+)/.exec(variant)?.[1];
  return { name: `${os}/${name}`, variant: number === undefined ? null : Number(number) };
}

const other = new Map([
  ['aarch64', 'arm64'],
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
]);
