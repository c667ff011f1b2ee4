import { expect, test } from '@jest/globals';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { planOf } from '../bump/catalog-of.ts';

// Helm 3.22 was asked, with a chart of one template in charts/: processDependencyEnabled of pkg/chart (chartutil).
const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: platform-prod }
spec:
  source: { repoURL: https://github.com/example/shop.git, targetRevision: HEAD, path: umbrella }
  destination: { namespace: prod }
`;

function umbrella(dependency: string, own: string, folder = 'beta'): Record<string, string> {
  return {
    'apps/prod/platform.yaml': application,
    'umbrella/Chart.yaml': `apiVersion: v2\nname: platform\nversion: 1.0.0\ndependencies:\n  - ${dependency}\n`,
    'umbrella/values.yaml': 'second: { image: { tag: v1 } }\nbeta: { image: { tag: v1 } }\n',
    [`umbrella/charts/${folder}/Chart.yaml`]: `apiVersion: v2\nname: beta\nversion: ${own}\n`,
    [`umbrella/charts/${folder}/values.yaml`]: 'image: { repository: r.example/acme/beta, tag: v0 }\n',
    [`umbrella/charts/${folder}/templates/deployment.yaml`]: [
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata: { name: beta }',
      'spec: { template: { spec: { containers: [{ image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}" }] } } }',
      '',
    ].join('\n'),
  };
}

const aliased = (version: string): string =>
  `{ name: beta, version: ${version}, repository: "https://charts.example", alias: second }`;

test.each([
  ['the version that is asked for', umbrella(aliased('1.0.0'), '1.0.0'), 'second.image.tag'],
  ['a version of those that are asked for', umbrella(aliased('^1.0.0'), '1.4.2'), 'second.image.tag'],
  ['another version: the alias is nothing', umbrella(aliased('1.0.0'), '0.3.1'), 'beta.image.tag'],
  ['a folder that is called otherwise', umbrella(aliased('1.0.0'), '1.0.0', 'beta-1.0.0'), 'second.image.tag'],
  [
    'a folder that is called otherwise, and no alias',
    umbrella('{ name: beta, version: 1.0.0, repository: "https://charts.example" }', '1.0.0', 'vendored'),
    'beta.image.tag',
  ],
])('a chart in charts/ of %s', async (_title, files, key) => {
  const request = { environment: 'prod', images: [{ service: 'beta', tag: 'v2' }], onMissing: 'error' as const };
  const { changes } = await planOf({ ...request, mutableTags: 'forbid' }, memoryTree(files));
  expect(changes.map(({ file, path }) => `${file} ${path}`)).toEqual([`umbrella/values.yaml ${key}`]);
});

// Helm 3.22.0 and 4.3.2 were asked: a copy in charts/ is what they render, though the path beside it says something newer.
const beside = umbrella('{ name: beta, version: 1.0.0, repository: "file://../beta" }', '1.0.0');
const moved = Object.fromEntries(
  Object.entries(beside).map(([path, text]) => [
    path.replace('umbrella/charts/', ''),
    path === 'umbrella/values.yaml' ? '{}\n' : text,
  ]),
);

const bump = (more: Record<string, string>) =>
  planOf(
    { environment: 'prod', images: [{ service: 'beta', tag: 'v2' }], onMissing: 'error', mutableTags: 'forbid' },
    memoryTree({ ...moved, ...more, 'services/beta/Dockerfile': 'FROM scratch\n' }),
  );

test('a folder that is named by its path is written where no copy is', async () => {
  expect((await bump({})).changes.map(({ file }) => file)).toEqual(['beta/values.yaml']);
  const copy = Object.fromEntries(Object.entries(beside).filter(([path]) => path.includes('/charts/')));
  expect((await bump(copy)).changes.map(({ file }) => file)).toEqual(['umbrella/charts/beta/values.yaml']);
});

test.each([
  [
    'a packed copy is what runs',
    { 'umbrella/charts/beta-1.0.0.tgz': 'packed' },
    'Helm takes "beta" from what is packed in umbrella/charts, which is not read.',
  ],
  [
    'chance says which of two runs',
    {
      ...Object.fromEntries(Object.entries(beside).filter(([path]) => path.includes('/charts/'))),
      'umbrella/requirements.yaml':
        'dependencies:\n  - { name: beta, version: 1.0.0, repository: "file://../beta" }\n  - { name: redis, version: 1.0.0, repository: "https://charts.example" }\n',
    },
    'One of umbrella/charts/beta, beta is its chart "beta", by chance.',
  ],
])('nothing is written where %s, and the message says so', async (_title, more, words) => {
  await expect(bump(more)).rejects.toMatchObject({
    message: 'Application "platform-prod" of "beta" has no image.tag',
    help: expect.stringContaining(words),
  });
});
