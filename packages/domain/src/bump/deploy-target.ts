import type { Catalog } from '../catalog/catalog.ts';
import { type Config, environmentConfig } from '../catalog/config-schema.ts';
import { targetSettingsOf } from '../image-targets/target-contexts.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import type { BumpRequest } from './bump-request.ts';
import type { EnvironmentSettings } from './current-images.ts';
import { requireEnvironment } from './known-environments.ts';

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

/** The repository that the configuration names for the manifests of an environment. */
export interface ConfiguredRepository {
  /** As it is written there. */
  written: string;
  /** What names it and for what, for messages: `rollcall.yaml names …`. */
  namedBy: string;
}

/** The repository that the configuration names for an environment, or with null for all; null for this repository. */
export function configuredRepository(config: Config, environment: string | null): ConfiguredRepository | null {
  const own = environment === null ? undefined : environmentConfig(config, environment)?.repository;
  const written = own ?? config['deploy-repository'];
  if (written === undefined) return null;
  if (own !== undefined) return { written, namedBy: `environments.${environment}.repository` };
  return {
    written,
    namedBy: `deploy-repository${environment === null ? '' : `, which is for ${environment} as well`}`,
  };
}

/** A repository of manifests, as it is named, and the environments that are deployed from it. */
export interface NamedDeployRepository {
  written: string;
  /** The key of the configuration that names it; null where it is named beside the configuration. */
  key: string | null;
  holds(environment: string): boolean;
}

/**
 * Every repository that holds manifests beside this one; `named` stands in the place of `deploy-repository`. None where
 * this one holds them.
 */
export function deployRepositories(config: Config, named: string | undefined): NamedDeployRepository[] {
  const main = named ?? config['deploy-repository'];
  const keys = new Map<string, string | null>();
  if (main !== undefined) keys.set(main, named === undefined ? 'deploy-repository' : null);
  for (const [environment, { repository }] of Object.entries(config.environments ?? {}))
    if (repository !== undefined && !keys.has(repository))
      keys.set(repository, `environments.${environment}.repository`);
  return [...keys].map(([written, key]) => ({
    written,
    key,
    holds: (environment) => (environmentConfig(config, environment)?.repository ?? main) === written,
  }));
}

/** The deploy branch that the configuration names for an environment. */
export function configuredBranch(config: Config, environment: string): string | undefined {
  return environmentConfig(config, environment)?.['deploy-branch'];
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
  return environmentConfig(config, environment)?.['mutable-tags'] ?? 'forbid';
}
