import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitServer, startGitServer } from '@rollcall/testkit/git-server';
import { type Registry, registryPrograms, startRegistry } from '@rollcall/testkit/registry';
import { listReferrers, pushArtifact, pushReferrerTag, readStored, statusOf } from '@rollcall/testkit/registry-content';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

if (registryPrograms.length === 0)
  process.stderr.write('SKIPPED: promotions that copy images between real registries; none is installed\n');
const whereInstalled = registryPrograms.length === 0 ? describe.skip : describe;

const application = (environment: string) => `k8s/argocd/apps/${environment}/cart-service.yaml`;
const tag = '58-3d90be1';

interface Place extends Shop {
  registry: Registry;
  server: GitServer;
}

/** The shop whose environments pull cart-service from `dev/` and `prod/` of a registry, behind a server. */
async function openPlace(program: string): Promise<Place> {
  const registry = await startRegistry({ program });
  const shop = createShop();
  const { repository, origin } = shop;
  for (const environment of ['dev', 'prod']) {
    const path = application(environment);
    const text = readFileSync(join(repository.directory, path), 'utf8');
    const parameters = `      parameters:\n        - {name: global.imageRegistry, value: "${registry.host}"}\n        - {name: image.digest, value: ""}\n`;
    repository.commit({ [path]: text.replace('      parameters:\n', parameters) });
  }
  repository.git('push', '--quiet', '--force', 'origin', 'main', 'main:k8s-deploy-dev', 'main:k8s-deploy-prod');
  const folder = temporaryFolder('served');
  mkdirSync(join(folder, 'example'));
  symlinkSync(origin.directory, join(folder, 'example/shop'));
  return { ...shop, registry, server: await startGitServer(folder) };
}

describe.each(registryPrograms)('promote-images from dev to prod on %s', (program) => {
  whereInstalled('with copy', () => {
    let place: Place;
    let digest: string;
    beforeAll(async () => {
      place = await openPlace(program);
    });
    afterAll(() => Promise.all([place.registry.close(), place.server.close()]));

    const step = (inputs: Record<string, string>) =>
      runAction('promote-images', {
        workspace: temporaryFolder('workspace'),
        token: 'the-token',
        inputs: { from: 'dev', to: 'prod', services: 'cart-service', via: 'git', 'allow-older': 'true', ...inputs },
        env: { GITHUB_SERVER_URL: place.server.url, GITHUB_REPOSITORY: 'example/shop', GITHUB_SHA: place.commit },
      });
    const target = () => ({ host: place.registry.host, repository: 'prod/cart-service' });
    const head = () => place.origin.git('rev-parse', 'k8s-deploy-prod');
    const written = () => place.origin.git('show', `k8s-deploy-prod:${application('prod')}`);

    test('an image that is nowhere is an error, and nothing is written', async () => {
      const before = head();
      const result = await step({ copy: 'true' });
      expect(result).toMatchObject({ status: 2, outputs: {} });
      expect(result.stdout).toContain(`${place.registry.host}/dev/cart-service:${tag} does not exist, so it cannot`);
      expect(head()).toBe(before);
      digest = await place.registry.pushIndex('dev/cart-service', tag);
    });

    test('without it the image is not there, and nothing is written', async () => {
      const before = head();
      const result = await step({ 'verify-images': 'true' });
      expect(result).toMatchObject({ status: 2, outputs: {} });
      expect(result.stdout).toContain(`1 image does not exist: ${place.registry.host}/prod/cart-service:${tag}`);
      expect(head()).toBe(before);
    });

    test('a dry run copies nothing, and asks for the image where it is', async () => {
      const result = await step({ copy: 'true', 'verify-images': 'true', 'pin-digests': 'true', 'dry-run': 'true' });
      expect(result).toMatchObject({ status: 0, outputs: { changed: 'true', commit: '' } });
      expect(result.stdout).toContain(`+        - {name: image.digest, value: "${digest}"}`);
      expect(await statusOf(target(), `manifests/${tag}`)).toBe(404);
    });

    test('the image is copied, then its tag is written, pinned to the digest', async () => {
      const before = head();
      const result = await step({ copy: 'true', 'verify-images': 'true', 'pin-digests': 'true' });
      expect(result.status).toBe(0);
      expect(result.outputs).toMatchObject({ changed: 'true', commit: head(), skipped: '[]' });
      expect(JSON.parse(result.outputs.changes ?? '')).toMatchObject([
        { service: 'cart-service', old: '', new: digest },
        { service: 'cart-service', new: tag },
      ]);
      expect(result.stdout).toContain(
        `${place.registry.host}/dev/cart-service:${tag} was copied to ${place.registry.host}/prod/cart-service:${tag} (${digest})`,
      );
      const source = { host: place.registry.host, repository: 'dev/cart-service' };
      expect(await readStored(target(), tag)).toEqual(await readStored(source, tag));
      expect(head()).not.toBe(before);
      expect(written()).toContain(`value: "${tag}"`);
      expect(written()).toContain(digest);
    });

    test('again, with what refers to the image: that is copied, and no commit is made', async () => {
      const source = { host: place.registry.host, repository: 'dev/cart-service' };
      const { text } = await readStored(source, tag);
      const subject = { mediaType: JSON.parse(text).mediaType, digest, size: text.length };
      const note = await pushArtifact(source, { text: 'signed', subject });
      await pushReferrerTag(source, digest, [note]);
      place.origin.git('update-ref', 'refs/heads/k8s-deploy-prod', 'k8s-deploy-prod~1');
      const plain = await step({ copy: 'true', 'dry-run': 'true' });
      expect(plain.outputs).toMatchObject({ changed: 'true' });
      const result = await step({ copy: 'with-referrers', 'pin-digests': 'true' });
      expect(result).toMatchObject({ status: 0, outputs: { changed: 'true' } });
      expect(result.stdout).not.toContain('was copied to');
      expect(await listReferrers(target(), digest)).toEqual([note.digest]);
      const nothing = await step({ copy: 'with-referrers', 'pin-digests': 'true' });
      expect(nothing).toMatchObject({ status: 0, outputs: { changed: 'false', commit: '' } });
    });

    test('another image under the tag is an error that says so, and nothing is written', async () => {
      place.origin.git('update-ref', 'refs/heads/k8s-deploy-prod', 'main');
      await place.registry.push('prod/cart-service', tag);
      const { digest: other } = await readStored(target(), tag);
      const result = await step({ copy: 'true' });
      expect(result.status).toBe(2);
      expect(result.stdout).toContain(
        `${place.registry.host}/prod/cart-service:${tag} is another image there: ${other}, not ${digest}`,
      );
      expect(head()).toBe(place.origin.git('rev-parse', 'main'));
      expect((await readStored(target(), tag)).digest).toBe(other);
    });

    test.each([
      ['copy: yes', { copy: 'yes' }],
      ['a roll-back', { copy: 'true', 'to-previous': 'true', from: '' }],
    ])('%s is refused', async (_name, inputs) => {
      const result = await step(inputs);
      expect(result.status).toBe(2);
      expect(result.stdout).toContain('copy');
    });
  });
});
