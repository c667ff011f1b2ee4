import { describe, expect, test } from '@jest/globals';
import { lastSuccessfulRuns } from '@rollcall/adapters/github/runs';
import { chooseComparison } from '@rollcall/domain/changes/compare';
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

test('successes of this workflow on this branch, newest first, one for each commit, not this run', async () => {
  shop.server.state.runs.push(
    run(20, { conclusion: null }),
    run(19, { conclusion: 'failure' }),
    run(18),
    run(17, { commit: commit(18) }),
    run(16, { branch: 'feature' }),
    run(15, { workflow: { id: 8, path: '.github/workflows/other.yml' } }),
    run(14, { conclusion: 'cancelled' }),
    run(13),
  );
  expect(await lastSuccessfulRuns(shop.api(), '1020')).toEqual([
    { commit: commit(18), name: 'run 18 of 2026-11-02' },
    { commit: commit(13), name: 'run 13 of 2026-11-02' },
  ]);
});

test('a run that is done already does not find itself', async () => {
  shop.server.state.runs.push(run(2), run(1));
  expect((await lastSuccessfulRuns(shop.api(), '1002')).map(({ commit }) => commit)).toEqual([commit(1)]);
});

test.each([
  [0, 0, 1],
  [99, 99, 1],
  [100, 100, 1],
  [101, 101, 2],
  [300, 300, 3],
  [450, 300, 3],
])('of %i successes %i are read, in %i pages', async (count, read, pages) => {
  shop.server.state.runs.push(run(9_999, { conclusion: null }));
  for (let number = count; number > 0; number -= 1) shop.server.state.runs.push(run(number));
  expect(await lastSuccessfulRuns(shop.api(), '10999')).toHaveLength(read);
  expect(shop.server.transcript()).toEqual([
    'GET /repos/{owner}/{repo}/actions/runs/{run_id} 200',
    ...Array.from({ length: pages }, () => `${list} 200`),
  ]);
});

describe('not knowing is an error', () => {
  test('a run that GitHub does not show', async () => {
    const error = await lastSuccessfulRuns(shop.api(), '5').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ExternalError);
    expect(error).toMatchObject({ help: expect.stringContaining('actions: read') });
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
    await expect(lastSuccessfulRuns(late, '1150')).rejects.toThrow(ExternalError);
  });
});

test('base: last-success compares with the first of them that is an ancestor', async () => {
  shop.server.state.runs.push(run(3, { conclusion: null }), run(2), run(1));
  const head = commit(9);
  const history = {
    mergeBase: async (a: string) => (a === commit(1) ? { id: a } : { unavailable: true, because: 'no' }),
  };
  const comparison = await chooseComparison(
    { kind: 'none' },
    {
      head,
      options: { base: 'last-success', lastSuccess: () => lastSuccessfulRuns(shop.api(), '1003') },
      history: history as never,
      log: shop.log,
    },
  );
  expect(comparison).toMatchObject({
    kind: 'range',
    base: commit(1),
    because: 'the last success: run 1 of 2026-11-02',
  });
});
