import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import { everyRegistryProgram, type Registry, startRegistry } from '@rollcall/testkit/registry';
import { readStored } from '@rollcall/testkit/registry-content';

if (everyRegistryProgram.length === 0)
  process.stderr.write('SKIPPED: copying between real registries; none is installed\n');
const whereInstalled = everyRegistryProgram.length === 0 ? describe.skip : describe;

const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
const noCredentials = async () => ({ credential: null, from: 'the test' });
const registries = () => ociRegistry({ credentials: noCredentials, network });
const options = { withReferrers: false };

function image(registry: Registry, repository: string, tag: string) {
  return { registry: registry.host, repository, tag, digest: null };
}

const stored = ({ host }: Registry, repository: string, name: string) => readStored({ host, repository }, name);

function writes(registry: Registry): string[] {
  return registry.requests.filter((request) => /^(POST|PUT|PATCH)/.test(request));
}

/** A registry writes down a request a moment after its answer. */
async function settled(registry: Registry): Promise<void> {
  await fetch(`http://${registry.host}/v2/settled/tags/list`);
  const before = registry.requests.length;
  await new Promise((resolve) => setTimeout(resolve, 100));
  if (registry.requests.length !== before) await settled(registry);
}

describe.each(everyRegistryProgram)('%s', (program) => {
  whereInstalled('copying', () => {
    let one: Registry;
    let two: Registry;
    beforeAll(async () => {
      [one, two] = await Promise.all([startRegistry({ program }), startRegistry({ program })]);
    });
    afterAll(() => Promise.all([one.close(), two.close()]));

    test.each(['within a registry', 'to another registry'])('%s it is the same bytes, the tag last', async (where) => {
      const to = where === 'within a registry' ? one : two;
      const digest = await one.pushIndex('dev/cart', '1-a');
      await settled(to);
      const before = writes(to).length;
      const copied = await registries().copy(image(one, 'dev/cart', '1-a'), image(to, 'prod/cart', '1-a'), options);
      expect(copied).toEqual({ digest, existed: false });
      expect(await stored(to, 'prod/cart', '1-a')).toEqual(await stored(one, 'dev/cart', '1-a'));
      for (const { digest: child } of JSON.parse((await stored(one, 'dev/cart', '1-a')).text).manifests)
        expect(await stored(to, 'prod/cart', child)).toEqual(await stored(one, 'dev/cart', child));
      await settled(to);
      const made = writes(to).slice(before);
      expect(made.at(-1)).toBe('PUT /v2/prod/cart/manifests/1-a 201');
      expect(made.at(-2)).toBe(`PUT /v2/prod/cart/manifests/${digest} 201`);
      expect(made.some((request) => request.startsWith('PATCH'))).toBe(where !== 'within a registry');
      expect(await registries().find(image(to, 'prod/cart', '1-a'), ['linux/amd64', 'linux/arm64'])).toEqual({
        digest,
      });
    });

    test('again it is a success that writes no tag, and another image under the tag is an error', async () => {
      const digest = await one.push('dev/again', '1-a');
      const places = [image(one, 'dev/again', '1-a'), image(one, 'prod/again', '1-a')] as const;
      await registries().copy(...places, options);
      await settled(one);
      const before = writes(one).length;
      expect(await registries().copy(...places, options)).toEqual({ digest, existed: true });
      await settled(one);
      expect(writes(one).slice(before)).not.toContain('PUT /v2/prod/again/manifests/1-a 201');
      await one.push('prod/again', '2-b');
      await expect(registries().copy(places[0], image(one, 'prod/again', '2-b'), options)).rejects.toMatchObject({
        name: 'UserError',
        message: expect.stringContaining('is another image there'),
      });
    });

    test('a source that is not whole is an error before anything is written', async () => {
      await one.pushIndex('dev/broken', '1-a');
      const [child] = JSON.parse((await stored(one, 'dev/broken', '1-a')).text).manifests;
      const gone = await fetch(`http://${one.host}/v2/dev/broken/manifests/${child.digest}`, { method: 'DELETE' });
      expect(gone.status).toBe(202);
      await settled(two);
      const before = writes(two).length;
      const copied = registries().copy(image(one, 'dev/broken', '1-a'), image(two, 'prod/broken', '1-a'), options);
      await expect(copied).rejects.toMatchObject({ name: 'UserError', message: expect.stringContaining(child.digest) });
      await settled(two);
      expect(writes(two).slice(before)).toEqual([]);
      expect(await registries().find(image(one, 'dev/broken', '1-a'))).toEqual({
        broken: expect.stringContaining(`${child.digest} for linux/amd64, which is gone`),
      });
      expect(await registries().find(image(one, 'dev/broken', '1-a'), ['linux/arm64'])).toHaveProperty('digest');
      expect(await registries().find(image(one, 'dev/broken', '1-a'), ['linux/s390x'])).toEqual({
        broken: 'its index has no image for linux/s390x: it has linux/amd64, linux/arm64',
      });
    });
  });
});
