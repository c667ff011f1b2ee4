import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect } from '@jest/globals';
import { type GitServer, startGitServer } from '@rollcall/testkit/git-server';
import { cloneRepository, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, type StepResult } from '@rollcall/testkit/runner';

// Sources in one repository, and what Argo CD reads in another: charts, overlays and Applications, no Dockerfile.

export const token = 'a-token-of-the-deploy-repository';

export function application(name: string, path: string, lines: readonly string[] = [], revision = 'HEAD'): string {
  return [
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    `metadata: { name: ${name}, namespace: argocd }`,
    'spec:',
    '  project: default',
    '  source:',
    '    repoURL: https://github.com/example/deploy.git',
    `    targetRevision: ${revision}`,
    `    path: ${path}`,
    ...lines.map((line) => `    ${line}`),
    '  destination: { server: https://kubernetes.default.svc, namespace: shop }',
    '',
  ].join('\n');
}

export function parameters(tag: string): string[] {
  return ['helm:', '  parameters:', `    - { name: image.tag, value: "${tag}" } # by the pipeline`];
}

function workload(image: string): string {
  return [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: { name: web }',
    'spec: { template: { spec: { containers: [{ name: web, image: "IMAGE" }] } } }',
    '',
  ]
    .join('\n')
    .replace('IMAGE', image);
}

export const manifests = {
  'apps/prod/cart.yaml': application('cart-prod', 'charts/service', parameters('1-aaaaaaa')),
  'apps/dev/cart.yaml': application('cart-dev', 'charts/service', parameters('2-bbbbbbb')),
  'apps/prod/redis.yaml': application('redis-prod', 'charts/redis', parameters('7.2')),
  'apps/dev/redis.yaml': application('redis-dev', 'charts/redis', parameters('7.4')),
  'apps/prod/platform.yaml': application('platform-prod', 'overlays/prod'),
  'overlays/prod/kustomization.yaml': [
    'resources: [web.yaml]',
    'images:',
    '  - name: ghcr.io/example/web # ours',
    '    newTag: 1-aaaaaaa',
    '',
  ].join('\n'),
  'overlays/prod/web.yaml': workload('ghcr.io/example/web:1-aaaaaaa'),
  'charts/service/Chart.yaml': 'apiVersion: v2\nname: service\nversion: 1.0.0\n',
  'charts/redis/Chart.yaml': 'apiVersion: v2\nname: redis\nversion: 1.0.0\n',
};

export interface Pair {
  /** Bare, as on a server. */
  sources: Repository;
  deploy: Repository;
  /** The clone that the job has. */
  workspace: Repository;
  folder: string;
  /** Commits of the sources, the older one first. */
  older: string;
  newer: string;
}

export function createPair(config: string | null = null, files: Record<string, string> = manifests): Pair {
  const [sources, deploy] = [initRepository({ bare: true }), initRepository({ bare: true })];
  const work = initRepository();
  const settings = config === null ? {} : { 'rollcall.yaml': config };
  const older = work.commit({ 'cart/Dockerfile': 'FROM scratch\n', 'web/Dockerfile': 'FROM scratch\n', ...settings });
  const newer = work.commit({ 'cart/main.go': 'package main\n' });
  work.git('push', '--quiet', `file://${sources.directory}`, 'main');
  const written = initRepository();
  written.commit(files);
  written.git('push', '--quiet', `file://${deploy.directory}`, 'main');
  const folder = temporaryFolder('server');
  mkdirSync(join(folder, 'example'));
  symlinkSync(sources.directory, join(folder, 'example/shop'));
  symlinkSync(deploy.directory, join(folder, 'example/deploy'));
  return { sources, deploy, workspace: cloneRepository(sources), folder, older, newer };
}

export const servers: GitServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

export async function step(
  action: string,
  pair: Pair,
  inputs: Record<string, string>,
  sha = pair.newer,
  event: { name: string; payload: unknown } | undefined = undefined,
  repository = 'example/shop',
): Promise<StepResult> {
  const server = await startGitServer(pair.folder);
  servers.push(server);
  const result = await runAction(action, {
    workspace: pair.workspace.directory,
    token,
    inputs,
    ...(event && { event }),
    env: { GITHUB_SERVER_URL: server.url, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha },
  });
  expect(`${result.stdout}${result.stderr}`).not.toContain(token);
  expect(result.stderr).not.toContain('a bug in Rollcall');
  return result;
}

export function contentOf({ deploy }: Pair, path: string): string {
  return deploy.git('show', `main:${path}`);
}
