import { describe, expect, test } from '@jest/globals';
import { currentImages } from '@rollcall/domain/bump/current-images';
import { branchInMemory } from '../deploy-branch/branch-in-memory.ts';
import { catalogOf } from './catalog-of.ts';
import { bump, promote, reasons, settings } from './promoted-shop.ts';

// Services that no Application is called as, in a tree that has the sources of others: their images name them.

const platform = (environment: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: platform-${environment}}
spec:
  source:
    repoURL: https://github.com/example/shop.git
    targetRevision: HEAD
    path: deploy/${environment}
  destination: {namespace: shop-${environment}}
`;
const workload = (tag: string) =>
  `kind: Deployment\nmetadata: {name: w}\nspec: {template: {spec: {containers: [{name: w, image: "ghcr.io/acme/billing:${tag}"}]}}}\n`;

type Layout = (environment: string, tag: string) => Record<string, string>;

const manifests: Layout = (environment, tag) => ({ [`deploy/${environment}/d.yaml`]: workload(tag) });
const kustomized: Layout = (environment, tag) => ({
  [`deploy/${environment}/d.yaml`]: workload('unset'),
  [`deploy/${environment}/kustomization.yaml`]: `resources: [d.yaml]\nimages: [{name: ghcr.io/acme/billing, newTag: ${tag}}]\n`,
});
const umbrella: Layout = (environment, tag) => ({
  [`deploy/${environment}/Chart.yaml`]: 'apiVersion: v2\nname: all\nversion: 1.0.0\n',
  [`deploy/${environment}/values.yaml`]: `billing: {image: {repository: ghcr.io/acme/billing, tag: ${tag}}}\n`,
});

describe.each([
  ['manifests', manifests],
  ['a kustomization', kustomized],
  ['value files', umbrella],
] as const)('a service that %s alone know', (_what, layout) => {
  const files = (dev: string, prod: string) => ({
    'services/cart/Dockerfile': '',
    'apps/dev/platform.yaml': platform('dev'),
    'apps/prod/platform.yaml': platform('prod'),
    ...layout('dev', dev),
    ...layout('prod', prod),
  });
  const saysIn = (all: Record<string, string>, environment: string, tag: string) =>
    Object.entries(layout(environment, tag)).every(([path, text]) => all[path] === text);

  test('is promoted by its name, and rolled back', async () => {
    const start = files('2-b', '1-a');
    const branch = branchInMemory('main', start);
    expect(await promote(branch, { from: 'dev', services: ['billing'] })).toMatchObject({ changed: true, skipped: [] });
    expect(saysIn(branch.files(), 'prod', '2-b')).toBe(true);
    expect(await promote(branch, { services: ['billing'] })).toMatchObject({ changed: true, skipped: [] });
    expect(branch.files()).toEqual(start);
  });

  test('is rolled back by the history of its files as well', async () => {
    const branch = branchInMemory('main', files('2-b', '1-a'));
    branch.push(layout('prod', '2-b'));
    expect(await promote(branch, { services: ['billing'] })).toMatchObject({ changed: true, skipped: [] });
    expect(saysIn(branch.files(), 'prod', '1-a')).toBe(true);
  });

  test('is read where it is named, and no other name is a service', async () => {
    const branch = branchInMemory('main', files('2-b', '1-a'));
    const { tree } = await branch.read();
    const named = await currentImages(tree, await catalogOf(tree), settings('dev'), ['billing', 'biling']);
    expect([...named.images]).toMatchObject([['billing', { tag: '2-b' }]]);
    expect(named.absent.has('biling')).toBe(false);
    await expect(promote(branch, { from: 'dev', services: ['biling'] })).rejects.toMatchObject({
      message: '"biling": no such service, named in "services"',
    });
    await expect(promote(branch, { services: ['biling'] })).rejects.toThrow('"biling": no such service');
  });
});

describe('a tag with a digest behind it', () => {
  const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
  const application = (environment: string, text: string) => ({
    [`k8s/argocd/apps/${environment}/cart-service.yaml`]: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: cart-service-${environment}}
spec:
  source:
    repoURL: https://github.com/example/shop.git
    targetRevision: HEAD
    path: charts/cart-service
    helm: {parameters: [{name: image.tag, value: "${text}"}]}
`,
  });
  const start = (dev: string, prod: string) => ({
    'services/cart-service/Dockerfile': '',
    ...application('dev', dev),
    ...application('prod', prod),
  });

  test('is promoted with it, and rolled back', async () => {
    const before = start(`2-b@${digest('b')}`, `1-a@${digest('a')}`);
    const branch = branchInMemory('main', before);
    expect(await promote(branch, { from: 'dev' })).toMatchObject({ changed: true, skipped: [] });
    expect(branch.files()).toEqual(start(`2-b@${digest('b')}`, `2-b@${digest('b')}`));
    expect(await promote(branch, { from: 'dev' })).toMatchObject({ changed: false, skipped: [] });
    expect(await promote(branch, {})).toMatchObject({ changed: true, skipped: [] });
    expect(branch.files()).toEqual(before);
  });

  test('is rolled back to what was before a bump without one', async () => {
    const branch = branchInMemory('main', start('x', `1-a@${digest('a')}`));
    await bump(branch, 'prod', { 'cart-service': '2-b' });
    expect(branch.files()).toMatchObject(application('prod', '2-b'));
    expect(await promote(branch, {})).toMatchObject({ changed: true });
  });

  test('is what it is: neither two digests nor a digest and none are one image', async () => {
    const second = application('dev', '2-b')['k8s/argocd/apps/dev/cart-service.yaml'] ?? '';
    const branch = branchInMemory('main', {
      ...start(`2-b@${digest('b')}`, '1-a'),
      'k8s/argocd/apps/dev/second.yaml': second.replace('cart-service-dev', 'cart-service-dev-two'),
    });
    expect(reasons(await promote(branch, { from: 'dev' }))).toEqual([
      expect.stringContaining('"cart-service" has different digests'),
    ]);
  });
});
