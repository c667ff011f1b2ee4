import type { Catalog } from '../../catalog/catalog.ts';
import type { ConfigChange } from './config-change.ts';

/** What the configuration of the base finds in the files of a request, and that of the request does not. */
export function catalogChanges(before: Catalog, after: Catalog): ConfigChange[] {
  return [
    ...missing('service', before.services, after.services),
    ...missing('environment', before.environments, after.environments),
    ...lostSources(before, after),
  ];
}

/** The services that are known by their chart or Applications alone, and were by their source. */
function lostSources(before: Catalog, after: Catalog): ConfigChange[] {
  const now = new Map(after.services.map(({ name, path }) => [name, path]));
  return before.services.flatMap(({ name, path }) =>
    path === null || now.get(name) !== null
      ? []
      : [{ setting: `service ${name}`, before: `source ${path}`, after: 'no source', location: null }],
  );
}

function missing(
  what: 'service' | 'environment',
  before: readonly { name: string }[],
  after: readonly { name: string }[],
): ConfigChange[] {
  const kept = new Set(after.map(({ name }) => name));
  return before.flatMap(({ name }) =>
    kept.has(name) ? [] : [{ setting: `${what} ${name}`, before: 'checked', after: `no ${what}`, location: null }],
  );
}
