import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type ContentPlace, pushBlob } from './registry-content.ts';

const mediaType = 'application/vnd.docker.distribution.manifest.v1+prettyjws';

/**
 * Pushes an image as Docker made them before 2016: a manifest of schema 1 with a signature in it, written as
 * docker/libtrust does. Returned is the digest, which is that of the manifest without the signature.
 */
export async function pushSchema1(place: ContentPlace, tag: string): Promise<string> {
  const layer = await pushBlob(place, 'a layer', 'application/octet-stream');
  const history = [{ v1Compatibility: JSON.stringify({ id: 'a'.repeat(64), os: 'linux', architecture: 'amd64' }) }];
  const fsLayers = [{ blobSum: layer.digest }];
  const value = { schemaVersion: 1, name: place.repository, tag, architecture: 'amd64', fsLayers, history };
  const payload = JSON.stringify(value, null, 3);
  const address = `http://${place.host}/v2/${place.repository}/manifests/${tag}`;
  const answer = await fetch(address, {
    method: 'PUT',
    headers: { 'Content-Type': mediaType },
    body: signed(payload),
  });
  if (answer.status !== 201) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
  return `sha256:${createHash('sha256').update(payload).digest('hex')}`;
}

function signed(payload: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const tail = '\n}';
  const head = payload.slice(0, -tail.length);
  const encoded = (text: string): string => Buffer.from(text).toString('base64url');
  const header = encoded(
    JSON.stringify({ formatLength: head.length, formatTail: encoded(tail), time: '2026-01-01T00:00:00Z' }),
  );
  const text = Buffer.from(`${header}.${encoded(payload)}`);
  const signature = sign('sha256', text, { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  const jwk = { crv, kid: keyId(publicKey), kty, x, y };
  const signatures = JSON.stringify([{ header: { jwk, alg: 'ES256' }, signature, protected: header }]);
  return `${head},\n   "signatures": ${signatures}${tail}`;
}

/** 240 bits of the key's hash in base 32, as libtrust calls keys. */
function keyId(key: KeyObject): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const hash = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 30);
  const bits = [...hash].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const text = (bits.match(/.{5}/g) ?? []).map((five) => letters[Number.parseInt(five, 2)]).join('');
  return (text.match(/.{4}/g) ?? []).join(':');
}
