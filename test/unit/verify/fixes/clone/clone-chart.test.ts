import { describe, expect, test } from '@jest/globals';
import { fixFiles } from '../../rule-fixtures.ts';

const values = (name: string) => `image:\n  repository: shop/${name}\n  tag: ""\n`;
const chart = (name: string) => `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`;

/** Two services with charts, and one without; the first chart, which is cloned, has other files. */
function shop(changes: Record<string, string> = {}): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of ['cart-service', 'order-service', 'review-service'])
    Object.assign(files, {
      [`services/${name}/Dockerfile`]: 'FROM alpine:3.22\nCOPY . /app\n',
      [`services/${name}/go.mod`]: `module example.com/${name}\n`,
      [`services/${name}/main.go`]: 'package main\n',
    });
  for (const name of ['cart-service', 'order-service'])
    Object.assign(files, { [`charts/${name}/Chart.yaml`]: chart(name), [`charts/${name}/values.yaml`]: values(name) });
  for (const [path, text] of Object.entries(changes))
    for (const name of ['cart-service', 'order-service'])
      files[`charts/${name}/${path}`] = text.replaceAll('NAME', name);
  return files;
}

async function clone(files: Record<string, string>): Promise<Record<string, string>> {
  const result = await fixFiles(files, { rules: ['service-chart-missing'] });
  return Object.fromEntries(
    [...result.files].map(([path, content]) => [path, Buffer.from(content ?? []).toString('utf8')]),
  );
}

test('a chart is its files', async () => {
  expect(await clone(shop())).toEqual({
    'charts/review-service/Chart.yaml': chart('review-service'),
    'charts/review-service/values.yaml': values('review-service'),
  });
});

describe('what a chart says of its service', () => {
  test.each([
    ['plain', 'description: All carts. # short', 'description: review-service # short'],
    ['in quotes', "description: 'All carts.'", "description: 'review-service'"],
    ['with its name', 'description: The NAME of the shop', 'description: The review-service of the shop'],
    ['in a block', 'description: >-\n  All\n  carts', 'description: >-\n  All\n  carts'],
    ['in quotes over lines', 'description: "All\n  carts"', 'description: "All\n  carts"'],
  ])('%s', async (_name, line, expected) => {
    const files = await clone(shop({ 'Chart.yaml': `${chart('NAME')}${line}\n` }));
    expect(files['charts/review-service/Chart.yaml']).toBe(`${chart('review-service')}${expected}\n`);
  });
});

describe('nothing is cloned where', () => {
  test.each<[string, Record<string, string>]>([
    ['the chart holds a file that is none of a chart', { 'files/logo.svg': '<svg/>' }],
    ['it holds a subchart that is vendored', { 'charts/cache-1.0.0.tgz': 'gzip' }],
    ['its values are no YAML', { 'values.yaml': 'image: {\n' }],
    ['a file of it would be where a file is', { 'Chart.yaml': chart('other') }],
  ])('%s', async (_name, changes) => {
    const files = shop(changes);
    if (changes['Chart.yaml'] !== undefined) files['charts/review-service'] = 'a file';
    expect(await clone(files)).toEqual({});
  });
});
