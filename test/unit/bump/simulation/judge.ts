import { bumpIdOf } from '@rollcall/domain/bump/commit-message';
import { promotable } from './expected.ts';
import {
  branchOf,
  buildOf,
  type Environment,
  environments,
  hour,
  isHeld,
  restOf,
  seenIn,
  stayOf,
  type Team,
  tagIn,
  tagsOf,
} from './team.ts';
import { environmentOf, type Run } from './work.ts';
import type { LandedCommit } from './world.ts';

/** What was broken, by whom, and where: the test shows it. */
export class Broken extends Error {}

/** What each run of a step might bring, before any of them began. */
export type Allowed = Map<string, ReadonlyMap<string, string>>;

/** What the runs might bring by what is known before they begin; nothing where they are no promotions. */
export function allowedOf(team: Team, runs: readonly Run[]): Allowed {
  return new Map(
    runs.map(({ id, work, now }) => [
      id,
      work.kind === 'promote' || work.kind === 'request' ? promotable(team, work, now) : new Map<string, string>(),
    ]),
  );
}

/** Looks at what landed since the last time, judges each tag that changed, and remembers it. */
export function look(team: Team, runs: readonly Run[], allowed: Allowed): number {
  let changes = 0;
  const landed = environments.map((environment) => ({
    environment,
    commits: team.world.since(branchOf(environment), seenIn(team, environment)),
  }));
  // What came to the environment before is known first, as the runs of the same step could know it.
  for (const { environment, commits } of landed)
    for (const commit of commits) {
      const run = runs.find(({ id }) => id === bumpIdOf(commit.message)) ?? mergedRun(runs, environment, commit);
      changes += take(team, environment, commit, run, allowed);
    }
  return changes;
}

/** A merge is of the run that asked for it. */
function mergedRun(runs: readonly Run[], environment: Environment, { message }: LandedCommit): Run | undefined {
  if (!message.includes('#')) return undefined;
  return runs.find(({ work }) => (work.kind === 'request' || 'asks' in work) && environmentOf(work) === environment);
}

function take(
  team: Team,
  environment: Environment,
  landed: LandedCommit,
  run: Run | undefined,
  allowed: Allowed,
): number {
  const { commit, at, files } = landed;
  const message = [landed.message, ...landed.brought].join('\n');
  const where = `${environment} ${commit.slice(0, 12)} ${JSON.stringify(run?.work ?? message)}`;
  if (restOf(files) !== team.rest[environment]) throw new Broken(`other bytes changed: ${where}`);
  let changes = 0;
  for (const [service, tag] of tagsOf(files, environment)) {
    const was = tagIn(team, environment, service);
    if (tag === was) continue;
    changes += 1;
    const place = `${service} ${was} → ${tag} in ${where}`;
    if (run === undefined) throw new Broken(`nobody asked for ${place}`);
    if (environmentOf(run.work) !== environment) throw new Broken(`another environment was asked for: ${place}`);
    judgeTag(team, { environment, service, tag, was, place, message }, run, allowed);
    const stays = team.stays[environment].get(service) ?? [];
    const last = stays.at(-1);
    const from = team.log[environment].length;
    if (last) Object.assign(last, { left: at, to: from });
    stays.push({ tag, since: at, left: null, from, to: null });
    settleHolds(team, environment, { service, was }, run);
  }
  team.log[environment].push(commit);
  return changes;
}

interface Change {
  environment: Environment;
  service: string;
  tag: string;
  was: string;
  place: string;
  message: string;
}

function judgeTag(team: Team, change: Change, run: Run, allowed: Allowed): void {
  const { environment, service, tag, was, place } = change;
  const { work, now } = run;
  const releases = 'release' in work && work.release.includes(service);
  if (!releases && isHeld(team, environment, service, tag, now)) throw new Broken(`a held tag came back: ${place}`);
  if (work.kind === 'roll back') {
    if (stayOf(team, environment, service, tag) === undefined) throw new Broken(`it never was there: ${place}`);
    return;
  }
  if (buildOf(tag) < buildOf(was)) throw new Broken(`an older build won: ${place}`);
  judgePassing(team, change, run, allowed);
}

/** Whether what no build brought was let through: what is marked, what is recorded, and what had to wait. */
function judgePassing(team: Team, change: Change, { work, now, id }: Run, allowed: Allowed): void {
  const { environment, service, tag, place, message } = change;
  if ('stopped' in work && work.stopped && !work.emergency)
    throw new Broken(`it was written although all is stopped: ${place}`);
  const isEmergency = work.kind === 'hotfix' || ('emergency' in work && work.emergency);
  const before = environments[environments.indexOf(environment) - 1];
  if (before === undefined) return;
  const stay = stayOf(team, before, service, tag);
  const came = stay !== undefined;
  const isMarked = message.includes(`\nBump-Hotfix: ${environment} ${service} ${tag}\n`);
  // Of two at once nobody can say who was first.
  if (came === isMarked && stay?.since !== now)
    throw new Broken(`it ${came ? 'is marked' : 'is not marked'} as a hotfix: ${place}`);
  if (isEmergency !== message.includes('\nBump-Emergency: it is down\n'))
    throw new Broken(`the emergency is ${isEmergency ? 'not ' : ''}recorded: ${place}`);
  // The environment before has no soak: what came there in this very step may go on.
  if (isEmergency || environment !== 'prod') return;
  if (allowed.get(id)?.get(service) !== tag) throw new Broken(`a gate was passed early: ${place}`);
}

/** What a commit says of holds: a roll-back holds what it takes away, a release lets all of the service go. */
function settleHolds(
  team: Team,
  environment: Environment,
  { service, was }: { service: string; was: string },
  { work, now }: Run,
): void {
  const held = team.held[environment].get(service) ?? new Map<string, number | null>();
  if (work.kind === 'roll back') held.set(was, work.hours === null ? null : now + work.hours * hour);
  else if ('release' in work && work.release.includes(service)) held.clear();
  team.held[environment].set(service, held);
}
