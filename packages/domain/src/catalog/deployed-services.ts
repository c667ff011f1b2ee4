import type { Application } from '../argocd/application.ts';
import { appOfAppsFinder } from '../argocd/root-applications.ts';
import { compareText } from '../location.ts';
import { isServiceName } from '../names.ts';
import { plainName, withCharts, withServices } from './application-service.ts';
import type { Catalog, Chart, Service } from './catalog.ts';

/** Services whose sources may be in another repository: by name, or `all` that have an Application. */
export type ServicesElsewhere = readonly string[] | 'all';

type Deployed = Pick<Catalog, 'services' | 'applications' | 'generated'>;

/**
 * What a tree deploys, with the services whose sources are elsewhere. An Application that deploys a service of this
 * tree stays that one's; each of the others is of the service that its name, its chart, its folder or its image names.
 * Beside sources a name that no Application carries is no service; in a tree without any it is one, whose image may
 * still be found.
 */
export function withServicesElsewhere(
  here: Deployed,
  charts: readonly Chart[],
  elsewhere: ServicesElsewhere,
): Deployed {
  const { services } = here;
  const hasSources = services.some(({ path }) => path !== null);
  if (elsewhere.length === 0 || (elsewhere === 'all' && hasSources)) return here;
  const applications = [...here.applications, ...here.generated];
  const isAppOfApps = appOfAppsFinder(applications);
  const unowned = applications.filter((application) => application.service === null && !isAppOfApps(application));
  const known = new Set(services.map(({ name }) => name));
  const names = new Set(elsewhere === 'all' ? unowned.map(plainName) : elsewhere);
  const missing = [...names].filter((name) => !known.has(name) && isServiceName(name)).map(withoutSource);
  const added = withCharts(missing, charts, applications);
  const owned = new Map(
    withServices(unowned, added, charts).map((application, index) => [unowned[index], application]),
  );
  const ofServices = (all: readonly Application[]): Application[] => all.map((each) => owned.get(each) ?? each);
  const carried = new Set([...owned.values()].map(({ service }) => service));
  const kept = hasSources ? added.filter(({ name }) => carried.has(name)) : added;
  return {
    services: [...services, ...kept].sort((a, b) => compareText(a.name, b.name)),
    applications: ofServices(here.applications),
    generated: ofServices(here.generated),
  };
}

function withoutSource(name: string): Service {
  return { name, path: null, kind: 'other', dockerfile: null, dockerfiles: [], chart: null };
}
