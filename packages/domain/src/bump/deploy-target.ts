import type { Catalog } from '../catalog/catalog.ts';
import type { Config, EnvironmentConfig } from '../catalog/config-schema.ts';
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

/**
 * The branch that Argo CD reads for an environment: the one its Applications follow, or the default branch where all
 * of them follow HEAD in a repository without sources. UserError where nothing tells which it is.
 */
export async function deployBranchOf(
  catalog: Catalog,
  environment: string,
  defaultBranch: () => Promise<string>,
): Promise<string> {
  requireEnvironment(catalog, environment);
  const followed = catalog.environments.find(({ name }) => name === environment)?.deployBranch;
  if (followed) return followed;
  // Beside sources the default branch is where people push: nobody else writes to it unless told to.
  const hasSources = catalog.services.some(({ path }) => path !== null);
  if (!hasSources && followsHead(catalog, environment)) return defaultBranch();
  throw new UserError(`the deploy branch of ${quoteName(environment)} is not known`, {
    help: `Its Applications follow HEAD or several branches. Give "branch", or set environments.${environment}.deploy-branch in rollcall.yaml.`,
  });
}

function followsHead({ applications, generated }: Catalog, environment: string): boolean {
  const sources = [...applications, ...generated].flatMap((application) =>
    application.environment === environment ? application.sources : [],
  );
  return sources.every(
    ({ ours, path, targetRevision }) => ours === false || path === null || (targetRevision ?? 'HEAD') === 'HEAD',
  );
}

/** The repository that the configuration names for the manifests of an environment; null for this one. */
export function configuredRepository(config: Config, environment: string): string | null {
  return configured(config, environment)?.repository ?? config['deploy-repository'] ?? null;
}

/** The deploy branch that the configuration names for an environment. */
export function configuredBranch(config: Config, environment: string): string | undefined {
  return configured(config, environment)?.['deploy-branch'];
}

function configured({ environments = {} }: Config, environment: string): EnvironmentConfig | undefined {
  return Object.hasOwn(environments, environment) ? environments[environment] : undefined;
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
  return configured(config, environment)?.['mutable-tags'] ?? 'forbid';
}
