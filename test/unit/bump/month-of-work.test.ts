import { expect, test } from '@jest/globals';
import { bumpImages } from '@rollcall/domain/bump/bump-images';
import fc from 'fast-check';
import {
  type BranchInMemory,
  branchInMemory,
  memoryLog,
  sourceLines,
  swiftPace,
} from '../deploy-branch/branch-in-memory.ts';
import { catalogOf } from './catalog-of.ts';
import { names, promote, settings, shop, tags } from './promoted-shop.ts';

// A month of a team's work on one deploy branch for two environments: builds, promotions, roll-backs, releases and
// people, in any order and two at once, with a clock that is an input. The model knows what is held, and asks after each
// step what a team relies on.

const builds = Array.from({ length: 120 }, (_, index) => index.toString(16).padStart(8, 'a').padEnd(40, '0'));
const history = sourceLines(builds);
const tagOf = (build: number): string => `${build}-${(builds[build] ?? '').slice(0, 8)}`;
const buildOf = (tag: string | undefined): number => Number(/^\d+/.exec(tag ?? ''));
const hour = 3_600_000;

type Step =
  | { kind: 'build' | 'bump older' | 'hand' | 'squash'; service: string }
  | { kind: 'promote' | 'release'; services: string[] | null }
  | { kind: 'roll back'; service: string; hours: number | null };

const service = fc.constantFrom(...names);
const services = fc.option(fc.uniqueArray(service, { minLength: 1 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('build' as const), service }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('promote' as const), services }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('roll back' as const),
      service,
      hours: fc.option(fc.integer({ min: 1, max: 30 })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('release' as const), services }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom('bump older' as const, 'hand' as const, 'squash' as const), service }),
  },
);

/** What a team knows of prod: tag by service that is held, and until when. */
type Held = Map<string, Map<string, number | null>>;

function isHeld(held: Held, name: string, tag: string | undefined, now: number): boolean {
  const until = held.get(name)?.get(tag ?? '');
  return until !== undefined && (until === null || now < until);
}

/** The files with a fixed tag in the place of each: what must stay as it was. */
function rest(branch: BranchInMemory): Record<string, string> {
  const texts = Object.entries(branch.files()).filter(([path]) => path !== 'README.md');
  return Object.fromEntries(texts.map(([path, text]) => [path, text.replace(/value: '.*'/, "value: 'TAG'")]));
}

function bumpTo(branch: BranchInMemory, environment: string, name: string, build: number, now: number) {
  return bumpImages({
    request: { ...settings(environment), images: [{ service: name, tag: tagOf(build) }], onMissing: 'error' },
    loadCatalog: catalogOf,
    log: memoryLog(),
    dryRun: false,
    sourceHistory: history,
    now,
    branch,
    pace: swiftPace,
    origin: { id: `bump ${environment} ${name} ${build} ${now}`, source: `example/shop@${builds[build]}` },
  });
}

/** A team, and what it knows of prod. */
interface Team {
  branch: BranchInMemory;
  held: Held;
  built: number;
  now: number;
  /** How many roll-backs took something away, and how many services a promotion left alone because they are held. */
  rolledBack: number;
  stopped: number;
}

function newTeam(): Team {
  const start = Object.fromEntries(names.map((name) => [name, tagOf(0)]));
  const branch = branchInMemory('main', shop({ dev: start, prod: start }));
  return { branch, held: new Map(names.map((name) => [name, new Map()])), built: 0, now: 0, rolledBack: 0, stopped: 0 };
}

/** Takes one step; the services that it lets go. */
async function take(step: Step, team: Team): Promise<readonly string[]> {
  const { branch, held, now } = team;
  switch (step.kind) {
    case 'build':
      team.built += 1;
      await bumpTo(branch, 'dev', step.service, team.built, now);
      return [];
    case 'bump older':
      await bumpTo(branch, 'prod', step.service, Math.max(0, team.built - 1), now);
      return [];
    case 'hand':
      branch.push({ 'README.md': `by hand ${now}` });
      return [];
    case 'squash': {
      // A request that knew nothing of later holds: its trailers name a parent that is not its own.
      const trailers = 'Bump-Id: x\nBump-Environment: prod\nBump-Parent: 0';
      branch.push({ 'README.md': `squashed ${now}` }, `A request (#1)\n\n${trailers}`);
      return [];
    }
    case 'promote': {
      const dev = tags(branch, 'dev');
      const { kept } = await promote(branch, { from: 'dev', services: step.services, sourceHistory: history, now });
      team.stopped += kept.filter((name) => isHeld(held, name, dev[name], now)).length;
      return [];
    }
    case 'release': {
      const release = step.services ?? names;
      await promote(branch, { from: 'dev', services: step.services, release, sourceHistory: history, now });
      return release;
    }
    case 'roll back': {
      const until = step.hours === null ? null : now + step.hours * hour;
      const was = tags(branch, 'prod')[step.service] ?? '';
      const { changed } = await promote(branch, { services: [step.service], hold: { until, reason: null }, now });
      if (!changed) return [];
      held.get(step.service)?.set(was, until);
      team.rolledBack += 1;
      return [];
    }
  }
}

/** What a team relies on, of each tag of prod that a step changed. */
function judge(step: Step, was: Record<string, string>, { branch, held, now }: Team): void {
  for (const [name, tag] of Object.entries(tags(branch, 'prod'))) {
    if (tag === was[name]) continue;
    expect({ step, name, tag, held: isHeld(held, name, tag, now) }).toMatchObject({ held: false });
    if (step.kind !== 'roll back') expect(buildOf(tag)).toBeGreaterThan(buildOf(was[name]));
  }
}

/** `.ci/run` asks for more runs than this needs. */
const runs = Math.min(Number(process.env.ROLLCALL_PROOF_RUNS ?? 25), 60);

test('in a month of work no held tag comes back, nothing older wins, and no other byte changes', async () => {
  let [rolledBack, stopped] = [0, 0];
  const month = fc.array(step, { minLength: 20, maxLength: 60 });
  const property = fc.asyncProperty(month, fc.array(fc.nat(20)), async (steps, busy) => {
    const team = newTeam();
    const { branch, held } = team;
    const before = rest(branch);
    for (const [index, one] of steps.entries()) {
      team.now += hour;
      const was = tags(branch, 'prod');
      // Somebody else is first now and then.
      branch.before = (attempt) => {
        if (busy.includes(index) && attempt % 2 === 1) branch.push({ 'README.md': `${index} ${attempt}` });
      };
      const released = await take(one, team);
      const now = tags(branch, 'prod');
      for (const name of released) if (now[name] !== was[name]) held.get(name)?.clear();
      judge(one, was, team);
    }
    expect(rest(branch)).toEqual(before);
    rolledBack += team.rolledBack;
    stopped += team.stopped;
  });
  await fc.assert(property, { numRuns: runs });
  // It did what it is about.
  expect(rolledBack).toBeGreaterThan(10);
  expect(stopped).toBeGreaterThan(0);
});
