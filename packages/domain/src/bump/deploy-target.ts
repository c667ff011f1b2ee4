import type { Catalog } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { targetSettingsOf } from '../image-targets/target-contexts.ts';
import { quoteName } from '../names.ts';
import { didYouMean } from '../nearest.ts';
import { UserError } from '../user-error.ts';
import type { BumpRequest } from './bump-request.ts';
import type { EnvironmentSettings } from './current-images.ts';

/** UserError, with the known ones and the nearest, where the Catalog has no such environment. */
export function requireEnvironment(catalog: Catalog, environment: string): void {
  const names = catalog.environments.map(({ name }) => name);
  if (names.includes(environment)) return;
  throw new UserError(`there is no environment ${quoteName(environment)}`, {
    help: `The environments are ${names.join(', ') || 'none: no Argo CD Application was found'}.${didYouMean(environment, names)}`,
  });
}

/** The branch that Argo CD reads for an environment. UserError where nothing tells which it is. */
export function deployBranchOf(catalog: Catalog, environment: string): string {
  requireEnvironment(catalog, environment);
  const found = catalog.environments.find(({ name }) => name === environment)?.deployBranch;
  if (found) return found;
  throw new UserError(`the deploy branch of ${quoteName(environment)} is not known`, {
    help: `Its Applications follow HEAD or several branches. Give "branch", or set environments.${environment}.deploy-branch in rollcall.yaml.`,
  });
}

/** The branch an environment is promoted from: its own, else the one that is written, where both live then. */
export function sourceBranchOf(catalog: Catalog, environment: string, written: string): string {
  requireEnvironment(catalog, environment);
  return catalog.environments.find(({ name }) => name === environment)?.deployBranch ?? written;
}

/** What the configuration says of the bumps of an environment. */
export function settingsOf(config: Config, environment: string): EnvironmentSettings {
  return { ...targetSettingsOf(config, environment), mutableTags: mutableTagsOf(config, environment) };
}

/** What the configuration says of tags that move; they are refused unless it says otherwise. */
export function mutableTagsOf(config: Config, environment: string): BumpRequest['mutableTags'] {
  const environments = config.environments ?? {};
  return (
    (Object.hasOwn(environments, environment) ? environments[environment]?.['mutable-tags'] : undefined) ?? 'forbid'
  );
}
