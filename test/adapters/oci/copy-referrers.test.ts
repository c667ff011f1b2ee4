import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import { everyRegistryProgram, type Registry, startRegistry } from '@rollcall/testkit/registry';
import {
  listReferrers,
  mediaTypes,
  type Pushed,
  pushArtifact,
  pushLayers,
  pushManifest,
  pushReferrerTag,
  readStored,
  statusOf,
} from '@rollcall/testkit/registry-content';
import { type FrontRules, startFront } from '@rollcall/testkit/registry-front';

if (everyRegistryProgram.length === 0)
  process.stderr.write('SKIPPED: copying signatures between real registries; none is installed\n');
const whereInstalled = everyRegistryProgram.length === 0 ? describe.skip : describe;

const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
const registries = () => ociRegistry({ credentials: async () => ({ credential: null, from: 'the test' }), network });

function image(registry: Registry, repository: string, tag: string) {
  return { registry: registry.host, repository, tag, digest: null };
}

describe.each(everyRegistryProgram)('%s', (program) => {
  whereInstalled('copying with what refers to an image', () => {
    let one: Registry;
    let two: Registry;
    beforeAll(async () => {
      [one, two] = await Promise.all([startRegistry({ program }), startRegistry({ program })]);
    });
    afterAll(() => Promise.all([one.close(), two.close()]));

    const source = (repository: string) => ({ host: one.host, repository });

    /** An index of the repository that is signed in both ways, the signature described in turn, one child described. */
    async function pushSigned(repository: string) {
      const place = source(repository);
      const digest = await one.pushIndex(repository, '1-a');
      const { text } = await readStored(place, '1-a');
      const subject = { mediaType: mediaTypes.index, digest, size: text.length };
      const [child] = JSON.parse(text).manifests;
      const note = await pushArtifact(place, { text: 'note', subject });
      const noteOfNote = await pushArtifact(place, { text: 'note of the note', subject: note });
      const noteOfChild = await pushArtifact(place, { text: 'note of the child', subject: child });
      const pairs = [
        [digest, note],
        [note.digest, noteOfNote],
        [child.digest, noteOfChild],
      ] as const;
      for (const [of, manifest] of pairs) await pushReferrerTag(place, of, [manifest]);
      const tag = digest.replace(':', '-');
      const signature = `${tag}.sig`;
      await pushArtifact(place, { text: 'signature', tag: signature });
      await pushArtifact(place, { text: 'attestation', tag: `${tag}.att` });
      const described = await pushArtifact(place, { text: 'list of what is in it', tag: `${tag}.sbom` });
      // As cosign signs a list: under the digest of the list.
      const signatureOfList = `${described.digest.replace(':', '-')}.sig`;
      await pushArtifact(place, { text: 'signature of the list', tag: signatureOfList });
      return { digest, pairs, signature, tags: [signature, `${tag}.att`, `${tag}.sbom`, signatureOfList] };
    }

    test.each(['within a registry', 'to another registry'])('%s all of it comes along', async (where) => {
      const to = where === 'within a registry' ? one : two;
      const { digest, pairs, tags } = await pushSigned('dev/signed');
      const places = [image(one, 'dev/signed', '1-a'), image(to, 'prod/signed', '1-a')] as const;
      const copy = { host: to.host, repository: 'prod/signed' };
      expect(await registries().copy(...places, { withReferrers: true })).toEqual({ digest, existed: false });
      for (const [of, manifest] of pairs) {
        expect(await listReferrers(copy, of)).toEqual([manifest.digest]);
        expect(await readStored(copy, manifest.digest)).toEqual(
          await readStored(source('dev/signed'), manifest.digest),
        );
      }
      for (const tag of tags) expect(await readStored(copy, tag)).toEqual(await readStored(source('dev/signed'), tag));
      // Again: nothing is listed twice.
      expect(await registries().copy(...places, { withReferrers: true })).toEqual({ digest, existed: true });
      for (const [of, manifest] of pairs) expect(await listReferrers(copy, of)).toEqual([manifest.digest]);
    });

    test('a registry that says that it lists them itself gets no tag for the list', async () => {
      const { digest, pairs, signature } = await pushSigned('dev/listed');
      // OCI distribution 1.1: the answer to a manifest that names a subject has its digest in OCI-Subject.
      const fields: FrontRules['fields'] = ({ method }, sent): Record<string, string> => {
        const subject = method === 'PUT' && /"subject":\{[^}]*"digest":"([^"]+)"/.exec(sent)?.[1];
        return subject ? { 'OCI-Subject': subject } : {};
      };
      const front = await startFront(two.host, { fields });
      const to = { registry: front.host, repository: 'prod/listed', tag: '1-a', digest: null };
      await registries().copy(image(one, 'dev/listed', '1-a'), to, { withReferrers: true });
      await front.close();
      const copy = { host: two.host, repository: 'prod/listed' };
      for (const [of, { digest: referring }] of pairs) {
        expect(await statusOf(copy, `manifests/${of.replace(':', '-')}`)).toBe(404);
        expect(await statusOf(copy, `manifests/${referring}`)).toBe(200);
      }
      for (const name of [digest, signature, '1-a']) expect(await statusOf(copy, `manifests/${name}`)).toBe(200);
    });

    test('what refers to it and is an index comes with all that it names', async () => {
      const place = source('dev/nested');
      const subject = await pushLayers(place, ['layer'], { tag: '1-a' });
      const part = await pushArtifact(place, { text: 'a part of what is said' });
      const inner = await pushManifest(place, { mediaType: mediaTypes.index, manifests: [part] });
      const outer = await pushManifest(place, { mediaType: mediaTypes.index, manifests: [inner], subject });
      await pushReferrerTag(place, subject.digest, [outer]);
      const noteOfPart = await pushArtifact(place, { text: 'about the part', subject: part });
      await pushReferrerTag(place, part.digest, [noteOfPart]);
      const places = [image(one, 'dev/nested', '1-a'), image(two, 'prod/nested', '1-a')] as const;
      await registries().copy(...places, { withReferrers: true });
      const copy = { host: two.host, repository: 'prod/nested' };
      expect(await listReferrers(copy, subject.digest)).toEqual([outer.digest]);
      for (const { digest } of [outer, inner, part, noteOfPart])
        expect(await readStored(copy, digest)).toEqual(await readStored(place, digest));
      const [layer] = JSON.parse((await readStored(copy, part.digest)).text).layers;
      expect(await statusOf(copy, `blobs/${layer.digest}`)).toBe(200);
      expect(await listReferrers(copy, part.digest)).toEqual([noteOfPart.digest]);
    });

    test('what refers to what refers to it comes along, however far', async () => {
      const place = source('dev/chain');
      const subject = await pushLayers(place, ['layer'], { tag: '1-a' });
      const chain: Pushed[] = [subject];
      for (let length = 1; length < 8; length += 1) {
        const last = chain.at(-1) ?? subject;
        const next = await pushArtifact(place, { text: `note ${length}`, subject: last });
        await pushReferrerTag(place, last.digest, [next]);
        chain.push(next);
      }
      const places = [image(one, 'dev/chain', '1-a'), image(two, 'prod/chain', '1-a')] as const;
      await registries().copy(...places, { withReferrers: true });
      const copy = { host: two.host, repository: 'prod/chain' };
      for (const [index, { digest }] of chain.slice(1).entries())
        expect(await listReferrers(copy, chain[index]?.digest ?? '')).toEqual([digest]);
    });

    test('what refers to it and lacks a part is an error before anything is written', async () => {
      const place = source('dev/lacking');
      const subject = await pushLayers(place, ['layer'], { tag: '1-a' });
      const part = await pushArtifact(place, { text: 'a part of what is said' });
      const outer = await pushManifest(place, { mediaType: mediaTypes.index, manifests: [part], subject });
      await pushReferrerTag(place, subject.digest, [outer]);
      const gone = await fetch(`http://${one.host}/v2/dev/lacking/manifests/${part.digest}`, { method: 'DELETE' });
      expect(gone.status).toBe(202);
      const places = [image(one, 'dev/lacking', '1-a'), image(two, 'prod/lacking', '1-a')] as const;
      await expect(registries().copy(...places, { withReferrers: true })).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringContaining(`the registry lacks ${part.digest}, which ${outer.digest} names`),
      });
      expect(two.requests.filter((request) => /^(?:POST|PUT|PATCH) \/v2\/prod\/lacking\//.test(request))).toEqual([]);
    });

    test('where nobody asks for them they stay', async () => {
      const { digest, pairs, tags } = await pushSigned('dev/alone');
      const places = [image(one, 'dev/alone', '1-a'), image(two, 'prod/alone', '1-a')] as const;
      const copy = { host: two.host, repository: 'prod/alone' };
      expect(await registries().copy(...places, { withReferrers: false })).toEqual({ digest, existed: false });
      for (const [of] of pairs) expect(await listReferrers(copy, of)).toEqual([]);
      for (const tag of tags) expect(await statusOf(copy, `manifests/${tag}`)).toBe(404);
    });

    test('another signature under the tag is an error, and the image gets no tag', async () => {
      const { signature } = await pushSigned('dev/other');
      const copy = { host: two.host, repository: 'prod/other' };
      await pushArtifact(copy, { text: 'of somebody else', tag: signature });
      const before = await readStored(copy, signature);
      const places = [image(one, 'dev/other', '1-a'), image(two, 'prod/other', '1-a')] as const;
      await expect(registries().copy(...places, { withReferrers: true })).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringContaining('has another signature than the source'),
      });
      expect(await readStored(copy, signature)).toEqual(before);
      expect(await statusOf(copy, 'manifests/1-a')).toBe(404);
    });

    test('what an index says about its images comes along, whoever asks', async () => {
      const place = source('dev/attested');
      await one.pushIndex('dev/attested', 'plain');
      const { manifests } = JSON.parse((await readStored(place, 'plain')).text);
      const attestation = {
        ...(await pushArtifact(place, { text: 'provenance' })),
        platform: { os: 'unknown', architecture: 'unknown' },
        annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
      };
      const value = { mediaType: mediaTypes.index, manifests: [...manifests, attestation] };
      const { digest } = await pushManifest(place, value, '1-a');
      const places = [image(one, 'dev/attested', '1-a'), image(two, 'prod/attested', '1-a')] as const;
      const copy = { host: two.host, repository: 'prod/attested' };
      expect(await registries().copy(...places, { withReferrers: false })).toEqual({ digest, existed: false });
      const { text } = await readStored(copy, attestation.digest);
      expect(text).toContain('vnd.example.note');
      const [layer] = JSON.parse(text).layers;
      const blob = await fetch(`http://${two.host}/v2/prod/attested/blobs/${layer.digest}`);
      expect(await blob.text()).toBe('provenance');
    });

    test('an artifact is no image, and an image is for its platform', async () => {
      await pushArtifact(source('dev/kinds'), { text: 'chart', tag: 'artifact' });
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
