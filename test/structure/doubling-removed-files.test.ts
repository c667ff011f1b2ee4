import { growsWithItsInput, lines, numbered } from './growth.ts';
import { objectOf, sourceOf, verifyRemoved } from './removed-services.ts';

// What belongs to services that are gone, and who else needs it: a request decides how much there is of both.

const application = (name: string, path: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}}
spec:
  project: default
  source: {repoURL: https://git.example.com/shop/shop.git, path: ${path}, targetRevision: main}
  destination: {namespace: prod}
`;

growsWithItsInput('services that are gone, and', 100, [
  [
    'longer names of others',
    (n) =>
      verifyRemoved(
        n,
        numbered(n, (at) => [sourceOf(`gone${at}-service-b`)]),
      ),
  ],
  [
    'folders of manifests',
    (n) =>
      verifyRemoved(
        n,
        numbered(n, (at) => [[`k8s/gone${at}-service/a.yaml`, objectOf('a')]]),
      ),
  ],
  [
    'entries of one kustomization',
    (n) =>
      verifyRemoved(n, {
        'k8s/kustomization.yaml': `resources:\n- a.yaml\n${lines(n, (at) => `- gone${at}-service.yaml\n`)}`,
        'k8s/a.yaml': objectOf('a'),
        ...numbered(n, (at) => [[`k8s/gone${at}-service.yaml`, objectOf(`gone${at}-service`)]]),
      }),
  ],
  [
    'their Applications',
    (n) =>
      verifyRemoved(
        n,
        numbered(n, (at) => [
          [`apps/prod/gone${at}-service.yaml`, application(`gone${at}-service`, `k8s/gone${at}-service`)],
        ]),
      ),
  ],
  [
    'a chain of Applications of one of them, of which each keeps the next',
    (n) =>
      verifyRemoved(1, {
        'apps/prod/a.yaml': application('a', 'x0/gone0-service'),
        ...numbered(n, (at) => [
          [`x${at}/gone0-service/a.yaml`, application('gone0-service', `x${at + 1}/gone0-service`)],
        ]),
      }),
  ],
  [
    'their Dockerfiles',
    (n) =>
      verifyRemoved(
        n,
        numbered(n, (at) => [[`docker/gone${at}-service.Dockerfile`, 'FROM a\n']]),
      ),
  ],
  [
    'their workflows',
    (n) =>
      verifyRemoved(
        n,
        numbered(n, (at) => [[`.github/workflows/gone${at}-service.yaml`, 'on: push\njobs: {}\n']]),
      ),
  ],
]);
