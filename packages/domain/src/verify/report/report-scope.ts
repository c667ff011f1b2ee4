import type { Catalog } from '../../catalog/catalog.ts';
import { insteadOf } from '../../nearest.ts';
import { UserError } from '../../user-error.ts';
import type { Finding } from '../findings/finding.ts';

/** What a report is about; null means all. Every rule runs nevertheless. */
export interface ReportScope {
  services: ReadonlySet<string> | null;
  environments: ReadonlySet<string> | null;
  rules: ReadonlySet<string> | null;
}

/** Names that somebody chose; empty or absent: all. */
interface ChosenNames {
  services?: readonly string[];
  environments?: readonly string[];
  rules?: readonly string[];
}

/** The services are those of the first Catalog, the environments of all. UserError for a name that does not exist. */
export function reportScope(
  chosen: ChosenNames,
  [catalog, ...elsewhere]: readonly [Catalog, ...Catalog[]],
  ruleIds: readonly string[],
): ReportScope {
  const environments = [...new Set([catalog, ...elsewhere].flatMap((one) => one.environments.map(({ name }) => name)))];
  const { services, rules } = chosen;
  return {
    services: services?.length ? new Set(knownNames(services, serviceNames(catalog), 'service')) : null,
    environments: chosen.environments?.length
      ? new Set(knownNames(chosen.environments, environments, 'environment'))
      : null,
    rules: rules?.length ? new Set(knownNames(rules, ruleIds, 'rule')) : null,
  };
}

/** UserError for a service that does not exist. */
export function assertServices(names: Iterable<string>, catalog: Catalog): void {
  knownNames([...names], serviceNames(catalog), 'service');
}

function serviceNames({ services }: Catalog): string[] {
  return services.map(({ name }) => name);
}

function knownNames(names: readonly string[], existing: readonly string[], what: string): readonly string[] {
  const exists = new Set(existing);
  const unknown = names.find((name) => !exists.has(name));
  if (unknown === undefined) return names;
  throw new UserError(`there is no ${what} ${JSON.stringify(unknown)}`, {
    help: insteadOf(unknown, `${what}s`, existing),
  });
}

/** Whether a finding is to be reported. One about an Application of the `catalogs` is about its service as well. */
export function isReported(
  { services, environments, rules }: ReportScope,
  catalogs: readonly Catalog[],
): (finding: Finding) => boolean {
  const serviceOf = new Map(
    catalogs.flatMap(({ applications }) => applications.map(({ name, service }) => [name, service] as const)),
  );
  return ({ subject, environment, rule }) =>
    (!services || services.has(subject) || services.has(serviceOf.get(subject) ?? '')) &&
    (!environments || environment === undefined || environments.has(environment)) &&
    (!rules || rules.has(rule));
}
