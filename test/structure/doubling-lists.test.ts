import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { verifyFiles } from '../unit/verify/rule-fixtures.ts';
import { type Doubled, growsWithItsInput, lines, numbered } from './growth.ts';

// Charts whose templates write Applications, and the lists of folders that tools read.

const application = (name: string, path: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}}
spec:
  project: default
  source: {repoURL: https://github.com/example/shop.git, path: ${path}, targetRevision: main}
  destination: {namespace: prod}
`;

function catalog(files: Record<string, string>): Promise<unknown> {
  return loadCatalog(memoryTree(files), {}, { repositoryUrl: 'https://github.com/example/shop' });
}

const chart = (at: number | string, template: string): [string, string][] => [
  [`charts/c${at}/Chart.yaml`, `apiVersion: v2\nname: c${at}\nversion: 1.0.0\n`],
  [`charts/c${at}/templates/a.yaml`, template],
];

const charts: Doubled[] = [
  ['that nothing deploys', (n) => catalog(numbered(n, (at) => chart(at, application(`a${at}`, `k8s/a${at}`))))],
  [
    'that are each deployed',
    (n) =>
      catalog(
        numbered(n, (at) => [
          ...chart(at, application(`a${at}`, `k8s/a${at}`)),
          [`apps/prod/p${at}.yaml`, application(`p${at}`, `charts/c${at}`)],
        ]),
      ),
  ],
  [
    'of which one is deployed by many',
    (n) =>
      catalog({
        ...Object.fromEntries(chart(0, application('{{ .Release.Name }}-a', 'k8s/a'))),
        ...numbered(n, (at) => [[`apps/prod/p${at}.yaml`, application(`p${at}`, 'charts/c0')]]),
      }),
  ],
  [
    'that write many',
    (n) =>
      catalog({
        ...Object.fromEntries(
          chart(
            0,
            lines(n, (at) => `${application(`a${at}`, `k8s/a${at}`)}---\n`),
          ),
        ),
        'apps/prod/p.yaml': application('p', 'charts/c0'),
      }),
  ],
];

growsWithItsInput('charts of Applications', 60, charts);

/** Lists of a service that is there, and of many folders that are not. */
const tools: Doubled[] = [
  ['CODEOWNERS', (n) => verifyLists({ CODEOWNERS: lines(n, (at) => `/services/gone${at}/ @a\n`) })],
  [
    'Cargo',
    (n) =>
      verifyLists({
        'Cargo.toml': `[workspace]\nmembers = [\n  "services/a-service",\n  "services/b-service",\n${lines(n, (at) => `  "services/gone${at}",\n`)}]\n`,
      }),
  ],
  [
    'Skaffold',
    (n) =>
      verifyLists({
        'skaffold.yaml': `apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n  - {image: a, context: services/a-service}\n  - {image: b, context: services/b-service}\n${lines(n, (at) => `  - {image: g${at}, context: services/gone${at}}\n`)}`,
      }),
  ],
  [
    'Maven',
    (n) =>
      verifyLists({
        'pom.xml': `<project>\n<modules>\n<module>services/a-service</module>\n<module>services/b-service</module>\n${lines(n, (at) => `<module>services/gone${at}</module>\n`)}</modules>\n</project>\n`,
      }),
  ],
  [
    'Dependabot',
    (n) =>
      verifyLists({
        '.github/dependabot.yml': `version: 2\nupdates:\n${lines(n, (at) => `  - package-ecosystem: cargo\n    directory: /services/gone${at}\n    schedule: {interval: weekly}\n`)}`,
      }),
  ],
  [
    'a list that services are in, and that lacks others',
    (n) =>
      verifyLists({
        ...numbered(n, (at) => [[`services/s${at}/Dockerfile`, 'FROM scratch\nCOPY . .\n']]),
        CODEOWNERS: lines(n / 2, (at) => `/services/s${at}/ @a\n`),
      }),
  ],
  [
    'installs of a Dockerfile that copies a part of a workspace',
    (n) =>
      verifyLists({
        'Cargo.toml': '[workspace]\nmembers = ["services/a-service", "services/b-service"]\n',
        'services/a-service/Dockerfile': `FROM rust:1.90\nCOPY Cargo.toml ./\nCOPY services/a-service/Cargo.toml services/a-service/\nRUN sed -i d Cargo.toml\n${'RUN cargo fetch\n'.repeat(10 * n)}`,
      }),
  ],
];

function verifyLists(files: Record<string, string>): unknown {
  const service = (name: string): [string, string][] => [
    [`services/${name}/Dockerfile`, 'FROM rust:1.90\nCOPY . .\n'],
    [`services/${name}/Cargo.toml`, `[package]\nname = "${name}"\nversion = "1.0.0"\n`],
  ];
  return verifyFiles({ ...Object.fromEntries([...service('a-service'), ...service('b-service')]), ...files });
}

growsWithItsInput('lists of tools', 200, tools);

growsWithItsInput('lists of 1,200 folders', 600, [
  ['CODEOWNERS, all gone', (n) => verifyLists({ CODEOWNERS: lines(n, (at) => `/services/gone${at}-service/ @a\n`) })],
  [
    'Cargo, of which every other one is gone',
    (n) =>
      verifyLists({
        ...numbered(n / 2, (at) => [[`crates/c${at}/Cargo.toml`, `[package]\nname = "c${at}"\n`]]),
        'Cargo.toml': `[workspace]\nmembers = [\n  "services/a-service",\n  "services/b-service",\n${lines(n / 2, (at) => `  "crates/c${at}",\n  "crates/gone${at}",\n`)}]\n`,
      }),
  ],
]);

growsWithItsInput('patterns of folders', 150, [
  [
    'each of all services',
    (n) =>
      verifyLists({
        'Cargo.toml': `[workspace]\nmembers = ["services/a-service", ${lines(n, (at) => `"services/*${'?'.repeat(at % 3)}", `)}]\n`,
      }),
  ],
]);

// Each is asked whether it is about the one that it lacks, and by what the file does with it.
const docker = (variable: string): string => `docker build services/${variable}`;

growsWithItsInput('lists of one file that all lack a service', 150, [
  [
    'arrays of a script',
    (n) => lacking({ 'a.sh': lines(n, (at) => `S${at}=(a b)\nfor s in "\${S${at}[@]}"; do ${docker('$s')}; done\n`) }),
  ],
  ['loops of a script', (n) => lacking({ 'a.sh': `for s in a b; do ${docker('$s')}; done\n`.repeat(n) })],
  [
    'variables of make',
    (n) =>
      lacking({
        Makefile: lines(n, (at) => `S${at} := a b\nb${at}:\n\tfor s in $(S${at}); do ${docker('$$s')}; done\n`),
      }),
  ],
  [
    'jobs of a workflow',
    (n) =>
      lacking({
        '.github/workflows/a.yml': `on: push\njobs:\n${lines(n, (at) => `  j${at}:\n    runs-on: x\n    strategy:\n      matrix:\n        service: [a, b]\n    steps:\n      - run: ${docker('${{ matrix.service }}')}\n`)}`,
      }),
  ],
  [
    'outputs of a step',
    (n) =>
      lacking({
        '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${lines(n, (at) => `      - run: echo 'services${at}=["a", "b"]' >> "$GITHUB_OUTPUT"\n`)}`,
      }),
  ],
]);

function lacking(files: Record<string, string>): unknown {
  const sources = ['a', 'b', 'c'].map((name) => [`services/${name}/Dockerfile`, 'FROM alpine:3.22\nCOPY . .\n']);
  return verifyFiles({ ...Object.fromEntries(sources), ...files });
}

const policy = (name: string, pattern: string): string => `apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: ${name}}
spec:
  validationFailureAction: Enforce
  rules:
    - name: a
      match: {any: [{resources: {kinds: [Pod]}}]}
      validate: {message: a, pattern: ${pattern}}
---
`;

const deployment = (name: string, image: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec: {template: {spec: {containers: [{name: a, image: "${image}"}]}}}
---
`;

/** What is deployed, and the policies that it is asked about. */
const policed = (policies: string, objects: string): Promise<unknown> =>
  verifyFiles({
    'apps/prod/a.yaml': application('a', 'k8s/a'),
    'k8s/a/policies.yaml': policies,
    'k8s/a/objects.yaml': objects,
  });

growsWithItsInput('policies of a cluster', 150, [
  [
    'of which each is asked about each object',
    (n) =>
      policed(
        lines(n, (at) => policy(`p${at}`, '{spec: {containers: [{image: "!*:latest"}]}}')),
        lines(n, (at) => deployment(`d${at}`, 'a:latest')),
      ),
  ],
  [
    'with much in a pattern',
    (n) =>
      policed(
        policy('p', `{spec: {${lines(n, (at) => `"=(k${at})": a, `)}}}`),
        lines(n, (at) => deployment(`d${at}`, 'a:1')),
      ),
  ],
  [
    'with long texts',
    (n) =>
      policed(
        policy('p', `{spec: {containers: [{image: "${'*a'.repeat(10 * n)}b"}]}}`),
        deployment('d', 'a'.repeat(20 * n)),
      ),
  ],
]);
