import { describe, expect, test } from '@jest/globals';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { planOf } from '../bump/catalog-of.ts';

// An image that the values of one chart say twice: for what runs it, and for a worker.

const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web-prod}
spec:
  source: {repoURL: https://github.com/example/shop.git, targetRevision: main, path: charts/web}
  destination: {namespace: shop}
`;

const own = 'image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n';

async function bump(templates: string, { worker = 'ghcr.io/acme/web', tag = 'v1', dependency = '' } = {}) {
  const files = {
    'services/web/Dockerfile': 'FROM scratch\n',
    'apps/prod/web.yaml': application,
    'charts/web/Chart.yaml': `apiVersion: v2\nname: web\nversion: 0.1.0\n${dependency}`,
    'charts/web/values.yaml': `image: {repository: ghcr.io/acme/web, tag: v1}\nworker:\n  image: {repository: ${worker}, tag: ${tag}}\n`,
    'charts/web/templates/d.yaml': templates,
  };
  const images = [{ service: 'web', tag: 'v2' }];
  const { changes, warnings } = await planOf(
    { environment: 'prod', images, onMissing: 'error', mutableTags: 'allow' },
    memoryTree(files),
  );
  return { written: changes.map(({ path }) => path), warnings };
}

const [first, second] = ['image.tag', 'worker.image.tag'];

describe('an image that two keys of the values say', () => {
  test.each([
    [
      'the chart of the second is not here',
      own,
      "dependencies: [{name: worker, repository: 'https://charts.example'}]\n",
    ],
    ['the second is no image of what is written', `${own}version: "{{ .Values.worker.image.tag }}"\n`, ''],
    ['all values are written', `${own}all: {{ toJson .Values }}\n`, ''],
  ])('moves as a whole where %s', async (_title, templates, dependency) => {
    expect(await bump(templates, { dependency })).toEqual({ written: [first, second], warnings: [] });
  });

  test('is named where it stays, for no template reads it', async () => {
    expect(await bump(own)).toEqual({
      written: [first],
      warnings: [
        'charts/web/values.yaml:3:46: worker.image.tag beside "ghcr.io/acme/web" stays "v1", for no template of Application "web-prod" reads it',
      ],
    });
  });

  test.each([
    ['is another image', { worker: 'ghcr.io/acme/worker' }],
    ['is that of another owner', { worker: 'ghcr.io/partner/web' }],
    ['says the new tag', { tag: 'v2' }],
    ['says none', { tag: "''" }],
  ])('is not named where what no template reads %s', async (_title, values) => {
    expect(await bump(own, values)).toEqual({ written: [first], warnings: [] });
  });
});
