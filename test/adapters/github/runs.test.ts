import { describe, expect, test } from '@jest/globals';
import { lastSuccessfulRun } from '@rollcall/adapters/github/runs';
import { ExternalError } from '@rollcall/domain/user-error';
import { faults } from '@rollcall/testkit/github-faults';
import type { RunState } from '@rollcall/testkit/github-state';
import { shop } from './github-shop.ts';

const release = { id: 7, path: '.github/workflows/release.yml' };
const list = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs';

/** A commit id that only looks like one. */
function commit(number: number): string {
  return number.toString(16).padStart(40, '0');
}

function run(number: number, more: Partial<RunState> = {}): RunState {
  return {
    id: 1_000 + number,
    workflow: release,
    number,
    branch: 'main',
    commit: commit(number),
    conclusion: 'success',
    createdAt: '2026-11-02T10:00:00Z',
    ...more,
  };
}

test('the newest success before this run, of this workflow, branch and event', async () => {
  shop.server.state.runs.push(
    run(21),
    run(20, { conclusion: null }),
    run(19, { conclusion: 'failure' }),
    run(18, { event: 'workflow_dispatch' }),
    run(17, { event: 'pull_request' }),
    run(16, { branch: 'feature' }),
    run(15, { workflow: { id: 8, path: '.github/workflows/other.yml' } }),
    run(14, { conclusion: 'cancelled' }),
    run(13),
    run(12),
  );
  expect(await lastSuccessfulRun(shop.api(), '1020')).toEqual({ commit: commit(13), name: 'run 13 of 2026-11-02' });
});

test.each([
  ['workflow_dispatch', 3],
  ['repository_dispatch', 3],
  ['schedule', 2],
  ['pull_request', 1],
])('a run for %s goes by the success of run %i', async (event, number) => {
  shop.server.state.runs.push(
    run(9, { event, conclusion: null }),
    run(8, { event: 'pull_request', fork: 2 }),
    run(7, { event: 'workflow_dispatch' }),
    run(6, { event: 'repository_dispatch' }),
    run(3),
    run(2, { event: 'schedule' }),
    run(1, { event: 'pull_request' }),
  );
  expect((await lastSuccessfulRun(shop.api(), '1009'))?.commit).toBe(commit(number));
});

test('without an earlier success there is none, and a run does not find itself when it is run again', async () => {
  shop.server.state.runs.push(run(3), run(2), run(1, { conclusion: 'failure' }));
  expect(await lastSuccessfulRun(shop.api(), '1002')).toBeNull();
});

test.each([
  [0, 1],
  [49, 1],
  [50, 2],
  [999, 20],
  [1200, 20],
])('behind %i runs that do not count, %i pages are read', async (count, pages) => {
  shop.server.state.runs.push(run(5_000, { conclusion: null }));
  for (let number = count; number > 0; number -= 1) shop.server.state.runs.push(run(6_000 + number));
  shop.server.state.runs.push(run(1));
  const found = await lastSuccessfulRun(shop.api(), '6000');
  expect(found?.commit).toBe(count < 1_000 ? commit(1) : undefined);
  expect(shop.server.transcript()).toEqual([
    'GET /repos/{owner}/{repo}/actions/runs/{run_id} 200',
    ...Array.from({ length: pages }, () => `${list} 200`),
  ]);
});

describe('not knowing is an error', () => {
  test('a run that GitHub does not show', async () => {
    const error = await lastSuccessfulRun(shop.api(), '5').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExternalError);
    expect(error).toMatchObject({ help: expect.stringContaining('Add the line "actions: read"') });
  });

  test.each([
    ['a permission', faults.forbidden],
    ['no answer', faults.badGateway],
    ['a page of a proxy', faults.notJson],
    ['a list that is none', { kind: 'answer', status: 200, body: { workflow_runs: null } } as const],
  ])('%s, on the second page', async (_, fault) => {
    for (let number = 150; number > 0; number -= 1) shop.server.state.runs.push(run(number));
    const api = shop.api();
    let calls = 0;
    const late: typeof api = {
      ...api,
      rest: (route, parameters) => {
        calls += 1;
        if (calls === 3) shop.server.fail(list, fault, 9);
        return api.rest(route, parameters);
      },
    };
    await expect(lastSuccessfulRun(late, '1001')).rejects.toThrow(ExternalError);
  });
});
