import type { Application, ApplicationSource } from '../argocd/application.ts';
import { chartValues, type ValuesTree } from '../argocd/chart-values.ts';
import { valuesJson } from '../argocd/values-json.ts';
import { winningValue } from '../argocd/winning-value.ts';
import { readSetPath } from '../helm/set-values.ts';
import { compareText } from '../location.ts';
import type { CurrentImages } from './current-images.ts';

/**
 * The keys of the values of a service's charts that come to something else in two environments, sorted; its tag is none of
 * them. Null where that is not known: it has no Application of its own in one of them, or several, or other sources.
 */
export function differingKeys(service: string, one: CurrentImages, other: CurrentImages): string[] | null {
  const [own, theirs] = [one, other].map((images) => chartsOf(service, images));
  if (!own || !theirs || own.length !== theirs.length) return null;
  const found = new Set<string>();
  for (const [index, chart] of own.entries()) {
    const same = theirs[index];
    if (!same) return null;
    for (const key of new Set([...setKeys(chart), ...setKeys(same)])) {
      const [a, b] = [chart, same].map((of) => textOfKey(of, key));
      if (a !== undefined && b !== undefined && a !== b) found.add(key);
    }
  }
  return [...found].sort(compareText);
}

/** A chart that an Application deploys, and the tag that it gives the service. */
interface Chart {
  application: Application;
  source: ApplicationSource;
  values: ValuesTree;
  tag: string | undefined;
}

function chartsOf(service: string, { environment, images }: CurrentImages): Chart[] | null {
  const [application, ...others] = environment.applicationsOf(service).own;
  if (!application || others.length > 0) return null;
  const { values } = environment.contextOf({ service });
  const image = images.get(service);
  return application.sources.map((source) => ({ application, source, values, tag: image?.tag }));
}

/** The keys that somebody sets beside the chart itself. */
function setKeys({ application, source, values }: Chart): string[] {
  const { sources } = valuesJson({ ...application, sources: [source] }, values, { all: false });
  return sources.flatMap((one) => one.values.map(({ key }) => key));
}

/** What a key comes to, as a text; undefined where that is not known, or is the tag. */
function textOfKey({ application, source, values, tag }: Chart, key: string): string | undefined {
  const path = readSetPath(key);
  const found = path === null ? null : winningValue(chartValues(application, source, values), path);
  if (found === null || found.state === 'unknown') return undefined;
  if (found.state === 'unset') return 'unset';
  return found.value === tag ? undefined : JSON.stringify(found.value);
}
