import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import { type Registry, registryPrograms, startRegistry } from '@rollcall/testkit/registry';

if (registryPrograms.length === 0)
  process.stderr.write('SKIPPED: copying signatures between real registries; none is installed\n');
const whereInstalled = registryPrograms.length === 0 ? describe.skip : describe;

const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
const registries = () => ociRegistry({ credentials: async () => ({ credential: null, from: 'the test' }), network });

const types = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
};

function image(registry: Registry, repository: string, tag: string) {
  return { registry: registry.host, repository, tag, digest: null };
}

function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

async function pushBlob(registry: Registry, repository: string, text: string) {
  const started = await fetch(`http://${registry.host}/v2/${repository}/blobs/uploads/`, { method: 'POST' });
  const place = new URL(started.headers.get('location') ?? '', `http://${registry.host}`);
  place.searchParams.set('digest', digestOf(text));
  const headers = { 'Content-Type': 'application/octet-stream' };
  expect((await fetch(place, { method: 'PUT', headers, body: text })).status).toBe(201);
  return { digest: digestOf(text), size: text.length };
}

async function pushManifest(registry: Registry, repository: string, value: { mediaType: string }, tag?: string) {
  const body = JSON.stringify(value);
  const address = `http://${registry.host}/v2/${repository}/manifests/${tag ?? digestOf(body)}`;
  const answer = await fetch(address, { method: 'PUT', headers: { 'Content-Type': value.mediaType }, body });
  expect([answer.status, await answer.text()]).toEqual([201, '']);
  return { mediaType: value.mediaType, digest: digestOf(body), size: body.length };
}

/** A manifest that is no image and holds one text; about `subject`, where one is given. */
async function pushArtifact(
  registry: Registry,
  repository: string,
  { text, subject, tag }: { text: string; subject?: object; tag?: string },
) {
  const config = { mediaType: 'application/vnd.oci.empty.v1+json', ...(await pushBlob(registry, repository, '{}')) };
  const layers = [{ mediaType: 'text/plain', ...(await pushBlob(registry, repository, text)) }];
  const artifactType = 'application/vnd.example.note';
  const value = { schemaVersion: 2, mediaType: types.manifest, artifactType, config, layers, subject };
  return { artifactType, ...(await pushManifest(registry, repository, value, tag)) };
}

/** The text of a manifest; its status where it is not there. */
async function read(registry: Registry, repository: string, name: string): Promise<string | number> {
  const headers = { Accept: Object.values(types).join(', ') };
  const answer = await fetch(`http://${registry.host}/v2/${repository}/manifests/${name}`, { headers });
  const text = await answer.text();
  return answer.status === 200 ? text : answer.status;
}

/** Digests of what refers to a manifest, by the API where the registry has it, else by the tag. */
async function referrers(registry: Registry, repository: string, digest: string): Promise<string[]> {
  const listed = await fetch(`http://${registry.host}/v2/${repository}/referrers/${digest}`);
  const text = listed.status === 200 ? await listed.text() : await read(registry, repository, digest.replace(':', '-'));
  return typeof text === 'string' ? JSON.parse(text).manifests.map((one: { digest: string }) => one.digest) : [];
}

describe.each(registryPrograms)('%s', (program) => {
  whereInstalled('copying with what refers to an image', () => {
    let one: Registry;
    let two: Registry;
    beforeAll(async () => {
      [one, two] = await Promise.all([startRegistry({ program }), startRegistry({ program })]);
    });
    afterAll(() => Promise.all([one.close(), two.close()]));

    /** An index of the repository that is signed in both ways, the signature described in turn, one child described. */
    async function pushSigned(repository: string) {
      const digest = await one.pushIndex(repository, '1-a');
      const text = String(await read(one, repository, '1-a'));
      const subject = { mediaType: types.index, digest, size: text.length };
      const [child] = JSON.parse(text).manifests;
      const note = await pushArtifact(one, repository, { text: 'note', subject });
      const noteOfNote = await pushArtifact(one, repository, { text: 'note of the note', subject: note });
      const noteOfChild = await pushArtifact(one, repository, { text: 'note of the child', subject: child });
      const pairs = [
        [digest, note],
        [note.digest, noteOfNote],
        [child.digest, noteOfChild],
      ] as const;
      for (const [of, manifest] of pairs)
        if ((await referrers(one, repository, of)).length === 0)
          await pushManifest(
            one,
            repository,
            Object.assign({ schemaVersion: 2, mediaType: types.index }, { manifests: [manifest] }),
            of.replace(':', '-'),
          );
      const signature = `${digest.replace(':', '-')}.sig`;
      await pushArtifact(one, repository, { text: 'signature', tag: signature });
      return { digest, pairs, signature };
    }

    test.each(['within a registry', 'to another registry'])('%s all of it comes along', async (where) => {
      const to = where === 'within a registry' ? one : two;
      const { digest, pairs, signature } = await pushSigned('dev/signed');
      const places = [image(one, 'dev/signed', '1-a'), image(to, 'prod/signed', '1-a')] as const;
      expect(await registries().copy(...places, { withReferrers: true })).toEqual({ digest, existed: false });
      for (const [of, manifest] of pairs) {
        expect(await referrers(to, 'prod/signed', of)).toEqual([manifest.digest]);
        expect(await read(to, 'prod/signed', manifest.digest)).toBe(await read(one, 'dev/signed', manifest.digest));
      }
      expect(await read(to, 'prod/signed', signature)).toBe(await read(one, 'dev/signed', signature));
      // Again: nothing is listed twice.
      expect(await registries().copy(...places, { withReferrers: true })).toEqual({ digest, existed: true });
      for (const [of, manifest] of pairs) expect(await referrers(to, 'prod/signed', of)).toEqual([manifest.digest]);
    });

    test('where nobody asks for them they stay', async () => {
      const { digest, pairs, signature } = await pushSigned('dev/alone');
      const places = [image(one, 'dev/alone', '1-a'), image(two, 'prod/alone', '1-a')] as const;
      expect(await registries().copy(...places, { withReferrers: false })).toEqual({ digest, existed: false });
      for (const [of] of pairs) expect(await referrers(two, 'prod/alone', of)).toEqual([]);
      expect(await read(two, 'prod/alone', signature)).toBe(404);
    });

    test('another signature under the tag is an error, and the image gets no tag', async () => {
      const { signature } = await pushSigned('dev/other');
      await pushArtifact(two, 'prod/other', { text: 'of somebody else', tag: signature });
      const before = await read(two, 'prod/other', signature);
      const places = [image(one, 'dev/other', '1-a'), image(two, 'prod/other', '1-a')] as const;
      await expect(registries().copy(...places, { withReferrers: true })).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringContaining('has another signature than the source'),
      });
      expect(await read(two, 'prod/other', signature)).toBe(before);
      expect(await read(two, 'prod/other', '1-a')).toBe(404);
    });

    test('what an index says about its images comes along, whoever asks', async () => {
      await one.pushIndex('dev/attested', 'plain');
      const { manifests } = JSON.parse(String(await read(one, 'dev/attested', 'plain')));
      const attestation = {
        ...(await pushArtifact(one, 'dev/attested', { text: 'provenance' })),
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      };
      const value = { schemaVersion: 2, mediaType: types.index, manifests: [...manifests, attestation] };
      const { digest } = await pushManifest(one, 'dev/attested', value, '1-a');
      const places = [image(one, 'dev/attested', '1-a'), image(two, 'prod/attested', '1-a')] as const;
      expect(await registries().copy(...places, { withReferrers: false })).toEqual({ digest, existed: false });
      expect(await read(two, 'prod/attested', attestation.digest)).toContain('vnd.example.note');
      const [layer] = JSON.parse(String(await read(two, 'prod/attested', attestation.digest))).layers;
      const blob = await fetch(`http://${two.host}/v2/prod/attested/blobs/${layer.digest}`);
      expect(await blob.text()).toBe('provenance');
    });

    test('an artifact is no image, and an image is for its platform', async () => {
      await pushArtifact(one, 'dev/kinds', { text: 'chart', tag: 'artifact' });
      await one.push('dev/kinds', 'single');
      expect(await registries().find(image(one, 'dev/kinds', 'artifact'), ['linux/amd64'])).toEqual({
        broken: 'it is no image but application/vnd.example.note',
      });
      expect(await registries().find(image(one, 'dev/kinds', 'single'), ['linux/amd64'])).toHaveProperty('digest');
      expect(await registries().find(image(one, 'dev/kinds', 'single'), ['linux/amd64', 'linux/arm64'])).toEqual({
        broken: 'it is for linux/amd64, not for linux/arm64',
      });
    });
  });
});
