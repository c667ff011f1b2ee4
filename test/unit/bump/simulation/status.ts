import { deploymentStatus } from '@rollcall/domain/bump/status';
import { promotable } from './expected.ts';
import { Broken } from './judge.ts';
import { branchOf, buildOf, environments, isHeld, services, stayOf, type Team, tagIn } from './team.ts';
import { gatesOf, placeOf, sourceHistory } from './work.ts';

/** Whether `status` says of every service what the team saw. */
export async function judgeStatus(team: Team): Promise<void> {
  const { world, now } = team;
  const status = await deploymentStatus(
    environments.map((name) => ({
      name,
      gates: gatesOf(name),
      place: placeOf(team, name, (environment) => world.open(branchOf(environment))),
    })),
    { now, stopped: null, sourceHistory, shipping: null },
  );
  for (const environment of environments) {
    const from = environments[environments.indexOf(environment) - 1];
    const base = { services: null, release: [], stopped: false, emergency: false };
    const may = from === undefined ? new Map() : promotable(team, { from, to: environment, ...base }, now);
    for (const service of services) {
      const told = status.services.find((one) => one.service === service && one.environment === environment);
      const tag = tagIn(team, environment, service);
      const next = from === undefined ? tag : tagIn(team, from, service);
      const held = [...(team.held[environment].get(service)?.keys() ?? [])].filter((one) =>
        isHeld(team, environment, service, one, now),
      );
      const isHotfix =
        from !== undefined &&
        next !== tag &&
        stayOf(team, from, service, tag) === undefined &&
        buildOf(next) < buildOf(tag);
      const isReady =
        told?.next !== null &&
        !told?.older &&
        told?.shut.length === 0 &&
        !told.held.some((one) => one.tag === told.next);
      const seen = {
        tag: told?.tag,
        since: told?.since,
        next: told?.next,
        held: told?.held.map((one) => one.tag).sort(),
        hotfix: told?.hotfix,
        ready: isReady,
      };
      const expected = {
        tag,
        since: team.stays[environment].get(service)?.at(-1)?.since,
        next: next === tag ? null : next,
        held: held.sort(),
        hotfix: isHotfix,
        ready: may.has(service),
      };
      if (JSON.stringify(seen) !== JSON.stringify(expected))
        throw new Broken(
          `status of ${service} in ${environment}: ${JSON.stringify({ ...seen, shut: told?.shut })}, and it is ${JSON.stringify(expected)}`,
        );
    }
  }
}
