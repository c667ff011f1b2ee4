import { expect, test } from '@jest/globals';
import { readConfig } from '@rollcall/domain/catalog/config';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { memoryTree } from '@rollcall/testkit/memory-tree';

function application(service: string, environment: string, source: string): [string, string] {
  return [
    `apps/${environment}/${service}.yaml`,
    `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${service}-${environment}
spec:
  destination: {namespace: shop-${environment}}
  source:
    repoURL: https://git.example.com/shop/shop.git
    targetRevision: k8s-deploy-${environment}
    path: charts/${service}
    helm:
${source}
`,
  ];
}

const tag = (value: string): string => `      parameters:\n        - {name: image.tag, value: "${value}"}`;
const digest = `sha256:${'ab'.repeat(32)}`;

function sources(service: string, values: string): [string, string][] {
  return [
    [`charts/${service}/Chart.yaml`, `apiVersion: v2\nname: ${service}\nversion: 1.0.0\n`],
    [`charts/${service}/values.yaml`, values],
    [`services/${service}/Dockerfile`, 'FROM scratch\n'],
  ];
}

async function imagesOf(files: [string, string][], chosen: { services?: string[]; environments?: string[] } = {}) {
  const tree = memoryTree(Object.fromEntries(files));
  const { images } = await verifyServices(tree, {
    config: await readConfig(tree, undefined),
    repositoryUrl: 'https://git.example.com/shop/shop',
    today: '2026-06-15',
    images: true,
    ...chosen,
  });
  return images?.map(({ service, images: row }) => [
    service,
    ...row.map((image) => {
      if (image.state !== 'known') return image.state === 'absent' ? '-' : `? ${image.why}`;
      const pinned = image.digest === undefined ? '' : `@${image.digest}`;
      return `${image.differs ? '≠' : '='} ${image.tag}${pinned} ${image.path}:${image.line}`;
    }),
  ]);
}

const image = 'image:\n  repository: r\n';
const valueFile = '      valueFiles: [values-prod.yaml]';
const shop: [string, string][] = [
  ...sources('cart', `${image}  tag: "1"\n`),
  application('cart', 'dev', tag('1-a')),
  application('cart', 'stage', tag('1-a')),
  application('cart', 'prod', tag('1-b')),
  ...sources('order', image),
  ['charts/order/values-prod.yaml', 'image:\n  tag: "7"\n'],
  application('order', 'dev', tag('7')),
  application('order', 'stage', tag('8')),
  application('order', 'prod', valueFile),
  ...sources('user', image),
  application('user', 'dev', tag('2')),
  application('user', 'prod', '      values: "not: [known"'),
];

test('the tag that Argo CD would deploy, where it stands, and which one differs', async () => {
  expect(await imagesOf(shop)).toEqual([
    ['cart', '= 1-a apps/dev/cart.yaml:13', '≠ 1-b apps/prod/cart.yaml:13', '= 1-a apps/stage/cart.yaml:13'],
    ['order', '= 7 apps/dev/order.yaml:13', '= 7 charts/order/values-prod.yaml:2', '≠ 8 apps/stage/order.yaml:13'],
    ['user', '= 2 apps/dev/user.yaml:13', expect.stringMatching(/^\? \S/), '-'],
  ]);
});

test('where no image is more usual than the others, all differ; a digest makes another image', async () => {
  const pinned = `${tag('3')}\n        - {name: image.digest, value: "${digest}"}`;
  const files = (source: string): [string, string][] => [
    ...sources('cart', `${image}  digest: ""\n`),
    application('cart', 'dev', tag('3')),
    application('cart', 'prod', source),
  ];
  expect(await imagesOf(files(tag('4')))).toEqual([
    ['cart', '≠ 3 apps/dev/cart.yaml:13', '≠ 4 apps/prod/cart.yaml:13'],
  ]);
  expect(await imagesOf(files(pinned))).toEqual([
    ['cart', '≠ 3 apps/dev/cart.yaml:13', `≠ 3@${digest} apps/prod/cart.yaml:13`],
  ]);
  expect(await imagesOf(files(tag('3')))).toEqual([
    ['cart', '= 3 apps/dev/cart.yaml:13', '= 3 apps/prod/cart.yaml:13'],
  ]);
});

test('what a deploy branch says is newer than what was checked out, for its environments', async () => {
  const files = (value: string): [string, string][] => [
    ...sources('cart', image),
    application('cart', 'dev', tag(value)),
    application('cart', 'prod', tag(value)),
  ];
  const branch = memoryTree(Object.fromEntries(files('2')));
  const tree = memoryTree(Object.fromEntries(files('1')));
  const { images } = await verifyServices(tree, {
    config: await readConfig(tree, undefined),
    repositoryUrl: 'https://git.example.com/shop/shop',
    today: '2026-06-15',
    images: true,
    deployBranches: {
      current: 'main',
      open: async (name) => (name === 'k8s-deploy-prod' ? { ...branch, name } : null),
    },
  });
  const [cart] = images ?? [];
  expect(cart?.images).toMatchObject([
    { environment: 'dev', tag: '1', branch: null, differs: true },
    { environment: 'prod', tag: '2', branch: 'k8s-deploy-prod', differs: true },
  ]);
});

test('only what is asked for, and nothing when nobody asks', async () => {
  expect(await imagesOf(shop, { services: ['cart'], environments: ['prod'] })).toEqual([
    ['cart', '= 1-b apps/prod/cart.yaml:13'],
  ]);
  const tree = memoryTree(Object.fromEntries(shop));
  const report = await verifyServices(tree, {
    config: await readConfig(tree, undefined),
    repositoryUrl: null,
    today: '2026-06-15',
  });
  expect('images' in report).toBe(false);
});
