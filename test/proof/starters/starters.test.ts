import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hasAct, releasedTree, type WorkflowResult } from '@rollcall/testkit/act';
import { type GitHubServer, startGitHubServer } from '@rollcall/testkit/github-server';
import { temporaryFolder } from '@rollcall/testkit/repository';
import { createShop, type Shop } from '@rollcall/testkit/shop';
import { runStarter, type StarterRun } from './run-starter.ts';

// The starters as people copy them, on the example repository: act 0.2.87 reads and runs them on this machine, with the
// bundles and the reusable workflows of this tree, a real git origin and the loopback GitHub. What act does not know is
// tested in test/workflows: what a nested job may ask for, `concurrency`, and environments that wait for a reviewer.

if (!hasAct) process.stderr.write('skipped: act is not installed, so no starter is run (.ci/run installs it)\n');
const onMachine = hasAct ? describe : describe.skip;

const token = 'a-token-that-must-not-be-printed';
const released = hasAct ? releasedTree() : '';
const application = 'k8s/argocd/apps/prod/cart-service.yaml';

let shop: Shop;
let server: GitHubServer;

beforeEach(async () => {
  shop = createShop({ oneRepository: true });
  server = await startGitHubServer(shop.origin, { token });
});
afterEach(async () => {
  await server.close();
  expect(server.problems).toEqual([]);
});

const run = (name: string, given: StarterRun) => runStarter({ shop, server, token, released }, name, given);

const deployed = (path = application) => shop.origin.git('show', `k8s-deploy-prod:${path}`);
const jobsOf = ({ steps }: WorkflowResult) =>
  [...new Set(steps.map(({ job }) => job.split('/').at(-1) ?? ''))].map((job) => job.trim());

onMachine('a starter runs', () => {
  test('promote: what dev runs becomes one commit, and a roll-back brings back what was, and holds it', async () => {
    const before = deployed();
    const devs = shop.origin.git('show', `k8s-deploy-dev:${application.replace('prod', 'dev')}`);
    const tag = /image\.tag\n\s+value: "([^"]+)"/.exec(devs)?.[1];
    const promoted = await run('promote', { inputs: { from: 'dev', to: 'prod', services: 'cart-service' } });
    expect([promoted.status, jobsOf(promoted)]).toEqual([0, ['plan', 'commit']]);
    expect(deployed()).toBe(before.replace('41-8c2f1de', String(tag)));
    expect(shop.origin.git('rev-list', '--count', `${shop.commit}..k8s-deploy-prod`)).toBe('1');

    const back = await run('rollback', { inputs: { environment: 'prod', services: 'cart-service' } });
    expect([back.status, deployed()]).toEqual([0, before]);
    // The tag that was taken away is held: neither a second roll-back nor a promotion brings it back.
    await run('rollback', { inputs: { environment: 'prod', services: 'cart-service' } });
    expect(deployed()).toBe(before);
    await run('promote', { inputs: { from: 'dev', to: 'prod', services: 'cart-service' } });
    expect(deployed()).toBe(before);
  }, 900_000);

  test('promote: where nothing differs, nothing is asked and nothing written', async () => {
    const result = await run('promote', { inputs: { from: 'prod', to: 'prod', services: 'cart-service' } });
    expect(jobsOf(result)).not.toContain('commit');
    expect(shop.origin.git('rev-parse', 'k8s-deploy-prod')).toBe(shop.commit);
  }, 900_000);

  test('verify: a request that forgets an Application fails, and gets one comment that names it', async () => {
    const base = shop.commit;
    shop.repository.git('checkout', '--quiet', '-b', 'forgets');
    const forgets = shop.repository.commit({ [application]: null }, 'Forget an Application');
    shop.repository.git('push', '--quiet', 'origin', 'forgets');
    server.state.pulls.push({
      ...{ number: 7, from: 'example/shop', head: 'forgets', base: 'main', title: '', body: '', state: 'open' },
      ...{ labels: [], autoMerge: null },
    });
    const repository = { full_name: 'example/shop' };
    const pull_request = {
      number: 7,
      head: { ref: 'forgets', sha: forgets, repo: repository },
      base: { ref: 'main', sha: base, repo: repository },
    };
    const result = await run('verify', { event: 'pull_request', payload: { number: 7, pull_request } });
    expect(result.status).toBe(1);
    expect(result.log).toContain('chart-app-missing');
    expect(server.state.comments.map(({ pull }) => pull)).toEqual([7]);
    expect(server.state.comments[0]?.body).toContain('cart-service');
  }, 900_000);

  test.each([
    ['new-service', { service: 'refund-service', like: 'order-service' }, 'refund-service'],
    ['retire-service', { service: 'report-service', stage: 'all' }, 'report-service'],
  ])(
    '%s: one request with a checklist',
    async (name, inputs, service) => {
      const result = await run(name, { inputs });
      expect(result.status).toBe(0);
      const [pull, another] = server.state.pulls;
      expect(another).toBeUndefined();
      expect(pull).toMatchObject({ base: 'main', title: expect.stringContaining(service) });
      expect(pull?.body).toMatch(/^- \[[ x]\]/m);
      const listed = shop.origin.git('ls-tree', '-r', '--name-only', pull?.head ?? '').includes(`services/${service}/`);
      expect(listed).toBe(name === 'new-service');
    },
    90_000,
  );

  test('verify-nightly: what is found on a deploy branch becomes one issue', async () => {
    const folder = temporaryFolder('gh');
    const asked = join(folder, 'asked');
    // The one program that is not there: it writes down what it is asked, and knows of no issue.
    writeFileSync(join(folder, 'gh'), `#!/bin/sh\nprintf '%s\\n' "$1 $2 $*" >> ${asked}\n`, { mode: 0o755 });
    const result = await run('verify-nightly', {
      event: 'schedule',
      payload: { schedule: '23 4 * * *' },
      programs: folder,
    });
    expect(result.status).toBe(1);
    expect(jobsOf(result)).toEqual(['verify', 'tell']);
    expect(readFileSync(asked, 'utf8')).toMatch(/^issue list .*\nissue create .*--title Rollcall finds something/);
  }, 900_000);
});
