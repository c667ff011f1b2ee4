import { expect, test } from '@jest/globals';
import type { Gating } from '@rollcall/domain/bump/gating';
import { parseFreeze } from '@rollcall/domain/gates/freeze';
import fc from 'fast-check';
import { type BranchInMemory, branchInMemory } from '../deploy-branch/branch-in-memory.ts';
import { catalogOf } from './catalog-of.ts';
import { bump, names, promote, settings, shop, tags } from './promoted-shop.ts';

// A month behind gates, on one branch and by a clock that is an input: the model knows since when each tag is in dev, and
// asks after each step that nothing reached prod too early, in a freeze, or unmarked.

const hour = 3_600_000;
const soak = 5 * hour;
const freeze = parseFreeze({ from: 'Sat', to: 'Sun' }, 'freeze');

type Step =
  | { kind: 'build' | 'hotfix'; service: string }
  | { kind: 'promote' | 'emergency'; stopped: boolean }
  | { kind: 'wait'; hours: number };

const service = fc.constantFrom(...names);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('build' as const), service }),
  fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 12 }) }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('promote' as const),
      stopped: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
    }),
  },
  fc.record({ kind: fc.constant('emergency' as const), stopped: fc.boolean() }),
  fc.record({ kind: fc.constant('hotfix' as const), service }),
);

function gatingOn(branch: BranchInMemory, now: number, given: Pick<Gating, 'stopped' | 'emergency'>): Gating {
  const place = (environment: string) => ({
    ...{ settings: settings(environment), open: async () => branch, loadCatalog: catalogOf, checks: null },
  });
  const gates = { environment: 'prod', after: 'dev', soak, freezes: [freeze], needs: [], groups: [], health: [] };
  return { settings: gates, now, ...given, before: place('dev'), own: place('prod'), names: known };
}

const known: Gating['names'] = { environments: [async () => ['dev', 'prod']], services: [] };

const isFrozen = (now: number): boolean => [0, 6].includes(new Date(now).getUTCDay());

/** `.ci/run` asks for more runs than this needs. */
const runs = Math.min(Number(process.env.ROLLCALL_PROOF_RUNS ?? 12), 100);

/** A team behind gates, and what it knows. */
interface Team {
  branch: BranchInMemory;
  /** Since when a tag is in dev, by service and tag. */
  since: Map<string, number>;
  now: number;
  built: number;
  promoted: number;
  waited: number;
  passed: number;
}

const reasonOf = ({ kind }: Step): string | null => (kind === 'emergency' || kind === 'hotfix' ? 'it is down' : null);
const stopOf = (one: Step): string | null => ('stopped' in one && one.stopped ? 'no' : null);

async function take(one: Step, team: Team): Promise<void> {
  const { branch, since, now, built } = team;
  const gating = gatingOn(branch, now, { stopped: stopOf(one), emergency: reasonOf(one) });
  if (one.kind === 'wait') return;
  if (one.kind === 'build') {
    await bump(branch, 'dev', { [one.service]: `${built}-x` });
    since.set(`${one.service} ${built}-x`, now);
    return;
  }
  if (one.kind === 'hotfix') {
    await bump(branch, 'prod', { [one.service]: `${built}-h` }, undefined, { gating });
    return;
  }
  const { skipped } = await promote(branch, { from: 'dev', sourceHistory: null, gating });
  team.waited += skipped.length;
  // What a clock opens opens then, and not before.
  for (const { ready } of skipped) expect(ready ?? Number.POSITIVE_INFINITY).toBeGreaterThan(now);
}

/** What a team relies on, of each tag of prod that a step changed. */
function judge(one: Step, was: Record<string, string>, team: Team): void {
  const { branch, since, now } = team;
  const message = branch.messages().at(-1) ?? '';
  const isEmergency = reasonOf(one) !== null;
  for (const [name, tag] of Object.entries(tags(branch, 'prod'))) {
    if (tag === was[name]) continue;
    const came = since.get(`${name} ${tag}`);
    if (isEmergency) {
      team.passed += 1;
      expect(message).toContain('\nBump-Emergency: it is down\n');
      expect(message.includes(`\nBump-Hotfix: prod ${name} ${tag}\n`)).toBe(came === undefined);
    } else {
      team.promoted += 1;
      expect({ stopped: stopOf(one), frozen: isFrozen(now) }).toEqual({ stopped: null, frozen: false });
      expect(now - (came ?? now)).toBeGreaterThanOrEqual(soak);
    }
  }
}

test('in a month no gate is passed early, and what is passed in an emergency is recorded', async () => {
  const total = { promoted: 0, waited: 0, passed: 0 };
  const start = Object.fromEntries(names.map((name) => [name, '0-x']));
  const property = fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
    const branch = branchInMemory('main', shop({ dev: start, prod: start }));
    const since = new Map(names.map((name) => [`${name} 0-x`, 0]));
    const team: Team = { branch, since, now: 0, built: 0, promoted: 0, waited: 0, passed: 0 };
    for (const one of steps) {
      team.now += one.kind === 'wait' ? one.hours * hour : 60_000;
      team.built += 1;
      branch.clock = team.now;
      const was = tags(branch, 'prod');
      await take(one, team);
      judge(one, was, team);
    }
    for (const key of ['promoted', 'waited', 'passed'] as const) total[key] += team[key];
  });
  await fc.assert(property, { numRuns: runs });
  // It did what it is about.
  for (const count of Object.values(total)) expect(count).toBeGreaterThan(0);
});
