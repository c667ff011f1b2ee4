import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { ociRegistry } from '@rollcall/adapters/oci/registry';

const network = openNetwork({ timeout: '10s', allowInsecure: undefined });
const digest = `sha256:${'a'.repeat(64)}`;
const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2 };
const marker = 'MARKER';
const breaks = `\n::error::${marker}\u001b[2K`;

let close = (): void => {};
afterEach(() => close());

/** Asks a registry that has one manifest, and says what came of it and how often it was asked. */
async function askFor(manifest: unknown, contentType = 'application/vnd.oci.image.index.v1+json') {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (request.url?.includes('/blobs/')) response.writeHead(200).end(JSON.stringify(manifest));
    else response.writeHead(200, { 'Content-Type': contentType }).end(JSON.stringify(manifest));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const registry = ociRegistry({ credentials: async () => ({ credential: null, from: 'the test' }), network });
  const reference = {
    registry: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    repository: 'prod/a',
    tag: '1',
    digest: null,
  };
  const found = await registry.find(reference, ['linux/amd64']).then(
    (answer) => JSON.stringify(answer),
    (error: unknown) => String(error),
  );
  return { found, requests };
}

const child = (platform: unknown) => ({ ...config, mediaType: 'application/vnd.oci.image.manifest.v1+json', platform });

test.each([
  ['a platform', { schemaVersion: 2, manifests: [child({ os: `linux${breaks}`, architecture: 'arm64' })] }],
  ['a variant', { schemaVersion: 2, manifests: [child({ os: 'linux', architecture: 'arm64', variant: breaks })] }],
  [
    'a kind of artifact',
    { schemaVersion: 2, artifactType: breaks, config: { ...config, mediaType: `x${breaks}` }, layers: [] },
  ],
  ['the platform of a configuration', { schemaVersion: 2, config, layers: [], os: breaks, architecture: breaks }],
])('%s that is no name is not repeated', async (_what, manifest) => {
  const { found } = await askFor(manifest);
  expect(found).toMatch(/broken|Error/);
  expect(found).not.toContain(marker);
});

test('an index of a thousand platforms is told with few of them', async () => {
  const { found } = await askFor({
    schemaVersion: 2,
    manifests: Array.from({ length: 1000 }, (_, at) => child({ os: 'linux', architecture: `a${at}` })),
  });
  expect(found).toContain('has no image for linux/amd64');
  expect(found.length).toBeLessThan(500);
});

test('one that names more than an index does is none, and nothing of it is asked for', async () => {
  const manifests = Array.from({ length: 1001 }, () => child({ os: 'linux', architecture: 'amd64' }));
  expect(await askFor({ schemaVersion: 2, manifests })).toEqual({
    found: expect.stringContaining('names more than 1000 others'),
    requests: 1,
  });
});

test.each(['text/html', 'application/json; charset=utf-8', '', `x/y${'z'.repeat(8_000)}`])(
  'the content type %j says nothing of what the bytes are',
  async (contentType) => {
    const { found } = await askFor({ schemaVersion: 2, manifests: [] }, contentType);
    expect(found).toContain('its index names no image');
  },
);
