import { describe, expect, test } from '@jest/globals';
import { chartValues, placeOfValue } from '@rollcall/domain/argocd/chart-values';
import { openValues } from '@rollcall/domain/argocd/open-values';
import { valuesJson } from '@rollcall/domain/argocd/values-json';
import { type FoundValue, winningValue } from '@rollcall/domain/argocd/winning-value';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { readSetPath } from '@rollcall/domain/helm/set-values';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const chart = {
  'charts/shop/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
  'charts/shop/values.yaml': 'image: {repository: shop, tag: chart}\nenv: [A, B]\nflag: off\nquoted: "off"\n',
};

function applicationOf(helm: string, rest = ''): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  destination: {namespace: shop-dev}
${rest || `  source:\n    repoURL: https://github.com/example/shop.git\n    path: charts/shop\n    helm:\n${helm.replace(/^/gm, '      ')}`}
`;
}

async function open(files: Record<string, string>, helm: string, rest?: string) {
  const tree = memoryTree({ ...chart, ...files, 'apps/dev/shop.yaml': applicationOf(helm, rest) });
  const catalog = await loadCatalog(tree, {}, { repositoryUrl: 'https://github.com/example/shop.git' });
  const [application] = catalog.applications;
  const source = application?.sources.find(({ path }) => path !== null);
  if (!application || !source) throw new Error('no Application');
  const values = await openValues(tree, application);
  return { application, values, chart: chartValues(application, source, values) };
}

/** What wins, with its place; of what is not known, why. */
function describeFound(found: FoundValue): unknown {
  if (found.state === 'unknown') return { unknown: found.layer.unknown };
  if (found.state === 'unset') return found.layer ? { removed: placeText(found) } : 'unset';
  return [found.value, placeText(found)];
}

function placeText({ layer, path }: FoundValue): string {
  const place = layer && placeOfValue(layer, path);
  return place ? `${place.path}:${place.line}` : '';
}

async function winnerOf(key: string, files: Record<string, string>, helm: string, rest?: string): Promise<unknown> {
  return describeFound(winningValue((await open(files, helm, rest)).chart, readSetPath(key) ?? []));
}

const a = { 'charts/shop/a.yaml': 'image: {tag: a}\n' };
const b = { 'charts/shop/b.yaml': 'image: {tag: b}\n' };

/** What Helm 3.22 and Argo CD 3.6.1 made of the same input. */
const cases: { name: string; key?: string; files?: Record<string, string>; helm: string; wins: unknown }[] = [
  { name: 'the chart alone', helm: '{}', wins: ['chart', 'charts/shop/values.yaml:1'] },
  {
    name: 'a later file wins',
    files: { ...a, ...b },
    helm: 'valueFiles: [a.yaml, b.yaml]',
    wins: ['b', 'charts/shop/b.yaml:1'],
  },
  {
    name: 'a file counts at its first place',
    files: { ...a, ...b },
    helm: 'valueFiles: [a.yaml, b.yaml, ./a.yaml]',
    wins: ['b', 'charts/shop/b.yaml:1'],
  },
  {
    name: 'a pattern skips what is named',
    files: { ...a, ...b },
    helm: 'valueFiles: [b.yaml, "[a-c].yaml"]',
    wins: ['a', 'charts/shop/a.yaml:1'],
  },
  {
    name: 'a pattern takes a folder before the folders in it',
    files: { 'charts/shop/env/z.yaml': 'image: {tag: z}\n', 'charts/shop/env/n/c.yaml': 'image: {tag: c}\n' },
    helm: 'valueFiles: ["env/**/*.yaml"]',
    wins: ['c', 'charts/shop/env/n/c.yaml:1'],
  },
  {
    name: 'hidden files match',
    files: { 'charts/shop/env/.h.yaml': 'image: {tag: h}\n' },
    helm: 'valueFiles: ["env/*"]',
    wins: ['h', 'charts/shop/env/.h.yaml:1'],
  },
  {
    name: 'braces alone are no pattern',
    files: { ...a, ...b },
    helm: 'valueFiles: ["{a,b}.yaml"]\nignoreMissingValueFiles: true',
    wins: ['chart', 'charts/shop/values.yaml:1'],
  },
  {
    name: 'braces beside a star',
    files: { ...a, ...b },
    helm: 'valueFiles: ["{b,a}*.yaml"]',
    wins: ['b', 'charts/shop/b.yaml:1'],
  },
  {
    name: 'the name of the Application in a name',
    files: { 'charts/shop/v-shop.yaml': 'image: {tag: own}\n' },
    helm: 'valueFiles: ["v-$ARGOCD_APP_NAME.yaml"]',
    wins: ['own', 'charts/shop/v-shop.yaml:1'],
  },
  {
    name: 'its namespace is that of the destination',
    files: { 'v-shop-dev.yaml': 'image: {tag: own}\n' },
    helm: 'valueFiles: ["/v-${ARGOCD_APP_NAMESPACE}.yaml"]',
    wins: ['own', 'v-shop-dev.yaml:1'],
  },
  {
    name: 'a revision is not known',
    files: a,
    helm: 'valueFiles: [a.yaml, "v-$ARGOCD_APP_REVISION.yaml"]',
    wins: { unknown: 'has a variable in its name that only the cluster knows' },
  },
  {
    name: 'an address is not known',
    helm: 'valueFiles: ["https://example.com/v.yaml"]',
    wins: { unknown: 'is behind an address' },
  },
  {
    name: 'a file that is no YAML is not known',
    files: { 'charts/shop/a.yaml': 'image: [\n' },
    helm: 'valueFiles: [a.yaml]',
    wins: { unknown: 'cannot be read' },
  },
  {
    name: 'a null takes the map away',
    files: { ...a, 'charts/shop/n.yaml': 'image: null\n' },
    helm: 'valueFiles: [a.yaml, n.yaml]',
    wins: { removed: 'charts/shop/n.yaml:1' },
  },
  {
    name: 'a map behind a null brings the chart back',
    key: 'image.repository',
    files: { ...a, 'charts/shop/n.yaml': 'image: null\n' },
    helm: 'valueFiles: [n.yaml, a.yaml]',
    wins: ['shop', 'charts/shop/values.yaml:1'],
  },
  {
    name: 'but not what stood in a file before the null',
    key: 'image.pull',
    files: { ...a, 'charts/shop/p.yaml': 'image: {pull: Always}\n', 'charts/shop/n.yaml': 'image: null\n' },
    helm: 'valueFiles: [p.yaml, n.yaml, a.yaml]',
    wins: 'unset',
  },
  {
    name: 'an empty map changes nothing',
    files: { 'charts/shop/e.yaml': 'image: {}\n' },
    helm: 'valueFiles: [e.yaml]',
    wins: ['chart', 'charts/shop/values.yaml:1'],
  },
  {
    name: 'a text in place of the map',
    files: { 'charts/shop/t.yaml': 'image: reg/shop:1\n' },
    helm: 'valueFiles: [t.yaml]',
    wins: { removed: 'charts/shop/t.yaml:1' },
  },
  {
    name: 'values over files',
    files: a,
    helm: 'valueFiles: [a.yaml]\nvalues: |\n  image:\n    tag: text',
    wins: ['text', 'apps/dev/shop.yaml:13'],
  },
  { name: 'values in quotes', helm: 'values: "image: {tag: text}"', wins: ['text', 'apps/dev/shop.yaml:10'] },
  {
    name: 'values beside an empty valuesObject are ignored',
    helm: 'values: "image: {tag: text}"\nvaluesObject: {}',
    wins: ['chart', 'charts/shop/values.yaml:1'],
  },
  {
    name: 'values beside a null are not',
    helm: 'values: "image: {tag: text}"\nvaluesObject: null',
    wins: ['text', 'apps/dev/shop.yaml:10'],
  },
  {
    name: 'a parameter over valuesObject',
    helm: 'valuesObject: {image: {tag: object}}\nparameters: [{name: image.tag, value: par}]',
    wins: ['par', 'apps/dev/shop.yaml:11'],
  },
  {
    name: 'the last of two of one name',
    helm: 'parameters: [{name: image.tag, value: one}, {name: image.tag, value: two}]',
    wins: ['two', 'apps/dev/shop.yaml:10'],
  },
  {
    name: 'forceString over a later plain one',
    helm: 'parameters: [{name: image.tag, value: "7", forceString: true}, {name: image.tag, value: two}]',
    wins: ['7', 'apps/dev/shop.yaml:10'],
  },
  {
    name: 'a parameter of digits is a number',
    helm: 'parameters: [{name: image.tag, value: "7"}]',
    wins: [7, 'apps/dev/shop.yaml:10'],
  },
  {
    name: 'a parameter of a version is not',
    helm: 'parameters: [{name: image.tag, value: "1.10"}]',
    wins: ['1.10', 'apps/dev/shop.yaml:10'],
  },
  {
    name: 'a parameter null removes',
    helm: 'parameters: [{name: image, value: "null"}]',
    wins: { removed: 'apps/dev/shop.yaml:10' },
  },
  {
    name: 'variables in a parameter',
    helm: 'parameters: [{name: image.tag, value: "${ARGOCD_APP_NAME}-$NOPE-$$X"}]',
    wins: ['shop--$X', 'apps/dev/shop.yaml:10'],
  },
  {
    name: 'a list',
    key: 'env',
    helm: 'parameters: [{name: env, value: "{x,y}"}]',
    wins: [['x', 'y'], 'apps/dev/shop.yaml:10'],
  },
  {
    name: 'an empty list has one empty text',
    key: 'env',
    helm: 'parameters: [{name: env, value: "{}"}]',
    wins: [[''], 'apps/dev/shop.yaml:10'],
  },
  {
    name: 'an item replaces the list of the chart',
    key: 'env',
    helm: 'parameters: [{name: "env[0]", value: Q}]',
    wins: [['Q'], 'apps/dev/shop.yaml:10'],
  },
  {
    name: 'and edits that of a file',
    key: 'env',
    files: { 'charts/shop/l.yaml': 'env: [C]\n' },
    helm: 'valueFiles: [l.yaml]\nparameters: [{name: "env[1]", value: Q}]',
    wins: [['C', 'Q'], 'apps/dev/shop.yaml:11'],
  },
  {
    name: 'names that overlap are left to chance',
    helm: 'parameters: [{name: image, value: "null"}, {name: image.tag, value: x}]',
    wins: {
      unknown: 'and another parameter, for a key above or below it, reach Helm in an order that is left to chance',
    },
  },
  {
    name: 'a file parameter over all',
    files: { 'charts/shop/tag.txt': 'file\n' },
    helm: 'fileParameters: [{name: image.tag, path: tag.txt}]\nparameters: [{name: image.tag, value: x, forceString: true}]',
    wins: ['file\n', 'apps/dev/shop.yaml:10'],
  },
  { name: 'off is false to Helm', key: 'flag', helm: '{}', wins: [false, 'charts/shop/values.yaml:3'] },
  { name: 'but not in quotes', key: 'quoted', helm: '{}', wins: ['off', 'charts/shop/values.yaml:4'] },
];

describe('what wins', () => {
  test.each(cases)('$name', async ({ key = 'image.tag', files = {}, helm, wins }) => {
    expect(await winnerOf(key, files, helm)).toEqual(wins);
  });

  test('a file of another source of the same repository, and none of another repository', async () => {
    const sources = (repoURL: string) => `  sources:
    - {repoURL: 'https://github.com/example/shop.git', path: charts/shop, helm: {valueFiles: [$values/env/dev.yaml]}}
    - {repoURL: '${repoURL}', ref: values}
`;
    const files = { 'env/dev.yaml': 'image: {tag: ref}\n' };
    expect(await winnerOf('image.tag', files, '', sources('https://github.com/example/shop.git'))).toEqual([
      'ref',
      'env/dev.yaml:1',
    ]);
    expect(await winnerOf('image.tag', files, '', sources('https://github.com/example/other.git'))).toEqual({
      unknown: 'is in another repository',
    });
  });

  test('keys such as __proto__ are keys like others', async () => {
    const helm = 'parameters: [{name: __proto__.polluted, value: x}]\nvaluesObject: {constructor: {name: y}}';
    expect(await winnerOf('__proto__.polluted', {}, helm)).toEqual(['x', 'apps/dev/shop.yaml:10']);
    expect(await winnerOf('constructor.prototype', {}, helm)).toBe('unset');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

test('a listing says what wins, over what, and what does not count', async () => {
  const helm = 'valueFiles: [a.yaml]\nvalues: "image: {tag: text}"\nvaluesObject: {env: [C]}';
  const { application, values } = await open(a, helm);
  const [source] = valuesJson(application, values, { all: false }).sources;
  expect(source?.values).toEqual([
    {
      key: 'env',
      state: 'set',
      certain: true,
      value: ['C'],
      text: '["C"]',
      layer: 'valuesObject of apps/dev/shop.yaml',
      path: 'apps/dev/shop.yaml',
      line: 12,
      overrides: [
        {
          value: ['A', 'B'],
          text: '["A","B"]',
          layer: 'charts/shop/values.yaml',
          path: 'charts/shop/values.yaml',
          line: 2,
        },
      ],
    },
    {
      key: 'image.tag',
      state: 'set',
      certain: true,
      value: 'a',
      text: 'a',
      layer: 'charts/shop/a.yaml',
      path: 'charts/shop/a.yaml',
      line: 1,
      overrides: [
        {
          value: 'text',
          text: 'text',
          layer: 'values of apps/dev/shop.yaml',
          path: 'apps/dev/shop.yaml',
          line: 11,
          ignored: 'valuesObject stands beside it',
        },
        { value: 'chart', text: 'chart', layer: 'charts/shop/values.yaml', path: 'charts/shop/values.yaml', line: 1 },
      ],
    },
  ]);
  expect(() => valuesJson(application, values, { key: 'image.tga', all: false })).toThrow('no layer of the values');
});

test('keys are told apart however deep they are', async () => {
  const path = Array.from({ length: 60 }, (_, index) => `k${index}`);
  const nested = (leaves: string) =>
    `${path.map((key, index) => `${' '.repeat(index)}${key}:\n`).join('')}${' '.repeat(path.length)}${leaves}\n`;
  const files = { 'charts/shop/a.yaml': nested('{tag: a, own: 1}'), 'charts/shop/b.yaml': nested('{tag: b}') };
  const { application, values } = await open(files, 'valueFiles: [a.yaml, b.yaml]');
  const [source] = valuesJson(application, values, { key: 'k0', all: false }).sources;
  expect(source?.values.map(({ key, value, layer }) => [key, value, layer])).toEqual([
    [`${path.join('.')}.own`, 1, 'charts/shop/a.yaml'],
    [`${path.join('.')}.tag`, 'b', 'charts/shop/b.yaml'],
  ]);
});
