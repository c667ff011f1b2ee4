import { type BumpResult, bumpImages } from '@rollcall/domain/bump/bump-images';
import type { GatedPlace, Gating } from '@rollcall/domain/bump/gating';
import { promoteImages } from '@rollcall/domain/bump/promote-images';
import { bumpByPullRequest } from '@rollcall/domain/bump/pull-request';
import { requestBranchName } from '@rollcall/domain/bump/pull-request-text';
import type { SourceHistory } from '@rollcall/domain/bump/source-history';
import { bumpByStandingRequest } from '@rollcall/domain/bump/standing-request';
import { standingBranchName } from '@rollcall/domain/bump/standing-text';
import { parseFreeze } from '@rollcall/domain/gates/freeze';
import { memoize } from '@rollcall/domain/memo';
import { memoryLog, swiftPace } from '../../deploy-branch/branch-in-memory.ts';
import { catalogOf } from '../catalog-of.ts';
import { askingFor, Died, type Life, mortalBranch, mortalRequests } from './life.ts';
import {
  branchOf,
  buildOf,
  type Environment,
  environments,
  hour,
  rules,
  services,
  sourceOf,
  type Team,
  tagOf,
} from './team.ts';

/** What somebody, or a workflow, sets out to do. */
export type Work =
  | { kind: 'build' | 'late build'; services: string[]; build: number }
  | { kind: 'hotfix'; service: string; build: number }
  | ({ kind: 'roll back' } & RolledBack)
  | ({ kind: 'promote' | 'request' } & Promoted);

export interface RolledBack {
  environment: Environment;
  service: string;
  /** For how long what it takes away is held; null for no end. */
  hours: number | null;
  /** Whether by a request. */
  asks: boolean;
}

export interface Promoted {
  from: Environment;
  to: Environment;
  /** Null for all that differ. */
  services: string[] | null;
  release: string[];
  stopped: boolean;
  emergency: boolean;
}

/** One run of it. */
export interface Run {
  id: string;
  work: Work;
  now: number;
}

/** The environment that work writes to. */
export function environmentOf(work: Work): Environment {
  if ('to' in work) return work.to;
  if (work.kind === 'roll back') return work.environment;
  return work.kind === 'hotfix' ? 'prod' : 'dev';
}

/** The branch of the request that work asks by; null where it asks by none. */
export function requestBranchOf(work: Work): string | null {
  if (work.kind === 'request') return standingBranchName(work);
  return work.kind === 'roll back' && work.asks ? requestBranchName(work.environment, [work.service]) : null;
}

export const settingsOf = (environment: string) => ({ environment, mutableTags: 'forbid' as const });

/** The Catalog of a tree, read once. */
export const loadCatalog = memoize(catalogOf);

/** One line of commits, in which ids may be cut. */
export const sourceHistory: SourceHistory = {
  compare: async (a, b) => {
    const [first, second] = [numberOf(a), numberOf(b)];
    if (first === second) return 'same';
    return first < second ? 'older' : 'newer';
  },
};

const known = new Map<string, number>();

function numberOf(id: string): number {
  for (let build = known.size; !known.has(id.slice(0, 8)) && build < 100_000; build += 1)
    known.set(sourceOf(build).slice(0, 8), build);
  return known.get(id.slice(0, 8)) ?? Number.NaN;
}

type Opened = (environment: Environment) => Promise<Awaited<ReturnType<Team['world']['open']>>>;

/** An environment as gates ask it. */
export function placeOf(team: Team, environment: Environment, open: Opened): GatedPlace {
  return {
    settings: settingsOf(environment),
    open: () => open(environment),
    loadCatalog,
    checks: team.world.checks,
  };
}

/** The gates before an environment; null before the first. */
export function gatesOf(environment: Environment) {
  const before = environments[environments.indexOf(environment) - 1];
  if (before === undefined) return null;
  const none = { environment, after: before, soak: 0, freezes: [], needs: [], groups: [], health: [] };
  if (environment !== 'prod') return none;
  const { soak, groups } = rules;
  const freezes = rules.freezes.map((freeze) => parseFreeze(freeze, 'freeze'));
  return { ...none, soak, freezes, needs: [rules.needs], groups, health: ['argocd/{application}'] };
}

function gatingOf(team: Team, { work, now }: Run, open: Opened): Gating | null {
  const environment = environmentOf(work);
  const settings = gatesOf(environment);
  if (settings === null) return null;
  const asked = 'to' in work ? work : null;
  const isEmergency = asked?.emergency === true || work.kind === 'hotfix';
  return {
    settings,
    now,
    stopped: asked?.stopped === true ? 'no' : null,
    emergency: isEmergency ? 'it is down' : null,
    before: placeOf(team, settings.after, open),
    own: placeOf(team, environment, open),
    names: { environments: [async () => [...environments]], services: [async () => services] },
  };
}

/** Runs the work to its end, or to that of the run; null where it died. */
export async function perform(team: Team, run: Run, life: Life | null): Promise<BumpResult | null> {
  const ask = askingFor(life);
  const opened = new Map<string, Awaited<ReturnType<Opened>>>();
  const openBranch = async (name: string, base?: string) => mortalBranch(await team.world.open(name, base), ask);
  const open: Opened = async (environment) => {
    const branch = opened.get(environment) ?? (await openBranch(branchOf(environment)));
    opened.set(environment, branch);
    return branch;
  };
  try {
    return await resultOf(team, run, { open, openBranch, requests: mortalRequests(team.world.requests, ask) });
  } catch (error) {
    if (error instanceof Died) return null;
    throw error;
  }
}

async function resultOf(
  team: Team,
  run: Run,
  {
    open,
    openBranch,
    requests,
  }: {
    open: Opened;
    openBranch: (name: string, base: string) => ReturnType<Opened>;
    requests: Team['world']['requests'];
  },
): Promise<BumpResult> {
  const { id, work, now } = run;
  const environment = environmentOf(work);
  const branch = await open(environment);
  const common = { loadCatalog, log: memoryLog(), dryRun: false, now, gating: gatingOf(team, run, open) };
  if ('build' in work) {
    const names = work.kind === 'hotfix' ? [work.service] : work.services;
    const images = names.map((service) => ({ service, tag: tagOf(work.build) }));
    const origin = { id, source: `example/shop@${sourceOf(work.build)}` };
    const request = { ...settingsOf(environment), images, onMissing: 'error' as const };
    return bumpImages({ ...common, request, sourceHistory, branch, pace: swiftPace, origin });
  }
  const to = { settings: settingsOf(environment), manifests: branch };
  const isBack = work.kind === 'roll back';
  const from = isBack ? null : { settings: settingsOf(work.from), manifests: await open(work.from) };
  return promoteImages(
    {
      ...common,
      ...{ from, to, sourceHistory, onMissing: null },
      services: isBack ? [work.service] : work.services,
      ...(isBack
        ? { hold: { until: work.hours === null ? null : now + work.hours * hour, reason: null } }
        : { release: work.release }),
    },
    (bump, sources) => {
      const writing = { ...bump, pace: swiftPace, origin: { id, ...sources } };
      const branchFor = (name: string) => openBranch(name, branch.name);
      const asking = {
        deployBranch: branch,
        branchFor,
        pullRequests: requests,
        labels: [],
        autoMerge: false,
        status: 'current',
      };
      if (work.kind === 'roll back' && work.asks) return bumpByPullRequest({ ...writing, ...asking });
      if (work.kind !== 'request') return bumpImages({ ...writing, branch });
      return bumpByStandingRequest({ ...writing, ...asking }, { from: work.from, to: work.to });
    },
  );
}

/** The build of a tag that is older than it, to be brought by a pipeline that comes late. */
export function olderBuild(tag: string): number {
  return Math.max(0, buildOf(tag) - 1);
}
