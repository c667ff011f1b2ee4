import { describe, expect, test } from '@jest/globals';
import { currentImages, knownServices, whyNone } from '@rollcall/domain/bump/current-images';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { applicationFile, applicationText, catalogOf } from './catalog-of.ts';
import { settings } from './promoted-shop.ts';

const file = applicationFile('cart', 'prod');
const second = 'k8s/argocd/apps/prod/a-second.yaml';
const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;

/** The Application of a service with a pinned tag. */
function pinned(tag: string, letter: string): string {
  return applicationText('cart', 'prod', tag).replace(
    '  destination',
    `        - name: image.digest\n          value: ${digest(letter)}\n  destination`,
  );
}

async function imagesOf(files: Record<string, string>) {
  const tree = memoryTree({ 'services/cart/Dockerfile': '', 'services/api/Dockerfile': '', ...files });
  return currentImages(tree, await catalogOf(tree), settings('prod'));
}

describe('the image that a service has', () => {
  test('is its tag and digest, with the files that say so and the place of the tag', async () => {
    const { images } = await imagesOf({
      [file]: pinned('1-a', 'a'),
      [second]: pinned('1-a', 'a').replace('cart-prod', 'cart-prod-b'),
    });
    expect([...images]).toEqual([
      ['cart', { tag: '1-a', digest: digest('a'), files: [second, file], place: { path: second, line: 13 } }],
    ]);
  });

  test.each([
    ['tags', pinned('2-b', 'a'), 'has different tags ("2-b", "1-a") in prod'],
    ['digests', pinned('1-a', 'b'), `has different digests ("${digest('b')}", "${digest('a')}") in prod`],
    ['no tag and another', applicationText('cart', 'prod', ''), 'has different tags ("", "1-a") in prod'],
  ])('is none where two Applications have different %s', async (_what, text, why) => {
    const found = await imagesOf({ [file]: pinned('1-a', 'a'), [second]: text.replace('cart-prod', 'cart-prod-b') });
    expect([...found.images]).toEqual([]);
    expect(whyNone(found, 'cart')).toBe(`"cart" ${why}`);
  });

  test('is none for what is no service, nor for one without an Application', async () => {
    const found = await imagesOf({ [file]: pinned('1-a', 'a') });
    expect(whyNone(found, 'web')).toBe('there is no service "web" there');
    expect(whyNone(found, 'api')).toBe('"api" has no Application');
  });
});

test('the services are those with sources and those that an Application deploys, by name', async () => {
  const tree = memoryTree({
    'services/cart/Dockerfile': '',
    [applicationFile('web', 'prod')]: applicationText('web', 'prod', '1-a'),
    [applicationFile('api', 'prod')]: applicationText('api', 'prod', '1-a'),
    [applicationFile('redis', 'prod')]: applicationText('redis', 'prod', '1-a'),
  });
  const repositoryUrl = 'https://github.com/example/shop.git';
  const catalog = await loadCatalog(tree, {}, { repositoryUrl, elsewhere: ['web', 'api'] });
  const { applications } = catalog;
  expect(applications).toHaveLength(3);
  expect(knownServices(catalog)).toEqual(['api', 'cart', 'web']);
  expect(knownServices({ ...catalog, services: [] })).toEqual(['api', 'web']);
  expect(knownServices({ ...catalog, services: [], applications: [], generated: applications })).toEqual([
    'api',
    'web',
  ]);
});
