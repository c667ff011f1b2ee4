import { deployRepositories, type NamedDeployRepository } from '@rollcall/domain/bump/deploy-target';
import type { LoadedConfig } from '@rollcall/domain/catalog/config';
import { memoize } from '@rollcall/domain/memo';
import type { Tree } from '@rollcall/domain/ports';
import type { Problem } from '@rollcall/domain/problem';
import { ExternalError } from '@rollcall/domain/user-error';
import type {
  DeployRepository,
  OtherRepositories,
  SourceRepository,
} from '@rollcall/domain/verify/engine/other-repositories';

/** A repository that was opened: how people call it, its address, and its files. */
export interface OpenedRepository {
  name: string;
  url: string | null;
  tree: Tree;
  files: string | null;
}

/** How the repositories beside the one that is verified are opened: in a run of GitHub, or from a clone at a terminal. */
export interface RepositoryOpener {
  /** How people call the one that is verified. */
  own: string;
  /** The repository of manifests that is named beside the configuration. */
  named: string | undefined;
  /**
   * Opens a repository as it is written; null for the one that is verified. ExternalError where it cannot be read,
   * UserError where it is empty, names nothing, or is on a server that the configuration may not name.
   */
  open(written: string, namedBy: string, isNamed: boolean): Promise<OpenedRepository | null>;
  /** Whether the run may go on without a repository of manifests, of which it may have no token. */
  mayMiss: boolean;
}

/** Opens what a configuration names, once for each configuration. */
export function otherRepositories(opener: RepositoryOpener): (config: LoadedConfig) => Promise<OtherRepositories> {
  return memoize(async (loaded) => {
    const { deploy, problems: ofDeploy } = await openDeploy(opener, loaded);
    const { sources, problems: ofSources } = await openSources(opener, loaded);
    return {
      own: opener.own,
      deploy,
      sources,
      sourcesComplete: ofSources.length === 0,
      deployComplete: ofDeploy.every(({ severity }) => severity === 'notice'),
      problems: [...ofDeploy, ...ofSources],
    };
  });
}

async function openDeploy(
  opener: RepositoryOpener,
  { config, document }: LoadedConfig,
): Promise<{ deploy: DeployRepository[]; problems: Problem[] }> {
  const deploy: DeployRepository[] = [];
  const problems: Problem[] = [];
  for (const named of deployRepositories(config, opener.named)) {
    const { written, key, holds } = named;
    const opened = await openOne(() => opener.open(written, key ?? 'deploy-repository', key === null), opener.mayMiss);
    const location = key === null ? undefined : document?.locate(key.split('.'));
    if (opened === null) problems.push({ ...sameRepository(named), ...(location && { location }) });
    else if (opened instanceof ExternalError)
      problems.push({ ...missing(opened, 'whether the services are deployed there'), ...(location && { location }) });
    else deploy.push({ ...opened, holds });
  }
  return { deploy, problems };
}

async function openSources(
  opener: RepositoryOpener,
  { config, document }: LoadedConfig,
): Promise<{ sources: SourceRepository[]; problems: Problem[] }> {
  const sources: SourceRepository[] = [];
  const problems: Problem[] = [];
  for (const [index, written] of (config['source-repositories'] ?? []).entries()) {
    const place = document?.locate(['source-repositories', index]) ?? { path: '', line: 1, column: 1 };
    const opened = await openOne(() => opener.open(written, 'source-repositories', false), true);
    if (opened instanceof ExternalError)
      problems.push({ ...missing(opened, 'which services have a source'), location: place });
    else if (opened !== null) sources.push({ ...opened, place });
  }
  return { sources, problems };
}

/** What is opened, or why it cannot be read where that may be. */
async function openOne<T>(open: () => Promise<T>, mayMiss: boolean): Promise<T | ExternalError> {
  try {
    return await open();
  } catch (error) {
    if (mayMiss && error instanceof ExternalError) return error;
    throw error;
  }
}

function missing({ message, help }: ExternalError, what: string): Problem {
  return {
    severity: 'warning',
    message: `${message}; ${what} is not known`,
    ...(help !== undefined && { help }),
  };
}

function sameRepository({ key, written }: NamedDeployRepository): Problem {
  return {
    severity: 'notice',
    message: `${key ?? 'deploy-repository'} names this repository (${written}): no other one is read`,
  };
}
