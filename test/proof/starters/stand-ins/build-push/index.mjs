import { createHash } from 'node:crypto';

const { INPUT_TAGS = '' } = process.env;
const digestOf = (text) => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const config = JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } });
const manifest = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  config: {
    mediaType: 'application/vnd.oci.image.config.v1+json',
    digest: digestOf(config),
    size: Buffer.byteLength(config),
  },
  layers: [],
});
for (const tag of INPUT_TAGS.split('\n').filter((line) => line !== '')) {
  const [, host, repository, name] = /^([^/]+)\/(.+):([^:/]+)$/.exec(tag);
  const begun = await fetch(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(begun.headers.get('location'), `http://${host}`);
  place.searchParams.set('digest', digestOf(config));
  await put(place, config, 'application/octet-stream');
  await put(`http://${host}/v2/${repository}/manifests/${name}`, manifest, JSON.parse(manifest).mediaType);
}

async function put(url, body, type) {
  const { status } = await fetch(url, { method: 'PUT', headers: { 'Content-Type': type }, body });
  if (status !== 201) throw new Error(`${url} answers ${status}`);
}
