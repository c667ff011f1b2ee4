import { expect, test } from '@jest/globals';
import { catalogJson } from '@rollcall/domain/catalog/catalog-json';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const app = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: a-prod }
spec:
  source: { repoURL: https://example.com/x/y, path: charts/a, targetRevision: k8s-deploy-prod }
  destination: { namespace: a }
`;

test('the Catalog in the words of the contract', async () => {
  const tree = memoryTree({
    'services/a/Dockerfile': '',
    'services/a/go.mod': '',
    'services/\uDCFF/Dockerfile': '',
    'examples/x/Dockerfile': '',
    'charts/a/Chart.yaml': 'name: a\n',
    'apps/prod/a.yaml': app,
  });
  const catalog = await loadCatalog(tree, {}, { repositoryUrl: null });
  const inputs = new Map([['a', { dockerfile: 'services/a/Dockerfile', context: '', inputs: ['services/a/**'] }]]);
  const registers = [{ id: 'r', kind: 'json-array', file: 'ci.yml', line: 3, entries: ['a'] }];
  const value = catalogJson(catalog, inputs, registers);
  expect(value).toEqual({
    services: [
      {
        name: 'a',
        path: 'services/a',
        kind: 'go',
        dockerfile: 'services/a/Dockerfile',
        context: '.',
        inputs: ['services/a/**'],
        chart: 'charts/a',
        build: null,
        applications: [{ environment: 'prod', file: 'apps/prod/a.yaml', name: 'a-prod' }],
      },
      {
        name: 'services',
        path: 'services/\uDCFF',
        kind: 'other',
        dockerfile: 'services/\uDCFF/Dockerfile',
        context: null,
        inputs: [],
        chart: null,
        build: null,
        applications: [],
      },
    ],
    leftOut: [
      {
        path: 'examples/x',
        dockerfiles: ['examples/x/Dockerfile'],
        because: '"examples" is the name of an example, and nothing shows that it is a service',
        help: 'services: { overrides: { x: { path: "examples/x" } } }',
      },
    ],
    environments: [{ name: 'prod', deployBranch: 'k8s-deploy-prod', applications: 'apps/prod' }],
    registers,
    problems: [
      {
        severity: 'notice',
        message: expect.stringContaining('"services/\\udcff"'),
        help: expect.stringContaining('services: { overrides: { services: {'),
        path: null,
        line: null,
        column: null,
      },
    ],
  });
  // What cannot be said in UTF-8 is escaped, so the bytes that are printed are JSON again.
  expect(JSON.parse(Buffer.from(JSON.stringify(value)).toString())).toEqual(value);
});

test('a service without inputs is there all the same', async () => {
  const catalog = await loadCatalog(memoryTree({ 'services/a/Dockerfile': '' }), {}, { repositoryUrl: null });
  expect(catalogJson(catalog, new Map(), []).services[0]).toMatchObject({
    context: null,
    inputs: [],
    applications: [],
  });
});
