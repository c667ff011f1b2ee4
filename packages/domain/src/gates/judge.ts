import { formatDuration } from '../duration.ts';
import { listFew, quoteName } from '../names.ts';
import { nearest } from '../nearest.ts';
import { frozenAt } from './freeze.ts';
import type { GateSettings } from './gate-settings.ts';

/** A status or check of a commit. The newest of a name counts. */
export interface Check {
  name: string;
  state: 'success' | 'failure' | 'pending';
}

/** How something stands that statuses, checks and deployments speak for. */
export type Health = 'healthy' | 'unhealthy' | 'pending';

/** What is known of a tag in the environment before. */
export interface Presence {
  /** The commit that put it there, and when it came onto the branch, by the clock of its committer. */
  commit: string;
  since: number;
  /** When another took its place; null where it is there now. */
  left: number | null;
}

/** What is known of a service that is to get another tag. */
export interface GateFacts {
  service: string;
  tag: string;
  /** Null where the tag was never there; with words where that cannot be known. */
  before: Presence | null | { because: string };
  /** The checks of that commit; with words where they cannot be read. */
  checks: readonly Check[] | { because: string };
}

/** How a service of an earlier group stands in the environment. */
export interface GroupState {
  service: string;
  state: Health;
}

/** What is the same for all services. */
export interface GateMoment {
  /** Milliseconds since 1970. */
  now: number;
  /** Why all promotions are stopped, where somebody stopped them. */
  stopped: string | null;
}

/** A gate that is shut: why, and when it opens where the clock opens it. */
export interface Shut {
  gate: 'stop' | 'freeze' | 'after' | 'soak' | 'needs' | 'groups';
  why: string;
  /** Milliseconds since 1970; null where no clock opens it. */
  ready: number | null;
}

/** Clocks of runners and servers differ by this much without a word. */
const usualSkew = 5 * 60_000;

/** The gates of an environment that are shut for a service; none where it may be promoted. */
export function shutGates(settings: GateSettings, facts: GateFacts, moment: GateMoment): Shut[] {
  return [...shutForAll(settings, moment), ...shutBefore(settings, facts, moment)];
}

/** Those that are shut whatever the service. */
export function shutForAll({ freezes }: GateSettings, { now, stopped }: GateMoment): Shut[] {
  const frozen = frozenAt(freezes, now);
  const shut: Shut[] = stopped === null ? [] : [{ gate: 'stop', why: whyStopped(stopped), ready: null }];
  if (frozen) {
    const { until, freeze } = frozen;
    const reason = freeze.reason === null ? '' : `, ${quoteName(freeze.reason)}`;
    const ready = Number.isFinite(until) ? until : null;
    shut.push({ gate: 'freeze', why: `frozen from ${freeze.written} (${freeze.zone}${reason})`, ready });
  }
  return shut;
}

/** A word that reads as if nothing were stopped stops as well: it would be worse to take a reason for one. */
function whyStopped(stopped: string): string {
  const why = `all promotions are stopped: ${quoteName(stopped)}`;
  if (!/^(?:false|no|none|off|null|0)$/i.test(stopped.trim())) return why;
  return `${why}, for whatever "stop" says stops them (leave it empty, or delete the variable that it is set from)`;
}

function shutBefore(
  { environment, after, soak, needs }: GateSettings,
  { tag, before, checks }: GateFacts,
  { now }: GateMoment,
): Shut[] {
  if (after === null) return [];
  const shown = quoteName(tag.slice(0, 200));
  if (before === null) return [{ gate: 'after', why: `${shown} was not in ${after} yet`, ready: null }];
  if ('because' in before)
    return [{ gate: 'after', why: `whether ${shown} was in ${after} is not known: ${before.because}`, ready: null }];
  const soaks = soak === 0 ? [] : shutBySoak(shown, { after, soak }, before, now);
  return [...soaks, ...needs.flatMap((name) => shutByNeed(name, { environment, after }, before.commit, checks))];
}

/** A tag that left before its time never gets it. A clock that runs ahead makes it longer, never shorter. */
function shutBySoak(
  shown: string,
  { after, soak }: { after: string; soak: number },
  { since, left, commit }: Presence,
  now: number,
): Shut[] {
  const ready = since + soak;
  const of = `${shown} soaks ${formatDuration(soak)} in ${after}`;
  if (left !== null && left < ready)
    return [
      {
        gate: 'soak',
        why: `${of}, and was replaced there after ${formatDuration(Math.max(left - since, 0))}`,
        ready: null,
      },
    ];
  if (now >= ready) return [];
  const ahead =
    since - now > usualSkew
      ? `; the clock that made commit ${commit.slice(0, 7)} is ${formatDuration(since - now)} ahead`
      : '';
  return [{ gate: 'soak', why: `${of}${ahead}`, ready }];
}

function shutByNeed(
  name: string,
  { environment, after }: { environment: string; after: string },
  commit: string,
  checks: GateFacts['checks'],
): Shut[] {
  const of = `${quoteName(name)} of commit ${commit.slice(0, 7)} of ${after}`;
  if ('because' in checks) return [{ gate: 'needs', why: `${of} cannot be read: ${checks.because}`, ready: null }];
  const found = checks.find((check) => check.name === name);
  if (found?.state === 'success') return [];
  if (found)
    return [{ gate: 'needs', why: `${of} ${found.state === 'failure' ? 'failed' : 'is not done'}`, ready: null }];
  const names = [...new Set(checks.map((check) => check.name))];
  const near = nearest(name, names);
  const reported = names.length === 0 ? 'nothing has' : `${listFew(names.map(quoteName))} did`;
  const settles = `let it report there, or correct environments.${environment}.needs`;
  return [
    {
      gate: 'needs',
      why: `${of} has not reported${near === undefined ? `; ${reported}: ${settles}` : `: is ${quoteName(near)} meant?`}`,
      ready: null,
    },
  ];
}

/**
 * The services that wait for an earlier group: one of which something still differs, whatever it waits for itself, or is
 * not healthy yet. What is in no group waits for none.
 */
export function shutByGroups(
  { groups, environment }: GateSettings,
  differing: readonly string[],
  states: readonly GroupState[],
): Map<string, Shut> {
  const shut = new Map<string, Shut>();
  const wanted = new Set(differing);
  const stateOf = new Map(states.map(({ service, state }) => [service, state]));
  let why: string | null = null;
  for (const group of groups) {
    if (why !== null)
      for (const service of group) if (wanted.has(service)) shut.set(service, { gate: 'groups', why, ready: null });
    const first = group.find((service) => wanted.has(service));
    const ill = group.find((service) => (stateOf.get(service) ?? 'healthy') !== 'healthy');
    if (why === null && first !== undefined) why = `it waits for ${quoteName(first)}, whose group is promoted first`;
    else if (why === null && ill !== undefined) {
      const state = stateOf.get(ill) === 'unhealthy' ? 'not healthy' : 'not known to be healthy yet';
      why = `it waits for ${quoteName(ill)}, which is ${state} in ${environment}`;
    }
  }
  return shut;
}

/** When the last gate opens; null where no clock opens all of them. */
export function readyAt(shut: readonly Shut[]): number | null {
  let latest: number | null = null;
  for (const { ready } of shut) {
    if (ready === null) return null;
    latest = Math.max(latest ?? ready, ready);
  }
  return latest;
}
