import { environmentNames, sameEnvironment } from '../../../argocd/environment-names.ts';
import { memoize } from '../../../memo.ts';
import { baseName, folderOf } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';
import { ownedFiles } from './source-manifests.ts';

/**
 * The environments a manifest is for: those of the Applications that deploy it, else the one its path names. Null
 * where neither tells: then it may be for any.
 */
export function manifestEnvironments(file: string, context: RuleContext): ReadonlySet<string> | null {
  const deployed = environmentsByFile(context).get(file);
  if (deployed) return deployed;
  const { environments, names } = namesOfEnvironments(context);
  const stem = baseName(file).replace(/\.[^.]+$/, '');
  const folders = folderOf(file).split('/').reverse();
  for (const name of [
    ...folders.map((folder) => names.exact(folder)),
    names.exact(stem),
    names.suffix(stem),
    names.prefix(stem),
  ]) {
    const environment = name && environments.find((known) => sameEnvironment(known).includes(name));
    if (environment !== undefined && environment !== '') return new Set([environment]);
  }
  return null;
}

const namesOfEnvironments = memoize(({ catalog }: RuleContext) => {
  const environments = catalog.environments.map(({ name }) => name);
  return { environments, names: environmentNames(environments) };
});

/** Whether a manifest may be for an environment; null is one that is not known. */
export function mayBeFor(file: string, environment: string | null, context: RuleContext): boolean {
  return environment === null || manifestEnvironments(file, context)?.has(environment) !== false;
}

const environmentsByFile = memoize((context: RuleContext): ReadonlyMap<string, ReadonlySet<string>> => {
  const found = new Map<string, Set<string>>();
  for (const application of context.catalog.applications) {
    const { environment } = application;
    if (environment === null) continue;
    for (const file of ownedFiles(application, context).flatMap(({ files }) => files))
      found.set(file, (found.get(file) ?? new Set()).add(environment));
  }
  return found;
});
