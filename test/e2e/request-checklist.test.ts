import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { runAction, runCommandLine } from '@rollcall/testkit/runner';
import { createShop, type Shop } from '@rollcall/testkit/shop';

// The checklist of a request that adds a service by hand, and forgets most of it: one comment, which is ticked as what is
// missing comes, and which no run posts a second time.

const token = 'a-token-that-must-not-be-printed';
let shop: Shop;
let server: GitHubServer;
let base: string;

beforeAll(async () => {
  shop = createShop({ oneRepository: true });
  const { repository } = shop;
  const fixed = await rollcall('verify', '--fix', '--unsafe', '--tag', 'report-service=1-abcdef1');
  expect(fixed.status).toBe(0);
  base = commitAll('Everything is where it has to be');
  repository.git('checkout', '--quiet', '-b', 'refunds');
  server = await startGitHubServer(shop.origin, { token });
  server.state.pulls.push({
    ...{ number: 7, from: 'example/shop', head: 'refunds', base: 'main', title: 'Refunds', body: '', state: 'open' },
    ...{ labels: [], autoMerge: null },
  });
});
afterAll(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

function rollcall(...words: string[]) {
  return runCommandLine(words, { cwd: shop.repository.directory });
}

function commitAll(subject: string): string {
  shop.repository.git('add', '--all');
  shop.repository.git('commit', '--quiet', '-m', subject);
  return shop.repository.git('rev-parse', 'HEAD');
}

/** Verifies the request at what is checked out, and returns what the only comment says. */
async function verified(): Promise<{ status: number | null; body: string }> {
  const head = shop.repository.git('rev-parse', 'HEAD');
  shop.repository.git('push', '--quiet', '--force', 'origin', 'HEAD');
  const repository = { full_name: 'example/shop' };
  const pull_request = {
    number: 7,
    head: { ref: 'refunds', sha: head, repo: repository },
    base: { ref: 'main', sha: base, repo: repository },
  };
  const { status } = await runAction('verify-services', {
    workspace: shop.repository.directory,
    token,
    inputs: {},
    event: { name: 'pull_request', payload: { number: 7, pull_request } },
    env: {
      ...server.variables,
      GITHUB_REPOSITORY: 'example/shop',
      GITHUB_SHA: head,
    },
  });
  expect(server.state.comments.map(({ pull }) => pull)).toEqual([7]);
  return { status, body: server.state.comments[0]?.body ?? '' };
}

const openBoxes = (body: string) => body.split('\n').filter((line) => line.startsWith('- [ ] '));

test('what is missing is not ticked, then it is, in one comment', async () => {
  const added = await rollcall('new', 'refund-service', '--like', 'order-service', '--tag', '7-abc1234');
  expect(added.status).toBe(0);
  const prod = 'k8s/argocd/apps/prod/refund-service.yaml';
  const application = readFileSync(join(shop.repository.directory, prod), 'utf8');
  rmSync(join(shop.repository.directory, prod));
  shop.repository.git('checkout', '--quiet', base, '--', 'Makefile');
  commitAll('Add the refund service, and forget two places');
  const forgets = await verified();
  expect(forgets.status).toBe(1);
  expect(forgets.body).toContain('New service refund-service: 4 things missing');
  // The places are not all told, and those that lack it are: they come first then.
  expect(forgets.body).toMatch(/^… and \d+ more\.$/m);
  const open = openBoxes(forgets.body).join('\n');
  expect(open).toMatch(/^- \[ \] application prod /);
  expect(open.match(/Makefile#L\d/g)).toEqual(['Makefile#L3', 'Makefile#L4', 'Makefile#L3', 'Makefile#L4']);

  const again = await verified();
  expect(again).toEqual(forgets);

  shop.repository.commit({ [prod]: application }, 'Deploy it to prod');
  const lists = await verified();
  expect(lists.body).toContain('New service refund-service: 2 things missing');
  expect(lists.body).not.toMatch(/- \[ \] application/);

  expect((await rollcall('new', 'refund-service', '--like', 'order-service')).status).toBe(0);
  commitAll('Name it in the Makefile');
  const complete = await verified();
  expect([complete.status, complete.body]).toEqual([
    0,
    expect.stringContaining('New service refund-service: nothing is missing'),
  ]);
});
