import type { Chance } from './chance.ts';
import {
  buildOf,
  type Environment,
  environments,
  hour,
  isHeld,
  minute,
  rules,
  services,
  type Team,
  tagIn,
  windowsAround,
} from './team.ts';
import type { Promoted, Work } from './work.ts';

/** How far ahead is looked. */
const ahead = 24 * hour;
/** Of the soonest how many one is taken. */
const few = 9;

/** A time, and what is done then; null leaves that to chance. */
export interface Moment {
  now: number;
  work: Work | null;
}

/**
 * A moment at which a clock opens or shuts something, or a minute beside it, with the work that it decides on; null where
 * none comes soon. At any other time a gate that is an hour or a minute off looks like one that is not.
 */
export function tellingMoment(team: Team, chance: Chance): Moment | null {
  const kinds = [freezes(team), soaks(team), short(team), left(team), holds(team), holds(team), releases(team)].flatMap(
    (moments) => {
      const soon = moments
        .filter(({ now }) => now > team.now && now < team.now + ahead)
        .sort((a, b) => a.now - b.now)
        .slice(0, few);
      return soon.length === 0 ? [] : [soon];
    },
  );
  const kind = kinds[chance.below(kinds.length)] ?? [];
  const moment = kind[chance.below(kind.length)] ?? null;
  if (moment?.work?.kind !== 'promote') return moment;
  return { ...moment, work: { ...moment.work, kind: chance.pick(['promote', 'promote', 'request']) } };
}

/** What nobody asked anything else of. */
const plainly = { services: null, release: [], stopped: false, emergency: false };

function promotion(from: Promoted['from'], to: Promoted['to'], only: string | null = null): Work {
  return { kind: 'promote', ...plainly, from, to, services: only === null ? null : [only] };
}

/** A moment, those beside it, and the moment again: what is decided there is decided in that one. */
function around(at: number, work: Work, offs: readonly number[] = [minute]): Moment[] {
  return [0, 0, ...offs.flatMap((off) => [-off, off])].map((off) => ({ now: at + off, work }));
}

/** Each window begins and ends. */
function freezes({ now }: Team): Moment[] {
  return windowsAround(now)
    .flatMap(({ begins, ends }) => [begins, ends])
    .flatMap((at) => around(at, promotion('staging', 'prod'), [minute, hour / 2]));
}

/** When what staging has, has been there for long enough. */
function soaks({ stays }: Team): Moment[] {
  return [...stays.staging.values()].flatMap((all) => {
    const stay = all.at(-1);
    return stay && stay.left === null ? around(stay.since + rules.soak, promotion('staging', 'prod')) : [];
  });
}

/** The same time, in which it is taken away: it has soaked just long enough, or a minute too short. */
function short({ stays }: Team): Moment[] {
  return [...stays.staging].flatMap(([service, all]) => {
    const stay = all.at(-1);
    if (!stay || stay.left !== null) return [];
    const work: Work = { kind: 'roll back', environment: 'staging', service, hours: 12, asks: false };
    return around(stay.since + rules.soak, work);
  });
}

/** When what staging had and dev still has would have been there for long enough; first what was there for just that long. */
function left(team: Team): Moment[] {
  const open = services.flatMap((service) => {
    const tag = tagIn(team, 'dev', service);
    const stay = team.stays.staging.get(service)?.findLast((one) => one.tag === tag);
    if (!stay || stay.left === null || buildOf(tag) <= buildOf(tagIn(team, 'prod', service))) return [];
    if (isHeld(team, 'prod', service, tag, team.now)) return [];
    const soaked = Math.max(stay.since + rules.soak, team.now + minute);
    const off = Math.abs(stay.left - stay.since - rules.soak);
    return [{ off, moments: around(soaked, promotion('dev', 'prod', service)) }];
  });
  return open.sort((a, b) => a.off - b.off).flatMap(({ moments }) => moments);
}

/** Tags that are held in an environment, and that the one before has. */
function heldBack({
  held,
  stays,
}: Team): { service: string; until: number | null; from: Environment; to: Environment }[] {
  return environments.flatMap((to, index) => {
    const from = environments[index - 1];
    if (from === undefined) return [];
    return [...held[to]].flatMap(([service, tags]) => {
      const until = tags.get(stays[from].get(service)?.at(-1)?.tag ?? '');
      return until === undefined ? [] : [{ service, until, from, to }];
    });
  });
}

/** When a hold is over. */
function holds(team: Team): Moment[] {
  return heldBack(team).flatMap(({ until, from, to }) =>
    until === null ? [] : around(until, promotion(from, to), [minute, minute]),
  );
}

/** Soon, while a hold is not over: it is let go. */
function releases(team: Team): Moment[] {
  return heldBack(team).flatMap(({ service, until, from, to }) => {
    const now = team.now + minute;
    const work: Work = { kind: 'promote', ...plainly, from, to, services: [service], release: [service] };
    return until !== null && until <= now ? [] : [{ now, work }];
  });
}
