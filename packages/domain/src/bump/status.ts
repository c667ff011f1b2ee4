import type { DeployBranchState, PastCommit } from '../deploy-branch/deploy-branch.ts';
import type { GateSettings } from '../gates/gate-settings.ts';
import { type GateFacts, readyAt, type Shut, shutForAll, shutGates } from '../gates/judge.ts';
import { compareText } from '../location.ts';
import type { Tree } from '../ports.ts';
import { ExternalError, UserError } from '../user-error.ts';
import { mostCommits, readRecords, remembered } from './branch-records.ts';
import { bumpTrailers } from './commit-message.ts';
import { type CurrentImages, currentImages, whyNone } from './current-images.ts';
import { type GatedPlace, openPast, waitingForGroups, withoutHistory } from './gating.ts';
import { type Hold, holdsAt } from './holds.ts';
import { type KnownPresence, type PastEnvironment, readPresence } from './presence.ts';
import type { Shipping } from './shipments.ts';
import type { SourceHistory } from './source-history.ts';
import { differingKeys } from './status-keys.ts';
import { behindOf, isHotfix, olderOf } from './status-tags.ts';
import { checksOfStays } from './stay-checks.ts';

/** An environment that is shown. */
export interface StatusPlace {
  name: string;
  place: GatedPlace;
  /** Null where nothing has to be before. */
  gates: GateSettings | null;
}

/** What is told of a service in an environment. */
export interface ServiceStatus {
  environment: string;
  service: string;
  /** Null where it has none, `why` says the reason then. */
  tag: string | null;
  why: string | null;
  /** When the tag came, in milliseconds since 1970, and with which commit; null where that is not known. */
  since: number | null;
  commit: string | null;
  /** The tag that the environment before has, where it is another one. */
  next: string | null;
  /** Whether that is older, or may be, so that no promotion writes it. */
  older: boolean;
  /** How many commits that touch the service it would bring; null where that is not known. */
  behind: number | null;
  /** What it waits for. */
  shut: Shut[];
  /** When the last gate opens, where a clock opens all; null otherwise. */
  ready: number | null;
  /** Tags that a roll-back holds back. */
  held: Hold[];
  /** Keys of configuration that have another value in the environment before; null where that is not known. */
  differs: string[] | null;
  /** Whether the tag was never in the environment before, which has nothing newer either; null where nobody knows. */
  hotfix: boolean | null;
  /** The last roll-back: what it took away, and when. */
  rolledBack: { tag: string; at: number; commit: string } | null;
}

/** What runs where. */
export interface DeploymentStatus {
  now: number;
  environments: { name: string; after: string | null; shut: Shut[]; unread: string | null }[];
  services: ServiceStatus[];
}

interface Asked {
  now: number;
  stopped: string | null;
  sourceHistory: SourceHistory;
  shipping: Shipping | null;
}

/** An environment as it was read. */
interface Read extends StatusPlace {
  /** Null where it is files alone. */
  past: PastEnvironment | null;
  current: CurrentImages;
  presence: Map<string, KnownPresence>;
  holds: Hold[];
  sources: Map<string, string>;
  rolledBack: Map<string, NonNullable<ServiceStatus['rolledBack']>>;
}

/** What runs in each environment, and what it waits for. One that cannot be read is named, and the others are told. */
export async function deploymentStatus(places: readonly StatusPlace[], asked: Asked): Promise<DeploymentStatus> {
  const read = new Map<string, Read | string>();
  for (const place of places) read.set(place.name, await readOrWhy(place, asked));
  const services: ServiceStatus[] = [];
  for (const one of read.values()) {
    if (typeof one === 'string') continue;
    const before = one.gates?.after ? read.get(one.gates.after) : undefined;
    for (const status of await statusesOf(one, typeof before === 'object' ? before : null, asked))
      services.push(status);
  }
  return {
    now: asked.now,
    environments: places.map(({ name, gates }) => {
      const found = read.get(name);
      const shut = gates ? shutForAll(gates, asked) : [];
      return { name, after: gates?.after ?? null, shut, unread: typeof found === 'string' ? found : null };
    }),
    services: services.sort((a, b) => compareText(a.service, b.service) || compareText(a.environment, b.environment)),
  };
}

async function readOrWhy(place: StatusPlace, asked: Asked): Promise<Read | string> {
  try {
    return await readEnvironment(place, asked);
  } catch (error) {
    if (error instanceof UserError || error instanceof ExternalError) return error.message;
    throw error;
  }
}

async function readEnvironment(one: StatusPlace, { now }: Asked): Promise<Read> {
  const manifests = await one.place.open();
  const none = {
    holds: [],
    presence: new Map(),
    sources: new Map(),
    rolledBack: new Map(),
    past: null,
  };
  if ('list' in manifests) return { ...one, ...none, current: await imagesOf(one, manifests) };
  const opened = await manifests.read();
  const state: DeployBranchState = opened;
  const past = await openPast(one.place, manifests, state);
  const { images } = past.current;
  const tags = [...images].map(([service, { tag }]) => ({ service, tag }));
  const history = remembered(manifests.history(state));
  const { holds, sources } = await readRecords(history, { sources: tags, holds: true });
  return {
    ...one,
    past: { ...past, history },
    current: past.current,
    presence: await readPresence({ ...past, history }, tags),
    holds: holdsAt(holds, now).filter(({ environment }) => environment === one.name),
    sources: new Map(
      tags.flatMap(({ service, tag }) => {
        const found = sources.get(service)?.get(tag)?.source;
        return found === undefined ? [] : [[service, found] as const];
      }),
    ),
    rolledBack: await rollBacks(history, one.name),
  };
}

async function imagesOf({ place }: StatusPlace, tree: Tree): Promise<CurrentImages> {
  return currentImages(tree, await place.loadCatalog(tree), place.settings);
}

/** The newest commit for each service that holds what it took away. */
async function rollBacks(history: AsyncIterable<PastCommit>, environment: string): Promise<Read['rolledBack']> {
  const found: Read['rolledBack'] = new Map();
  let left = mostCommits;
  for await (const { commit, at, message } of history) {
    const trailers = bumpTrailers(message);
    if (trailers.environment === environment)
      for (const [service, { old }] of trailers.services)
        if (
          !found.has(service) &&
          trailers.holds.some(
            (hold) => hold.environment === environment && hold.service === service && hold.tag === old,
          )
        )
          found.set(service, { tag: old, at, commit });
    left -= 1;
    if (left === 0) break;
  }
  return found;
}

async function statusesOf(own: Read, before: Read | null, asked: Asked): Promise<ServiceStatus[]> {
  const { current } = own;
  const services = [...current.images.keys(), ...current.missing.keys(), ...current.unclear.keys()];
  const asks = differing(own, before);
  const came = before?.past ? await presenceOf(before, own, asks) : new Map<string, KnownPresence>();
  const behind = await behindOf(own, before, asks, asked.shipping);
  const older = await olderOf(own, before, asks, asked);
  const checks = await checksAsked(own, before, asks);
  const groups = await groupsOf(own, new Map([...asks].filter(([service]) => !older.has(service))));
  const statuses: ServiceStatus[] = [];
  for (const service of services) {
    const image = current.images.get(service);
    const next = asks.get(service) ?? null;
    const presence = known(own.presence.get(service));
    const isOlder = older.has(service);
    const shut =
      next === null || isOlder ? [] : shutFor({ service, tag: next }, own, before, checks.get(service), asked);
    for (const group of groups.get(service) ?? []) shut.push(group);
    statuses.push({
      ...{ environment: own.name, service, tag: image?.tag ?? null, why: image ? null : whyNone(current, service) },
      ...{ since: presence?.since ?? null, commit: presence?.commit ?? null },
      ...{ next, older: isOlder, behind: behind.get(service) ?? null, shut, ready: readyAt(shut) },
      held: own.holds.filter((hold) => hold.service === service),
      ...(await compared(service, own, before, came.get(service), asked)),
      rolledBack: own.rolledBack.get(service) ?? null,
    });
  }
  return statuses;
}

/** What a service is beside what it is in the environment before. */
async function compared(
  service: string,
  own: Read,
  before: Read | null,
  came: KnownPresence | undefined,
  asked: Asked,
): Promise<Pick<ServiceStatus, 'hotfix' | 'differs'>> {
  if (!before) return { hotfix: false, differs: null };
  const tag = own.current.images.get(service)?.tag;
  return {
    hotfix: tag === undefined ? false : await isHotfix(service, tag, own, before, came, asked),
    differs: differingKeys(service, own.current, before.current),
  };
}

/** What is said of the next tags in the environment before, where the gates ask for it. */
async function checksAsked(
  { gates }: Read,
  before: Read | null,
  asks: ReadonlyMap<string, string>,
): ReturnType<typeof checksOfStays> {
  if (!before || !gates) return new Map();
  const { needs } = gates;
  const stays = [...asks.keys()].map((service) => ({ service, stay: before.presence.get(service), names: needs }));
  return checksOfStays(before.place.checks, stays, 'passed');
}

/** What the next tag of a service waits for. */
function shutFor(
  { service, tag }: { service: string; tag: string },
  { gates }: Read,
  before: Read | null,
  checks: GateFacts['checks'] | undefined,
  asked: Asked,
): Shut[] {
  if (!gates) return [];
  const because = withoutHistory(before?.name ?? '');
  const there = before && !before.past ? { because } : (before?.presence.get(service) ?? null);
  return shutGates(gates, { service, tag, before: there, checks: checks ?? [] }, asked);
}

/** The services that wait for an earlier group. What is held is not promoted, and asks for nothing. */
async function groupsOf(
  { gates, holds, place }: Read,
  asks: ReadonlyMap<string, string>,
): Promise<Map<string, Shut[]>> {
  if (!gates) return new Map();
  const held = new Set(holds.map(({ service, tag }) => `${service} ${tag}`));
  const names = [...asks].flatMap(([service, tag]) => (held.has(`${service} ${tag}`) ? [] : [service]));
  const waiting = await waitingForGroups(names, gates, place);
  return new Map([...waiting].map(([service, shut]) => [service, [shut]]));
}

function known(presence: KnownPresence | undefined) {
  return presence && !('because' in presence) ? presence : null;
}

/** The tags that the environment before has, where they are others. */
function differing({ current }: Read, before: Read | null): Map<string, string> {
  const found = new Map<string, string>();
  for (const [service, { tag }] of before?.current.images ?? [])
    if (current.images.has(service) && current.images.get(service)?.tag !== tag) found.set(service, tag);
  return found;
}

/** Whether the tags that an environment has were in the one before, where that has others now. */
async function presenceOf(
  before: Read,
  own: Read,
  asks: ReadonlyMap<string, string>,
): Promise<Map<string, KnownPresence>> {
  const tags = [...asks.keys()].flatMap((service) => {
    const tag = own.current.images.get(service)?.tag;
    return tag === undefined ? [] : [{ service, tag }];
  });
  return tags.length === 0 || !before.past ? new Map() : readPresence(before.past, tags);
}
