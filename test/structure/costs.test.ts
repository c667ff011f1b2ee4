import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { gitHistory } from '@rollcall/adapters/git/history';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { detectChanges } from '@rollcall/domain/changes/detect-changes';
import { memoryTree } from '@rollcall/testkit/memory-tree';
import { initRepository } from '@rollcall/testkit/repository';
import { countSteps } from '@rollcall/testkit/steps';
import { gitOf } from '../adapters/git-of.ts';
import { applicationFile, applicationText, planOf } from '../unit/bump/catalog-of.ts';
import { verifyFiles } from '../unit/verify/rule-fixtures.ts';
import { lines, numbered } from './growth.ts';

/**
 * What detect, bump, verify and the Catalog cost in steps, on one generated repository: the same on any machine. A
 * change that makes one of them a tenth dearer fails. Where that is worth it, write the new figure into costs.json, so
 * that whoever reads the change sees the price.
 */
const recorded = JSON.parse(readFileSync(new URL('costs.json', import.meta.url), 'utf8')) as Record<string, number>;

const names = (n: number): string[] => Array.from({ length: n }, (_, at) => `s${at}-service`);

/** A monorepo with a chart and two Applications for each service, lists that all are in, and what builds them. */
function monorepo(n: number): Record<string, string> {
  const all = names(n);
  const repeat = (line: (name: string) => string): string => lines(n, (at) => line(all[at] ?? ''));
  return {
    'packages/common/index.js': 'module.exports = {};\n',
    'packages/common/package.json': '{"name": "@shop/common", "version": "1.0.0"}\n',
    'package.json': '{"private": true, "workspaces": ["packages/*", "services/*"]}\n',
    'docker-compose.yml': `services:\n${repeat((name) => `  ${name}:\n    build: {context: ., dockerfile: services/${name}/Dockerfile}\n    ports: ["80"]\n`)}`,
    'docker-bake.hcl': `group "default" {\n  targets = [${all.map((name) => `"${name}"`).join(', ')}]\n}\n${repeat((name) => `target "${name}" {\n  context = "."\n  dockerfile = "services/${name}/Dockerfile"\n}\n`)}`,
    '.github/workflows/build.yml': `on:
  push: {branches: [main]}
  workflow_dispatch:
    inputs:
      service:
        type: choice
        options:
${repeat((name) => `          - ${name}\n`)}jobs:
  changes:
    runs-on: ubuntu-latest
    steps:
      - uses: dorny/paths-filter@v3
        with:
          filters: |
${repeat((name) => `            ${name}:\n              - services/${name}/**\n`)}  build:
    runs-on: ubuntu-latest
    strategy:
      matrix:
        service: [${all.join(', ')}]
    steps:
      - uses: docker/build-push-action@v6
        with:
          context: .
          file: services/\${{ matrix.service }}/Dockerfile
          push: true
          tags: ghcr.io/example/\${{ matrix.service }}:\${{ github.sha }}
`,
    'k8s/argocd/apps/shop-dev.yaml': rootApplication('dev'),
    'k8s/argocd/apps/shop-prod.yaml': rootApplication('prod'),
    ...numbered(n, (at) => {
      const name = all[at] ?? '';
      const chart = `k8s/helm/charts/${name}`;
      return [
        [
          `services/${name}/Dockerfile`,
          `FROM node:24\nCOPY packages/common packages/common\nCOPY services/${name} .\n`,
        ],
        [
          `services/${name}/package.json`,
          `{"name": "${name}", "version": "1.0.0", "dependencies": {"@shop/common": "1.0.0"}}\n`,
        ],
        [`services/${name}/index.js`, 'require("@shop/common");\n'],
        [`${chart}/Chart.yaml`, `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`],
        [`${chart}/values.yaml`, `image:\n  repository: ghcr.io/example/${name}\n  tag: 1-a\nreplicas: 2\n`],
        [
          `${chart}/templates/deployment.yaml`,
          `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: {{ .Values.replicas }}
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: ${name}
          image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"
`,
        ],
        [applicationFile(name, 'dev'), applicationText(name, 'dev', '1-a')],
        [applicationFile(name, 'prod'), applicationText(name, 'prod', '1-a')],
      ];
    }),
  };
}

function rootApplication(environment: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop-${environment}
spec:
  source:
    repoURL: https://github.com/example/shop.git
    targetRevision: k8s-deploy-${environment}
    path: k8s/argocd/apps/${environment}
  destination:
    namespace: argocd
`;
}

/** The history of a push that changes the shared package and every tenth service. */
function pushed(n: number) {
  const repository = initRepository();
  const before = repository.commit(monorepo(n));
  const changed = names(n).filter((_, at) => at % 10 === 0);
  const after = repository.commit({
    'packages/common/index.js': 'module.exports = {a: 1};\n',
    ...Object.fromEntries(changed.map((name) => [`services/${name}/index.js`, '// changed\n'])),
  });
  const history = gitHistory(gitOf(repository.directory));
  const log = { progress: () => {}, notice: () => {}, warning: () => {} };
  const event = { kind: 'push', ref: 'refs/heads/main', defaultBranch: 'main', bringsCommits: true } as const;
  return () => detectChanges({ scope: 'source', event: { ...event, before, after, forced: false } }, { history, log });
}

const work: Record<string, (n: number) => () => Promise<unknown>> = {
  catalog: (n) => () =>
    loadCatalog(memoryTree(monorepo(n)), {}, { repositoryUrl: 'https://github.com/example/shop.git' }),
  detect: pushed,
  bump: (n) => () =>
    planOf(
      {
        environment: 'prod',
        images: names(n).map((service) => ({ service, tag: '2-b' })),
        onMissing: 'error',
        mutableTags: 'forbid',
      },
      memoryTree(monorepo(n)),
    ),
  verify: (n) => () => verifyFiles(monorepo(n)),
};

const services = 50;

describe('the steps that are taken for 50 services', () => {
  test.each(Object.entries(work))('%s', async (name, prepare) => {
    await prepare(3)(); // what is made once for all
    const run = prepare(services);
    const steps = await countSteps(run);
    expect(steps).toBeGreaterThan(services * 100);
    const most = (recorded[name] ?? 0) * 1.1;
    if (steps > most)
      throw new Error(`${name} takes ${Math.round(steps)} steps, and ${Math.round(most)} are a tenth above costs.json`);
  });
});
