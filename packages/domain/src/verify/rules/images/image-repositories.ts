import { isScalar } from 'yaml';
import type { Application } from '../../../argocd/application.ts';
import { chartValues, placeOfValue } from '../../../argocd/chart-values.ts';
import { type FoundValue, winningValue } from '../../../argocd/winning-value.ts';
import { addAll } from '../../../grouping.ts';
import { splitImageText } from '../../../images/image-reference.ts';
import type { Location } from '../../../location.ts';
import { defaultsOf } from '../../facts/helm/values.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The image repository a service's own Application, or its chart, sets. */
export interface RepositoryUse {
  service: string;
  /** Null for a chart. */
  application: Application | null;
  /** With the registry, as it is written. */
  repository: string;
  locate: () => Location;
}

const key = ['image', 'repository'];

/** Repositories that services' Applications set, and those of their charts where no Application sets it. */
export function repositoryUses(context: RuleContext): RepositoryUse[] {
  const uses: RepositoryUse[] = [];
  const overridden = new Set<string>();
  for (const application of context.catalog.applications) {
    const { service } = application;
    if (service === null) continue;
    for (const source of application.sources) {
      const found = winningValue(chartValues(application, source, context), key);
      const file = found.layer?.file?.path;
      if (found.layer === null || (source.path !== null && file === defaultsOf(source.path))) continue;
      overridden.add(service);
      if (found.state !== 'set') continue;
      uses.push({ service, application, repository: String(found.value), locate: () => placeOf(found) });
    }
  }
  for (const { name, chart } of context.catalog.services)
    if (chart !== null && !overridden.has(name)) addAll(uses, ofChart(name, chart, context));
  return uses.filter(({ repository }) => repository !== '' && !/\{\{|\$\{|\s/.test(repository));
}

/** The place of the value, and not of its key: it is what a fix replaces. */
function placeOf({ layer, path }: Extract<FoundValue, { state: 'set' }>): Location {
  const { document, at, sets } = layer;
  return document && sets === null ? document.locateValue([...at, ...path]) : placeOfValue(layer, path);
}

function ofChart(service: string, chart: string, context: RuleContext): RepositoryUse[] {
  const document = context.yaml(defaultsOf(chart))?.documents[0];
  const value = document?.node(key);
  if (!document || !isScalar(value) || typeof value.value !== 'string') return [];
  return [{ service, application: null, repository: value.value, locate: () => document.locateValue(key) }];
}

/** The parts of a repository between slashes, without a tag somebody wrote behind it. */
export function segmentsOf(repository: string): string[] {
  return splitImageText(repository).repository.split('/');
}
