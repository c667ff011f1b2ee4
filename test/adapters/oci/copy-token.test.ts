import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openNetwork } from '@rollcall/adapters/network/network';
import { type CredentialSource, dockerCredentials } from '@rollcall/adapters/oci/docker-credentials';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import { type Registry, registryPrograms, startRegistry } from '@rollcall/testkit/registry';
import { registryPerson, registryReader } from '@rollcall/testkit/registry-token-server';
import { temporaryFolder } from '@rollcall/testkit/repository';

if (registryPrograms.length === 0)
  process.stderr.write('SKIPPED: copying where registries ask for tokens; none is installed\n');
const whereInstalled = registryPrograms.length === 0 ? describe.skip : describe;

const network = openNetwork({ timeout: undefined, allowInsecure: undefined });
const from = 'the test';
const person = { kind: 'password', ...registryPerson } as const;
const reader = { kind: 'password', ...registryReader } as const;

function fileOf(config: object): string {
  const path = join(temporaryFolder('named'), 'auth.json');
  writeFileSync(path, JSON.stringify(config));
  return path;
}

// CNCF distribution 2.8.2 and 3.1.2 answer a mount with 401 where the token may not pull from the other repository, and
// name both repositories in the challenge (registry/handlers/app.go, `appendAccessRecords` and `r.FormValue("from")`).
describe.each(registryPrograms)('%s with a token server', (program) => {
  whereInstalled('a copy', () => {
    let registry: Registry;
    beforeAll(async () => {
      registry = await startRegistry({ program, auth: 'token' });
    });
    afterAll(() => registry.close());

    /** Copies between two repositories; what the token server was asked, and what was written to the second. */
    async function copy(credentials: CredentialSource, repository: string, to: string) {
      const digest = await registry.push(repository, '1-a');
      const [tokens, requests] = [registry.tokenServer?.requests.length ?? 0, registry.requests.length];
      const reference = (name: string) => ({ registry: registry.host, repository: name, tag: '1-a', digest: null });
      const copier = ociRegistry({ credentials, network });
      const copied = await copier.copy(reference(repository), reference(to), { withReferrers: false });
      expect(copied).toEqual({ digest, existed: false });
      expect(await copier.find(reference(to), ['linux/amd64'])).toEqual({ digest });
      const written = registry.requests.slice(requests).filter((request) => /^(?:POST|PATCH) /.test(request));
      return { asked: registry.tokenServer?.requests.slice(tokens) ?? [], written };
    }

    test('asks for both repositories at once, and the blobs are taken over', async () => {
      const { asked, written } = await copy(async () => ({ credential: person, from }), 'dev/cart', 'prod/cart');
      expect(asked).toContain('GET repository:prod/cart:pull,push repository:dev/cart:pull as person 200');
      expect(written).toHaveLength(2);
      expect(written[0]).toMatch(/^POST \/v2\/prod\/cart\/blobs\/uploads\/\?mount=sha256%3A\S+ 401$/);
      expect(written[1]).toMatch(/^POST \/v2\/prod\/cart\/blobs\/uploads\/\?mount=sha256%3A\S+ 201$/);
    });

    test('with two logins of which that of the target may not pull from the source, the blobs are uploaded', async () => {
      const credentials: CredentialSource = async (_registry, repository) => ({
        credential: repository.startsWith('apart/') ? reader : person,
        from,
      });
      const { asked, written } = await copy(credentials, 'apart/cart', 'prod/apart');
      expect(asked).toContain('GET repository:prod/apart:pull,push repository:apart/cart:pull as person 200');
      expect(asked).toContain('GET repository:apart/cart:pull as reader 200');
      // That a mount is no way is not an error, and is asked once for each blob.
      expect(written.map((request) => request.replace(/\/uploads\/\S*/, ''))).toEqual([
        'POST /v2/prod/apart/blobs 401',
        'POST /v2/prod/apart/blobs 401',
        'POST /v2/prod/apart/blobs 202',
        'PATCH /v2/prod/apart/blobs 202',
      ]);
    });

    test('takes two logins of one host from the keys of a Docker configuration, each for its own part', async () => {
      const entry = ({ username, password }: typeof registryPerson) => ({
        auth: Buffer.from(`${username}:${password}`).toString('base64'),
      });
      const auths = {
        [registry.host]: entry(registryPerson),
        [`${registry.host}/apart`]: entry(registryReader),
        [`${registry.host}/apart/car`]: entry({ username: 'nobody', password: 'of half a name' }),
      };
      for (const env of [
        { DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) },
        { REGISTRY_AUTH_FILE: fileOf({ auths }) },
      ]) {
        const target = `prod/keys-${Object.keys(env)[0]?.toLowerCase()}`;
        const { asked } = await copy(
          dockerCredentials({ HOME: temporaryFolder('home'), ...env }),
          'apart/cart',
          target,
        );
        expect(asked).toContain('GET repository:apart/cart:pull as reader 200');
        expect(asked).toContain(`GET repository:${target}:pull,push as person 200`);
      }
    });

    test('says what is missing where nobody may push, or pull', async () => {
      for (const repository of ['dev/cart', 'apart/cart']) await registry.push(repository, '2-b');
      const reference = (name: string) => ({ registry: registry.host, repository: name, tag: '2-b', digest: null });
      const copier = ociRegistry({ credentials: async () => ({ credential: person, from }), network });
      await expect(
        copier.copy(reference('dev/cart'), reference('closed/cart'), { withReferrers: false }),
      ).rejects.toMatchObject({
        name: 'ExternalError',
        message: `${registry.host} refuses to take closed/cart (401): the credential found for it does not do (the test)`,
        help: expect.stringContaining('the right to push'),
      });
      await expect(
        copier.copy(reference('apart/cart'), reference('prod/cart'), { withReferrers: false }),
      ).rejects.toMatchObject({
        name: 'ExternalError',
        message: `${registry.host} refuses to show apart/cart (401): the credential found for it does not do (the test)`,
        help: expect.stringContaining('the right to pull'),
      });
    });
  });
});
