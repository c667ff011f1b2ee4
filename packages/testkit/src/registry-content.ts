import { createHash } from 'node:crypto';

/** What a manifest names another one by. */
export interface Pushed {
  mediaType: string;
  digest: string;
  size: number;
}

/** A repository of a registry that asks nobody to log in. */
export interface ContentPlace {
  /** `127.0.0.1:PORT` */
  host: string;
  repository: string;
}

export const mediaTypes = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
  layer: 'application/vnd.oci.image.layer.v1.tar',
};

/** Distribution 2.8 says 404 to whoever does not name the very type of an image. */
const accept = [mediaTypes.index, mediaTypes.manifest, '*/*'].join(', ');

/** The digest of some bytes. */
export function digestOf(content: string | Uint8Array, algorithm = 'sha256'): string {
  return `${algorithm}:${createHash(algorithm).update(content).digest('hex')}`;
}

/** Pushes a blob; throws unless the registry takes it. */
export async function pushBlob(
  { host, repository }: ContentPlace,
  content: string | Uint8Array<ArrayBuffer>,
  mediaType: string,
  digest = digestOf(content),
): Promise<Pushed> {
  const started = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(started.headers.get('location') ?? '', `http://${host}`);
  place.searchParams.set('digest', digest);
  const headers = { 'Content-Type': 'application/octet-stream' };
  await require201(await fetch(place, { method: 'PUT', headers, body: content }));
  return { mediaType, digest, size: Buffer.byteLength(content) };
}

/** Pushes a manifest, under its digest where no tag is given. */
export async function pushManifest(
  { host, repository }: ContentPlace,
  value: { mediaType: string } & Readonly<Record<string, unknown>>,
  tag?: string,
): Promise<Pushed> {
  const { mediaType } = value;
  const body = JSON.stringify({ schemaVersion: 2, ...value });
  const address = `http://${host}/v2/${repository}/manifests/${tag ?? digestOf(body)}`;
  await require201(await fetch(address, { method: 'PUT', headers: { 'Content-Type': mediaType }, body }));
  return { mediaType, digest: digestOf(body), size: Buffer.byteLength(body) };
}

/** Pushes an image with layers of these texts; the digests of its blobs as well, that of the configuration first. */
export async function pushLayers(
  place: ContentPlace,
  texts: readonly string[],
  { tag, architecture = 'amd64' }: { tag?: string; architecture?: string } = {},
): Promise<Pushed & { blobs: readonly string[] }> {
  const config = await pushBlob(place, JSON.stringify({ os: 'linux', architecture }), mediaTypes.config);
  const layers: Pushed[] = [];
  for (const text of texts) layers.push(await pushBlob(place, text, mediaTypes.layer));
  const pushed = await pushManifest(place, { mediaType: mediaTypes.manifest, config, layers }, tag);
  return { ...pushed, blobs: [config, ...layers].map(({ digest }) => digest) };
}

/** Pushes a manifest that is no image and holds one text; about `subject`, where one is given. */
export async function pushArtifact(
  place: ContentPlace,
  { text, subject, tag }: { text: string; subject?: object; tag?: string },
): Promise<Pushed & { artifactType: string }> {
  const config = await pushBlob(place, '{}', 'application/vnd.oci.empty.v1+json');
  const layers = [await pushBlob(place, text, 'text/plain')];
  const artifactType = 'application/vnd.example.note';
  const value = { mediaType: mediaTypes.manifest, artifactType, config, layers, ...(subject ? { subject } : {}) };
  return { artifactType, ...(await pushManifest(place, value, tag)) };
}

/** Lists what refers to a manifest under the tag that stands for a list; nothing where the registry keeps one itself. */
export async function pushReferrerTag(place: ContentPlace, subject: string, manifests: readonly Pushed[]) {
  if ((await listReferrers(place, subject)).length === 0)
    await pushManifest(place, { mediaType: mediaTypes.index, manifests }, referrerTag(subject));
}

/** Digests of what refers to a manifest, by the API where the registry has it, else by the tag. */
export async function listReferrers(place: ContentPlace, subject: string): Promise<string[]> {
  const listed = await fetch(`http://${place.host}/v2/${place.repository}/referrers/${subject}`);
  const listing = await listed.text();
  const { status, text } = await readStored(place, referrerTag(subject));
  const lists = [...(listed.status === 200 ? [listing] : []), ...(status === 200 ? [text] : [])];
  const digests = lists.flatMap((list) => JSON.parse(list).manifests.map(({ digest }: Pushed) => digest));
  return [...new Set<string>(digests)];
}

/** OCI distribution 1.1, "Referrers Tag Schema". */
function referrerTag(subject: string): string {
  const [algorithm = '', hash = ''] = subject.split(':');
  return `${algorithm.slice(0, 32)}-${hash.slice(0, 64)}`;
}

/** A manifest as a registry has it: its status, its bytes, the digest of them, and the type it is stored under. */
export async function readStored({ host, repository }: ContentPlace, name: string) {
  const response = await fetch(`http://${host}/v2/${repository}/manifests/${name}`, { headers: { Accept: accept } });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('content-type'), text, digest: digestOf(text) };
}

/** The status of a blob or a manifest: 200 where it is there, 404 where it is not. */
export async function statusOf({ host, repository }: ContentPlace, rest: string): Promise<number> {
  const headers = { Accept: accept };
  const answer = await fetch(`http://${host}/v2/${repository}/${rest}`, { method: 'HEAD', headers });
  return answer.status;
}

async function require201(answer: Response): Promise<void> {
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`${answer.url}: ${answer.status} ${text}`);
}
