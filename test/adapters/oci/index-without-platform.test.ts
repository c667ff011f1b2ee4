import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import { everyRegistryProgram, type Registry, startRegistry } from '@rollcall/testkit/registry';
import { mediaTypes, type Pushed, pushLayers, pushManifest } from '@rollcall/testkit/registry-content';

if (everyRegistryProgram.length === 0)
  process.stderr.write('SKIPPED: indexes that say no platform, in a real registry; none is installed\n');
const whereInstalled = everyRegistryProgram.length === 0 ? describe.skip : describe;

const network = openNetwork({ timeout: undefined, allowInsecure: undefined });

// As containerd v2.4.2 chooses what it pulls of an index (core/images/image.go, `Manifest`): it takes one entry, of those
// that are for the platform, else the first that says none, and reads in its configuration what that is for.
describe.each(everyRegistryProgram)('an index whose entries say no platform, in %s', (program) => {
  whereInstalled('can be pulled', () => {
    let registry: Registry;
    let amd64: Pushed;
    let arm64: Pushed;
    const repository = 'prod/unnamed';
    const platform = { os: 'linux', architecture: 'arm64' };
    const index = (manifests: readonly object[], tag?: string) =>
      pushManifest({ host: registry.host, repository }, { mediaType: mediaTypes.index, manifests }, tag);
    beforeAll(async () => {
      registry = await startRegistry({ program });
      const push = async (architecture: string): Promise<Pushed> => {
        const { mediaType, digest, size } = await pushLayers({ host: registry.host, repository }, ['layer'], {
          architecture,
        });
        return { mediaType, digest, size };
      };
      [amd64, arm64] = [await push('amd64'), await push('arm64')];
    });
    afterAll(() => registry.close());

    async function find(tag: string, platforms: readonly string[]) {
      const asked = ociRegistry({ credentials: async () => ({ credential: null, from: 'the test' }), network });
      return asked.find({ registry: registry.host, repository, tag, digest: null }, platforms);
    }

    test('for the platform of its first one', async () => {
      const { digest } = await index([amd64, arm64], 'two');
      expect(await find('two', [])).toEqual({ digest });
      expect(await find('two', ['linux/amd64'])).toEqual({ digest });
      expect(await find('two', ['linux/arm64'])).toEqual({
        broken: `its index names ${amd64.digest} for no platform, and of that: it is for linux/amd64, not for linux/arm64`,
      });
    });

    test('beside one that says its platform', async () => {
      const { digest } = await index([amd64, { ...arm64, platform }], 'mixed');
      expect(await find('mixed', ['linux/amd64', 'linux/arm64'])).toEqual({ digest });
      expect(await find('mixed', ['linux/s390x'])).toHaveProperty('broken');
    });

    test('where they are indexes themselves, as deep as anybody nests them', async () => {
      const inner = await index([{ ...arm64, platform }]);
      const { digest } = await index([inner], 'nested');
      expect(await find('nested', ['linux/arm64'])).toEqual({ digest });
      expect(await find('nested', ['linux/amd64'])).toEqual({
        broken: `its index names ${inner.digest} for no platform, and of that: its index has no image for linux/amd64: it has linux/arm64`,
      });
      let outer = inner;
      for (let depth = 0; depth < 6; depth += 1) outer = await index([outer], `deep-${depth}`);
      expect(await find('deep-5', ['linux/arm64'])).toHaveProperty('broken');
    });
  });
});
