import { expect, test } from '@jest/globals';
import { added, of } from './added-service.ts';

// Places that each service has for itself, of which a new one was given none, or that of its sibling.

test('a new service has a workflow of its own where its siblings have, whatever else names it', async () => {
  const names = ['cart-service', 'order-service', 'user-service'];
  const { change, text } = await added(
    {
      ...of(names, (name) => ({
        [`services/${name}/Dockerfile`]: 'FROM scratch\n',
        [`services/${name}/go.mod`]: `module example.com/${name}\n`,
        [`.github/workflows/build-${name}.yml`]: `on: { push: { paths: ['services/${name}/**'] } }\njobs:\n  build:\n    uses: ./.github/workflows/build.yml\n    with: { service: ${name} }\n`,
      })),
      // It takes any folder, and runs for those that call it.
      '.github/workflows/build.yml':
        'on:\n  workflow_call:\n    inputs: { service: { type: string } }\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: docker build services/${{ inputs.service }}\n',
      '.github/dependabot.yml': `version: 2\nupdates:\n${names.map((name) => `  - { package-ecosystem: gomod, directory: /services/${name}, schedule: { interval: weekly } }\n`).join('')}`,
    },
    { name: 'refund-service', like: 'order-service' },
  );
  expect(text('.github/workflows/build-refund-service.yml')).toContain('service: refund-service');
  expect(text('.github/dependabot.yml')).toContain('/services/refund-service');
  expect(change.findings).toEqual([]);
});

test('what is wrong with how all are built is no bug of the list that a new service is added to', async () => {
  const names = ['cart-service', 'order-service', 'user-service'];
  const { change } = await added(
    {
      ...of(names, (name) => ({
        [`services/${name}/Dockerfile`]: `FROM scratch\nCOPY services/${name} .\n`,
        [`services/${name}/go.mod`]: `module example.com/${name}\n`,
      })),
      '.github/workflows/ci.yml': `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n        service: [${names.join(', ')}]\n    steps:\n      - run: docker build services/\${{ matrix.service }}\n`,
    },
    { name: 'refund-service', like: 'order-service' },
  );
  expect([change.findings, change.notes]).toEqual([
    [],
    expect.arrayContaining([expect.stringMatching(/as with order-service, verify finds .*build-context-mismatch/)]),
  ]);
});

test('an element of a generator has the port of the new service', async () => {
  const ports = { 'cart-service': 8081, 'order-service': 8082, 'user-service': 8083 };
  const { text } = await added(
    {
      ...of(Object.keys(ports), (name) => ({
        [`services/${name}/Dockerfile`]: `FROM scratch\nEXPOSE ${ports[name as keyof typeof ports]}\n`,
        [`services/${name}/go.mod`]: `module example.com/${name}\n`,
      })),
      'charts/app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n',
      'argocd/set.yaml': `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: shop, namespace: argocd }
spec:
  generators:
    - list:
        elements:
${Object.entries(ports)
  .map(([name, port]) => `          - service: ${name}\n            port: "${port}"\n            tag: 1-abcdef1\n`)
  .join('')}  template:
    metadata: { name: '{{service}}' }
    spec:
      project: default
      destination: { server: https://kubernetes.default.svc, namespace: shop }
      source:
        repoURL: https://github.com/acme/shop
        targetRevision: main
        path: charts/app
        helm:
          parameters:
            - { name: image.repository, value: 'ghcr.io/acme/{{service}}' }
            - { name: image.tag, value: '{{tag}}' }
            - { name: port, value: '{{port}}' }
`,
    },
    { name: 'refund-service', like: 'order-service' },
  );
  expect(text('argocd/set.yaml')).toContain('          - service: refund-service\n            port: "8084"\n');
  expect(text('argocd/set.yaml')).toContain('          - service: order-service\n            port: "8082"\n');
});

test('objects of several services in one file are cloned behind those of the sibling', async () => {
  const names = ['cart-service', 'order-service', 'user-service'];
  const objects = (name: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - name: ${name}\n          image: ghcr.io/acme/${name}:7-aaaaaaa\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector: { app: ${name} }\n`;
  const { change, text } = await added(
    {
      ...of(names, (name) => ({
        [`services/${name}/Dockerfile`]: 'FROM scratch\n',
        [`services/${name}/go.mod`]: `module example.com/${name}\n`,
      })),
      'k8s/all.yaml': names.map(objects).join('---\n'),
      'argocd/shop.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop, namespace: argocd }\nspec:\n  project: default\n  source: { repoURL: https://github.com/acme/shop, targetRevision: main, path: k8s }\n  destination: { server: https://kubernetes.default.svc, namespace: shop }\n',
    },
    { name: 'refund-service', like: 'order-service' },
  );
  const own = objects('refund-service').replace('7-aaaaaaa', '0-not-built');
  const expected = [objects('cart-service'), objects('order-service'), own, objects('user-service')].join('---\n');
  expect([text('k8s/all.yaml'), change.findings]).toEqual([expected, []]);
});
