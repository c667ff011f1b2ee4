import {
  buildOf,
  environments,
  isFrozen,
  isHealthy,
  isHeld,
  passed,
  rules,
  services,
  stayOf,
  type Team,
  tagIn,
} from './team.ts';
import type { Promoted } from './work.ts';

// What a team may expect of a promotion, told by what it saw itself: who had which tag when, what was taken back, what
// passed. Written apart from the product, and by other means: no trailer is read here.

/** The tags that a promotion brings by what everybody knows now: service to tag. */
export function promotable(team: Team, promoted: Promoted, now: number): Map<string, string> {
  const asked = wanted(team, promoted, now);
  if (promoted.emergency) return asked;
  if (promoted.stopped || (promoted.to === 'prod' && isFrozen(now))) return new Map();
  return new Map([...asked].filter(([service, tag]) => isOpen(team, promoted, { service, tag }, asked, now)));
}

/** The tags that are others, newer and not held. */
function wanted(team: Team, { from, to, services: named, release }: Promoted, now: number): Map<string, string> {
  const found = new Map<string, string>();
  for (const service of named ?? services) {
    const [tag, current] = [tagIn(team, from, service), tagIn(team, to, service)];
    if (tag === current || buildOf(tag) < buildOf(current)) continue;
    if (isHeld(team, to, service, tag, now) && !release.includes(service)) continue;
    found.set(service, tag);
  }
  return found;
}

function isOpen(
  team: Team,
  { to }: Promoted,
  { service, tag }: { service: string; tag: string },
  asked: ReadonlyMap<string, string>,
  now: number,
): boolean {
  const before = environments[environments.indexOf(to) - 1];
  if (before === undefined) return true;
  const stay = stayOf(team, before, service, tag);
  if (!stay) return false;
  if (to !== 'prod') return true;
  const soaked = stay.since + rules.soak;
  if (now < soaked || (stay.left !== null && stay.left < soaked)) return false;
  return passed(team, before, stay, rules.needs) && !waitsForGroup(team, service, asked);
}

function waitsForGroup(team: Team, service: string, asked: ReadonlyMap<string, string>): boolean {
  const groups: readonly (readonly string[])[] = rules.groups;
  const own = groups.findIndex((group) => group.includes(service));
  return groups
    .slice(0, Math.max(own, 0))
    .flat()
    .some((earlier) => {
      if (asked.has(earlier)) return true;
      const stay = team.stays.prod.get(earlier)?.at(-1);
      return stay !== undefined && !isHealthy(team, 'prod', stay, `argocd/${earlier}-prod`);
    });
}
