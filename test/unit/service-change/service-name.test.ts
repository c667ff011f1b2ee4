import { expect, test } from '@jest/globals';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { assertNewName } from '@rollcall/domain/service-change/service-name';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const application = (name: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: ${name}\nspec:\n  source:\n    repoURL: https://charts.example.com\n    chart: x\n    targetRevision: 1.0.0\n`;

const catalog = () =>
  loadCatalog(
    memoryTree({
      'services/pay_api/Dockerfile': 'FROM scratch\n',
      'services/cart/Dockerfile': 'FROM scratch\n',
      'k8s/argocd/apps/prod/gateway.yaml': application('gateway'),
    }),
    {},
    { repositoryUrl: null },
  );

test.each(['refund', 'a', 'a1', 'x'.repeat(63)])('takes %s', async (name) => {
  const known = await catalog();
  expect(() => assertNewName(name, known)).not.toThrow();
});

test('takes the name of a service, which is completed', async () => {
  const known = await catalog();
  expect(() => assertNewName('cart', known)).not.toThrow();
});

test.each([
  ['', 'cannot be'],
  ['Refund', 'cannot be'],
  ['1st', 'cannot be'],
  ['a-', 'cannot be'],
  ['a.b', 'cannot be'],
  ['a b', 'cannot be'],
  ['a\nb', 'cannot be'],
  ['$' + '{{ x }}', 'cannot be'],
  ['x'.repeat(64), 'cannot be'],
  ['__proto__', 'cannot be'],
  ['default', 'is reserved'],
  ['all', 'is reserved'],
  ['pay-api', 'is spelled alike'],
  ['gateway', 'is taken'],
])('refuses %j', async (name, message) => {
  const known = await catalog();
  expect(() => assertNewName(name, known)).toThrow(message);
});
