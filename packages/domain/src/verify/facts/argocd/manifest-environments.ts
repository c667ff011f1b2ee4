import { environmentNames, sameEnvironment } from '../../../argocd/environment-names.ts';
import { baseName, folderOf } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';
import { ownedFiles } from './source-manifests.ts';

const owners = new WeakMap<RuleContext, Map<string, Set<string>>>();

/**
 * The environments a manifest is for: those of the Applications that deploy it, else the one its path names. Null
 * where neither tells: then it may be for any.
 */
export function manifestEnvironments(file: string, context: RuleContext): ReadonlySet<string> | null {
  const deployed = owners.get(context) ?? deployedTo(context);
  owners.set(context, deployed);
  const known = deployed.get(file);
  if (known) return known;
  const here = context.catalog.environments.map(({ name }) => name);
  const names = environmentNames(here);
  const stem = baseName(file).replace(/\.[^.]+$/, '');
  const texts = folderOf(file).split('/').reverse();
  const found = [
    ...texts.map((text) => names.exact(text)),
    names.exact(stem),
    names.suffix(stem),
    names.prefix(stem),
  ].flatMap((name) => {
    const spelled = name === undefined ? undefined : here.find((one) => sameEnvironment(one).includes(name));
    return spelled === undefined ? [] : [spelled];
  });
  return found[0] === undefined ? null : new Set([found[0]]);
}

/** Whether a manifest may be for an environment; null is one that is not known. */
export function mayBeFor(file: string, environment: string | null, context: RuleContext): boolean {
  return environment === null || manifestEnvironments(file, context)?.has(environment) !== false;
}

function deployedTo(context: RuleContext): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const application of context.catalog.applications) {
    if (application.environment === null) continue;
    for (const { files } of ownedFiles(application, context)) {
      for (const file of files) {
        const known = found.get(file);
        if (known) known.add(application.environment);
        else found.set(file, new Set([application.environment]));
      }
    }
  }
  return found;
}
