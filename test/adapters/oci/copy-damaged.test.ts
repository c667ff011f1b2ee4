import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import { everyRegistryProgram, type Registry, startRegistry } from '@rollcall/testkit/registry';
import { digestOf, pushBlob, pushLayers, pushManifest, readStored, statusOf } from '@rollcall/testkit/registry-content';
import { type FrontRules, startFront } from '@rollcall/testkit/registry-front';

if (everyRegistryProgram.length === 0)
  process.stderr.write('SKIPPED: damaged copies between real registries; none is installed\n');
const whereInstalled = everyRegistryProgram.length === 0 ? describe.skip : describe;

const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
const pace = { now: () => 0, random: () => 0, sleep: async () => {} };
const registries = () =>
  ociRegistry({ credentials: async () => ({ credential: null, from: 'the test' }), network, pace });

/** Passes bytes on to a registry, and ends the connection after so many of an answer to `GET` of a path. */
async function startCutting(behind: string, path: string, after: number) {
  const [host = '', port = ''] = behind.split(':');
  const { connect } = await import('node:net');
  let cuts = 0;
  const server: Server = createServer((client) => {
    const registry = connect(Number(port), host);
    let isWatched = false;
    let sent = 0;
    client.on('data', (bytes) => {
      const line = bytes.toString('latin1').split('\r\n', 1)[0] ?? '';
      isWatched = line.startsWith('GET ') && line.includes(path);
      sent = 0;
      registry.write(bytes);
    });
    registry.on('data', (bytes) => {
      sent += bytes.length;
      if (isWatched && sent > after) {
        cuts += 1;
        client.write(bytes.subarray(0, Math.max(0, after - (sent - bytes.length))), () => client.destroy());
        registry.destroy();
      } else client.write(bytes);
    });
    for (const [one, other] of [
      [client, registry],
      [registry, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as { port: number };
  return { host: `127.0.0.1:${own}`, cuts: () => cuts, close: () => new Promise((resolve) => server.close(resolve)) };
}

describe.each(everyRegistryProgram)('%s', (program) => {
  whereInstalled('a copy of what is damaged', () => {
    let one: Registry;
    let two: Registry;
    beforeAll(async () => {
      [one, two] = await Promise.all([startRegistry({ program }), startRegistry({ program })]);
    });
    afterAll(() => Promise.all([one.close(), two.close()]));

    /** Copies by way of something that stands before one of the registries. */
    async function copyThrough(repository: string, rules: FrontRules, before: 'source' | 'target' = 'source') {
      const front = await startFront(before === 'source' ? one.host : two.host, rules);
      const reference = (registry: string) => ({ registry, repository, tag: '1-a', digest: null });
      try {
        return await registries().copy(
          reference(before === 'source' ? front.host : one.host),
          reference(before === 'target' ? front.host : two.host),
          { withReferrers: false },
        );
      } finally {
        await front.close();
      }
    }

    const layer = 'layer '.repeat(50_000);
    const source = (repository: string) => ({ host: one.host, repository });
    const target = (repository: string) => ({ host: two.host, repository });

    test.each([
      ['other bytes', (body: Buffer) => Buffer.alloc(body.length, 'x')],
      ['one other byte at its end', (body: Buffer) => Buffer.concat([body.subarray(0, -1), Buffer.from('x')])],
      ['a byte too few', (body: Buffer) => body.subarray(1)],
      ['a byte too many', (body: Buffer) => Buffer.concat([body, Buffer.from('x')])],
      ['no bytes', () => Buffer.alloc(0)],
    ])('a blob with %s is never stored, and neither is the tag', async (name, damage) => {
      const repository = `dev/${name.replaceAll(' ', '-')}`;
      const { blobs } = await pushLayers(source(repository), [`${name} ${layer}`], { tag: '1-a' });
      const damaged = blobs[1] ?? '';
      const answered: FrontRules['answered'] = ({ method, url }, body) =>
        method === 'GET' && url.endsWith(damaged) ? damage(body) : body;
      await expect(copyThrough(repository, { answered })).rejects.toMatchObject({
        name: 'ExternalError',
        message: expect.stringMatching(new RegExp(`^127.0.0.1:\\d+ sends something else than ${damaged}: sha256:`)),
      });
      expect(await statusOf(target(repository), `blobs/${damaged}`)).toBe(404);
      expect(await statusOf(target(repository), 'manifests/1-a')).toBe(404);
    });

    test('a child of an index with other bytes is an error that names it, before anything is written', async () => {
      await one.pushIndex('dev/child', '1-a');
      const [, child] = JSON.parse((await readStored(source('dev/child'), '1-a')).text).manifests;
      const answered: FrontRules['answered'] = ({ url }, body) =>
        url.endsWith(child.digest) ? Buffer.from(body.toString().replace('"size":', '"size": ')) : body;
      await expect(copyThrough('dev/child', { answered })).rejects.toMatchObject({
        name: 'ExternalError',
        message: expect.stringContaining(`sends something else than ${child.digest} for dev/child: sha256:`),
      });
      expect(two.requests.filter((request) => /^(?:POST|PUT|PATCH) \/v2\/dev\/child\//.test(request))).toEqual([]);
    });

    test('a stream that breaks off each time ends the copy, and one that does so once does not', async () => {
      const { blobs } = await pushLayers(source('dev/broken-off'), [`broken ${layer}`], { tag: '1-a' });
      const path = `/blobs/${blobs[1]}`;
      const cutting = await startCutting(one.host, path, 100_000);
      const to = { registry: two.host, repository: 'dev/broken-off', tag: '1-a', digest: null };
      const from = { ...to, registry: cutting.host };
      await expect(registries().copy(from, to, { withReferrers: false })).rejects.toMatchObject({
        name: 'ExternalError',
        message: expect.stringContaining(path),
      });
      expect(cutting.cuts()).toBeGreaterThan(1);
      expect(await statusOf(target('dev/broken-off'), `blobs/${blobs[1]}`)).toBe(404);
      expect(await statusOf(target('dev/broken-off'), 'manifests/1-a')).toBe(404);
      await cutting.close();
      expect(await registries().copy({ ...from, registry: one.host }, to, { withReferrers: false })).toMatchObject({
        existed: false,
      });
    });

    test.each([405, 400, 403, 404, 500])('a HEAD that is answered %s is asked again as GET', async (refused) => {
      const repository = `dev/heads-${refused}`;
      const digest = await one.pushIndex(repository, '1-a');
      const asked: FrontRules['asked'] = ({ method }) => (method === 'HEAD' ? refused : undefined);
      expect(await copyThrough(repository, { asked })).toEqual({ digest, existed: false });
      // The other way round nothing is sent a second time.
      expect(await copyThrough(repository, { asked }, 'target')).toEqual({ digest, existed: true });
    });

    test('what the target stored as something else is an error, and gets no tag', async () => {
      const { blobs } = await pushLayers(source('dev/stored'), [`stored ${layer}`], { tag: '1-a' });
      const asked: FrontRules['asked'] = ({ method, url }) =>
        method === 'PUT' && url.includes('/blobs/uploads/') && url.includes(encodeURIComponent(blobs[1] ?? ''))
          ? 400
          : undefined;
      await expect(copyThrough('dev/stored', { asked }, 'target')).rejects.toMatchObject({
        name: 'ExternalError',
        message: expect.stringMatching(/^127.0.0.1:\d+ does not take what is copied to dev\/stored \(400\)$/),
      });
      expect(await statusOf(target('dev/stored'), 'manifests/1-a')).toBe(404);
    });

    test('a target that has no such repository says so, with the code that it gives', async () => {
      await pushLayers(source('dev/nowhere'), [`nowhere ${layer}`], { tag: '1-a' });
      // As ECR and Harbor do, which make no repository, or no project, by themselves.
      const asked: FrontRules['asked'] = ({ method }) => (method === 'POST' ? 404 : undefined);
      await expect(copyThrough('dev/nowhere', { asked }, 'target')).rejects.toMatchObject({
        name: 'ExternalError',
        message: expect.stringMatching(/^127.0.0.1:\d+ takes nothing for dev\/nowhere \(404\)$/),
        help: expect.stringContaining('create it first'),
      });
    });

    test('a layer without a byte, and one that is named twice, are copied', async () => {
      const place = source('dev/empty');
      const config = await pushBlob(
        place,
        '{"os":"linux","architecture":"amd64"}',
        'application/vnd.oci.image.config.v1+json',
      );
      const empty = await pushBlob(place, '', 'application/vnd.oci.image.layer.v1.tar');
      const mediaType = 'application/vnd.oci.image.manifest.v1+json';
      const { digest } = await pushManifest(place, { mediaType, config, layers: [empty, empty] }, '1-a');
      expect(await copyThrough('dev/empty', {})).toEqual({ digest, existed: false });
      expect(await statusOf(target('dev/empty'), `blobs/${digestOf('')}`)).toBe(200);
    });
  });
});
