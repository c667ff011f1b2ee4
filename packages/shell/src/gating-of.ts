import type { EnvironmentSettings } from '@rollcall/domain/bump/current-images';
import { configuredRepository, settingsOf } from '@rollcall/domain/bump/deploy-target';
import type { GatedPlace, Gating } from '@rollcall/domain/bump/gating';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import type { LoadedConfig } from '@rollcall/domain/catalog/config';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { GateNames } from '@rollcall/domain/gates/gate-names';
import { gatesOf } from '@rollcall/domain/gates/gate-settings';
import { UserError } from '@rollcall/domain/user-error';
import type { DeploymentOptions, DeploymentPlace, DeployRepository, Manifests } from './deployment-place.ts';

/** The gates of the environment that is written; null where it has none. UserError for what cannot be meant. */
export function gatingOf({
  config,
  document,
  options,
  place,
  settings,
  own,
  catalogOf,
  servicesOfSources,
}: {
  config: Config;
  /** What mistakes of the configuration are placed in; null where there is none. */
  document: LoadedConfig['document'];
  options: DeploymentOptions;
  place: DeploymentPlace;
  settings: EnvironmentSettings;
  own: { repository: DeployRepository; target: Manifests };
  catalogOf: (repository: DeployRepository) => Promise<Catalog>;
  /** The names of the services whose sources can be read beside those of `catalogOf`. */
  servicesOfSources: () => Promise<readonly string[]>;
}): Gating | null {
  const { environment } = settings;
  const gates = gatesOf(config, environment, document) ?? openGates(environment, options);
  const { emergency = null, stop = null } = options;
  refuseSilentEmergency(options.emergency);
  if (!gates) {
    if (emergency !== null)
      place.log.notice(`${environment} has no gates in rollcall.yaml: an emergency passes nothing`);
    return null;
  }
  return {
    settings: gates,
    now: place.now,
    stopped: stop,
    emergency,
    before: gates.after === null ? null : placeOf(gates.after, { config, place, own, catalogOf }),
    own: gatedPlace(config, environment, own.repository, async () => own.target),
    names: gateNames(gates, { config, place, own: own.repository, catalogOf, servicesOfSources }),
  };
}

/** Where what the gates of an environment name may be found, what costs least first. */
export function gateNames(
  { after }: Pick<Gating['settings'], 'after'>,
  {
    config,
    place,
    own,
    catalogOf,
    servicesOfSources,
  }: {
    config: Config;
    place: DeploymentPlace;
    own: DeployRepository;
    catalogOf: (repository: DeployRepository) => Promise<Catalog>;
    servicesOfSources: () => Promise<readonly string[]>;
  },
): GateNames {
  const names = (items: readonly { name: string }[]): string[] => items.map(({ name }) => name);
  const elsewhere = async (): Promise<DeployRepository> =>
    after === null ? own : place.deployRepository(configuredRepository(config, after), 'read');
  return {
    environments: [
      async () => Object.keys(config.environments ?? {}),
      async () => names((await catalogOf(own)).environments),
      async () => names((await catalogOf(await elsewhere())).environments),
    ],
    services: [
      async () => Object.keys(config.services?.overrides ?? {}),
      async () => names((await catalogOf(own)).services),
      servicesOfSources,
    ],
  };
}

/** Where nothing is configured, a stop alone is a gate. */
export function openGates(environment: string, { stop }: Pick<DeploymentOptions, 'stop'>): Gating['settings'] | null {
  if (stop === undefined) return null;
  return { environment, after: null, soak: 0, freezes: [], needs: [], groups: [], health: [] };
}

/** UserError where an emergency is given without words. */
function refuseSilentEmergency(emergency: string | undefined): void {
  if (emergency === undefined || /\p{L}{2}/u.test(emergency)) return;
  throw new UserError('emergency is given without a reason', {
    help: 'Say why, in words: it is recorded in the commit.',
  });
}

function gatedPlace(config: Config, name: string, of: DeployRepository, open: GatedPlace['open']): GatedPlace {
  return {
    settings: settingsOf(config, name),
    open,
    loadCatalog: (files) => loadCatalog(files, config, { repositoryUrl: of.url, elsewhere: 'all' }),
    checks: of.checks,
  };
}

/** An environment that is read, opened when it is asked for; `own` is what is written, where something is. */
export function placeOf(
  environment: string,
  {
    config,
    place,
    own,
    catalogOf,
  }: {
    config: Config;
    place: DeploymentPlace;
    own: { repository: DeployRepository; target: Manifests } | null;
    catalogOf: (repository: DeployRepository) => Promise<Catalog>;
  },
): GatedPlace {
  let opened: Promise<GatedPlace> | undefined;
  const open = async (): Promise<GatedPlace> => {
    const repository = await place.deployRepository(configuredRepository(config, environment), 'read');
    const target = own && repository.url === own.repository.url ? own.target : null;
    const source = () => repository.openSource(environment, target, () => catalogOf(repository));
    return gatedPlace(config, environment, repository, source);
  };
  const once = (): Promise<GatedPlace> => {
    opened ??= open();
    return opened;
  };
  return {
    settings: settingsOf(config, environment),
    open: async () => (await once()).open(),
    loadCatalog: async (files) => (await once()).loadCatalog(files),
    checks: {
      of: async (commit) => (await once()).checks?.of(commit) ?? notAsked,
      several: async (commits) => (await once()).checks?.several?.(commits) ?? new Map(),
      deployment: async (commit, name) => {
        const { checks } = await once();
        return checks === null ? notAsked : checks.deployment(commit, name);
      },
    },
  };
}

const notAsked = { because: 'no server is asked here' };
