import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hasAct, releasedTree, runWorkflow, type WorkflowResult } from '@rollcall/testkit/act';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { type Registry, registryProgram, startRegistry } from '@rollcall/testkit/registry';
import { initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { runCommandLine } from '@rollcall/testkit/runner';
import { standIns } from './stand-ins.ts';

// What somebody does who has only the documentation, in a repository that is not the example: two programs of Node,
// deployed by overlays of kustomize, of which Argo CD reads `main`. The tests are the steps, in their order.

const isPossible = hasAct && registryProgram !== undefined;
if (!isPossible) process.stderr.write('skipped: act or a registry is not installed, so nobody begins from nothing\n');
const onMachine = isPossible ? describe : describe.skip;

const token = 'a-token-that-must-not-be-printed';
const environments = ['dev', 'prod'];

/** The repository before anybody heard of Rollcall. */
function desk(host: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (const name of ['mailer', 'notes']) {
    files[`apps/${name}/package.json`] = `{ "name": "${name}", "version": "1.0.0", "private": true }\n`;
    files[`apps/${name}/index.js`] = `console.log('${name}');\n`;
    files[`apps/${name}/Dockerfile`] =
      'FROM node:24\nWORKDIR /app\nCOPY package.json index.js ./\nCMD ["node", "index.js"]\n';
    files[`deploy/${name}/base/kustomization.yaml`] = 'resources: [deployment.yaml]\n';
    files[`deploy/${name}/base/deployment.yaml`] = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  selector:
    matchLabels: { app: ${name} }
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: app
          image: ${host}/desk/${name}
`;
    for (const environment of environments) {
      files[`deploy/${name}/overlays/${environment}/kustomization.yaml`] = `resources: [../../base]
namespace: desk-${environment}
images:
  - name: ${host}/desk/${name}
    newTag: "1-abcdef0"
`;
      files[`deploy/argocd/${environment}/${name}.yaml`] = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: ${name}-${environment}
  namespace: argocd
  finalizers: [resources-finalizer.argocd.argoproj.io]
spec:
  project: default
  source:
    repoURL: https://github.com/example/shop.git
    path: deploy/${name}/overlays/${environment}
    targetRevision: main
  destination:
    server: https://kubernetes.default.svc
    namespace: desk-${environment}
  syncPolicy:
    automated: { prune: true }
`;
    }
  }
  return files;
}

onMachine('from nothing', () => {
  let released: string;
  let registry: Registry;
  let origin: Repository;
  let clone: Repository;
  let server: GitHubServer;
  let number = 10;

  beforeAll(async () => {
    released = releasedTree();
    registry = await startRegistry();
    origin = initRepository({ bare: true });
    clone = initRepository();
    clone.commit(desk(registry.host), 'Two programs and their manifests');
    clone.git('remote', 'add', 'origin', `file://${origin.directory}`);
    clone.git('push', '--quiet', '--set-upstream', 'origin', 'main');
    clone.git('remote', 'set-head', 'origin', 'main');
    server = await startGitHubServer(origin, { token });
  });
  afterAll(async () => {
    await server.close();
    await registry.close();
    expect(server.problems).toEqual([]);
  });

  const rollcall = (...words: string[]) => runCommandLine(words, { cwd: clone.directory });
  const tagOf = (service: string, environment: string): string | undefined =>
    /newTag: "?([^"\n]+)/.exec(
      origin.git('show', `main:deploy/${service}/overlays/${environment}/kustomization.yaml`),
    )?.[1];

  async function run(
    file: string,
    event: 'push' | 'workflow_dispatch' | 'pull_request',
    payload: object,
  ): Promise<WorkflowResult> {
    number += 1;
    clone.git('pull', '--quiet', '--rebase', 'origin', clone.git('rev-parse', '--abbrev-ref', 'HEAD'));
    const commit = clone.git('rev-parse', 'HEAD');
    const known = { workflow: { id: 1, path: `.github/workflows/${file}` }, event: 'push', branch: 'main' };
    server.state.runs.unshift({
      ...known,
      id: number,
      number,
      commit,
      conclusion: null,
      createdAt: '2026-01-05T12:00:00Z',
    });
    const result = await runWorkflow(
      {
        directory: clone.directory,
        file,
        event,
        payload: { repository: { full_name: 'example/shop', default_branch: 'main' }, ...payload },
        env: {
          ...server.variables,
          GITHUB_REPOSITORY: 'example/shop',
          GITHUB_RUN_ID: String(number),
          GITHUB_RUN_NUMBER: String(number),
          ARTIFACTS: temporaryFolder('artifacts'),
        },
        token,
        secrets: { REGISTRY_USERNAME: 'person', REGISTRY_PASSWORD: 'a-password-that-must-not-be-printed' },
      },
      released,
      standIns(released),
    );
    expect(result.log).not.toMatch(/must-not-be-printed/);
    return result;
  }

  test('the three commands of the quickstart say what is there, and what is not known', async () => {
    const catalog = await rollcall('catalog');
    expect(catalog).toMatchObject({ status: 0, stdout: expect.stringMatching(/^mailer[\s\S]*^notes/m) });
    expect((await rollcall('verify')).status).toBe(0);
    const shown = await rollcall('init', '--dry-run');
    expect(shown).toMatchObject({ status: 0, stdout: expect.stringContaining('No branch is known') });
  });

  test('one line says which branch is released, and init writes the workflows', async () => {
    clone.commit({ 'rollcall.yaml': 'environments: { dev: { source-branches: [main] } }\n' }, 'Release main to dev');
    const more = ['promote', 'rollback', 'new-service', 'retire-service'].flatMap((name) => ['--with', name]);
    const { status, stderr } = await rollcall('init', '--yes', ...more);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    clone.commit({}, 'Use Rollcall');
    clone.git('push', '--quiet', 'origin', 'main');
    expect(readFileSync(join(clone.directory, '.github/workflows/release.yml'), 'utf8')).toContain('branches: [main]');
  });

  test('a push builds what changed, and its tag is where Argo CD reads it', async () => {
    const before = clone.git('rev-parse', 'HEAD');
    server.state.runs.unshift({
      ...{ id: 5, number: 5, workflow: { id: 1, path: '.github/workflows/release.yml' }, event: 'push' },
      ...{ branch: 'main', commit: before, conclusion: 'success', createdAt: '2026-01-05T11:00:00Z' },
    });
    const after = clone.commit({ 'apps/notes/index.js': "console.log('new notes');\n" }, 'Write new notes');
    clone.git('push', '--quiet', 'origin', 'main');
    const { status, log } = await run('release.yml', 'push', { ref: 'refs/heads/main', before, after });
    expect({ status, log: status === 0 ? '' : log }).toEqual({ status: 0, log: '' });
    expect(tagOf('notes', 'dev')).toBe(`11-${after.slice(0, 7)}`);
    expect([tagOf('mailer', 'dev'), tagOf('notes', 'prod')]).toEqual(['1-abcdef0', '1-abcdef0']);
    const image = await fetch(`http://${registry.host}/v2/desk/notes/manifests/${tagOf('notes', 'dev')}`, {
      headers: { Accept: 'application/vnd.oci.image.manifest.v1+json' },
    });
    expect(image.status).toBe(200);
  }, 900_000);

  test('a request that forgets an overlay fails, and says which', async () => {
    const base = clone.git('rev-parse', 'origin/main');
    clone.git('checkout', '--quiet', '-b', 'forgets', 'origin/main');
    const head = clone.commit({ 'deploy/argocd/prod/notes.yaml': null }, 'Forget an Application');
    clone.git('push', '--quiet', '--set-upstream', 'origin', 'forgets');
    server.state.pulls.push({
      ...{ number: 7, from: 'example/shop', head: 'forgets', base: 'main', title: '', body: '', state: 'open' },
      ...{ labels: [], autoMerge: null },
    });
    const repository = { full_name: 'example/shop' };
    const pull_request = {
      number: 7,
      head: { ref: 'forgets', sha: head, repo: repository },
      base: { ref: 'main', sha: base, repo: repository },
    };
    const result = await run('verify.yml', 'pull_request', { number: 7, pull_request });
    expect(result.status).toBe(1);
    expect(server.state.comments.map(({ body }) => body).join()).toContain('notes');
    server.state.pulls.length = 0;
    clone.git('checkout', '--quiet', 'main');
  }, 900_000);

  test('what dev runs is promoted, rolled back, and held', async () => {
    const inputs = { from: 'dev', to: 'prod', services: '' };
    const promoted = await run('promote.yml', 'workflow_dispatch', { inputs });
    expect([promoted.status, tagOf('notes', 'prod')]).toEqual([0, tagOf('notes', 'dev')]);
    const back = await run('rollback.yml', 'workflow_dispatch', { inputs: { environment: 'prod', services: 'notes' } });
    expect([back.status, tagOf('notes', 'prod')]).toEqual([0, '1-abcdef0']);
    await run('promote.yml', 'workflow_dispatch', { inputs });
    expect(tagOf('notes', 'prod')).toBe('1-abcdef0');
  }, 900_000);

  test('a new service, and one that goes, are a request each', async () => {
    const added = await run('new-service.yml', 'workflow_dispatch', { inputs: { service: 'calendar', like: 'notes' } });
    expect({ status: added.status, log: added.status === 0 ? '' : added.log }).toEqual({ status: 0, log: '' });
    const retired = await run('retire-service.yml', 'workflow_dispatch', {
      inputs: { service: 'mailer', stage: 'all' },
    });
    expect({ status: retired.status, log: retired.status === 0 ? '' : retired.log }).toEqual({ status: 0, log: '' });
    const [first, second] = server.state.pulls;
    const filesOf = (head = '') => origin.git('ls-tree', '-r', '--name-only', head);
    expect(filesOf(first?.head)).toContain('deploy/argocd/prod/calendar.yaml');
    expect(filesOf(first?.head)).toContain('deploy/calendar/overlays/dev/kustomization.yaml');
    expect(filesOf(second?.head)).not.toContain('mailer');
  }, 900_000);
});
