import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { cloneRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';

/**
 * A git server that accepts and never answers: each command and action that asks git for what the clone lacks ends
 * with 3, and says what it waited for and how long. A run without a limit would end with this test's own.
 */
const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function silentServer(): Promise<{ url: string; connections: () => number }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => void sockets.add(socket.on('error', () => {})));
  ends.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, connections: () => sockets.size };
}

/** A shallow clone, as actions/checkout makes it, whose server went silent; and the commit before, which it lacks. */
function shallowClone(url: string): { clone: Repository; before: string } {
  const { repository } = createShop();
  const before = repository.git('rev-parse', 'HEAD');
  repository.commit({ 'services/cart-service/main.go': 'package main\n' });
  const clone = cloneRepository(repository, { depth: 1 });
  clone.git('remote', 'set-url', 'origin', `${url}/example/shop.git`);
  return { clone, before };
}

const waited = /git [a-z-]+ got no answer from \S+ within the timeout of 2 s/;

describe('of the command line', () => {
  test.each<[string, (before: string) => string]>([
    ['detect', (before) => `detect --base ${before}`],
    ['verify of a request', (before) => `verify --base ${before}`],
    ['verify of a branch', () => 'verify --ref deploy'],
    ['bump as a dry run', () => 'bump --environment prod cart-service=142-abc1234'],
    ['bump', () => 'bump --environment prod cart-service=142-abc1234 --push'],
    ['bump in another repository', () => 'bump --environment prod cart-service=1-abc1234 --repository URL --push'],
    ['promote', () => 'promote --from dev --to prod --push'],
  ])('%s', async (_what, words) => {
    const { url, connections } = await silentServer();
    const { clone, before } = shallowClone(url);
    const args = `${words(before)} --timeout 2s`.replace('URL', `${url}/example/deploy.git`).split(' ');
    const result = await runCommandLine(args, { cwd: clone.directory });
    expect(result.stderr).toMatch(waited);
    expect(result).toMatchObject({ status: 3, stdout: '' });
    expect(connections()).toBeGreaterThan(0);
    expect(clone.git('status', '--porcelain')).toBe('');
  });
});

describe('of the actions', () => {
  test.each<[string, string, (before: string) => Record<string, string>]>([
    ['detect-changes', 'in a shallow clone', (before) => ({ base: before })],
    ['detect-changes', 'without a checkout', (before) => ({ base: before })],
    ['image-matrix', 'without a checkout', () => ({ services: 'cart-service', environment: 'prod' })],
    ['verify-services', 'of another revision', (before) => ({ ref: before })],
    ['verify-services', 'of deploy branches', () => ({ ref: 'deploy-branches' })],
    ['bump-image-tags', 'in a clone', () => ({ environment: 'prod', images: 'cart-service=142-abc1234' })],
    [
      'bump-image-tags',
      'as a dry run',
      () => ({ environment: 'prod', images: 'cart-service=142-ab', 'dry-run': 'true' }),
    ],
    ['promote-images', 'in a clone', () => ({ from: 'dev', to: 'prod', via: 'git' })],
    ['promote-images', 'without a checkout', () => ({ from: 'dev', to: 'prod', via: 'git' })],
  ])('%s %s', async (action, where, inputs) => {
    const { url, connections } = await silentServer();
    const { clone, before } = shallowClone(url);
    const head = clone.git('rev-parse', 'HEAD');
    const result = await runAction(action, {
      workspace: where === 'without a checkout' ? temporaryFolder() : clone.directory,
      inputs: { ...inputs(before), timeout: '2s' },
      token: 'ghs_secret',
      event: { name: 'push', payload: { before, after: head, ref: 'refs/heads/main' } },
      env: { GITHUB_SERVER_URL: url, GITHUB_SHA: head },
    });
    expect(result.stdout).toMatch(waited);
    expect(result).toMatchObject({ status: 3 });
    expect(connections()).toBeGreaterThan(0);
    expect(result.stdout + result.stderr).not.toContain('ghs_secret');
    expect(clone.git('status', '--porcelain')).toBe('');
  });
});
