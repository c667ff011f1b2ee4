import type { Catalog } from '../catalog/catalog.ts';
import { spellingsOf } from '../name-spellings.ts';
import { quoteName, showPath } from '../names.ts';
import { UserError } from '../user-error.ts';
import type { Claim } from './taken-names.ts';

/** Words that stand for something else wherever a service is named: `all` services, objects of every cluster. */
const reserved: ReadonlySet<string> = new Set([
  'all',
  'argocd',
  'default',
  'kube-public',
  'kube-system',
  'kubernetes',
  'none',
]);

/**
 * UserError for a name that no new service can have: one that is no DNS label (RFC 1035, for it becomes the name of a
 * Service of Kubernetes), that is reserved, that another service has in another spelling, or that belongs to something
 * else. A service of that very name is no mistake: what it lacks is added.
 */
export function assertNewName(name: string, catalog: Catalog): void {
  if (!/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
    throw new UserError(`${quoteName(name)} cannot be the name of a service`, {
      help: 'It becomes the name of objects of Kubernetes: begin with a lowercase letter, use lowercase letters, digits and "-", at most 63.',
    });
  if (reserved.has(name))
    throw new UserError(`the name ${quoteName(name)} is reserved`, {
      help: 'Choose one that nothing else is called.',
    });
  assertUnclaimed(name, claimedBy(name, catalog));
}

/** UserError where something else has the name. */
export function assertUnclaimed(name: string, claim: Claim | null): void {
  if (claim)
    throw new UserError(`the name ${quoteName(name)} is taken: ${claim.what}`, {
      help: 'Choose another name, or remove what has it first.',
      location: claim.location,
    });
}

/** What has a name already, other than the service itself. */
function claimedBy(name: string, catalog: Catalog): Claim | null {
  const { services, charts, applications } = catalog;
  const spellings = new Set(spellingsOf(name));
  for (const service of services) {
    const place = { path: service.dockerfile ?? service.chart ?? service.path ?? '', line: 1, column: 1 };
    if (service.name === name) {
      if (service.kind === 'infra') return { what: 'infrastructure of the repository is called so', location: place };
    } else if (spellings.has(service.name) || spellingsOf(service.name).some((one) => spellings.has(one)))
      return { what: `the service ${service.name} is spelled alike`, location: place };
  }
  if (services.some((service) => service.name === name)) return null;
  const application = applications.find((one) => one.name === name);
  if (application)
    return {
      what: `an Application of ${showPath(application.file)} is called so`,
      location: application.document.locate(['metadata', 'name']),
    };
  const chart = charts.find((one) => one.name === name);
  return chart
    ? { what: `the chart ${showPath(chart.path)} is called so`, location: chart.document.locate(['name']) }
    : null;
}
