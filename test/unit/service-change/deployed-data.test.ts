import { describe, expect, test } from '@jest/globals';
import { planRetirement } from '@rollcall/domain/service-change/retirement';
import { isComplete } from '@rollcall/domain/service-change/service-change';
import { memoryTree } from '@rollcall/testkit/memory-tree';

const options = {
  config: { config: {}, path: null, document: null },
  repositoryUrl: 'https://github.com/acme/shop',
  today: '2026-01-01',
};

const application = (name: string, finalizers: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd, finalizers: [${finalizers}] }
spec:
  project: default
  source:
    repoURL: https://github.com/acme/shop
    path: charts/shared
    targetRevision: main
    helm: { valueFiles: [../../values/${name}.yaml] }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
`;

const claim = (annotations = '') =>
  `{{- if .Values.persistence.enabled }}\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: {{ .Values.name }}-data\n${annotations}{{- end }}\n`;

const cascading = 'resources-finalizer.argocd.argoproj.io';

/** Three services of one chart, of which one has a volume. */
function shop({ finalizers = cascading, volume = claim() } = {}): Record<string, string> {
  const files: Record<string, string> = {
    'charts/shared/Chart.yaml': 'apiVersion: v2\nname: shared\nversion: 0.1.0\n',
    'charts/shared/templates/deployment.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {{ .Values.name }}\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
    'charts/shared/templates/volume.yaml': volume,
  };
  for (const name of ['cart', 'orders', 'search']) {
    files[`services/${name}/Dockerfile`] = 'FROM scratch\n';
    files[`argocd/${name}.yaml`] = application(name, finalizers);
    files[`values/${name}.yaml`] =
      `name: ${name}\nimage: { repository: ghcr.io/acme/${name}, tag: 5-abcdef1 }\npersistence: { enabled: ${name === 'orders'} }\n`;
  }
  return files;
}

async function retired(files: Record<string, string>, name: string) {
  const change = await planRetirement(memoryTree(files), { name }, options);
  return {
    change,
    paths: [...change.files.keys()].sort(),
    data: change.steps.filter(({ what }) => what.startsWith('decide')).flatMap(({ places }) => places),
  };
}

const all = (name: string) => [`argocd/${name}.yaml`, `services/${name}/Dockerfile`, `values/${name}.yaml`];

describe('a volume that a chart of several makes', () => {
  test('is listed, and what deploys it stays with its values', async () => {
    const { change, paths, data } = await retired(shop(), 'orders');
    expect(data).toEqual([{ path: 'charts/shared/templates/volume.yaml', line: 1, column: 1 }]);
    expect(paths).toEqual(['services/orders/Dockerfile']);
    // Argo CD goes on with it, and that is said.
    expect([change.findings, isComplete(change)]).toEqual([[], false]);
  });

  test('is none of a service whose values switch it off', async () => {
    const { change, paths, data } = await retired(shop(), 'cart');
    expect([data, paths, isComplete(change)]).toEqual([[], all('cart'), true]);
  });

  test.each([
    ['it is said to be kept', { volume: claim('  annotations:\n    helm.sh/resource-policy: keep\n') }],
    ['Argo CD leaves what the Application deployed', { finalizers: '' }],
  ])('lets all go where %s', async (_what, made) => {
    const { paths, data } = await retired(shop(made), 'orders');
    expect([data, paths]).toEqual([[], all('orders')]);
  });
});
