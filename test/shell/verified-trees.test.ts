import { createServer } from 'node:http';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { branchOf, openCheckout } from '@rollcall/adapters/git/checkout';
import { readConfig } from '@rollcall/domain/catalog/config';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import type { Report } from '@rollcall/domain/verify/report/report';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { verifiedTrees } from '@rollcall/shell/verified-trees';
import { closeServer, listen } from '@rollcall/testkit/loopback';
import { cloneRepository, initRepository, type Repository, temporaryFolder } from '@rollcall/testkit/repository';
import { createShop, type Shop } from '@rollcall/testkit/shop';
import { gitOf } from '../adapters/git-of.ts';

const app = 'k8s/argocd/apps/prod/cart-service.yaml';
const settings = 'k8s/helm/charts/cart-service/values.yaml';

let shop: Shop;
let deployed: string;

/** The shop, whose deploy branch of prod has a new tag, a fault of its own and an old chart. */
beforeAll(() => {
  shop = createShop();
  const work = cloneRepository(shop.origin, { branch: 'k8s-deploy-prod' });
  const text = work.git('show', `HEAD:${app}`);
  deployed = work.commit({
    [app]: `${text.replace(/(image\.tag\n\s+value: ).*/, '$1"187-c513bdf"').replace('project: shop-prod', 'project: shop-prd')}\n`,
  });
  work.git('push', '--quiet', 'origin', 'HEAD');
  const chart = shop.repository.git('show', `HEAD:${settings}`);
  shop.repository.commit({ [settings]: `${chart}\nextra: true\n` }, 'A newer chart');
  shop.repository.git('push', '--quiet', 'origin', 'main');
});

async function verify(repository: Repository, revisions: string[]): Promise<Report> {
  const checkout = await openCheckout(repository.directory);
  const { tree, besides } = await verifiedTrees(checkout, revisions, () => branchOf(checkout));
  return verifyServices(tree, {
    ...besides,
    config: await readConfig(tree),
    repositoryUrl: null,
    today: '2026-06-15',
  });
}

function ids({ findings }: Report, ...rules: string[]): string[] {
  return findings
    .filter(({ rule }) => rules.includes(rule))
    .map(({ rule, path, environment }) => [rule, path, environment].join(' '));
}

const stale = (environment: string) => `app-branch-stale ${settings} ${environment}`;
const both = [`app-project-missing ${app} prod`, `app-branch-stale ${app} prod`, stale('dev'), stale('prod')];

describe('deploy-branches', () => {
  test.each([
    ['a full clone', () => cloneRepository(shop.origin)],
    ['a shallow clone', () => cloneRepository(shop.origin, { depth: 1 })],
    ['a clone whose deploy branches are old', () => shop.repository],
  ])('%s: the checkout and the branches as they are now, which leave no trace', async (_name, clone) => {
    const repository = clone();
    const before = repository.git('for-each-ref');
    const report = await verify(repository, ['deploy-branches']);
    expect(ids(report, 'app-project-missing', 'app-branch-stale').sort()).toEqual([...both].sort());
    const [fault] = report.findings.filter(({ rule }) => rule === 'app-project-missing');
    expect(fault?.message).toMatch(/^only on k8s-deploy-prod: /);
    // What the checkout has is there once.
    const report1 = await verify(repository, []);
    const own = report.findings.filter(({ message }) => !message.startsWith('only on'));
    expect(own.filter(({ rule }) => rule !== 'app-branch-stale')).toEqual(report1.findings);
    expect(repository.git('for-each-ref')).toBe(before);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('the branch that is checked out is not read again', async () => {
    const report = await verify(cloneRepository(shop.origin, { branch: 'k8s-deploy-prod' }), ['deploy-branches']);
    expect(ids(report, 'app-project-missing', 'app-branch-stale')).toEqual(both.slice(0, 1));
    expect(report.findings.filter(({ message }) => message.startsWith('only on'))).toEqual([]);
  });

  test('without a remote, and outside a repository', async () => {
    const alone = initRepository();
    alone.commit({ [app]: shop.repository.git('show', `HEAD:${app}`) });
    await expect(verify(alone, ['deploy-branches'])).rejects.toThrow(ExternalError);
    const folder = { ...alone, directory: temporaryFolder() };
    await expect(verify(folder, ['deploy-branches'])).rejects.toThrow(UserError);
  });
});

describe('revisions', () => {
  test('one is verified instead of the checkout', async () => {
    const report = await verify(shop.repository, [deployed]);
    expect(ids(report, 'app-project-missing')).toEqual(both.slice(0, 1));
    expect(report.findings.some(({ message }) => message.startsWith('only on'))).toBe(false);
  });
  test('of several the first is, and the others add their own', async () => {
    const report = await verify(shop.repository, ['main', 'k8s-deploy-prod']);
    const [fault] = report.findings.filter(({ rule }) => rule === 'app-project-missing');
    expect(fault?.message).toMatch(/^only on k8s-deploy-prod: /);
    expect(ids(report, 'app-branch-stale')).toEqual([]);
  });
  test('one that does not exist is an error', async () => {
    await expect(verify(shop.repository, ['no-such-branch'])).rejects.toThrow(UserError);
  });
});

describe('the names of the remote', () => {
  const gone = { [app]: 'k8s-deploy-live' };
  test('an Application that follows a branch that is not there', async () => {
    const work = cloneRepository(shop.origin);
    work.commit({ [app]: `${work.git('show', `HEAD:${app}`).replace('k8s-deploy-prod', gone[app] ?? '')}\n` });
    expect(ids(await verify(work, []), 'app-target-revision-missing')).toEqual([
      `app-target-revision-missing ${app} prod`,
    ]);
    work.git('tag', 'k8s-deploy-live');
    work.git('push', '--quiet', 'origin', 'k8s-deploy-live');
    expect(ids(await verify(work, []), 'app-target-revision-missing')).toEqual([]);
  });
  test('a remote that does not answer is a notice', async () => {
    const work = cloneRepository(shop.origin);
    work.git('remote', 'set-url', 'origin', `file://${temporaryFolder()}/nothing`);
    const { problems } = await verify(work, []);
    expect(problems).toMatchObject([{ severity: 'notice' }]);
    expect(problems[0]?.message).toContain('app-target-revision-missing cannot judge');
  });
  test('git that does not answer is given up, and what it started keeps nobody waiting', async () => {
    const work = initRepository();
    const server = createServer(() => undefined);
    const url = await listen(server);
    const result = await gitOf(work.directory).attempt(['ls-remote', `${url}/shop`], '', 0.2);
    expect(result).toMatchObject({ status: 128, stderr: 'fatal: no answer within 0.2 s' });
    await closeServer(server);
  });
  test('is not asked where no Application follows one', async () => {
    const work = initRepository();
    work.commit({ 'services/cart/Dockerfile': 'FROM scratch\n' });
    expect((await verify(work, [])).problems).toEqual([]);
  });
});
