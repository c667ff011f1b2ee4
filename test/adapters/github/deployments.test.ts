import { expect, test } from '@jest/globals';
import { githubChecks } from '@rollcall/adapters/github/checks';
import { githubDeployments } from '@rollcall/adapters/github/deployments';
import { faults } from '@rollcall/testkit/github-faults';
import { deployBranch } from '../deploy-shop.ts';
import { shop } from './github-shop.ts';

const made = 'POST /repos/{owner}/{repo}/deployments';

function recordOf(state: 'in_progress' | 'success' | 'failure') {
  const commit = shop.origin.git('rev-parse', deployBranch);
  const run = 'https://github.com/example/shop/actions/runs/1';
  return { commit, environment: 'prod', state, description: 'x'.repeat(300), run };
}

test('a commit has one deployment to an environment, whose state goes on', async () => {
  const { record } = githubDeployments(shop.api());
  const { deployment } = githubChecks(shop.api());
  const { commit } = recordOf('success');
  expect(await record(recordOf('in_progress'))).toBeNull();
  expect(await deployment(commit, 'prod')).toBe('pending');
  expect(await record(recordOf('success'))).toBeNull();
  expect(await deployment(commit, 'prod')).toBe('success');
  expect(shop.server.state.checks.get(commit)).toEqual([{ kind: 'deployment', name: 'prod', state: 'success' }]);
});

test('the deployment that notifications of Argo CD made is gone on with', async () => {
  const { commit } = recordOf('failure');
  shop.server.state.checks.set(commit, [{ kind: 'deployment', name: 'prod', state: 'in_progress' }]);
  expect(await githubDeployments(shop.api()).record(recordOf('failure'))).toBeNull();
  expect(shop.server.transcript().filter((line) => line.startsWith(made) && !line.includes('statuses'))).toEqual([]);
  expect(await githubChecks(shop.api()).deployment(commit, 'prod')).toBe('failure');
});

test('a refusal says which permission is missing', async () => {
  shop.server.fail(made, faults.forbidden);
  expect(await githubDeployments(shop.api()).record(recordOf('success'))).toBe(
    'Resource not accessible by integration (the job needs deployments: write)',
  );
});
