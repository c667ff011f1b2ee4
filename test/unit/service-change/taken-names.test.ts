import { describe, expect, test } from '@jest/globals';
import { claimInManifests } from '@rollcall/domain/service-change/taken-names';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const services = [{ name: 'cart' }, { name: 'pay' }];
const claim = (files: Record<string, string>) => claimInManifests(memoryTree(files), 'refund', services);

const deployment = (name: string, image: string, label = name) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    metadata:\n      labels:\n        app: ${label}\n    spec:\n      containers:\n        - name: ${name}\n          image: ${image}\n`;
const namespace = (name: string, labels = '{}') =>
  `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${name}\n  labels: ${labels}\n`;

describe('a name is taken', () => {
  test.each([
    ['an image', { 'k8s/pay.yaml': deployment('pay', 'ghcr.io/acme/refund:1') }, 'an image of k8s/pay.yaml', 13],
    [
      'an image of values',
      { 'values.yaml': 'pay:\n  image:\n    repository: acme/refund\n    tag: "1"\n' },
      'an image',
      3,
    ],
    [
      'an image of Kustomize',
      { 'kustomization.yaml': 'images:\n  - name: pay\n    newName: acme/refund\n' },
      'an image',
      3,
    ],
    ['an image of Compose', { 'compose.yaml': 'services:\n  pay:\n    image: acme/refund\n' }, 'an image', 3],
    ['a namespace', { 'k8s/namespaces.yaml': namespace('refund') }, 'the namespace of k8s/namespaces.yaml', 4],
    ['a label of a namespace', { 'ns.yaml': namespace('money', '{ name: refund }') }, 'a label of the namespace', 5],
    ['a label of pods', { 'k8s/pay.yaml': deployment('pay', 'acme/pay:1', 'refund') }, 'a label of the pods', 9],
    [
      'the namespace of an Application',
      { 'apps/pay.yaml': 'kind: Application\nmetadata: { name: pay }\nspec:\n  destination:\n    namespace: refund\n' },
      'the namespace of an Application',
      5,
    ],
  ])('by %s', async (_what, files, what, line) => {
    const found = await claim(files as unknown as Record<string, string>);
    expect([found?.what, found?.location.line]).toEqual([expect.stringContaining(what), line]);
  });
});

test.each([
  ['its own manifest', { 'k8s/refund/app.yaml': deployment('x', 'acme/refund:1') }],
  ['its own object among others', { 'k8s/all.yaml': deployment('refund', 'acme/refund:1') }],
  ['its own values', { 'values.yaml': 'refund:\n  image: { repository: acme/refund, tag: "1" }\n' }],
  ['its own entry of Compose', { 'compose.yaml': 'services:\n  refund:\n    image: acme/refund\n' }],
  [
    'its own image in a kustomization',
    { 'kustomization.yaml': 'images:\n  - name: refund\n    newName: acme/refund\n' },
  ],
  ['a repository of a registry', { 'values.yaml': 'repositories: [prod/refund]\n' }],
  ['a longer name', { 'k8s/pay.yaml': deployment('pay', 'acme/refund-worker:1') }],
  ['a template', { 'k8s/pay.yaml': 'image: {{ if a }}\nrefund: {{ end }}\n' }],
  ['its namespace where each service has one', { 'ns.yaml': `${namespace('cart')}---\n${namespace('refund')}` }],
])('by nobody beside %s', async (_what, files) => {
  expect(await claim(files as unknown as Record<string, string>)).toBe(null);
});
