import { describe, expect, test } from '@jest/globals';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { planOf } from './catalog-of.ts';

// Two Applications of no single service: the folder of all manifests, and a chart whose values are no YAML.

const application = (name: string, path: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}}
spec:
  source: {repoURL: https://github.com/example/shop.git, targetRevision: main, path: ${path}}
  destination: {namespace: shop}
`;

const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec: {template: {spec: {containers: [{name: c, image: 'ghcr.io/acme/${name}:v1'}]}}}
`;

function bump(values: string) {
  const files = {
    'services/web/Dockerfile': 'FROM scratch\n',
    'services/api/Dockerfile': 'FROM scratch\n',
    'apps/prod/shop.yaml': application('shop-prod', 'k8s'),
    'apps/prod/monitoring.yaml': application('monitoring-prod', 'monitoring'),
    'k8s/web.yaml': deployment('web'),
    'k8s/api.yaml': deployment('api'),
    'monitoring/Chart.yaml': 'apiVersion: v2\nname: monitoring\nversion: 0.1.0\n',
    'monitoring/templates/d.yaml': 'image: "{{ .Values.image }}"\n',
    'monitoring/values.yaml': values,
  };
  const images = [{ service: 'web', tag: 'v2' }];
  return planOf({ environment: 'prod', images, onMissing: 'error', mutableTags: 'allow' }, memoryTree(files));
}

describe('a file of another Application that cannot be read', () => {
  test('stops no bump of an image that it does not name', async () => {
    const { files } = await bump('image: docker.io/acme/monitor:v1\n  indent: [\n');
    expect([...files.keys()]).toEqual(['k8s/web.yaml']);
  });

  test('stops that of an image that it names', async () => {
    await expect(bump('image: docker.io/acme/monitor:v1\n  indent: [\nwatches: web\n')).rejects.toMatchObject({
      message: expect.stringContaining('not valid YAML'),
      location: { path: 'monitoring/values.yaml', line: 1 },
    });
  });
});
