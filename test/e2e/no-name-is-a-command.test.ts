import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandsIn, runAction, type StepResult } from '@rollcall/testkit/runner';
import { createShop } from '@rollcall/testkit/shop';
import { shopOnGitHub } from '@rollcall/testkit/shop-on-github';

// What the runner would obey in what a step prints, where names of the repository and of GitHub's answers are commands.

const oldWay = '##[set-output name=changed]marker';
const newWay = 'a\n::set-output name=changed::marker\r::add-mask::marker';
const configuration = `environments:
  prod: { after: dev, needs: ${JSON.stringify([oldWay, newWay])} }
  dev: { health: ${JSON.stringify([`${oldWay} {service}`, `${newWay} {service}`])} }
`;

const { server, step, close } = await shopOnGitHub({ configuration });

afterAll(close);

/** What the runner would obey. */
function obeyed({ stdout, stderr }: Pick<StepResult, 'stdout' | 'stderr'>): string[] {
  return commandsIn(`${stdout}\n${stderr}`).map(({ name }) => name);
}

/** The cells of each row of the tables in a summary. */
function shapeOf(summary: string): number[] {
  return summary.split('\n').map((line) => line.split(/(?<!\\)(?:\\\\)*\|/).length);
}

describe('a check of GitHub', () => {
  let commit: string;
  beforeAll(async () => {
    const inputs = { environment: 'dev', images: 'cart-service=401-aaaaaaa', 'allow-older': 'true', render: 'off' };
    commit = (await step('bump-image-tags', inputs)).outputs.commit ?? '';
    server.state.checks.set(commit, [
      { kind: 'run', name: oldWay, conclusion: 'failure' },
      { kind: 'status', name: newWay, state: 'pending' },
      { kind: 'status', name: `${oldWay} cart-service`, state: 'failure' },
      { kind: 'status', name: `${newWay} cart-service`, state: 'failure' },
    ]);
  });

  test('that gates wait for', async () => {
    const inputs = { environments: 'dev,prod', stop: `${newWay} ${oldWay}` };
    const status = await step('deployment-status', inputs);
    expect([status.status, obeyed(status)]).toEqual([0, []]);
    expect(status.summary).toContain('failed');
    expect(new Set(shapeOf(status.summary))).toEqual(new Set([1, 8]));
    const promoted = await step('promote-images', { from: 'dev', to: 'prod', render: 'off' });
    expect([promoted.status, obeyed(promoted)]).toEqual([0, []]);
    expect(promoted.stdout).toContain(`"${oldWay}" of commit ${commit.slice(0, 7)} of dev failed`);
  });

  test('that tells how a commit stands', async () => {
    const found = await step('wait-for-health', { environment: 'dev', commit, services: 'cart-service' });
    expect([found.status, obeyed(found)]).toEqual([1, ['error']]);
    expect(found.stdout).toContain(`not healthy, "${oldWay} cart-service", `);
    expect(new Set(shapeOf(found.summary))).toEqual(new Set([1, 6]));
  });
});

test.each([
  ['a tag', JSON.stringify([{ service: 'cart-service', tag: `${newWay} ${oldWay}` }]), 0, []],
  ['a service', JSON.stringify([{ service: `${newWay} ${oldWay}`, tag: '1-a' }]), 2, ['error']],
  ['a line', `${oldWay}\n::add-mask::marker`, 2, ['error']],
])('%s that a roll-back is to take away', async (_what, takesAway, status, commands) => {
  const inputs = { to: 'prod', 'to-previous': 'true', 'takes-away': takesAway, render: 'off' };
  const found = await step('promote-images', inputs);
  expect([found.status, obeyed(found)]).toEqual([status, commands]);
});

test('the path of a file in which a mistake is', async () => {
  const { repository } = createShop({ oneRepository: true });
  const path = `a/${oldWay}.json`;
  const commit = repository.commit({
    'rollcall.yaml': `baseline: ${JSON.stringify(path)}\n`,
    [path]: '{"version": 1, "findings": [{"x": 3}]}\n',
  });
  const found = await runAction('verify-services', {
    workspace: repository.directory,
    inputs: { comment: 'never' },
    env: { GITHUB_SHA: commit },
  });
  expect([found.status, obeyed(found), found.outputs]).toEqual([2, ['error'], {}]);
  expect(found.stdout).toContain(`  at ${path}:1:`);
});
