import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { deriveInputs } from '@rollcall/domain/changes/inputs/inputs';
import { readRegisters } from '@rollcall/domain/registers/discovery/read-registers';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { type Doubled, growsWithItsInput, lines, numbered } from './growth.ts';

// What the Catalog costs of repositories laid out in other ways than a chart and a file of an Application for each
// service: where all services share a chart, a folder, a set or a list, what is read for each of them must not be what
// is there for all.

const url = 'https://github.com/example/shop.git';

async function catalog(files: Record<string, string>): Promise<void> {
  const tree = memoryTree(files);
  const found = await loadCatalog(tree, {}, { repositoryUrl: url });
  await deriveInputs(tree, found.services, {});
  await readRegisters(tree, found, undefined);
}

const dockerfile = (at: number): [string, string] => [`services/s${at}/Dockerfile`, 'FROM scratch\nCOPY . .\n'];

function manifest(kind: 'Application' | 'ApplicationSet', name: string, spec: string): string {
  return `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec:\n${spec}`;
}

function application(name: string, source: string): string {
  return manifest('Application', name, specOf(source));
}

function specOf(source: string, indent = '  '): string {
  return `${indent}project: default\n${indent}source: {repoURL: ${url}, targetRevision: k8s-deploy-prod, ${source}}\n${indent}destination: {server: https://kubernetes.default.svc, namespace: shop-prod}\n`;
}

function set(generator: string, source: string, name = '{{service}}-prod'): Record<string, string> {
  const template = `  template:\n    metadata: {name: '${name}'}\n    spec:\n${specOf(source, '      ')}`;
  return {
    'argocd/set.yaml': manifest('ApplicationSet', 'services', `  generators:\n    - ${generator}\n${template}`),
  };
}

const deployment = (image: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      containers:\n        - name: a\n          image: ${image}\n`;

const fromValues = '"{{ .Values.image.repository }}:{{ .Values.image.tag }}"';
const image = (at: number): string => `image: {repository: ghcr.io/example/s${at}, tag: 1-a}\n`;
const sharedChart = {
  'charts/service/Chart.yaml': 'apiVersion: v2\nname: service\nversion: 1.0.0\n',
  'charts/service/values.yaml': 'image: {repository: a, tag: b}\n',
  'charts/service/templates/deployment.yaml': deployment(fromValues),
};
const elements = (n: number): string => `{list: {elements: [${lines(n, (at) => `{service: s${at}, tag: 1-a},`)}]}}`;

/** A workflow with a matrix that builds and pushes. */
function workflow(matrix: string, step: string, name = 'build'): [string, string] {
  return [
    `.github/workflows/${name}.yml`,
    `on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    strategy: {matrix: ${matrix}}\n    steps:\n      - uses: docker/build-push-action@v6\n        with: {push: true, ${step}}\n`,
  ];
}

const deployed: Doubled[] = [
  [
    'Applications of one chart, with a values file each in it',
    (n) =>
      catalog({
        ...sharedChart,
        ...numbered(n, (at) => [
          dockerfile(at),
          [`charts/service/values-s${at}.yaml`, image(at)],
          [
            `apps/prod/s${at}.yaml`,
            application(`s${at}-prod`, `path: charts/service, helm: {valueFiles: [values-s${at}.yaml]}`),
          ],
        ]),
      }),
  ],
  [
    'elements of a set with one chart, and a values file each in it',
    (n) =>
      catalog({
        ...sharedChart,
        ...set(elements(n), "path: charts/service, helm: {valueFiles: ['values-{{service}}.yaml']}"),
        ...numbered(n, (at) => [dockerfile(at), [`charts/service/values-s${at}.yaml`, image(at)]]),
      }),
  ],
  [
    'files of a set, with a values file each elsewhere',
    (n) =>
      catalog({
        ...sharedChart,
        ...set(
          `git: {repoURL: ${url}, revision: main, files: [{path: 'config/*/prod.json'}]}`,
          "path: charts/service, helm: {valueFiles: ['../../values/{{service}}.yaml']}",
        ),
        ...numbered(n, (at) => [
          dockerfile(at),
          [`config/s${at}/prod.json`, `{"service": "s${at}"}`],
          [`values/s${at}.yaml`, image(at)],
        ]),
      }),
  ],
  [
    'overlays of a set over folders',
    (n) =>
      catalog({
        ...set(
          `git: {repoURL: ${url}, revision: main, directories: [{path: 'apps/*/overlays/prod'}]}`,
          "path: '{{path}}'",
          '{{path[1]}}-prod',
        ),
        ...numbered(n, (at) => [
          dockerfile(at),
          [`apps/s${at}/base/kustomization.yaml`, 'resources: [d.yaml]\n'],
          [`apps/s${at}/base/d.yaml`, deployment(`ghcr.io/example/s${at}:1`)],
          [`apps/s${at}/overlays/prod/kustomization.yaml`, 'resources: [../../base]\n'],
        ]),
      }),
  ],
  [
    'folders of a set with two clusters',
    (n) =>
      catalog({
        ...set(
          `matrix: {generators: [{git: {repoURL: ${url}, revision: main, directories: [{path: 'apps/*'}]}}, {list: {elements: [{env: dev}, {env: prod}]}}]}`,
          "path: '{{path}}'",
          '{{path.basename}}-{{env}}',
        ),
        ...numbered(n, (at) => [dockerfile(at), [`apps/s${at}/d.yaml`, deployment(`ghcr.io/example/s${at}:1`)]]),
      }),
  ],
  [
    'sets over clusters',
    (n) =>
      catalog(
        numbered(n, (at) => [
          dockerfile(at),
          [`argocd/s${at}.yaml`, set('clusters: {}', `path: k8s/s${at}`, `s${at}-{{name}}`)['argocd/set.yaml'] ?? ''],
          [`k8s/s${at}/d.yaml`, deployment(`ghcr.io/example/s${at}:1`)],
        ]),
      ),
  ],
  [
    'charts of an umbrella',
    (n) =>
      catalog({
        'charts/shop/Chart.yaml': `apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n${lines(n, (at) => `- {name: s${at}, version: 1.0.0, repository: 'file://../s${at}'}\n`)}`,
        'apps/prod/shop.yaml': application('shop-prod', 'path: charts/shop'),
        ...numbered(n, (at) => [
          dockerfile(at),
          [`charts/s${at}/Chart.yaml`, `apiVersion: v2\nname: s${at}\nversion: 1.0.0\n`],
          [`charts/s${at}/values.yaml`, image(at)],
          [`charts/s${at}/templates/d.yaml`, deployment(fromValues)],
        ]),
      }),
  ],
  [
    'images of one overlay',
    (n) =>
      catalog({
        'apps/prod/shop.yaml': application('shop-prod', 'path: k8s/overlays/prod'),
        'k8s/overlays/prod/kustomization.yaml': `resources: [../../base]\nimages:\n${lines(n, (at) => `- {name: ghcr.io/example/s${at}, newTag: 1-a}\n`)}`,
        'k8s/base/kustomization.yaml': `resources:\n${lines(n, (at) => `- s${at}.yaml\n`)}`,
        ...numbered(n, (at) => [dockerfile(at), [`k8s/base/s${at}.yaml`, deployment(`ghcr.io/example/s${at}`)]]),
      }),
  ],
  [
    'Applications that lack in one environment',
    (n) =>
      catalog(
        numbered(n, (at) => [
          dockerfile(at),
          [`apps/dev/s${at}.yaml`, application(`s${at}-dev`, `path: k8s/s${at}`)],
          ...(at % 10 === 0
            ? []
            : ([[`apps/prod/s${at}.yaml`, application(`s${at}-prod`, `path: k8s/s${at}`)]] as [string, string][])),
          [`k8s/s${at}/Chart.yaml`, `apiVersion: v2\nname: s${at}\nversion: 1.0.0\n`],
          [`k8s/s${at}/values.yaml`, image(at)],
          [`k8s/s${at}/templates/d.yaml`, deployment(fromValues)],
        ]),
      ),
  ],
];

growsWithItsInput('the Catalog of what is deployed', 120, deployed);

const built: Doubled[] = [
  [
    'a workflow for each, which calls the image otherwise',
    (n) =>
      catalog(
        numbered(n, (at) => [
          dockerfile(at),
          workflow('{a: [b]}', `context: services/s${at}, tags: 'ghcr.io/example/image-${at}:1'`, `s${at}`),
          [`apps/prod/x${at}.yaml`, application(`x${at}-prod`, `path: k8s/x${at}`)],
          [`k8s/x${at}/d.yaml`, deployment(`ghcr.io/example/image-${at}:1`)],
        ]),
      ),
  ],
  [
    'values of a matrix for one Dockerfile',
    (n) =>
      catalog({
        Dockerfile: 'FROM scratch\nARG SERVICE\nCOPY ${SERVICE}/ /app\n',
        ...Object.fromEntries([
          workflow(
            `{service: [${lines(n, (at) => `s${at},`)}]}`,
            "context: ., build-args: 'SERVICE=${{ matrix.service }}', tags: 'ghcr.io/example/${{ matrix.service }}:1'",
          ),
        ]),
        ...numbered(n, (at) => [[`s${at}/go.mod`, `module s${at}\n`]]),
      }),
  ],
  [
    'folders of one base name that a matrix names',
    (n) =>
      catalog({
        ...Object.fromEntries([
          workflow(
            `{include: [${lines(n, (at) => `{name: m${at}-api, path: modules/m${at}/api},`)}]}`,
            "context: '${{ matrix.path }}', tags: 'ghcr.io/example/${{ matrix.name }}:1'",
          ),
        ]),
        ...numbered(n, (at) => [[`modules/m${at}/api/Dockerfile`, 'FROM scratch\nCOPY . .\n']]),
      }),
  ],
  [
    'folders of one base name that nothing names',
    (n) => catalog(numbered(n, (at) => [[`modules/m${at}/api/Dockerfile`, 'FROM scratch\nCOPY . .\n']])),
  ],
  [
    'targets of Bake',
    (n) =>
      catalog({
        'docker-bake.hcl': lines(
          n,
          (at) => `target "s${at}" {\n  context = "services/s${at}"\n  tags = ["ghcr.io/example/s${at}"]\n}\n`,
        ),
        ...numbered(n, (at) => [dockerfile(at)]),
      }),
  ],
  [
    'services of Compose',
    (n) =>
      catalog({
        'compose.yaml': `services:\n${lines(n, (at) => `  s${at}: {build: services/s${at}, image: ghcr.io/example/image-${at}}\n`)}`,
        ...numbered(n, (at) => [dockerfile(at)]),
      }),
  ],
  [
    'commands of a script',
    (n) =>
      catalog({
        'build.sh': lines(n, (at) => `docker build -t ghcr.io/example/s${at}:1 services/s${at}\n`),
        ...numbered(n, (at) => [dockerfile(at)]),
      }),
  ],
];

growsWithItsInput('the Catalog of what is built', 120, built);
