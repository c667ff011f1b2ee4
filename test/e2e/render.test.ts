import { mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startGitServer } from '@rollcall/testkit/git-server';
import { pathWith, renderPrograms } from '@rollcall/testkit/render-programs';
import { initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

const { helm, kustomize } = renderPrograms;
const withTools = helm && kustomize ? describe : describe.skip;
if (!helm || !kustomize) console.error('SKIPPED: no helm and kustomize on this machine, so no bump is rendered');
const tools = helm && kustomize ? pathWith({ helm, kustomize }) : pathWith();

function application(name: string, path: string, more = ''): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}-prod, namespace: argocd}
spec:
  project: default
  destination: {server: https://kubernetes.default.svc, namespace: shop}
  source:
    repoURL: https://github.com/acme/deploy.git
    targetRevision: main
    path: ${path}
${more}`;
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: cart}
spec:
  template:
    spec:
      containers:
        - name: cart
          image: {{ .Values.image.repository }}:{{ .Values.image.tag }}
`;

/** A repository of manifests whose only chart has these templates. */
function chart(templates: string, files: Record<string, string> = {}): Repository {
  const repository = initRepository();
  repository.commit(
    {
      'apps/prod/cart.yaml': application('cart', 'charts/cart'),
      'charts/cart/Chart.yaml': 'apiVersion: v2\nname: cart\nversion: 0.1.0\n',
      'charts/cart/values.yaml': 'image: {repository: ghcr.io/acme/cart, tag: 1-a}\nkeys: password-in-values\n',
      'charts/cart/templates/all.yaml': templates,
      ...files,
    },
    'Manifests',
  );
  return repository;
}

function bump(repository: Repository, ...more: string[]) {
  const args = [
    'bump',
    '--environment',
    'prod',
    ...(more.some((word) => word.includes('=')) ? [] : ['cart=2-b']),
    ...more,
  ];
  return runCommandLine(args, { cwd: repository.directory, env: { PATH: tools } });
}

withTools('with helm and kustomize', () => {
  test('what is rendered is told, object by object, and what a Secret holds is not', async () => {
    const repository = chart(
      `${deployment}---\napiVersion: v1\nkind: Secret\nmetadata: {name: keys}\nstringData: {random: {{ randAlphaNum 9 }}, key: "{{ .Values.keys }}-{{ .Values.image.tag }}"}\n`,
      {
        'apps/prod/web.yaml': application('web', 'overlays/prod'),
        'overlays/prod/kustomization.yaml':
          'resources: [../../base]\nimages: [{name: ghcr.io/acme/web, newTag: 1-a}]\n',
        'base/kustomization.yaml': 'resources: [d.yaml]\n',
        'base/d.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, image: ghcr.io/acme/web}]}}}\n',
      },
    );
    const text = await bump(repository, 'cart=2-b', 'web=3-c');
    expect(text).toMatchObject({ status: 0, stderr: '' });
    expect(text.stdout).toContain('rendered 2 Applications before and after: nothing else changes\n');
    const { stdout } = await bump(repository, 'cart=2-b', 'web=3-c', '--json');
    expect(stdout).not.toContain('password-in-values');
    const { rendering } = JSON.parse(stdout);
    expect(rendering).toMatchObject([
      { application: 'cart-prod', environment: 'prod', file: 'apps/prod/cart.yaml', notRendered: null },
      { application: 'web-prod', notRendered: null },
    ]);
    expect(rendering[0].tools).toEqual([expect.stringMatching(/^helm v[34]\./)]);
    expect(rendering[1].tools).toEqual([expect.stringMatching(/^kustomize v5\./)]);
    expect(rendering[0].changes).toEqual([
      { object: 'Secret keys', field: 'stringData.key', old: '(hidden)', new: '(hidden)', kind: 'follows' },
      {
        object: 'Deployment cart',
        field: 'spec.template.spec.containers[0].image',
        ...{ old: 'ghcr.io/acme/cart:1-a', new: 'ghcr.io/acme/cart:2-b', kind: 'image' },
      },
    ]);
    expect(rendering[1].changes).toMatchObject([{ old: 'ghcr.io/acme/web:1-a', new: 'ghcr.io/acme/web:3-c' }]);
  });

  test.each([
    [
      'nothing that is rendered',
      `${deployment.replace('apiVersion', '{{- if .Capabilities.APIVersions.Has "shop.example.com/v1" }}\napiVersion')}{{- end }}\n`,
      'nothing that Application "cart-prod" renders would change for "cart"',
    ],
    [
      'something else as well',
      deployment.replace(
        'spec:\n',
        'spec:\n  replicas: {{ if hasSuffix "b" .Values.image.tag }}2{{ else }}1{{ end }}\n',
      ),
      'Application "cart-prod" would be rendered in another way than asked: Deployment cart, spec.replicas: 1 → 2 was not asked for',
    ],
    [
      'an object that goes',
      `${deployment}---\n{{ if hasSuffix "a" .Values.image.tag }}\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: old}\n{{ end }}\n`,
      'Application "cart-prod" would be rendered in another way than asked: ConfigMap old goes',
    ],
    [
      'what helm renders into what it refuses',
      `${deployment}{{ if hasSuffix "b" .Values.image.tag }}{{ fail "b is not allowed" }}{{ end }}\n`,
      /Application "cart-prod" cannot be rendered any more with these images: helm: .*b is not allowed/,
    ],
  ])('a bump that changes %s is refused, and nothing is written', async (_what, templates, message) => {
    const repository = chart(templates);
    const before = repository.git('status', '--porcelain');
    const result = await bump(repository, '--in-place');
    expect(result.stderr).toMatch(message);
    expect(result.stderr).toContain('Nothing was written.');
    expect(result.status).toBe(2);
    expect(repository.git('status', '--porcelain')).toBe(before);
    // What is under a condition that is not known is not written without rendering either.
    const unproved = templates.includes('.Capabilities');
    const unrendered = await bump(repository, '--in-place', '--render', 'off');
    expect([unrendered.status, unrendered.stderr.includes('not known')]).toEqual(unproved ? [2, true] : [0, false]);
  });

  test.each([
    [
      'a chart that fails before',
      `${deployment}{{ fail "always" }}\n`,
      {},
      /it cannot be rendered as it is: helm: .*always/,
    ],
    [
      'dependencies that are not vendored',
      deployment,
      {
        'charts/cart/Chart.yaml':
          'apiVersion: v2\nname: cart\nversion: 0.1.0\ndependencies: [{name: redis, version: 1.0.0, repository: "https://charts.example.com"}]\n',
      },
      /its dependencies are not in the repository \("redis"\)/,
    ],
  ])('%s is said, and refused where rendering is required', async (_what, templates, files, why) => {
    const repository = chart(templates, files);
    const result = await bump(repository, '--in-place');
    expect(result.status).toBe(0);
    expect(result.stdout).toMatch(new RegExp(`not rendered: cart-prod: ${why.source}`));
    expect(result.stderr).toMatch(new RegExp(`not rendered: "cart-prod": ${why.source}`));
    repository.git('checkout', '--quiet', '.');
    const required = await bump(repository, '--in-place', '--render', 'required');
    expect(required.status).toBe(2);
    expect(required.stderr).toMatch(new RegExp(`Application "cart-prod" is not rendered: ${why.source}`));
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('an address in a kustomization is asked for nothing', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end('kind: A\n');
    }).listen(0, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const kustomization of [
      `resources: [d.yaml, "${address}/x.yaml"]\n`,
      `resources: [d.yaml]\nopenapi: {path: "${address}/p.json"}\n`,
      `resources: [d.yaml]\nconfigMapGenerator: [{name: a, Files: ["${address}/f"]}]\n`,
    ]) {
      const repository = initRepository();
      repository.commit(
        {
          'apps/prod/cart.yaml': application('cart', 'cart'),
          'cart/kustomization.yaml': `${kustomization}images: [{name: ghcr.io/acme/cart, newTag: 1-a}]\n`,
          'cart/d.yaml':
            'kind: Pod\napiVersion: v1\nmetadata: {name: cart}\nspec: {containers: [{name: cart, image: ghcr.io/acme/cart}]}\n',
        },
        'Manifests',
      );
      const result = await bump(repository, '--in-place');
      expect(result).toMatchObject({ status: 0, stdout: expect.stringContaining('not rendered: cart-prod:') });
    }
    expect(asked).toBe(0);
    server.close();
  });

  test('a promotion and a roll-back are rendered as a bump is', async () => {
    const { repository } = createShop({ oneRepository: true });
    const run = (...args: string[]) => runCommandLine(args, { cwd: repository.directory, env: { PATH: tools } });
    const promoted = await run('promote', '--from', 'dev', '--to', 'prod', '--services', 'cart-service', '--push');
    expect(promoted).toMatchObject({ status: 0, stdout: expect.stringContaining('rendered 2 Applications') });
    const back = await run('promote', '--to-previous', '--to', 'prod', '--services', 'cart-service', '--push');
    expect(back).toMatchObject({ status: 0, stdout: expect.stringContaining('rendered 2 Applications') });
  });
});

describe('as an action', () => {
  async function shop(inputs: Record<string, string>, event?: { name: string; payload: unknown }, path?: string) {
    const { origin, commit } = createShop();
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'example'));
    symlinkSync(origin.directory, join(folder, 'example/shop'));
    const token = 'a-token-that-must-not-be-printed';
    const server = await startGitServer(folder, { token });
    const step = await runAction('bump-image-tags', {
      workspace: temporaryFolder(),
      token,
      inputs: { environment: 'prod', images: 'cart-service=142-abc1234', ...inputs },
      ...(event ? { event } : {}),
      env: {
        GITHUB_SERVER_URL: server.url,
        GITHUB_REPOSITORY: 'example/shop',
        GITHUB_SHA: commit,
        ...(path ? { PATH: path } : {}),
      },
    });
    await server.close();
    expect(`${step.stdout}${step.stderr}${step.summary}`).not.toContain(token);
    return { ...step, isWritten: origin.git('rev-parse', 'k8s-deploy-prod') !== commit };
  }

  test('without the programs it says so, and where they are required it writes nothing', async () => {
    const auto = await shop({});
    expect(auto).toMatchObject({ status: 0, isWritten: true, outputs: { rendering: '[]' } });
    expect(auto.summary).toContain('\nNot rendered: neither helm nor kustomize is on the PATH.\n');
    const required = await shop({ render: 'required' });
    expect(required).toMatchObject({ status: 2, isWritten: false });
    expect(required.stdout).toContain('Application "cart-service-prod" is not rendered: helm is not on the PATH');
    const wrong = await shop({ render: 'yes' });
    expect(wrong.stdout).toContain('input render is "yes"');
  });

  const pullRequest = (from: string) => ({
    name: 'pull_request',
    payload: { pull_request: { head: { ref: 'topic', repo: { full_name: from } } } },
  });

  test('a request of a fork is not rendered unless it is told to be', async () => {
    const note = 'Not rendered: neither helm nor kustomize';
    // Nothing is written for a fork: what would be is shown.
    const shown = { 'dry-run': 'true' };
    expect((await shop(shown, pullRequest('stranger/shop'))).summary).not.toContain(note);
    expect((await shop({}, { name: 'issue_comment', payload: {} })).summary).not.toContain(note);
    expect((await shop({ ...shown, render: 'auto' }, pullRequest('stranger/shop'))).summary).toContain(note);
    expect((await shop({}, pullRequest('example/shop'))).summary).toContain(note);
  });

  (helm && kustomize ? test : test.skip)('the summary folds what is rendered, and the output has it', async () => {
    const step = await shop({}, undefined, tools);
    expect(step).toMatchObject({ status: 0, isWritten: true });
    expect(step.summary).toMatch(
      /<details><summary>Rendered by helm v\S+: <b>cart-service\\?-prod<\/b> \(prod\), 1 change<\/summary>\n\n```diff\n# Deployment cart-service\n- spec\.template\.spec\.containers\[0\]\.image: \S+:41-8c2f1de\n\+ spec\.template\.spec\.containers\[0\]\.image: \S+:142-abc1234\n```\n\n<\/details>/,
    );
    expect(JSON.parse(step.outputs.rendering ?? '')).toMatchObject([
      { application: 'cart-service-prod', changes: [{ kind: 'image' }] },
      { application: 'shop-prod', changes: [{ kind: 'follows' }] },
    ]);
  });
});
