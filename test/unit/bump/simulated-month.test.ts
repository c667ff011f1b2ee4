import { expect, test } from '@jest/globals';
import { seed } from '@rollcall/testkit/seed';
import { chanceOf } from './simulation/chance.ts';
import { emptyTally, takeStep } from './simulation/month.ts';
import { newTeam } from './simulation/team.ts';
import { worldInMemory } from './simulation/world.ts';

// A month of a team's work, in memory and by a clock that is an input: 20 services in three environments, builds,
// promotions, standing requests with people who edit them, roll-backs, hotfixes, freezes, runs that die at any question
// to a server, and two people at once. After each step it is asked what a team relies on.

/** `.ci/run` asks for more steps than this needs. */
const proof = process.env.ROLLCALL_PROOF_RUNS;
const steps = proof === undefined ? 250 : Math.min(Number(proof), 10_000);
const stepsOfMonth = 720;

test('in months of work no held tag comes back, nothing older wins, no gate is passed early, and requests say the truth', async () => {
  const tally = emptyTally();
  for (let taken = 0, month = 0; taken < steps; month += 1) {
    const chance = chanceOf(seed + month);
    const team = newTeam(worldInMemory(), Date.UTC(2026, 0, 5, 8));
    for (let step = 0; step < stepsOfMonth && taken < steps; step += 1, taken += 1)
      try {
        await takeStep(team, chance, tally);
      } catch (error) {
        throw new Error(`ROLLCALL_SEED=${seed} ROLLCALL_PROOF_RUNS=${taken + 1}: ${String(error)}`, { cause: error });
      }
  }
  process.stderr.write(`simulated in memory: ${steps} steps, ROLLCALL_SEED=${seed}, ${JSON.stringify(tally)}\n`);
  // It did what it is about.
  for (const [what, times] of steps < 250 ? [] : Object.entries(tally))
    expect({ what, times }).not.toMatchObject({ times: 0 });
});
