import type { Service } from '../catalog/catalog.ts';
import type { ServiceInputs } from '../changes/inputs/edges.ts';
import { UserError } from '../user-error.ts';
import { readsAsString } from '../yaml/plain-scalar.ts';

/** UserError where a service has no source, or nobody knows its Dockerfile or its build context. */
export function requireBuildable(
  services: readonly Service[],
  inputsOf: (service: string) => Pick<ServiceInputs, 'dockerfile' | 'context'> | null,
): void {
  const gone = services.filter(({ path }) => path === null);
  if (gone.length > 0) {
    throw new UserError(`${names(gone)}: nothing to build, the source is gone`, {
      help: 'Take it out of the services that were asked for.',
    });
  }
  requireKnown(
    'Dockerfile',
    services.filter(({ name }) => !inputsOf(name)?.dockerfile),
    ({ path }) => `{ dockerfile: ${JSON.stringify(`${path}/Dockerfile`)} }`,
  );
  requireKnown(
    'build context',
    services.filter(({ name }) => inputsOf(name)?.context == null),
    ({ path }) => `{ context: ${JSON.stringify(path)} } # the repository root is "."`,
  );
}

/** UserError that names the services of which something is unknown, and the lines that tell it. */
function requireKnown(what: string, unknown: readonly Service[], override: (service: Service) => string): void {
  if (unknown.length === 0) return;
  const lines = unknown.map((service) => `    ${yamlKey(service.name)}: ${override(service)}`);
  throw new UserError(`${names(unknown)}: no ${what} is known`, {
    help: `Say it in rollcall.yaml:\nservices:\n  overrides:\n${lines.join('\n')}`,
  });
}

function names(services: readonly Service[]): string {
  return services.map(({ name }) => name).join(', ');
}

function yamlKey(name: string): string {
  return readsAsString(name) ? name : JSON.stringify(name);
}
