import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Registry, registryPrograms, startRegistry } from '@rollcall/testkit/registry';
import { runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

// Registries of this machine, with TLS and without: the image of dev is copied into the repository of prod, then written.

if (registryPrograms.length === 0) process.stderr.write('SKIPPED: registries with TLS; none is installed\n');
const whereInstalled = registryPrograms.length === 0 ? describe.skip : describe;

const tag = '58-3d90be1';
const application = (environment: string) => `k8s/argocd/apps/${environment}/cart-service.yaml`;

/** Promotes from one registry to the other, and gives what was printed with whether the tag was written. */
async function promote(from: string, to: string, env: Record<string, string>, ...more: string[]) {
  const { repository } = createShop();
  repository.git('remote', 'remove', 'origin');
  for (const [environment, registry] of Object.entries({ dev: from, prod: to })) {
    const file = join(repository.directory, application(environment));
    const parameter = `      parameters:\n        - {name: global.imageRegistry, value: "${registry}"}\n`;
    writeFileSync(file, readFileSync(file, 'utf8').replace('      parameters:\n', parameter));
  }
  const words = 'promote --from dev --to prod --services cart-service --in-place --allow-older --copy true'.split(' ');
  const result = await runCommandLine([...words, ...more], { cwd: repository.directory, env });
  const written = readFileSync(join(repository.directory, application('prod')), 'utf8').includes(`"${tag}"`);
  return { ...result, written };
}

describe.each(registryPrograms)('%s', (program) => {
  whereInstalled('on this machine', () => {
    let plain: Registry;
    let secure: Registry;
    beforeAll(async () => {
      [plain, secure] = await Promise.all([startRegistry({ program }), startRegistry({ program, tls: true })]);
      await plain.pushIndex('dev/cart-service', tag);
    });
    afterAll(() => Promise.all([plain.close(), secure.close()]));

    test('is sent nothing where it has TLS and a certificate that nobody vouches for', async () => {
      const result = await promote(plain.host, secure.host, {});
      expect(result).toMatchObject({ status: 3, written: false });
      expect(result.stderr).toContain(`${secure.host} cannot be reached: DEPTH_ZERO_SELF_SIGNED_CERT`);
      expect(secure.requests).toEqual([]);
    });

    test('is not told to do without TLS by being allowed to', async () => {
      const result = await promote(plain.host, secure.host, {}, '--allow-insecure', 'true');
      expect(result).toMatchObject({ status: 3, written: false });
      expect(result.stderr).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
    });

    test('is spoken to by TLS where it has it', async () => {
      const result = await promote(plain.host, secure.host, { NODE_EXTRA_CA_CERTS: secure.certificate ?? '' });
      expect(result).toMatchObject({ status: 0, written: true });
      expect(secure.requests).toContain(`PUT /v2/prod/cart-service/manifests/${tag} 201`);
    });

    test('is spoken to without TLS by a name of its own only where that is told', async () => {
      // What is no name of this machine by itself, and leads to it.
      const named = plain.host.replace('127.0.0.1', '0.0.0.0');
      const untold = await promote(named, plain.host, {});
      expect(untold).toMatchObject({ status: 3, written: false });
      expect(untold.stderr).toContain(`${named} cannot be reached: `);
      expect(await promote(named, plain.host, {}, '--allow-insecure', named)).toMatchObject({
        status: 0,
        written: true,
      });
    });
  });
});
