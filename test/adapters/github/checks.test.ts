import { expect, test } from '@jest/globals';
import { githubChecks } from '@rollcall/adapters/github/checks';
import { faults } from '@rollcall/testkit/github-faults';
import { deployBranch } from '../deploy-shop.ts';
import { shop } from './github-shop.ts';

const statuses = 'GET /repos/{owner}/{repo}/commits/{ref}/status';

test('the statuses and check runs of a commit, judged as branch protection judges them', async () => {
  const commit = shop.origin.git('rev-parse', deployBranch);
  shop.server.state.checks.set(commit, [
    { kind: 'status', name: 'argocd/prod', state: 'success' },
    { kind: 'status', name: 'argocd/dev', state: 'error' },
    { kind: 'status', name: 'argocd/eu', state: 'pending' },
    { kind: 'run', name: 'e2e', conclusion: 'success' },
    { kind: 'run', name: 'docs', conclusion: 'skipped' },
    { kind: 'run', name: 'lint', conclusion: 'cancelled' },
    { kind: 'run', name: 'load', conclusion: null },
  ]);
  expect(await githubChecks(shop.api()).of(commit)).toEqual([
    { name: 'argocd/prod', state: 'success' },
    { name: 'argocd/dev', state: 'failure' },
    { name: 'argocd/eu', state: 'pending' },
    { name: 'e2e', state: 'success' },
    { name: 'docs', state: 'success' },
    { name: 'lint', state: 'failure' },
    { name: 'load', state: 'pending' },
  ]);
});

test('more than a page of them, and none', async () => {
  const [many, none] = ['a'.repeat(40), 'b'.repeat(40)];
  const checks = Array.from({ length: 130 }, (_, index) => {
    return { kind: 'run' as const, name: `check ${index}`, conclusion: 'success' as const };
  });
  shop.server.state.checks.set(many, checks);
  expect(await githubChecks(shop.api()).of(many)).toHaveLength(130);
  expect(await githubChecks(shop.api()).of(none)).toEqual([]);
  const endless = Array.from({ length: 600 }, (_, index) => ({
    ...checks[0],
    kind: 'run' as const,
    name: `${index}`,
    conclusion: null,
  }));
  shop.server.state.checks.set(many, endless);
  expect(await githubChecks(shop.api()).of(many)).toEqual({ because: 'the commit has more than 500 of them' });
});

test('a refusal says which permission is missing', async () => {
  shop.server.fail(statuses, faults.forbidden);
  expect(await githubChecks(shop.api()).of('c'.repeat(40))).toEqual({
    because: expect.stringContaining('(the job needs statuses: read and checks: read)'),
  });
});

test('the newest deployment of a commit to an environment, as its newest status says', async () => {
  const [one, other] = ['d'.repeat(40), 'e'.repeat(40)];
  const { checks } = shop.server.state;
  checks.set(one, [
    { kind: 'deployment', name: 'production', state: 'failure' },
    { kind: 'deployment', name: 'production', state: 'success' },
    { kind: 'deployment', name: 'eu', state: 'inactive' },
    { kind: 'deployment', name: 'us', state: 'in_progress' },
    { kind: 'deployment', name: 'asia', state: null },
  ]);
  checks.set(other, [{ kind: 'deployment', name: 'production', state: 'error' }]);
  const { deployment } = githubChecks(shop.api());
  const asked = ['production', 'eu', 'us', 'asia', 'mars'].map((name) => deployment(one, name));
  expect(await Promise.all(asked)).toEqual(['success', 'success', 'pending', 'pending', null]);
  expect(await deployment(other, 'production')).toBe('failure');
  shop.server.fail('GET /repos/{owner}/{repo}/deployments', faults.forbidden);
  expect(await deployment(one, 'production')).toEqual({ because: expect.stringContaining('deployments: read') });
});

test('many commits are asked for in one question, and judged as one is', async () => {
  const first = shop.origin.git('rev-parse', deployBranch);
  const tree = shop.origin.git('rev-parse', `${deployBranch}^{tree}`);
  const [second, none] = ['a', 'b'].map((message) => shop.origin.git('commit-tree', tree, '-p', first, '-m', message));
  const checks = [
    { kind: 'status', name: 'argocd/prod', state: 'success' },
    { kind: 'status', name: 'argocd/dev', state: 'error' },
    { kind: 'status', name: 'argocd/eu', state: 'pending' },
    { kind: 'run', name: 'docs', conclusion: 'skipped' },
    { kind: 'run', name: 'lint', conclusion: 'cancelled' },
    { kind: 'run', name: 'load', conclusion: null },
  ] as const;
  shop.server.state.checks.set(first, [...checks]);
  const many = Array.from({ length: 130 }, (_, index) => ({ ...checks[3], name: `check ${index}` }));
  shop.server.state.checks.set(second ?? '', many);
  const api = githubChecks(shop.api());
  const told = await api.several?.([first, second ?? '', none ?? '', 'c'.repeat(40)]);
  expect(told?.get(first)).toEqual(await api.of(first));
  expect(told?.get(none ?? '')).toEqual([]);
  expect(told?.get(second ?? '')).toHaveLength(130);
  // A commit that is gone is asked for by itself.
  expect([...(told?.keys() ?? [])]).toEqual([first, second, none]);
});

test('a commit of which more is said than anybody reads, and those that were not answered for, are left out', async () => {
  const first = shop.origin.git('rev-parse', deployBranch);
  const tree = shop.origin.git('rev-parse', `${deployBranch}^{tree}`);
  const commits = Array.from({ length: 60 }, (_, index) =>
    shop.origin.git('commit-tree', tree, '-p', first, '-m', `${index}`),
  );
  const [endless = '', many = ''] = commits;
  const said = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...{ kind: 'status' as const, name: `argocd/${index}`, state: 'success' as const },
    }));
  shop.server.state.checks.set(endless, said(501)).set(many, said(450));
  const api = githubChecks(shop.api());
  const told = await api.several?.(commits);
  expect(told?.get(many)).toEqual(await api.of(many));
  expect([...(told?.keys() ?? [])].sort()).toEqual(commits.filter((commit) => commit !== endless).sort());
  // Fifty, the ten others with the second page of two, and the further pages.
  expect(shop.server.requests.filter(({ path }) => path.endsWith('/graphql'))).toHaveLength(5);
  shop.server.fail('repository', faults.forbidden);
  expect([...((await api.several?.(commits)) ?? [])]).toEqual([]);
});
