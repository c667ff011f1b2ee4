import type { Chance } from './chance.ts';
import type { Edge } from './request.ts';
import { environments, frozenFrom, hour, minute, rules, type Team } from './team.ts';

/** How far ahead is looked. */
const ahead = 24 * hour;
/** Of the soonest how many one is taken. */
const few = 9;

/**
 * A moment at which a clock opens or shuts something, or a minute beside it, and the edge that it is about; null where none
 * comes soon. At any other time a gate that is an hour or a minute off looks like one that is not.
 */
export function tellingMoment(team: Team, chance: Chance): Moment | null {
  // The end of a week comes once in hundreds of steps: where it is near, it is taken more often than not.
  const kinds = [freezes(team), freezes(team), soaks(team), holds(team)].flatMap((moments) => {
    const soon = moments
      .filter(({ now }) => now > team.now && now < team.now + ahead)
      .sort((a, b) => a.now - b.now)
      .slice(0, few);
    return soon.length === 0 ? [] : [soon];
  });
  const kind = kinds[chance.below(kinds.length)] ?? [];
  return kind[chance.below(kind.length)] ?? null;
}

const toProd: Edge = { from: 'staging', to: 'prod' };

type Moment = { now: number; edge: Edge };

/** A moment, those beside it, and the moment again: what is decided there is decided in that one. */
function around(at: number, edge: Edge, offs: readonly number[] = [minute]): Moment[] {
  return [0, 0, ...offs.flatMap((off) => [-off, off])].map((off) => ({ now: at + off, edge }));
}

/** The week that is frozen from Friday on begins and ends. */
function freezes({ now }: Team): Moment[] {
  const { begins, ends } = frozenFrom(now);
  return [begins, ends].flatMap((at) => around(at, toProd, [minute, hour / 2]));
}

/** When what staging has, has been there for long enough. */
function soaks({ stays }: Team): Moment[] {
  return [...stays.staging.values()].flatMap((all) => {
    const stay = all.at(-1);
    return stay && stay.left === null ? around(stay.since + rules.soak, toProd) : [];
  });
}

/** When a hold is over of a tag that the environment before has. */
function holds({ held, stays }: Team): Moment[] {
  return environments.flatMap((to, index) => {
    const from = environments[index - 1];
    if (from === undefined) return [];
    return [...held[to]].flatMap(([service, tags]) => {
      const until = tags.get(stays[from].get(service)?.at(-1)?.tag ?? '');
      return typeof until === 'number' ? around(until, { from, to }) : [];
    });
  });
}
