import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { releaseWithHealth } from '@rollcall/domain/setup/health-setup';
import { fitRelease } from '@rollcall/domain/setup/release-starter';
import { hasAct, releasedTree, runWorkflow, type WorkflowResult } from '@rollcall/testkit/act';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { type Registry, registryProgram, startRegistry } from '@rollcall/testkit/registry';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { createShop, type Shop } from '@rollcall/testkit/shop';
import { standIns } from './stand-ins.ts';

// The release that `init` writes, run by act 0.2.87 on the example repository: every step of ours and every script of the
// workflow as it is. In place of what needs an engine an image without layers is pushed to a real registry, and artifacts
// are kept in a folder. A build that fails is not run here: act 0.2.87 ends a called workflow at the first job in it that
// fails, `always()` or not, where GitHub goes on. What the bump and the gate do then is tested in test/workflows.

const isPossible = hasAct && registryProgram !== undefined;
if (!isPossible) process.stderr.write('skipped: act or a registry is not installed, so no release is run\n');
const onMachine = isPossible ? describe : describe.skip;

const released = hasAct ? releasedTree() : '';
const token = 'a-token-that-must-not-be-printed';

let shop: Shop;
let server: GitHubServer;
let registry: Registry;

beforeEach(async () => {
  shop = createShop({ oneRepository: true });
  server = await startGitHubServer(shop.origin, { token });
  registry = await startRegistry();
});
afterEach(async () => {
  await server.close();
  await registry.close();
  expect(server.problems).toEqual([]);
});

/** Pushes files to main, and runs the release of that push. */
async function push(files: Record<string, string>): Promise<WorkflowResult> {
  const { repository } = shop;
  const before = repository.git('rev-parse', 'HEAD');
  const after = repository.commit(files, 'A change');
  repository.git('push', '--quiet', 'origin', 'HEAD:main');
  const artifacts = temporaryFolder('artifacts');
  const workflow = { id: 1, path: '.github/workflows/release.yml' };
  const known = { workflow, event: 'push', branch: 'main', createdAt: '2026-01-05T12:00:00Z' };
  // The run itself, after all that the example says, and the one before, which succeeded.
  server.state.runs.splice(
    0,
    Number.POSITIVE_INFINITY,
    { ...known, id: 60, number: 60, commit: after, conclusion: null },
    { ...known, id: 59, number: 59, commit: before, conclusion: 'success' },
  );
  return runWorkflow(
    {
      directory: repository.directory,
      file: 'release.yml',
      event: 'push',
      payload: {
        ref: 'refs/heads/main',
        before,
        after,
        repository: { full_name: 'example/shop', default_branch: 'main' },
      },
      env: {
        ...server.variables,
        GITHUB_REPOSITORY: 'example/shop',
        GITHUB_RUN_ID: '60',
        GITHUB_RUN_NUMBER: '60',
        ARTIFACTS: artifacts,
      },
      token,
      secrets: { REGISTRY_USERNAME: 'person', REGISTRY_PASSWORD: 'a-password-that-must-not-be-printed' },
    },
    released,
    standIns(released),
  );
}

function install(where: string, change: (release: string) => string = (release) => release): void {
  const { repository } = shop;
  const text = change(
    fitRelease({
      environments: ['prod'],
      branches: [{ branch: 'main', environment: 'prod', because: 'it is the only one' }],
      registry: where,
      elsewhere: false,
    }),
  );
  mkdirSync(join(repository.directory, '.github/workflows'), { recursive: true });
  writeFileSync(join(repository.directory, '.github/workflows/release.yml'), text);
}

/** Lets the charts pull from the registry of this test, on main and on the deploy branch. */
function pullFromHere(): void {
  const { repository } = shop;
  const path = 'k8s/helm/environments/prod.yaml';
  const text = readFileSync(join(repository.directory, path), 'utf8');
  repository.commit({ [path]: text.replace('registry.example.com/shop', `${registry.host}/shop`) }, 'Pull from here');
  repository.git('push', '--quiet', 'origin', 'HEAD:main', 'HEAD:k8s-deploy-prod');
}

const deployedTag = (service: string) =>
  /image\.tag\n\s+value: "([^"]+)"/.exec(
    shop.origin.git('show', `k8s-deploy-prod:k8s/argocd/apps/prod/${service}.yaml`),
  )?.[1];
const isThere = async (image: string) =>
  (
    await fetch(`http://${registry.host}/v2/${image.replace(':', '/manifests/')}`, {
      headers: { Accept: 'application/vnd.oci.image.manifest.v1+json' },
    })
  ).ok;
const source = (service: string) => `services/${service}/rollcall-test.txt`;

onMachine('a release', () => {
  test('builds what was pushed, and what the deploy branch says then can be pulled', async () => {
    pullFromHere();
    install(`${registry.host}/shop`);
    const before = shop.origin.git('rev-parse', 'k8s-deploy-prod');
    const result = await push({ [source('cart-service')]: 'changed\n' });
    expect(result.log).not.toMatch(/must-not-be-printed/);
    expect(result.status).toBe(0);
    const tag = deployedTag('cart-service');
    expect(tag).toMatch(/^60-[0-9a-f]{7}$/);
    expect(await isThere(`shop/shop/cart-service:${tag}`)).toBe(true);
    expect(shop.origin.git('diff', '--stat', '--format=', before, 'k8s-deploy-prod')).toMatch(
      /cart-service\.yaml[\s\S]*1 insertion\(\+\), 1 deletion\(-\)$/,
    );
  }, 900_000);

  test('pushes nothing where another registry is pulled from', async () => {
    install(`${registry.host}/shop`);
    const result = await push({ [source('cart-service')]: 'changed\n' });
    expect(result.status).toBe(1);
    expect(result.log).toContain('would pull registry.example.com/shop/shop/cart-service:60-');
    expect(registry.requests).toEqual([]);
    expect(shop.origin.git('rev-parse', 'k8s-deploy-prod')).toBe(shop.commit);
  }, 900_000);

  test('has no work where no service is changed, and is green', async () => {
    install(`${registry.host}/shop`);
    await push({ [source('cart-service')]: 'before\n' });
    const result = await push({ 'README.md': 'changed\n' });
    expect(result.status).toBe(0);
    expect(registry.requests).toEqual([]);
  }, 900_000);

  describe('with what waits for Argo CD behind it', () => {
    const health = { 'rollcall.yaml': 'environments:\n  prod: { health: ["argocd/{application}"] }\n' };

    /** Stands for Argo CD until it is ended: it says of each commit of the deploy branch how its tag does. */
    function watch(stateOf: (tag: string | undefined) => 'success' | 'failure'): () => void {
      const timer = setInterval(() => {
        const commit = shop.origin.git('rev-parse', 'k8s-deploy-prod');
        const state = stateOf(deployedTag('cart-service'));
        const others = (server.state.checks.get(commit) ?? []).filter(({ kind }) => kind === 'deployment');
        server.state.checks.set(commit, [...others, { kind: 'status', name: 'argocd/cart-service-prod', state }]);
      }, 500);
      return () => clearInterval(timer);
    }

    async function release(stateOf: Parameters<typeof watch>[0]): Promise<WorkflowResult> {
      pullFromHere();
      install(`${registry.host}/shop`, (text) =>
        releaseWithHealth(text).replace('on-unhealthy: fail', 'on-unhealthy: rollback'),
      );
      const end = watch(stateOf);
      try {
        return await push({ ...health, [source('cart-service')]: 'changed\n' });
      } finally {
        end();
      }
    }

    const deployments = () =>
      [...server.state.checks].flatMap(([commit, checks]) =>
        checks.flatMap((one) => (one.kind === 'deployment' ? [{ commit, name: one.name, state: one.state }] : [])),
      );

    test('what is healthy is a success on the page of the environment', async () => {
      const result = await release(() => 'success');
      expect(result.log).toContain('cart-service-prod" passed');
      expect(result.status).toBe(0);
      expect(deployments()).toEqual([
        { commit: shop.origin.git('rev-parse', 'k8s-deploy-prod'), name: 'prod', state: 'success' },
      ]);
    }, 900_000);

    test('what is not gets the tag of before back, which is waited for as well, and is held', async () => {
      const before = deployedTag('cart-service');
      const result = await release((tag) => (tag === before ? 'success' : 'failure'));
      expect(result.status).toBe(1);
      expect(deployedTag('cart-service')).toBe(before);
      const [back, bad] = shop.origin.git('rev-list', '-2', 'k8s-deploy-prod').split('\n');
      expect(shop.origin.git('log', '-1', '--format=%B', back ?? '')).toMatch(
        /^Bump-Hold: prod cart-service 60-[0-9a-f]{7} because it did not become healthy$/m,
      );
      expect(deployments()).toEqual([
        { commit: bad, name: 'prod', state: 'failure' },
        { commit: back, name: 'prod', state: 'success' },
      ]);
    }, 900_000);
  });
});
