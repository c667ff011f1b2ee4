import { isScalar } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import type { Location } from '../../../location.ts';
import { joinPath } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The image repository a service's own Application, or its chart, sets. */
export interface RepositoryUse {
  service: string;
  /** Null for a chart. */
  application: Application | null;
  /** With the registry, as it is written. */
  repository: string;
  location: Location;
}

const key = ['image', 'repository'];

/** Repositories in parameters and inline values of services' Applications, and of their charts where no Application sets it. */
export function repositoryUses(context: RuleContext): RepositoryUse[] {
  const uses: RepositoryUse[] = [];
  const overridden = new Set<string>();
  for (const application of context.catalog.applications) {
    const { service, document } = application;
    if (service === null) continue;
    for (const { at, parameters } of application.sources) {
      const parameter = parameters.findLast(({ name }) => name === key.join('.'));
      const inline = [...at, 'helm', 'valuesObject', ...key];
      const value = document.node(inline);
      if (parameter) {
        const location = document.locateValue([...at, 'helm', 'parameters', parameter.index, 'value']);
        uses.push({ service, application, repository: parameter.value, location });
      } else if (isScalar(value) && typeof value.value === 'string') {
        uses.push({ service, application, repository: value.value, location: document.locateValue(inline) });
      } else if (!document.node([...at, 'helm', 'values'])) continue;
      overridden.add(service);
    }
  }
  for (const { name, chart } of context.catalog.services) {
    if (chart === null || overridden.has(name)) continue;
    const document = context.yaml(joinPath(chart, 'values.yaml'))?.documents[0];
    const value = document?.node(key);
    if (document && isScalar(value) && typeof value.value === 'string')
      uses.push({ service: name, application: null, repository: value.value, location: document.locateValue(key) });
  }
  return uses.filter(({ repository }) => repository !== '' && !/\{\{|\$\{|\s/.test(repository));
}

/** The parts of a repository between slashes, without a tag somebody wrote behind it. */
export function segmentsOf(repository: string): string[] {
  return repository.replace(/[:@][^/]*$/, '').split('/');
}
