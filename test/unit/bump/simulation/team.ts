import type { Check } from '@rollcall/domain/gates/judge';
import { applicationFile, applicationText } from '../catalog-of.ts';
import type { World } from './world.ts';

/** The environments in their order, and who works there. */
export const environments = ['dev', 'staging', 'prod'] as const;
export type Environment = (typeof environments)[number];
export const services = Array.from({ length: 20 }, (_, index) => `service-${String(index).padStart(2, '0')}`);

export const minute = 60_000;
export const hour = 60 * minute;

/** What the configuration of the team says. */
export const rules = {
  soak: 4 * hour,
  needs: 'smoke',
  groups: [['service-00'], ['service-01', 'service-02']],
  freeze: { from: 'Fri 15:00', to: 'Mon 07:00' },
} as const;

export function branchOf(environment: Environment): string {
  return `k8s-deploy-${environment}`;
}

/** The commit that a build is of, by its number; no two begin alike. */
export function sourceOf(build: number): string {
  return ((build * 2_654_435_761 + 12_345) >>> 0).toString(16).padStart(8, '0').padEnd(40, 'a');
}

export function tagOf(build: number): string {
  return `${build}-${sourceOf(build).slice(0, 8)}`;
}

export function buildOf(tag: string): number {
  return Number(/^\d+/.exec(tag)?.[0]);
}

/** A time that a tag was in an environment. */
export interface Stay {
  tag: string;
  since: number;
  left: number | null;
  /** The commit of the branch itself that brought it. */
  commit: string;
}

/** What everybody in the team can know, from what they saw. */
export interface Team {
  world: World;
  now: number;
  built: number;
  runs: number;
  /** By environment and service, oldest first. */
  stays: Record<Environment, Map<string, Stay[]>>;
  /** By environment and service: the tags that are held, and until when. */
  held: Record<Environment, Map<string, Map<string, number | null>>>;
  /** The newest commit of each branch that was looked at. */
  seen: Record<Environment, string | null>;
  /** What was posted on commits. */
  checks: Map<string, Check[]>;
  /** The files without their tags: what never changes. */
  rest: Record<Environment, string>;
}

/** A team on its first day: one build everywhere. */
export function newTeam(world: World, now: number): Team {
  world.setClock(now);
  const sources = Object.fromEntries(services.map((service) => [`services/${service}/Dockerfile`, 'FROM scratch\n']));
  for (const environment of environments) {
    const applications = services.map((service) => [
      applicationFile(service, environment),
      applicationText(service, environment, tagOf(0)),
    ]);
    world.push(branchOf(environment), { ...sources, ...Object.fromEntries(applications) }, 'The first day');
  }
  const each = <T>(make: () => T): Record<Environment, T> => ({ dev: make(), staging: make(), prod: make() });
  const team: Team = {
    ...{ world, now, built: 0, runs: 0, checks: new Map() },
    stays: each(() => new Map()),
    held: each(() => new Map()),
    seen: each(() => null),
    rest: each(() => ''),
  };
  for (const environment of environments) {
    for (const { commit, at, files } of world.since(branchOf(environment), null)) {
      for (const [service, tag] of tagsOf(files, environment))
        team.stays[environment].set(service, [{ tag, since: at, left: null, commit }]);
      team.rest[environment] = restOf(files);
      team.seen[environment] = commit;
    }
  }
  return team;
}

/** Tag by service, as files say. */
export function tagsOf(files: ReadonlyMap<string, string>, environment: Environment): Map<string, string> {
  return new Map(
    services.map((service) => [
      service,
      /value: '(.*)'/.exec(files.get(applicationFile(service, environment)) ?? '')?.[1] ?? '',
    ]),
  );
}

/** All bytes but the tags and the file that people write into. */
export function restOf(files: ReadonlyMap<string, string>): string {
  return [...files]
    .filter(([path]) => path !== 'README.md')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => `${path}\n${text.replace(/value: '.*'/, "value: 'TAG'")}`)
    .join('\n');
}

/** The tag that a service has now. */
export function tagIn({ stays }: Team, environment: Environment, service: string): string {
  return stays[environment].get(service)?.at(-1)?.tag ?? '';
}

/** The last time that a tag came to an environment; undefined where it never did. */
export function stayOf({ stays }: Team, environment: Environment, service: string, tag: string): Stay | undefined {
  return stays[environment].get(service)?.findLast((stay) => stay.tag === tag);
}

export function isHeld({ held }: Team, environment: Environment, service: string, tag: string, now: number): boolean {
  const until = held[environment].get(service)?.get(tag);
  return until !== undefined && (until === null || now < until);
}

/** The window from Friday 15:00 to Monday 07:00, by UTC, that a moment is in or that comes next. */
export function frozenFrom(now: number): { begins: number; ends: number } {
  const date = new Date(now);
  const sunday = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - date.getUTCDay());
  const [begins, ends] = [(5 * 24 + 15) * hour, (24 + 7) * hour];
  const week = 7 * 24 * hour;
  // Early in the week it began in the one before.
  return now - sunday < ends
    ? { begins: sunday + begins - week, ends: sunday + ends }
    : { begins: sunday + begins, ends: sunday + ends + week };
}

export function isFrozen(now: number): boolean {
  const { begins, ends } = frozenFrom(now);
  return now >= begins && now < ends;
}

/** Whether a name passed on the commit that wrote a tag, or, while that is there, on the newest of the branch. */
export function passed(team: Team, environment: Environment, { commit, left }: Stay, name: string): boolean {
  const speaking = left === null ? [commit, team.seen[environment]] : [commit];
  return speaking.some(
    (id) => team.checks.get(id ?? '')?.findLast((check) => check.name === name)?.state === 'success',
  );
}
