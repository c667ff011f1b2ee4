import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import { everyRegistryProgram, type Registry, startRegistry } from '@rollcall/testkit/registry';
import { digestOf, mediaTypes, type Pushed, pushBlob, pushManifest } from '@rollcall/testkit/registry-content';

// What registries keep under another type than that of an OCI image: the same bytes under the same type arrive.

if (everyRegistryProgram.length === 0)
  process.stderr.write('SKIPPED: media types of real registries; none is installed\n');
const whereInstalled = everyRegistryProgram.length === 0 ? describe.skip : describe;

const docker = {
  list: 'application/vnd.docker.distribution.manifest.list.v2+json',
  manifest: 'application/vnd.docker.distribution.manifest.v2+json',
  config: 'application/vnd.docker.container.image.v1+json',
  layer: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
  foreign: 'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
};
const accept = [mediaTypes.index, mediaTypes.manifest, docker.list, docker.manifest].join(', ');
const platforms = ['linux/amd64', 'linux/arm64'];

const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
const registries = () => ociRegistry({ credentials: async () => ({ credential: null, from: 'the test' }), network });

interface Kind {
  index: string;
  manifest: string;
  config: string;
  layers: readonly string[];
}

describe.each(everyRegistryProgram)('%s', (program) => {
  whereInstalled('a copy', () => {
    let one: Registry;
    let two: Registry;
    beforeAll(async () => {
      [one, two] = await Promise.all([startRegistry({ program }), startRegistry({ program })]);
    });
    afterAll(() => Promise.all([one.close(), two.close()]));

    /** The type and the bytes of a manifest. */
    async function stored(registry: Registry, repository: string, name: string) {
      const headers = { Accept: accept };
      const answer = await fetch(`http://${registry.host}/v2/${repository}/manifests/${name}`, { headers });
      return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
    }

    /** Pushes an image for each platform and the index of them; the digest of each manifest, that of the index last. */
    async function pushKind(repository: string, { index, manifest, config, layers }: Kind): Promise<string[]> {
      const place = { host: one.host, repository };
      const images: (Pushed & { platform: object })[] = [];
      for (const architecture of ['amd64', 'arm64']) {
        const own: object[] = [];
        for (const type of layers) {
          const text = `${repository} ${architecture} ${type}`;
          // What is kept elsewhere is in no registry.
          if (type === docker.foreign)
            own.push({
              ...{ mediaType: type, digest: digestOf(text), size: text.length },
              urls: ['https://layers.example/1'],
            });
          else own.push(await pushBlob(place, text, type));
        }
        const configuration = await pushBlob(place, JSON.stringify({ os: 'linux', architecture }), config);
        const image = await pushManifest(place, { mediaType: manifest, config: configuration, layers: own });
        images.push({ ...image, platform: { os: 'linux', architecture } });
      }
      const list = await pushManifest(place, { mediaType: index, manifests: images }, '1-a');
      return [...images, list].map(({ digest }) => digest);
    }

    const zstd = 'application/vnd.oci.image.layer.v1.tar+zstd';
    test.each<[string, Kind]>([
      ['docker', { index: docker.list, manifest: docker.manifest, config: docker.config, layers: [docker.layer] }],
      ['docker-in-oci', { ...mediaTypes, manifest: docker.manifest, config: docker.config, layers: [docker.layer] }],
      ['zstd', { ...mediaTypes, layers: [mediaTypes.layer, zstd] }],
    ])('of an image of the kind %s keeps the types, within a registry and across', async (name, kind) => {
      const digests = await pushKind(`dev/${name}`, kind);
      for (const to of [one, two]) {
        const [from, target] = [one, to].map(({ host }, at) => ({
          ...{ registry: host, repository: `${at === 0 ? 'dev' : 'prod'}/${name}`, tag: '1-a', digest: null },
        }));
        if (!from || !target) throw new Error('two places');
        const digest = digests.at(-1);
        expect(await registries().copy(from, target, { withReferrers: false })).toEqual({ digest, existed: false });
        expect(await registries().find(target, platforms)).toEqual({ digest });
        for (const each of [...digests, '1-a']) {
          const copy = await stored(to, `prod/${name}`, each);
          expect(copy).toEqual(await stored(one, `dev/${name}`, each));
          expect(copy.status).toBe(200);
        }
      }
    });

    test('of a manifest that does not say its own type has the one that it was stored under', async () => {
      const place = { host: one.host, repository: 'dev/untyped' };
      const config = await pushBlob(place, '{"os":"linux","architecture":"amd64"}', mediaTypes.config);
      const body = JSON.stringify({ schemaVersion: 2, config, layers: [] });
      const headers = { 'Content-Type': mediaTypes.manifest };
      const pushed = await fetch(`http://${one.host}/v2/dev/untyped/manifests/1-a`, { method: 'PUT', headers, body });
      expect(pushed.status).toBe(201);
      const reference = (host: string) => ({ registry: host, repository: 'dev/untyped', tag: '1-a', digest: null });
      await registries().copy(reference(one.host), reference(two.host), { withReferrers: false });
      expect(await stored(two, 'dev/untyped', '1-a')).toEqual({ status: 200, type: mediaTypes.manifest, text: body });
    });

    test('leaves a layer where it is that no registry keeps', async () => {
      const layers = [docker.foreign, docker.layer];
      const kind = { index: docker.list, manifest: docker.manifest, config: docker.config, layers };
      const digests = await pushKind('dev/foreign', kind);
      const reference = (host: string) => ({ registry: host, repository: 'dev/foreign', tag: '1-a', digest: null });
      const copied = await registries().copy(reference(one.host), reference(two.host), { withReferrers: false });
      expect(copied).toEqual({ digest: digests.at(-1), existed: false });
      const text = 'dev/foreign amd64 ';
      const blob = (type: string) => fetch(`http://${two.host}/v2/dev/foreign/blobs/${digestOf(`${text}${type}`)}`);
      expect((await blob(docker.foreign)).status).toBe(404);
      expect(await (await blob(docker.layer)).text()).toBe(`${text}${docker.layer}`);
    });
  });
});
