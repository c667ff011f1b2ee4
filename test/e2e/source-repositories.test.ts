import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitServer, startGitServer } from '@rollcall/testkit/git-server';
import { cloneRepository, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { runAction } from '@rollcall/testkit/runner';
import { application, parameters } from './repository-pair.ts';

// Two repositories of sources that write to one of manifests, each on a server.

interface Sources {
  workspace: Repository;
  older: string;
  newer: string;
}

let folder: string;
let server: GitServer;
beforeAll(async () => {
  folder = temporaryFolder('server');
  mkdirSync(join(folder, 'example'));
  server = await startGitServer(folder);
});
afterAll(() => server.close());

function serve(name: string, work: Repository): Repository {
  const bare = initRepository({ bare: true });
  work.git('push', '--quiet', `file://${bare.directory}`, 'main');
  symlinkSync(bare.directory, join(folder, 'example', name));
  return bare;
}

function sourcesOf(repository: string, service: string): Sources {
  const work = initRepository();
  const older = work.commit({ [`services/${service}/Dockerfile`]: 'FROM scratch\n', 'rollcall.yaml': '{}\n' });
  const newer = work.commit({ [`services/${service}/main.go`]: 'package main\n' });
  return { workspace: cloneRepository(serve(repository, work)), older, newer };
}

const tag = (run: number, commit: string) => `${run}-${commit.slice(0, 7)}`;

function deployOf(name: string, tags: Record<string, string>, sources: readonly string[]) {
  const work = initRepository();
  const files = Object.entries(tags).map(([key, value]) => {
    const [service = '', environment] = key.split('@');
    const text = application(`${service}-${environment}`, `charts/${service}`, parameters(value));
    return [`apps/${environment}/${service}.yaml`, text.replaceAll('example/deploy.git', `example/${name}.git`)];
  });
  const listed = sources.map((source) => `example/${source}`).join(', ');
  work.commit({ ...Object.fromEntries(files), 'rollcall.yaml': `source-repositories: [${listed}]\n` });
  const bare = serve(name, work);
  return { bare, workspace: cloneRepository(bare) };
}

function step(action: string, repository: string, workspace: Repository, inputs: Record<string, string>) {
  return runAction(action, {
    workspace: workspace.directory,
    token: 'a-token',
    inputs,
    env: {
      GITHUB_SERVER_URL: server.url,
      GITHUB_REPOSITORY: `example/${repository}`,
      GITHUB_SHA: workspace.git('rev-parse', 'HEAD'),
    },
  });
}

describe('several repositories of sources, and one of manifests', () => {
  test('in that one a promotion judges each image by the history of its own sources, and takes no add-on', async () => {
    const [shop, pay] = [sourcesOf('shop-a', 'cart'), sourcesOf('pay-a', 'pay')];
    // Run numbers would say the opposite in both.
    const tags = {
      'cart@dev': tag(9, shop.older),
      'cart@prod': tag(5, shop.newer),
      'pay@dev': tag(3, pay.newer),
      'pay@prod': tag(8, pay.older),
      'redis@dev': '7.4.0',
      'redis@prod': '7.2.0',
    };
    const { bare, workspace } = deployOf('deploy-a', tags, ['shop-a', 'pay-a']);
    const result = await step('promote-images', 'deploy-a', workspace, { from: 'dev', to: 'prod', branch: 'main' });
    expect(result).toMatchObject({ status: 0, outputs: { changed: 'true' } });
    expect(JSON.parse(result.outputs.skipped ?? '')).toEqual([
      { service: 'cart', why: expect.stringContaining(`commit ${shop.older.slice(0, 7)} comes before`) },
    ]);
    expect(bare.git('show', 'main:apps/prod/pay.yaml')).toContain(tag(3, pay.newer));
    expect(bare.git('show', 'main:apps/prod/cart.yaml')).toContain(tag(5, shop.newer));
    expect(bare.git('show', 'main:apps/prod/redis.yaml')).toContain('7.2.0');
  });

  test('both write at once, each with its own source in the trailers', async () => {
    const [shop, pay] = [sourcesOf('shop-b', 'cart'), sourcesOf('pay-b', 'pay')];
    const { bare } = deployOf('deploy-b', { 'cart@prod': '1-a', 'pay@prod': '1-a' }, []);
    const run = (name: string, { workspace, newer }: Sources, service: string) =>
      step('bump-image-tags', name, workspace, {
        environment: 'prod',
        repository: 'example/deploy-b',
        images: `${service}=${tag(2, newer)}`,
      });
    const results = await Promise.all([run('shop-b', shop, 'cart'), run('pay-b', pay, 'pay')]);
    expect(results.map(({ status }) => status)).toEqual([0, 0]);
    const messages = bare.git('log', '--format=%B', 'main');
    for (const [name, { newer }] of [
      ['shop-b', shop],
      ['pay-b', pay],
    ] as const)
      expect(messages).toContain(`Bump-Source: example/${name}@${newer}\n`);
    expect(bare.git('show', 'main:apps/prod/cart.yaml')).toContain(tag(2, shop.newer));
    expect(bare.git('show', 'main:apps/prod/pay.yaml')).toContain(tag(2, pay.newer));
  });

  test('sources that cannot be read end a promotion of all, and none of a service that is named', async () => {
    const { bare, workspace } = deployOf('deploy-c', { 'cart@dev': '2-x', 'cart@prod': '1-x' }, ['gone']);
    const before = bare.git('rev-parse', 'main');
    const all = await step('promote-images', 'deploy-c', workspace, { from: 'dev', to: 'prod', branch: 'main' });
    expect(all.status).toBe(3);
    expect(all.stdout).toMatch(/example\/gone cannot be read/);
    expect(bare.git('rev-parse', 'main')).toBe(before);
    const inputs = { from: 'dev', to: 'prod', branch: 'main', services: 'cart' };
    expect(await step('promote-images', 'deploy-c', workspace, inputs)).toMatchObject({ status: 0 });
    expect(bare.git('show', 'main:apps/prod/cart.yaml')).toContain('2-x');
  });

  test('a source on another server is refused', async () => {
    const { workspace } = deployOf('deploy-d', { 'cart@dev': '2-x', 'cart@prod': '1-x' }, []);
    workspace.commit({ 'rollcall.yaml': 'source-repositories: ["https://git.example.com/acme/shop"]\n' });
    const result = await step('promote-images', 'deploy-d', workspace, { from: 'dev', to: 'prod', branch: 'main' });
    expect(result.status).toBe(2);
    expect(result.stdout).toContain('is on another server than this run');
  });
});
