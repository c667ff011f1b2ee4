import { describe, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import { everyRegistryProgram, type Registry, startRegistry } from '@rollcall/testkit/registry';
import { digestOf, mediaTypes, pushBlob, pushManifest, readStored, statusOf } from '@rollcall/testkit/registry-content';
import { pushSchema1 } from '@rollcall/testkit/schema1-image';

// Kinds of manifest that nobody makes any more, and registries still hold.

const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
const registries = () => ociRegistry({ credentials: async () => ({ credential: null, from: 'the test' }), network });

function image(registry: Registry, repository: string, tag: string) {
  return { registry: registry.host, repository, tag, digest: null };
}

const has = (program: string) => everyRegistryProgram.includes(program);
if (!has('crane')) process.stderr.write('SKIPPED: manifests of before OCI 1.1; crane is not installed\n');

// Distribution 2.8 signs it anew for each answer, go-containerregistry gives back the bytes; 3.1 takes none any more.
for (const program of ['docker-registry', 'crane'].filter(has))
  describe(`an image of schema 1 on ${program}`, () => {
    test('is told for what it is, and not for a damaged one', async () => {
      const registry = await startRegistry({ program, takesSchema1: true });
      try {
        const digest = await pushSchema1({ host: registry.host, repository: 'dev/old' }, '1-a');
        expect(await statusOf({ host: registry.host, repository: 'dev/old' }, `manifests/${digest}`)).toBe(
          program === 'crane' ? 404 : 200,
        );
        for (const platforms of [[], ['linux/amd64']])
          expect(await registries().find(image(registry, 'dev/old', '1-a'), platforms)).toEqual({
            broken: 'it is an image of schema 1, which containerd does not pull since its version 2',
          });
        const copy = registries().copy(image(registry, 'dev/old', '1-a'), image(registry, 'prod/old', '1-a'), {
          withReferrers: false,
        });
        await expect(copy).rejects.toThrow(/dev\/old:1-a is an image of schema 1, which is not copied$/);
        expect(await statusOf({ host: registry.host, repository: 'prod/old' }, 'manifests/1-a')).toBe(404);
      } finally {
        await registry.close();
      }
    });
  });

// Neither of distribution's takes one: 2.8.2 and 3.1.2 answer MANIFEST_INVALID.
(has('crane') ? describe : describe.skip)('an artifact with a manifest of its own, of before OCI 1.1', () => {
  const artifact = 'application/vnd.oci.artifact.manifest.v1+json';
  const artifactType = 'application/vnd.example.sbom';

  test('is no image, and comes along with what it refers to, blobs and all', async () => {
    const registry = await startRegistry({ program: 'crane' });
    try {
      const from = { host: registry.host, repository: 'dev/app' };
      const digest = await registry.push('dev/app', '1-a');
      const { text } = await readStored(from, '1-a');
      const subject = { mediaType: mediaTypes.manifest, digest, size: text.length };
      const blob = await pushBlob(from, 'what is in it', 'text/plain');
      const pushed = await pushManifest(from, { mediaType: artifact, artifactType, blobs: [blob], subject }, 'sbom');
      expect(await registries().find(image(registry, 'dev/app', 'sbom'))).toEqual({
        broken: `it is no image but ${artifactType}`,
      });
      const list = { mediaType: mediaTypes.index, manifests: [{ ...pushed, artifactType }] };
      await pushManifest(from, list, digestOf(text).replace(':', '-'));
      await registries().copy(image(registry, 'dev/app', '1-a'), image(registry, 'prod/app', '1-a'), {
        withReferrers: true,
      });
      const to = { host: registry.host, repository: 'prod/app' };
      expect(await readStored(to, pushed.digest)).toEqual(await readStored(from, pushed.digest));
      expect(registry.requests.some((request) => request.includes(`prod/app/blobs/${blob.digest}`))).toBe(true);
    } finally {
      await registry.close();
    }
  });
});
