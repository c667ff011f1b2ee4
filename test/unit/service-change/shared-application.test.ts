import { expect, test } from '@jest/globals';
import { planNewService } from '@rollcall/domain/service-change/new-service';
import { textOf } from '@rollcall/domain/tree/read-text';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const options = {
  config: { config: {}, path: null, document: null },
  repositoryUrl: 'https://github.com/acme/shop',
  today: '2026-01-01',
};
const names = ['billing', 'cart'];
const policy = '  syncPolicy: { automated: { prune: true } }\n';

function shop(account: string, syncPolicy: string) {
  const base = (name: string): [string, string][] => [
    [`services/${name}/Dockerfile`, 'FROM scratch\n'],
    [`services/${name}/go.mod`, `module example.com/${name}\n`],
    [`deploy/base/${name}/kustomization.yaml`, 'resources:\n  - deployment.yaml\n'],
    [
      `deploy/base/${name}/deployment.yaml`,
      `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  template:
    spec:
      serviceAccountName: ${account.replace('NAME', name)}
      containers:
        - name: app
          image: ghcr.io/acme/shop/${name}:5-abcdef1
`,
    ],
  ];
  return memoryTree({
    ...Object.fromEntries(names.flatMap(base)),
    'deploy/overlays/dev/kustomization.yaml': `resources:\n${names.map((name) => `  - ../../base/${name}\n`).join('')}`,
    'argocd/dev.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop-dev, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://github.com/acme/shop, path: deploy/overlays/dev, targetRevision: main }
  destination: { server: https://kubernetes.default.svc, namespace: dev }
${syncPolicy}`,
  });
}

async function steps(account = 'NAME', syncPolicy = policy) {
  const request = { name: 'refund', like: 'cart', environments: [] };
  const { steps, files } = await planNewService(shop(account, syncPolicy), request, options);
  expect(textOf('', files.get('deploy/base/refund/deployment.yaml') ?? undefined)).toContain('shop/refund:0-not-built');
  return (words: string) => steps.find(({ what }) => what.includes(words));
}

test('what one Application of many services reads is to be merged with the first image: nothing holds it', async () => {
  expect((await steps())('at once')?.places.map(({ path }) => path)).toEqual(['deploy/base/refund/deployment.yaml']);
});

test('where that Application is not synced by itself, nothing is to be waited for', async () => {
  expect((await steps('NAME', ''))('at once')).toBeUndefined();
});

test('its first bump is told with the environments of that Application', async () => {
  expect((await steps())('build and push the first image')?.command).toContain('rollcall bump --environment dev');
});

test('a ServiceAccount that its manifests name and do not make is told, and one that others have is not', async () => {
  expect((await steps())('ServiceAccount')?.places).toEqual([
    { path: 'deploy/base/refund/deployment.yaml', line: 7, column: 1 },
  ]);
  expect((await steps('shared'))('ServiceAccount')).toBeUndefined();
});
