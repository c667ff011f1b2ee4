import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { startGitHubServer } from '@rollcall/testkit/github-server';
import { closeServer, listen } from '@rollcall/testkit/loopback';
import { cloneRepository, initRepository } from '@rollcall/testkit/repository';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { application, contentOf, createPair, manifests, parameters, step, token } from './repository-pair.ts';

// Sources in one repository, and what Argo CD reads in another: charts, overlays and Applications, no Dockerfile.

describe('bump-image-tags with a repository of its own for the manifests', () => {
  test.each([
    ['by the input', null, { repository: 'example/deploy' }],
    ['by the configuration', 'deploy-repository: example/deploy\n', {}],
    ['by the environment', 'environments: { prod: { repository: example/deploy } }\n', {}],
    ['with its deploy branch', 'environments: { prod: { repository: example/deploy, deploy-branch: main } }\n', {}],
  ])('writes one commit there, named %s', async (_name, config, inputs) => {
    const pair = createPair(config);
    const before = pair.deploy.git('rev-parse', 'main');
    const sourcesBefore = pair.sources.git('for-each-ref');
    const tag = `3-${pair.newer.slice(0, 7)}`;
    const result = await step('bump-image-tags', pair, {
      environment: 'prod',
      images: `cart=${tag}\nweb=${tag}`,
      ...inputs,
    });
    expect(`${result.stdout}${result.stderr}`).toContain(tag);
    expect(result.status).toBe(0);
    expect(result.outputs).toMatchObject({ changed: 'true', commit: pair.deploy.git('rev-parse', 'main') });
    expect(pair.deploy.git('rev-parse', 'main~1')).toBe(before);
    // No other byte: neither the add-on, nor the comments, nor dev.
    expect(
      pair.deploy
        .git('diff', '--unified=0', 'main~1', 'main')
        .split('\n')
        .filter((line) => /^[-+] /.test(line)),
    ).toEqual([
      `-        - { name: image.tag, value: "1-aaaaaaa" } # by the pipeline`,
      `+        - { name: image.tag, value: "${tag}" } # by the pipeline`,
      '-    newTag: 1-aaaaaaa',
      `+    newTag: ${tag}`,
    ]);
    expect(pair.deploy.git('log', '-1', '--format=%B')).toContain(`Bump-Source: example/shop@${pair.newer}\n`);
    expect(pair.sources.git('for-each-ref')).toBe(sourcesBefore);
    expect(result.summary).toContain('/example/deploy/commit/');
  });

  test('judges older and newer by the history of the sources', async () => {
    const pair = createPair('deploy-repository: example/deploy\n');
    const bump = (sha: string) =>
      step('bump-image-tags', pair, { environment: 'prod', images: `cart=9-${sha.slice(0, 7)}` }, sha);
    expect((await bump(pair.newer)).outputs.changed).toBe('true');
    const back = await bump(pair.older);
    expect(back.status).toBe(0);
    expect(JSON.parse(back.outputs.skipped ?? '')).toEqual([
      { service: 'cart', why: expect.stringContaining('is older than') },
    ]);
    expect(contentOf(pair, 'apps/prod/cart.yaml')).toContain(`9-${pair.newer.slice(0, 7)}`);
  });

  test('writes to the branch that the Applications there follow', async () => {
    const files = {
      ...manifests,
      'apps/prod/cart.yaml': application('cart-prod', 'charts/service', parameters('1-a'), 'live'),
    };
    const pair = createPair('deploy-repository: example/deploy\n', {
      ...files,
      'apps/prod/platform.yaml': application('platform-prod', 'overlays/prod', [], 'live'),
      'apps/prod/redis.yaml': application('redis-prod', 'charts/redis', parameters('7.2'), 'live'),
    });
    pair.deploy.git('branch', 'live', 'main');
    const before = pair.deploy.git('rev-parse', 'main');
    const result = await step('bump-image-tags', pair, { environment: 'prod', images: 'cart=2-b' });
    expect(result).toMatchObject({ status: 0 });
    expect(pair.deploy.git('rev-parse', 'main')).toBe(before);
    expect(pair.deploy.git('show', 'live:apps/prod/cart.yaml')).toContain('"2-b"');
  });

  test('GitHub signs the commit, and opens the request there', async () => {
    const pair = createPair();
    const server = await startGitHubServer(pair.deploy, { token });
    try {
      const run = (inputs: Record<string, string>) =>
        runAction('bump-image-tags', {
          workspace: pair.workspace.directory,
          token,
          inputs: { environment: 'prod', repository: `${server.url}/example/shop`, images: 'cart=2-b', ...inputs },
          env: {
            ...server.variables,
            GITHUB_REPOSITORY: 'example/sources',
            GITHUB_SHA: pair.newer,
          },
        });
      const asked = await run({ mode: 'pull-request' });
      expect(`${asked.stdout}${asked.stderr}`).toContain('2-b');
      expect(asked.outputs['pull-request']).toBe('1');
      const written = await run({});
      expect(written.outputs).toMatchObject({ changed: 'true', verified: 'true' });
      expect(contentOf(pair, 'apps/prod/cart.yaml')).toContain('"2-b"');
      expect(pair.deploy.git('log', '-1', '--format=%B', 'main')).toContain(
        `Bump-Source: example/sources@${pair.newer}`,
      );
    } finally {
      await server.close();
    }
  });
});

describe('promote-images with a repository of its own for the manifests', () => {
  test('promotes the services of the sources, and no add-on', async () => {
    const pair = createPair('deploy-repository: example/deploy\n');
    const result = await step('promote-images', pair, { from: 'dev', to: 'prod' });
    expect(`${result.stdout}${result.stderr}`).toContain('2-bbbbbbb');
    expect(result.status).toBe(0);
    expect(contentOf(pair, 'apps/prod/cart.yaml')).toContain('"2-bbbbbbb"');
    expect(contentOf(pair, 'apps/prod/redis.yaml')).toContain('"7.2"');
  });

  test('a roll-back holds over there, and the next promotion leaves the tag alone', async () => {
    const pair = createPair('deploy-repository: example/deploy\n');
    const cart = { to: 'prod', services: 'cart' };
    await step('promote-images', pair, { ...cart, from: 'dev' });
    await step('promote-images', pair, { ...cart, 'to-previous': 'true', 'hold-reason': 'it leaks' });
    expect(contentOf(pair, 'apps/prod/cart.yaml')).toContain('"1-aaaaaaa"');
    expect(pair.deploy.git('log', '-1', '--format=%B')).toContain(
      '\nBump-Hold: prod cart 2-bbbbbbb because it leaks\n',
    );
    const again = await step('promote-images', pair, { ...cart, from: 'dev' });
    expect(again.outputs).toMatchObject({ changed: 'false', skipped: expect.stringContaining('(\\"it leaks\\")') });
    expect(contentOf(pair, 'apps/prod/cart.yaml')).toContain('"1-aaaaaaa"');
  });

  test.each([
    ['no repository', {}],
    ['another one', { repository: 'example/deploy' }],
  ])('asks no server that the configuration alone names, where the input names %s', async (_name, inputs) => {
    const asked: string[] = [];
    const other = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.writeHead(404).end();
    });
    const address = await listen(other);
    try {
      const pair = createPair();
      pair.workspace.commit({
        'rollcall.yaml': `environments: { prod: { repository: example/deploy }, dev: { repository: '${address}/acme/dev' } }\n`,
      });
      const before = pair.deploy.git('for-each-ref');
      const result = await step('promote-images', pair, { from: 'dev', to: 'prod', ...inputs });
      expect(result.status).toBe(2);
      expect(result.stdout).toContain(
        '/acme/dev (environments.dev.repository), which is on another server than this run',
      );
      expect(asked).toEqual([]);
      expect(pair.deploy.git('for-each-ref')).toBe(before);
    } finally {
      await closeServer(other);
    }
  });

  test('from one repository to another', async () => {
    const pair = createPair('environments: { prod: { repository: example/deploy } }\n');
    const dev = initRepository();
    dev.commit({ 'apps/dev/cart.yaml': application('cart-dev', 'charts/service', parameters('5-ccccccc')) });
    symlinkSync(dev.directory, join(pair.folder, 'example/deploy-dev'));
    pair.workspace.commit({
      'rollcall.yaml':
        'environments: { prod: { repository: example/deploy }, dev: { repository: example/deploy-dev, deploy-branch: main } }\n',
    });
    const result = await step('promote-images', pair, { from: 'dev', to: 'prod', services: 'cart' });
    expect(`${result.stdout}${result.stderr}`).toContain('5-ccccccc');
    expect(contentOf(pair, 'apps/prod/cart.yaml')).toContain('"5-ccccccc"');
  });
});

describe('the command line', () => {
  const run = (cwd: string, ...args: string[]) => runCommandLine(args, { cwd });

  test('writes the files of a clone beside the sources, or commits to its origin', async () => {
    const pair = createPair();
    const clone = cloneRepository(pair.deploy);
    const args = ['bump', '--environment', 'prod', '--repository', clone.directory, `cart=4-${pair.newer.slice(0, 7)}`];
    const dry = await run(pair.workspace.directory, ...args);
    expect(dry).toMatchObject({ status: 0 });
    expect(dry.stdout).toContain(`+        - { name: image.tag, value: "4-${pair.newer.slice(0, 7)}" }`);
    expect((await run(pair.workspace.directory, ...args, '--in-place')).status).toBe(0);
    expect(readFileSync(join(clone.directory, 'apps/prod/cart.yaml'), 'utf8')).toContain(pair.newer.slice(0, 7));
    clone.git('checkout', '--quiet', '.');
    expect(await run(pair.workspace.directory, ...args, '--push')).toMatchObject({ status: 0 });
    expect(contentOf(pair, 'apps/prod/cart.yaml')).toContain(pair.newer.slice(0, 7));
    expect(pair.deploy.git('log', '-1', '--format=%B', 'main')).toMatch(new RegExp(`Bump-Source: \\S+@${pair.newer}`));
  });

  test('writes a repository that is only at its address, beside the origin of the clone', async () => {
    const pair = createPair();
    pair.workspace.git('remote', 'set-url', 'origin', `file://${pair.folder}/example/shop`);
    const args = ['bump', '--environment', 'prod', '--repository', 'example/deploy', 'cart=4-d'];
    const inPlace = await run(pair.workspace.directory, ...args, '--in-place');
    expect(inPlace.status).toBe(2);
    expect(inPlace.stderr).toContain('--in-place writes files');
    expect(await run(pair.workspace.directory, ...args, '--push')).toMatchObject({ status: 0 });
    expect(contentOf(pair, 'apps/prod/cart.yaml')).toContain('"4-d"');
  });

  test('an image that only a workflow of the sources names is found over there', async () => {
    const pod = (image: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: { containers: [{ name: p, image: "${image}:1-a" }] }\n`;
    const pair = createPair(null, {
      'apps/prod/trolley.yaml': application('trolley-prod', 'k8s/trolley'),
      'k8s/trolley/pod.yaml': pod('ghcr.io/example/acme-basket'),
    });
    const workflow = (context: string): string =>
      `on: push\njobs:\n  push:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: docker/build-push-action@v6\n        with: { context: ${context}, push: true, tags: "ghcr.io/example/acme-basket:1" }\n`;
    const write = (name: string): void =>
      writeFileSync(join(pair.workspace.directory, `.github/workflows/${name}.yml`), workflow(name));
    mkdirSync(join(pair.workspace.directory, '.github/workflows'), { recursive: true });
    write('cart');
    const args = ['bump', '--environment', 'prod', '--repository', `file://${pair.deploy.directory}`];
    expect(await run(pair.workspace.directory, ...args, 'cart=4-d', '--push')).toMatchObject({ status: 0 });
    expect(contentOf(pair, 'k8s/trolley/pod.yaml')).toContain('ghcr.io/example/acme-basket:4-d');
    write('web');
    const both = await run(pair.workspace.directory, ...args, 'cart=5-e', '--push');
    expect(both.status).toBe(2);
    expect(both.stderr).toContain('is what builds call the image of "cart", and that of "web" too');
    expect(contentOf(pair, 'k8s/trolley/pod.yaml')).toContain('acme-basket:4-d');
  });

  test('in a clone of the manifests alone, a request names the services', async () => {
    const pair = createPair();
    const clone = cloneRepository(pair.deploy);
    const bump = await run(clone.directory, 'bump', '--environment', 'prod', 'cart=4-d', 'web=4-d', '--in-place');
    expect(bump).toMatchObject({ status: 0 });
    expect(clone.git('diff', '--stat')).toMatch(/2 files changed, 2 insertions\(\+\), 2 deletions\(-\)/);
    const typo = await run(clone.directory, 'bump', '--environment', 'prod', 'carts=4-d');
    expect(typo.status).toBe(2);
    expect(typo.stderr).toContain('Did you mean "cart"?');
  });

  test.each(['../deploy', 'file:///srv/deploy', 'FILE:/srv/deploy'])(
    'a path in the configuration is refused: %s',
    async (path) => {
      const pair = createPair('deploy-repository: ../deploy\n');
      writeFileSync(join(pair.workspace.directory, 'rollcall.yaml'), `deploy-repository: ${path}\n`);
      const result = await run(pair.workspace.directory, 'bump', '--environment', 'prod', 'cart=4-d', '--in-place');
      expect(result.status).toBe(2);
      expect(result.stderr).toContain('which is a path');
    },
  );
});
