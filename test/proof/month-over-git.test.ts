import { expect, test } from '@jest/globals';
import { seed } from '@rollcall/testkit/seed';
import { chanceOf } from '../unit/bump/simulation/chance.ts';
import { emptyTally, takeStep } from '../unit/bump/simulation/month.ts';
import { newTeam } from '../unit/bump/simulation/team.ts';
import { worldOverGit } from './world-over-git.ts';

// The same work as `simulated-month`, over real git and the test kit's GitHub: its commits, requests and statuses are
// made and read as a run makes and reads them. Each step is some twenty processes, so that these are hundreds.

const steps = 150;
// Of a thousand: what comes after them is what git is asked for.
const builds = 400;

test('a month over git and GitHub keeps what a team relies on', async () => {
  const { world, server } = await worldOverGit();
  const [chance, tally] = [chanceOf(seed), emptyTally()];
  const team = newTeam(world, Date.UTC(2026, 0, 5, 8));
  for (let step = 0; step < steps; step += 1)
    try {
      await takeStep(team, chance, tally, builds);
    } catch (error) {
      throw new Error(`ROLLCALL_SEED=${seed}, step ${step}: ${String(error)}`, { cause: error });
    }
  process.stderr.write(`simulated over git: ${steps} steps, ROLLCALL_SEED=${seed}, ${JSON.stringify(tally)}\n`);
  expect(tally.changes).toBeGreaterThan(steps);
  await server.close();
  expect(server.problems).toEqual([]);
});
