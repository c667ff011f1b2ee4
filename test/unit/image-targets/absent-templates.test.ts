import { describe, expect, test } from '@jest/globals';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { planOf } from '../bump/catalog-of.ts';

// A chart whose dependencies nobody has built: what its own templates make of a tag is known all the same.

const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web-prod}
spec:
  source: {repoURL: https://github.com/example/shop.git, targetRevision: main, path: charts/web}
  destination: {namespace: shop}
`;

function bump(image: string, dependency = 'redis') {
  const files = {
    'services/web/Dockerfile': 'FROM scratch\n',
    'apps/prod/web.yaml': application,
    'charts/web/Chart.yaml': `apiVersion: v2
name: web
version: 0.1.0
dependencies: [{name: ${dependency}, version: 1.x.x, repository: 'https://charts.example'}]
`,
    'charts/web/values.yaml': 'image: {repository: ghcr.io/acme/web, tag: v1}\n',
    'charts/web/templates/d.yaml': `kind: Deployment
spec: {template: {spec: {containers: [{name: c, image: ${image}}]}}}
`,
  };
  const images = [{ service: 'web', tag: 'v2' }];
  return planOf({ environment: 'prod', images, onMissing: 'error', mutableTags: 'allow' }, memoryTree(files));
}

describe('a chart that takes in one which is not here', () => {
  test.each([
    ['the tag', '"{{ .Values.image.repository }}:{{ regexReplaceAll "^v" .Values.image.tag "" }}"'],
    ['the whole', '{{ regexReplaceAll "^v" (printf "%s:%s" .Values.image.repository .Values.image.tag) "" }}'],
    ['an image of a fixed name', '"ghcr.io/acme/web:{{ .Values.image.tag | sha256sum }}"'],
  ])('is not known to run a tag of which a function makes %s', async (_what, image) => {
    const { unproved } = await bump(image);
    expect(unproved.map(({ error }) => [error.message, error.location?.path])).toEqual([
      [
        expect.stringContaining('image.tag is the tag of what Application "web-prod" runs'),
        'charts/web/templates/d.yaml',
      ],
    ]);
  });

  test.each([
    ['as it is', '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"'],
    [
      'to a template of that one',
      '{{ include "common.image" (dict "imageRoot" .Values.image "global" .Values.global) }}',
    ],
    ['to one whose text is changed', '{{ include "common.image" (dict "imageRoot" .Values.image) | trim | quote }}'],
  ])('is written where its templates give the tag %s', async (_what, image) => {
    const { unproved, files } = await bump(image, 'common');
    expect(unproved).toEqual([]);
    expect([...files.keys()]).toEqual(['charts/web/values.yaml']);
  });
});
