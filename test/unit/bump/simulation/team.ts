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
  // Windows of each kind, and often: what a clock opens and shuts is decided at their ends.
  freezes: [
    { from: 'Fri 15:00', to: 'Mon 07:00' },
    { from: 'Mon 12:00', to: 'Mon 13:30' },
    { from: 'Wed 09:00', to: 'Wed 10:00', zone: 'Asia/Seoul' },
    { from: 'Tue 22:00', to: 'Wed 02:00' },
    { from: 'Thu 16:00', to: 'Thu 17:00' },
    { from: '2026-01-09 03:00', to: '2026-01-09 09:00' },
  ],
} as const;

/** The same as hours behind Sunday, and as moments, by UTC. */
const frozenHours: readonly (readonly [number, number])[] = [
  ...[[5 * 24 + 15, 7 * 24 + 24 + 7] as const, [24 + 12, 24 + 13.5] as const, [3 * 24, 3 * 24 + 1] as const],
  ...[[2 * 24 + 22, 3 * 24 + 2] as const, [4 * 24 + 16, 4 * 24 + 17] as const],
];
const frozenDays = [{ begins: Date.UTC(2026, 0, 9, 3), ends: Date.UTC(2026, 0, 9, 9) }];

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
  /** Where in the log of the branch it came, and where the next one did. */
  from: number;
  to: number | null;
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
  /** The commits of each branch that were looked at, oldest first. */
  log: Record<Environment, string[]>;
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
    log: each(() => []),
    rest: each(() => ''),
  };
  for (const environment of environments) {
    for (const { commit, at, files } of world.since(branchOf(environment), null)) {
      for (const [service, tag] of tagsOf(files, environment))
        team.stays[environment].set(service, [{ tag, since: at, left: null, from: 0, to: null }]);
      team.rest[environment] = restOf(files);
      team.log[environment].push(commit);
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

/** The newest commit of a branch that was looked at. */
export function seenIn({ log }: Team, environment: Environment): string | null {
  return log[environment].at(-1) ?? null;
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

/** The windows, by UTC, that began in the last two weeks or begin in the next. */
export function windowsAround(now: number): { begins: number; ends: number }[] {
  const date = new Date(now);
  const sunday = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - date.getUTCDay());
  const weekly = [-7, 0, 7].flatMap((days) =>
    frozenHours.map(([begins, ends]) => {
      return { begins: sunday + (days * 24 + begins) * hour, ends: sunday + (days * 24 + ends) * hour };
    }),
  );
  return [...weekly, ...frozenDays];
}

export function isFrozen(now: number): boolean {
  return windowsAround(now).some(({ begins, ends }) => now >= begins && now < ends);
}

/** What was said under a name on the commits that had a tag, in their order. */
function said(team: Team, environment: Environment, { from, to }: Stay, name: string): (Check['state'] | undefined)[] {
  const commits = team.log[environment].slice(from, to ?? undefined);
  return commits.map((id) => team.checks.get(id)?.findLast((check) => check.name === name)?.state);
}

/** Whether a name passed on any commit of the branch while a tag was there. */
export function passed(team: Team, environment: Environment, stay: Stay, name: string): boolean {
  return said(team, environment, stay, name).includes('success');
}

/** Whether a name passed where it was last done, on the commits of the branch that have a tag. */
export function isHealthy(team: Team, environment: Environment, stay: Stay, name: string): boolean {
  return (
    said(team, environment, stay, name).findLast((state) => state === 'success' || state === 'failure') === 'success'
  );
}
