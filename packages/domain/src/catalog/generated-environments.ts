import type { PlacedApplication, WrittenApplication } from '../argocd/application.ts';
import { varyingSources } from '../argocd/application-sets.ts';
import { sameEnvironment } from '../argocd/environment-names.ts';
import { fillPlaceholders } from '../argocd/placeholders.ts';
import { groupBy } from '../grouping.ts';
import { folderOf } from '../tree/repository-paths.ts';
import { plainValue, textAt, valueAt } from '../yaml/value.ts';
import { environmentsOf } from './application-environment.ts';
import type { Config } from './config-schema.ts';
import { isShared, parentEnvironment } from './source-environment.ts';

/**
 * The environment of generated Applications: what their elements say (`env`, or what the template makes of them), and
 * only then what all of one set have in common, such as its folder, and last where in git its generator found it.
 * `applications` are the others, `written` is what `writtenEnvironments` says.
 */
export function generatedEnvironments(
  generated: readonly WrittenApplication[],
  applications: readonly PlacedApplication[],
  written: readonly (string | null)[],
  config: Config,
  services: ReadonlySet<string>,
): (string | null)[] {
  if (generated.length === 0) return [];
  const told = new Set(written.filter((name) => name !== null));
  const besideOthers = (these: readonly WrittenApplication[]): (string | null)[] =>
    environmentsOf([...applications, ...these], config, services, told).slice(applications.length);
  const common = besideOthers(generated);
  const withoutFile = generated.map((application) => ({
    ...application,
    file: '',
    sources: varyingSources(application),
    destination: namedDestination(application),
  }));
  const own = besideOthers(withoutFile);
  const byOrigin = besideOthers(withoutFile.map((one) => ({ ...one, file: one.generated?.from ?? '' })));
  const known = new Set([...Object.keys(config.environments ?? {}), ...applications.map((one) => one.environment)]);
  const ofElements = generated.map(({ generated: by }, index) => {
    if (!by || by.elements.length === 0) return null;
    const text = written[index];
    const spelled = text && (sameEnvironment(text).find((name) => known.has(name)) ?? text);
    return spelled || (own[index] ?? null);
  });
  const besideTold = parallelElements(generated, ofElements);
  return generated.map(({ generated: by }, index) => {
    if (!by || by.elements.length === 0) return common[index] ?? null;
    return ofElements[index] ?? besideTold[index] ?? common[index] ?? byOrigin[index] ?? null;
  });
}

/** Where an Application is deployed to, with the cluster that its element names where the template takes its address. */
function namedDestination({ destination, generated }: WrittenApplication): WrittenApplication['destination'] {
  return { ...destination, name: destination.name ?? generated?.values.get('cluster')?.text ?? null };
}

/** Names that say the environment in so many words, in an element or in what selects clusters. */
const sayingNames = ['', 'values.', 'metadata.labels.'].flatMap((start) => [`${start}environment`, `${start}env`]);

/**
 * What the elements of sets say of the environment in so many words. What sets in the folders of several environments say
 * alike is what those share: `environment: base` in `clusters/a` and in `clusters/b`.
 */
export function writtenEnvironments(generated: readonly WrittenApplication[]): (string | null)[] {
  const written = generated.map((application) => {
    const { generated: by } = application;
    if (!by || by.elements.length === 0) return null;
    const text = sayingNames.map((name) => by.values.get(name)?.text).find(Boolean) || labelOf(application);
    return text && !isShared(text) ? text : null;
  });
  const homes = generated.map(({ file }) => parentEnvironment(folderOf(file)));
  const around = new Map<string | null, Set<string | null>>();
  for (const [index, text] of written.entries())
    around.set(text, (around.get(text) ?? new Set()).add(homes[index] ?? null));
  return written.map((text, index) => ((around.get(text)?.size ?? 0) > 1 && homes[index] !== null ? null : text));
}

/** What the template of a set makes of a label that names the environment; undefined where it says nothing, or not all is known. */
function labelOf({ document, generated }: WrittenApplication): string | undefined {
  const labels = valueAt(plainValue(document), ['spec', 'template', 'metadata', 'labels']);
  for (const label of ['environment', 'env']) {
    const text = textAt(labels, label);
    const filled = text && generated ? fillPlaceholders(text, generated) : undefined;
    if (filled && !filled.includes('{{')) return filled;
  }
  return undefined;
}

/** The key whose values are the environments of the elements that tell theirs says that of the others of a set, too. */
function parallelElements(
  generated: readonly WrittenApplication[],
  environments: readonly (string | null)[],
): (string | null)[] {
  const sets = groupBy(generated.keys(), (index) => generated[index]?.document);
  const found: (string | null)[] = generated.map(() => null);
  for (const indices of sets.values()) {
    const told = indices.filter((index) => environments[index] !== null);
    if (told.length < 2 || told.length === indices.length) continue;
    const textOf = (index: number, key: string): string => generated[index]?.generated?.values.get(key)?.text ?? '';
    const isTelling = (key: string): boolean =>
      told.every((index) => sameEnvironment(textOf(index, key)).includes(environments[index] ?? ''));
    const key = [...(generated[told[0] ?? 0]?.generated?.values.keys() ?? [])].find(isTelling);
    if (key !== undefined) for (const index of indices) found[index] = textOf(index, key) || null;
  }
  return found;
}
