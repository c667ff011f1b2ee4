import { configuredRepository } from '@rollcall/domain/bump/deploy-target';
import { severalSources } from '@rollcall/domain/bump/source-history';
import { type DeploymentStatus, deploymentStatus } from '@rollcall/domain/bump/status';
import { configuredTickets } from '@rollcall/domain/bump/tickets';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import { readConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import { refuseUnknownNames } from '@rollcall/domain/gates/gate-names';
import { gatesOf } from '@rollcall/domain/gates/gate-settings';
import { memoize } from '@rollcall/domain/memo';
import { quoteName } from '@rollcall/domain/names';
import { insteadOf } from '@rollcall/domain/nearest';
import { UserError } from '@rollcall/domain/user-error';
import type { DeploymentPlace, DeployRepository } from './deployment-place.ts';
import { gateNames, openGates, placeOf } from './gating-of.ts';
import { servicesOfSources } from './source-services.ts';

/** What runs in which environment: in all that are known, or in those that are named. */
export async function statusOfDeployments(
  place: DeploymentPlace,
  {
    config: path,
    environments,
    stop,
  }: { config: string | undefined; environments: readonly string[]; stop: string | null },
): Promise<DeploymentStatus> {
  const { config, document } = await readConfig(place.tree, path);
  const catalogOf = memoize(
    async (repository: DeployRepository): Promise<Catalog> =>
      loadCatalog(await repository.overview(), config, { repositoryUrl: repository.url, elsewhere: 'all' }),
  );
  const main = await place.deployRepository(configuredRepository(config, null), 'read');
  const names = new Set(Object.keys(config.environments ?? {}));
  for (const { name } of (await catalogOf(main)).environments) names.add(name);
  const chosen =
    environments.length === 0 ? inOrder([...names], config.environments ?? {}) : [...new Set(environments)];
  const unknown = chosen.find((name) => !names.has(name));
  if (unknown !== undefined)
    throw new UserError(`there is no environment ${quoteName(unknown)}`, {
      help: insteadOf(unknown, 'environments', [...names]),
    });
  const sources = (config['source-repositories'] ?? []).flatMap((named) => place.sourceRepository(named) ?? []);
  for (const name of chosen) {
    const gates = gatesOf(config, name, document);
    if (gates === null) continue;
    const repository = await place.deployRepository(configuredRepository(config, name), 'read');
    const ofSources = () => servicesOfSources(place, config, repository, sources);
    const found = { config, place, own: repository, catalogOf, servicesOfSources: ofSources };
    await refuseUnknownNames(gates, gateNames(gates, found));
  }
  const own = main.sourceCode ? [{ ...main.sourceCode, config: path }] : [];
  return deploymentStatus(
    chosen.map((name) => ({
      name,
      gates: gatesOf(config, name, document) ?? openGates(name, { stop: stop ?? undefined }),
      place: placeOf(name, { config, place, own: null, catalogOf }),
    })),
    {
      now: place.now,
      stopped: stop,
      sourceHistory: severalSources(main.sourceHistory, sources),
      shipping: { sources: [...own, ...sources.map(({ code }) => code)], tickets: configuredTickets(config) },
    },
  );
}

/** Those that come first before those that come after them. */
function inOrder(names: readonly string[], configured: Readonly<Record<string, { after?: string }>>): string[] {
  const depth = (name: string): number => {
    let steps = 0;
    for (
      let at: string | undefined = configured[name]?.after;
      at !== undefined && steps <= names.length;
      at = configured[at]?.after
    )
      steps += 1;
    return steps;
  };
  return [...names].sort((a, b) => depth(a) - depth(b));
}
