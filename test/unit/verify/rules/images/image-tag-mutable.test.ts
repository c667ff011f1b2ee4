import { expect, test } from '@jest/globals';
import { ruleFixtures, verifyFiles } from '../../rule-fixtures.ts';

const beside = ruleFixtures().find(({ name }) => name === 'image-tag-mutable/bad-values-beside-values-object')?.files;
const tag = '        image:\n          tag: 31-8f0c2ab\n';

test.each<[string, (app: string) => string, string[]]>([
  [
    '`values`, which Argo CD ignores beside `valuesObject`',
    (app) => app,
    ['tag latest of shop/cart-service moves: nobody can say what runs in prod, and a restart may change it'],
  ],
  ['`valuesObject`', (app) => app.replace(tag, '        {}\n').replace('valuesObject:\n', `valuesObject:\n${tag}`), []],
  ['`values` alone', (app) => app.replace(/ {6}valuesObject:\n(?: {8}.*\n)+/, ''), []],
])('a chart has the tag latest, and each Application sets another one by %s', async (_name, change, messages) => {
  const files = Object.entries(beside ?? {}).map(([path, text]) => [
    path,
    path.includes('/apps/') ? change(text) : text,
  ]);
  const { findings } = await verifyFiles(Object.fromEntries(files), { rules: ['image-tag-mutable'] });
  expect(findings.map(({ message }) => message)).toEqual(messages);
});
