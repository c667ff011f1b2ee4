import { expect, test } from '@jest/globals';
import { ruleFixtures, verifyFiles } from '../../rule-fixtures.ts';

const beside = ruleFixtures().find(({ name }) => name === 'image-tag-mutable/bad-values-beside-values-object')?.files;
const tag = '        image:\n          tag: 31-8f0c2ab\n';

test.each([
  [
    '`values`, which Argo CD ignores beside `valuesObject`',
    (app: string) => app,
    'nobody can say what runs in prod, and a restart may change it',
  ],
  [
    '`valuesObject`',
    (app: string) => app.replace(tag, '        {}\n').replace('valuesObject:\n', `valuesObject:\n${tag}`),
    'it is overridden by valuesObject of k8s/argocd/apps/dev/cart-service.yaml and 1 more, and what is deployed without that is not known',
  ],
  [
    '`values` alone',
    (app: string) => app.replace(/ {6}valuesObject:\n(?: {8}.*\n)+/, ''),
    'it is overridden by values of k8s/argocd/apps/dev/cart-service.yaml and 1 more, and what is deployed without that is not known',
  ],
])('a chart has the tag latest, and another one is set by %s', async (_name, change, consequence) => {
  const files = Object.entries(beside ?? {}).map(([path, text]) => [
    path,
    path.includes('/apps/') ? change(text) : text,
  ]);
  const { findings } = await verifyFiles(Object.fromEntries(files), { rules: ['image-tag-mutable'] });
  expect(findings.map(({ message }) => message)).toEqual([`tag latest of shop/cart-service moves: ${consequence}`]);
});
