import { describe, expect, test } from '@jest/globals';
import { planRetirement } from '@rollcall/domain/service-change/retirement';
import type { ServiceChange } from '@rollcall/domain/service-change/service-change';
import { textOf } from '@rollcall/domain/tree/read-text';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { added, of } from './added-service.ts';

// Lists in which an entry says more of its service than its name: each is written for a new service as if it had been
// there, and is what it was once that one has gone.

const names = ['cart-service', 'order-service', 'user-service'];
const all = [...names, 'refund-service'];
const snake = (name: string): string => name.replace('-', '_');
const portOf = (name: string): number => 8081 + all.indexOf(name);
type Files = (of: readonly string[]) => Record<string, string>;

const sources: Files = (services) =>
  of(services, (name) => ({
    [`services/${name}/Dockerfile`]: `FROM scratch\nEXPOSE ${portOf(name)}\n`,
    [`services/${name}/go.mod`]: `module example.com/${name}\n`,
  }));

const retiredFrom = (files: Record<string, string>, name: string): Promise<ServiceChange> =>
  planRetirement(
    memoryTree(files),
    { name },
    {
      config: { config: {}, path: null, document: null },
      repositoryUrl: 'https://github.com/acme/shop',
      today: '2026-01-01',
    },
  );

const textsOf = ({ files }: ServiceChange, isMeant: (path: string) => boolean): Record<string, string | null> =>
  Object.fromEntries(
    [...files].flatMap(([path, content]) => (isMeant(path) ? [[path, textOf(path, content ?? undefined)]] : [])),
  );

async function assertRoundTrip(lists: Files): Promise<void> {
  const [before, after] = [lists(names), lists(all)];
  const isList = (path: string): boolean => path in after;
  const changed = Object.keys(after).filter((path) => after[path] !== before[path]);
  const changedOf = (texts: Record<string, string>) =>
    Object.fromEntries(changed.map((path) => [path, texts[path] ?? null]));
  const { change } = await added({ ...sources(names), ...before }, { name: 'refund-service', like: 'order-service' });
  expect(textsOf(change, isList)).toEqual(changedOf(after));
  const gone = await retiredFrom({ ...sources(all), ...after }, 'refund-service');
  expect(textsOf(gone, isList)).toEqual(changedOf(before));
  expect([...change.findings, ...gone.findings].map(({ message }) => message)).toEqual([]);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;

describe('an entry names its service beside its folder', () => {
  test('in release-please', () =>
    assertRoundTrip((services) => ({
      'release-please-config.json': json({
        packages: of(services, (name) => ({ [`services/${name}`]: { component: name } }) as never),
      }),
    })));

  test('in Dependabot', () =>
    assertRoundTrip((services) => ({
      '.github/dependabot.yml': lines(
        'version: 2',
        'updates:',
        ...services.flatMap((name) => [
          '  - package-ecosystem: docker',
          `    directory: /services/${name}`,
          `    labels: [${name}]`,
          '    schedule: { interval: weekly }',
        ]),
      ),
    })));
});

test.each([
  ['a context of its own', (name: string) => [`      context: services/${name}`]],
  ['the context of all', (name: string) => ['      docker:', `        dockerfile: services/${name}/Dockerfile`]],
])('an artifact of Skaffold that is built from %s', (_what, build) =>
  assertRoundTrip((services) => ({
    'skaffold.yaml': lines(
      'apiVersion: skaffold/v4beta11',
      'kind: Config',
      'build:',
      '  artifacts:',
      ...services.flatMap((name) => [`    - image: ghcr.io/acme/${name}`, ...build(name)]),
    ),
  })),
);

describe('a list that people see', () => {
  test('has the labels of requests', () =>
    assertRoundTrip((services) => ({
      '.github/labeler.yml': lines(
        ...services.flatMap((name) => [
          `${name}:`,
          '  - changed-files:',
          `      - any-glob-to-any-file: 'services/${name}/**'`,
        ]),
      ),
    })));

  test('has the choices of a form, in front of which others may stand', () =>
    assertRoundTrip((services) => ({
      '.github/ISSUE_TEMPLATE/bug.yml': lines(
        'name: Bug',
        'body:',
        '  - type: dropdown',
        '    attributes:',
        '      label: Service',
        '      options:',
        ...['none of them', ...services].map((name) => `        - ${name}`),
      ),
    })));
});

describe('a number of its own', () => {
  test('is the port of the new service in an array of bash', () =>
    assertRoundTrip((services) => ({
      'scripts/ports.sh': lines(
        '#!/bin/bash',
        'declare -A PORTS=(',
        ...services.map((name) => `  [${name}]=${portOf(name)}`),
        ')',
      ),
    })));

  test('is the next one where it only numbers the objects of a list', () =>
    assertRoundTrip((services) => ({
      'monitoring/services.json': json(services.map((name) => ({ id: 7 + all.indexOf(name), title: name }))),
    })));

  test('is for a person to choose where it is no port', async () => {
    const script = lines('REPLICAS=(', ...names.map((name, index) => `  [${name}]=${20 + index}`), ')');
    const { change } = await added(
      { ...sources(names), 'scripts/scale.sh': script },
      { name: 'refund-service', like: 'order-service' },
    );
    expect(change.files.has('scripts/scale.sh')).toBe(false);
    expect(change.findings.map(({ path }) => path)).toEqual(['scripts/scale.sh']);
  });
});

test('filters that spell a service in their own way lose it with its job', () =>
  assertRoundTrip((services) => ({
    '.github/workflows/build.yml': lines(
      'on: { push: { branches: [main] } }',
      'jobs:',
      '  changes:',
      '    runs-on: ubuntu-latest',
      '    outputs:',
      ...services.map((name) => `      ${snake(name)}: \${{ steps.filter.outputs.${snake(name)} }}`),
      '    steps:',
      '      - uses: dorny/paths-filter@de90cc6fb38fc0963ad72b210f1f284cd68cea36',
      '        id: filter',
      '        with:',
      '          filters: |',
      ...services.flatMap((name) => [`            ${snake(name)}:`, `              - 'services/${name}/**'`]),
      ...services.flatMap((name) => [
        `  build-${name}:`,
        '    needs: changes',
        `    if: needs.changes.outputs.${snake(name)} == 'true'`,
        '    runs-on: ubuntu-latest',
        '    steps:',
        `      - run: docker build -t ghcr.io/acme/${name} services/${name}`,
      ]),
    ),
  })));

test('a workflow of a service that starts for its own file is copied, and that of its sibling is not written to', () =>
  assertRoundTrip((services) => ({
    'settings.gradle': lines(`include ${services.map((name) => `':services:${name}'`).join(', ')}`),
    ...of(services, (name) => ({
      [`.github/workflows/${name}.yml`]: lines(
        'on:',
        '  push:',
        '    branches: [main]',
        `    paths: ['services/${name}/**', .github/workflows/${name}.yml]`,
        'jobs:',
        '  build:',
        '    runs-on: ubuntu-latest',
        '    steps:',
        `      - run: docker build -t ghcr.io/acme/${name} -f services/${name}/Dockerfile .`,
      ),
    })),
  })));

test('values that several files hold have the tag of the new service in each, also in those that another overrides', async () => {
  const chart = of(names, (name) => ({
    [`k8s/shop/charts/${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n`,
    [`k8s/shop/charts/${name}/values.yaml`]: `image:\n  repository: ghcr.io/acme/${name}\n`,
    [`k8s/shop/charts/${name}/templates/deployment.yaml`]: `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  selector: { matchLabels: { app: ${name} } }\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec:\n      containers:\n        - name: ${name}\n          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n`,
  }));
  const values = (rest: string): string =>
    names
      .map(
        (name, index) =>
          `${name}:\n${rest}  image:\n    tag: ${index}-abc1234\n  proxy:\n    image:\n      tag: "1.27"\n`,
      )
      .join('');
  const { text } = await added(
    {
      ...sources(names),
      ...chart,
      'k8s/shop/Chart.yaml': `apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n${names.map((name) => `  - name: ${name}\n    version: 0.1.0\n    repository: file://charts/${name}\n`).join('')}`,
      'k8s/shop/values.yaml': values('  enabled: true\n'),
      'k8s/shop/values-prod.yaml': values(''),
      'argocd/prod.yaml':
        'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop-prod }\nspec:\n  source:\n    repoURL: https://github.com/acme/shop.git\n    targetRevision: main\n    path: k8s/shop\n    helm: { valueFiles: [values.yaml, values-prod.yaml] }\n  destination: { namespace: shop-prod }\n',
    },
    { name: 'refund-service', like: 'order-service' },
  );
  for (const path of ['k8s/shop/values.yaml', 'k8s/shop/values-prod.yaml']) {
    const [, own = ''] = (text(path) ?? '').split('refund-service:\n');
    const entry = own.split(/^(?=\S)/m)[0];
    expect(entry).toContain('  image:\n    tag: 0-not-built\n');
    expect(entry).toContain('tag: "1.27"');
  }
});

test('what is still named of a service without sources is not said to be gone', async () => {
  const files = {
    ...sources(names),
    Tiltfile: "docker_build('ghcr.io/acme/refund-service', 'services/refund-service')\n",
  };
  const { notes, findings } = await retiredFrom(files, 'refund-service');
  expect(findings.map(({ path }) => path)).toEqual(['Tiltfile']);
  expect(notes).not.toContain('nothing names it any more');
});

test('jobs that are called by an ordinary word are told with what else may mean it', async () => {
  const services = ['cart', 'orders', 'auth'];
  const workflow = lines(
    'on: push',
    'jobs:',
    ...services.flatMap((name) => [
      `  build-${name}:`,
      '    runs-on: ubuntu-latest',
      '    steps:',
      `      - run: docker build services/${name}`,
    ]),
  );
  const { steps } = await retiredFrom({ ...sources(services), '.github/workflows/build.yml': workflow }, 'auth');
  const told = steps.find(({ what }) => what.includes('ordinary word'));
  expect(told?.places).toContainEqual({ path: '.github/workflows/build.yml', line: 11, column: 9 });
});

test('an element of a set brings the value file that is called after it, though the element says the tag', async () => {
  const set = (services: readonly string[]): string =>
    lines(
      'apiVersion: argoproj.io/v1alpha1',
      'kind: ApplicationSet',
      'metadata: { name: shop-prod }',
      'spec:',
      '  generators:',
      '    - list:',
      '        elements:',
      ...services.map((name) => `          - { service: ${name}, tag: ${portOf(name)}-abc1234 }`),
      '  template:',
      "    metadata: { name: '{{service}}-prod' }",
      '    spec:',
      '      source:',
      '        repoURL: https://github.com/acme/shop.git',
      '        path: charts/app',
      '        helm:',
      "          valueFiles: ['../../values/{{service}}.yaml']",
      "          parameters: [{ name: image.tag, value: '{{tag}}' }]",
      '      destination: { namespace: shop-prod }',
    );
  const values = (name: string): string => `image:\n  repository: ghcr.io/acme/${name}\n`;
  const { change, text } = await added(
    {
      ...sources(names),
      'charts/app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 0.1.0\n',
      'charts/app/templates/deployment.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: "{{ .Release.Name }}" }\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"\n',
      'argocd/prod.yaml': set(names),
      ...of(names, (name) => ({ [`values/${name}.yaml`]: values(name) })),
    },
    { name: 'refund-service', like: 'order-service' },
  );
  expect(text('argocd/prod.yaml')).toContain('- { service: refund-service, tag: 0-not-built }');
  expect(text('values/refund-service.yaml')).toBe(values('refund-service'));
  expect(change.findings).toEqual([]);
});
