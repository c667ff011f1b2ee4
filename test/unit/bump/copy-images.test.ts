import { describe, expect, test } from '@jest/globals';
import { bumpImages } from '@rollcall/domain/bump/bump-images';
import { promoteImages } from '@rollcall/domain/bump/promote-images';
import { formatImageReference } from '@rollcall/domain/images/image-reference';
import type { ImageCopier } from '@rollcall/domain/images/registry';
import { branchInMemory, memoryLog, swiftPace } from '../deploy-branch/branch-in-memory.ts';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';
import { settings, tags } from './promoted-shop.ts';

/** The Application of a service whose image is pulled from a registry. */
function from(registry: string, service: string, environment: string, tag: string, more = ''): string {
  return applicationText(service, environment, tag).replace(
    '  destination',
    `        - name: image.repository\n          value: ${registry}/${service}\n${more}  destination`,
  );
}

const digest = `sha256:${'b'.repeat(64)}`;
const pin = `        - name: image.digest\n          value: ${digest}\n`;

/** Promotes all from dev to prod with copies; `there` are the tags that prod's registry has already. */
async function promote(files: Record<string, string>, { there = [] as string[], dryRun = false } = {}) {
  const copied: string[] = [];
  const log = memoryLog();
  const progress: string[] = [];
  const branch = branchInMemory('main', { 'services/cart-service/Dockerfile': '', ...files });
  const copier: ImageCopier = {
    copy: async (source, target, { withReferrers }) => {
      const to = formatImageReference(target);
      copied.push(`${formatImageReference(source)} ${to}${withReferrers ? ' with referrers' : ''}`);
      return { digest, existed: there.includes(to) };
    },
  };
  await promoteImages(
    {
      from: { settings: settings('dev'), manifests: branch },
      to: { settings: settings('prod'), manifests: branch },
      services: ['cart-service'],
      onMissing: null,
      loadCatalog: catalogOf,
      log: { ...log, progress: (text) => progress.push(text) },
      dryRun,
      sourceHistory: null,
      copy: { copier, withReferrers: true },
    },
    (bump, origin) => bumpImages({ ...bump, branch, pace: swiftPace, origin: { id: 'i', ...origin } }),
  );
  return { copied, notices: log.notices, progress, branch };
}

const [dev, prod] = [applicationFile('cart-service', 'dev'), applicationFile('cart-service', 'prod')];

describe('a promotion that copies', () => {
  test('copies from where one environment pulls to where the other will, with what refers to it', async () => {
    const { copied, notices, progress, branch } = await promote({
      [dev]: from('dev.example.com', 'cart-service', 'dev', '2-b'),
      [prod]: from('prod.example.com', 'cart-service', 'prod', '1-a'),
    });
    const [source, target] = ['dev.example.com/cart-service:2-b', 'prod.example.com/cart-service:2-b'];
    expect(copied).toEqual([`${source} ${target} with referrers`]);
    expect(progress).toEqual([`copying ${source} to ${target}`]);
    expect(notices).toEqual([`${source} was copied to ${target} (${digest})`]);
    expect(tags(branch, 'prod')).toEqual({ 'cart-service': '2-b' });
  });

  test('says nothing of a copy that was there', async () => {
    const files = {
      [dev]: from('dev.example.com', 'cart-service', 'dev', '2-b'),
      [prod]: from('prod.example.com', 'cart-service', 'prod', '1-a'),
    };
    expect((await promote(files, { there: ['prod.example.com/cart-service:2-b'] })).notices).toEqual([]);
  });

  test('copies what is pinned, by its digest', async () => {
    const { copied } = await promote({
      [dev]: from('dev.example.com', 'cart-service', 'dev', '2-b', pin),
      [prod]: from('prod.example.com', 'cart-service', 'prod', '1-a', pin.replaceAll('b'.repeat(64), 'a'.repeat(64))),
    });
    expect(copied).toEqual([
      `dev.example.com/cart-service:2-b@${digest} prod.example.com/cart-service:2-b with referrers`,
    ]);
  });

  test('copies to every place that it is pulled from, but to the one where it is', async () => {
    const second = from('eu.example.com', 'cart-service', 'prod', '1-a').replace('cart-service-prod', 'cart-eu');
    const { copied } = await promote({
      [dev]: from('dev.example.com', 'cart-service', 'dev', '2-b'),
      [prod]: from('dev.example.com', 'cart-service', 'prod', '1-a'),
      'k8s/argocd/apps/prod/cart-eu.yaml': second.replaceAll('name: cart-eu', 'name: cart-service-prod-eu'),
    });
    expect(copied).toEqual(['dev.example.com/cart-service:2-b eu.example.com/cart-service:2-b with referrers']);
  });

  test('copies to a repository of another name in the same registry', async () => {
    const { copied } = await promote({
      [dev]: from('example.com/dev', 'cart-service', 'dev', '2-b'),
      [prod]: from('example.com/prod', 'cart-service', 'prod', '1-a'),
    });
    expect(copied).toEqual(['example.com/dev/cart-service:2-b example.com/prod/cart-service:2-b with referrers']);
  });

  test('copies nothing in a dry run', async () => {
    const files = {
      [dev]: from('dev.example.com', 'cart-service', 'dev', '2-b'),
      [prod]: from('prod.example.com', 'cart-service', 'prod', '1-a'),
    };
    expect((await promote(files, { dryRun: true })).copied).toEqual([]);
  });

  test('refuses a service that is pulled from two places, with the way out', async () => {
    const second = from('eu.example.com', 'cart-service', 'dev', '2-b').replace(
      'cart-service-dev',
      'cart-service-dev-eu',
    );
    const files = {
      [dev]: from('dev.example.com', 'cart-service', 'dev', '2-b'),
      'k8s/argocd/apps/dev/cart-eu.yaml': second,
      [prod]: from('prod.example.com', 'cart-service', 'prod', '1-a'),
    };
    await expect(promote(files)).rejects.toMatchObject({
      message: '"cart-service" is pulled from two places in dev',
      help: expect.stringContaining('give all its Applications one image repository'),
    });
  });
});
