import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { node24 } from '@rollcall/node24';
import { bundleAt, type Figures, figuresTable, measure, median, type Subject } from './measure.ts';

const sizes = [10, 100, 1_000] as const;

/**
 * `rollcall verify --format json` on generated repositories and on the example, cold, beside `node -e 0`. Other
 * bundles of the command line can be named with `--bundle NAME=PATH`, that of an earlier commit with `--baseline COMMIT`;
 * `--services` chooses one size.
 */
export async function run(words: string[]): Promise<void> {
  const { values } = parseArgs({
    args: words,
    options: {
      rounds: { type: 'string', default: '7' },
      services: { type: 'string', multiple: true },
      bundle: { type: 'string', multiple: true, default: [] },
      baseline: { type: 'string' },
    },
  });
  const rounds = Number(values.rounds);
  const folder = mkdtempSync(join(tmpdir(), 'bench-verify-'));
  try {
    const { path: node } = node24();
    const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
    console.log(`Node ${version}, ${rounds} rounds, interleaved, every run a new process.\n`);
    const baseline = values.baseline && bundleAt(values.baseline, 'packages/cli/dist/rollcall.js', folder);
    const named = [...values.bundle, ...(baseline ? [`verify at ${values.baseline}=${baseline}`] : [])];
    const example = join(folder, 'example');
    cpSync('examples/shop', example, { recursive: true });
    commit(example);
    print('The example repository', measure(subjectsFor(example, named), rounds));
    const counted = values.services?.map(Number) ?? sizes;
    const figures = counted.map((services) => {
      const directory = join(folder, String(services));
      const files = generate(directory, services);
      const measured = measure(subjectsFor(directory, named), rounds);
      print(`${count(services)} services × 2 environments, ${count(files)} files`, measured);
      return measured;
    });
    for (const [index, larger] of figures.slice(1).entries())
      console.log(
        growth(figures[index] ?? [], larger, `${count(counted[index] ?? 0)} → ${count(counted[index + 1] ?? 0)}`),
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(title: string, figures: readonly Figures[]): void {
  console.log(`### ${title}\n\n${figuresTable(figures)}\n`);
}

/** How much longer the larger one takes; once as a whole, once without what Node needs to start. */
function growth(smaller: readonly Figures[], larger: readonly Figures[], sizes: string): string {
  const time = (figures: readonly Figures[], index: number): number => median(figures[index]?.times ?? []);
  return larger
    .slice(1)
    .map(({ name }, at) => {
      const index = at + 1;
      const whole = time(larger, index) / time(smaller, index);
      const own = (time(larger, index) - time(larger, 0)) / (time(smaller, index) - time(smaller, 0));
      return `${sizes} services, ${name}: ${whole.toFixed(1)} × the time (${own.toFixed(1)} × without Node's start)`;
    })
    .join('\n');
}

function subjectsFor(directory: string, bundles: readonly string[]): Subject[] {
  const { path: node } = node24();
  const env: NodeJS.ProcessEnv = { PATH: process.env.PATH, HOME: directory };
  const named = bundles.map((text) => {
    const equals = text.indexOf('=');
    return { name: text.slice(0, equals), path: resolve(text.slice(equals + 1)) };
  });
  const programs = [{ name: 'rollcall verify', path: resolve('packages/cli/dist/rollcall.js') }, ...named];
  // Findings are no failure here: the example and the generated repositories have some.
  const options = ['verify', '--format', 'json', '--fail-on', 'never'];
  return [
    { name: 'node -e 0', command: node, args: ['-e', '0'], cwd: directory, env },
    ...programs.map(({ name, path }) => ({ name, command: node, args: [path, ...options], cwd: directory, env })),
  ];
}

/**
 * The same repository at every run, laid out as the example is: ten files for each service, and the lists. One
 * service in fifty is missing from the build script's cases, one from the Applications of prod. Returns the number of files.
 */
export function generate(directory: string, services: number): number {
  const names = Array.from({ length: services }, (_, index) => `service-${String(index).padStart(4, '0')}`);
  const files = new Map<string, string>([
    ...names.flatMap(sourceOf),
    ...names.flatMap(chartOf),
    ...environments.flatMap((environment) => deploymentOf(environment, names)),
    ['.github/workflows/build-images.yaml', workflowOf(names)],
    ['go.work', ['go 1.26', '', 'use (', ...names.map((name) => `\t./services/${name}`), ')', ''].join('\n')],
  ]);
  for (const [path, text] of files) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  commit(directory);
  return files.size;
}

const environments = ['dev', 'prod'] as const;

function sourceOf(name: string): [string, string][] {
  return [
    [
      `services/${name}/Dockerfile`,
      `FROM golang:1.26.8-alpine3.23 AS build
WORKDIR /src
COPY services/${name}/ services/${name}/
RUN cd services/${name} && go build -o /out/${name} .

FROM alpine:3.23.0
COPY --from=build /out/${name} /usr/local/bin/${name}
ENTRYPOINT ["/usr/local/bin/${name}"]
`,
    ],
    [`services/${name}/go.mod`, `module example.com/shop/${name}\n\ngo 1.26\n`],
    [`services/${name}/main.go`, 'package main\n\nfunc main() {}\n'],
  ];
}

function chartOf(name: string): [string, string][] {
  const chart = `k8s/helm/charts/${name}`;
  return [
    [
      `${chart}/Chart.yaml`,
      `apiVersion: v2\nname: ${name}\ndescription: A service.\ntype: application\nversion: 1.0.0\n`,
    ],
    [`${chart}/values.yaml`, `port: 8080\n\nimage:\n  repository: ${name}\n\nconfig:\n  NAME: ${name}\n`],
    [
      `${chart}/templates/configmap.yaml`,
      `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Chart.Name }}
data:
  {{- range $key, $value := .Values.config }}
  {{ $key }}: {{ $value | quote }}
  {{- end }}
`,
    ],
    [
      `${chart}/templates/deployment.yaml`,
      `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Chart.Name }}
spec:
  replicas: {{ .Values.replicaCount }}
  selector:
    matchLabels:
      app: {{ .Chart.Name }}
  template:
    metadata:
      annotations:
        checksum/config: {{ include (print $.Template.BasePath "/configmap.yaml") . | sha256sum }}
      labels:
        app: {{ .Chart.Name }}
        environment: {{ .Values.environment }}
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.imageRegistry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}"
          envFrom:
            - configMapRef:
                name: {{ .Chart.Name }}
          ports:
            - containerPort: {{ .Values.port }}
`,
    ],
    [
      `${chart}/templates/service.yaml`,
      `apiVersion: v1
kind: Service
metadata:
  name: {{ .Chart.Name }}
spec:
  selector:
    app: {{ .Chart.Name }}
  ports:
    - port: {{ .Values.port }}
`,
    ],
  ];
}

function deploymentOf(environment: string, names: readonly string[]): [string, string][] {
  const deployed = environment === 'prod' ? names.filter((_, index) => index % 50 !== 24) : names;
  return [
    ...deployed.map((name): [string, string] => [
      `k8s/argocd/apps/${environment}/${name}.yaml`,
      application(name, environment),
    ]),
    [
      `k8s/argocd/root-apps/${environment}.yaml`,
      `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop-${environment}
  namespace: argocd
spec:
  project: default
  source:
    repoURL: ${repositoryUrl}
    targetRevision: k8s-deploy-${environment}
    path: k8s/argocd/apps/${environment}
  destination:
    server: https://kubernetes.default.svc
    namespace: argocd
`,
    ],
    [
      `k8s/argocd/projects/${environment}.yaml`,
      `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop-${environment}
  namespace: argocd
spec:
  sourceRepos:
    - ${repositoryUrl}
  destinations:
    - server: https://kubernetes.default.svc
      namespace: shop-${environment}
`,
    ],
    [
      `k8s/helm/environments/${environment}.yaml`,
      `environment: ${environment}\nimageRegistry: registry.example.com/shop\nreplicaCount: 1\n`,
    ],
  ];
}

function application(name: string, environment: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}-${environment}
  namespace: argocd
  annotations:
    argocd.argoproj.io/sync-wave: "10"
  labels:
    environment: ${environment}
    service: ${name}
spec:
  project: shop-${environment}
  source:
    repoURL: ${repositoryUrl}
    targetRevision: k8s-deploy-${environment}
    path: k8s/helm/charts/${name}
    helm:
      valueFiles:
        - values.yaml
        - ../../environments/${environment}.yaml
      parameters:
        - name: image.repository
          value: "${environment}/${name}"
        - name: image.tag
          value: "58-3d90be1"
  destination:
    server: https://kubernetes.default.svc
    namespace: shop-${environment}
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
`;
}

function workflowOf(names: readonly string[]): string {
  const cases = names.filter((_, index) => index % 50 !== 49);
  return `name: Build images

on:
  push:
    branches: [service-deploy-dev, service-deploy-prod]
  workflow_dispatch:
    inputs:
      service:
        type: choice
        default: all
        options:
          - all
${names.map((name) => `          - ${name}\n`).join('')}
permissions: {}

jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: dorny/paths-filter@7b450fff21473bca461d4b92ce414b9d0420d706
        id: filter
        with:
          filters: |
${names.map((name) => `            ${name}:\n              - 'services/${name}/**'\n`).join('')}
      - env:
          SERVICE: \${{ inputs.service }}
        run: |
          SERVICES='${JSON.stringify(names)}'
          case "$SERVICE" in
${cases.map((name) => `            "${name}")\n              DOCKERFILE="services/\${SERVICE}/Dockerfile"\n              ;;\n`).join('')}            *)
              exit 1
              ;;
          esac
          docker build --file "$DOCKERFILE" --tag "registry.example.com/shop/dev/$SERVICE:$GITHUB_RUN_NUMBER" .
`;
}

const repositoryUrl = 'https://github.com/example/shop.git';

function commit(directory: string): void {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: directory, maxBuffer: 1 << 28 });
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', repositoryUrl);
  git('add', '--all');
  const author = ['-c', 'user.name=A Person', '-c', 'user.email=person@example.com'];
  git(...author, 'commit', '--quiet', '--message', 'A repository');
}

function count(value: number): string {
  return value.toLocaleString('en');
}
