import { randomUUID } from 'node:crypto';
import type { Network } from '@rollcall/adapters/network/network';
import { dockerCredentials } from '@rollcall/adapters/oci/docker-credentials';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import type { Bump, BumpResult, ImageCheck } from '@rollcall/domain/bump/bump-images';
import type { SummaryContext } from '@rollcall/domain/bump/bump-summary';
import type { BumpOrigin, SourceOrigin } from '@rollcall/domain/bump/commit-message';
import { settingsOf } from '@rollcall/domain/bump/deploy-target';
import { type Promotion, promoteImages } from '@rollcall/domain/bump/promote-images';
import type { SourceHistory } from '@rollcall/domain/bump/source-history';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import { readConfig } from '@rollcall/domain/catalog/config';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { PullRequest } from '@rollcall/domain/deploy-branch/pull-requests';
import type { ImageRequest } from '@rollcall/domain/image-targets/image-request';
import type { Log, Tree } from '@rollcall/domain/ports';
import { present } from '@rollcall/domain/present';

/** Where a deployment is made from, and how it is written: by a run of GitHub, or from a clone at a terminal. */
export interface DeploymentPlace {
  /** The files whose configuration and Catalog say where images are written. */
  tree: Tree;
  /** Address of the repository; null where it has none. */
  url: string | null;
  log: Log;
  network: Network;
  /** Plan and show, and write nothing. */
  dryRun: boolean;
  sourceHistory: SourceHistory;
  /** The address of the workflow run; null outside of one. */
  run: string | null;
  /** The deploy branch of an environment, or the files where those are what is written. */
  openTarget(environment: string, catalog: () => Promise<Catalog>): Promise<Manifests>;
  /** Where the images of another environment are read, beside the target. */
  openSource(environment: string, catalog: Catalog, target: Manifests): Promise<Manifests>;
  /** What images that somebody names were built from, as far as it is known. */
  sourcesOf(images: readonly ImageRequest[]): SourceOrigin;
  write(target: Manifests, bump: Bump, origin: BumpOrigin): Promise<Written>;
}

/** The manifests of an environment: a deploy branch, or the files of a work tree. */
export type Manifests = DeployBranch | Tree;

/** A bump, with the pull request that asks for it where there is one. */
export type Written = BumpResult & { pullRequest?: PullRequest | null };

/** What may be said about a deployment wherever it is made. */
export interface DeploymentOptions {
  config: string | undefined;
  /** Replaces the subject of the commit. */
  message: string | undefined;
  allowOlder: boolean;
  verifyImages: boolean;
  /** Asks the registry as `verifyImages` does, and writes the digests. */
  pinDigests: boolean;
  numericTags: 'refuse' | 'force-string';
}

/** An environment that can be given new images. */
export interface Deployment {
  /** What reports say of it. */
  context: SummaryContext;
  bump(images: readonly ImageRequest[], onMissing: 'error' | 'warn'): Promise<Written>;
  /** Takes the images of another environment; with `from` null those that the services had before. */
  promote(chosen: { from: string | null } & Pick<Promotion, 'services' | 'onMissing'>): Promise<Written>;
}

/** Opens an environment for writing: the one wiring of bumps, for the actions and for the command line. */
export async function openDeployment(
  place: DeploymentPlace,
  environment: string,
  options: DeploymentOptions,
): Promise<Deployment> {
  const { tree, url, log, dryRun } = place;
  const { config } = await readConfig(tree, options.config);
  const load = (files: Tree): Promise<Catalog> => loadCatalog(files, config, { repositoryUrl: url });
  let ofTree: Promise<Catalog> | undefined;
  const catalog = (): Promise<Catalog> => {
    ofTree ??= load(tree);
    return ofTree;
  };
  const target = await place.openTarget(environment, catalog);
  const settings = { ...settingsOf(config, environment), numericTags: options.numericTags };
  const shared = { loadCatalog: load, log, dryRun, sourceHistory: options.allowOlder ? null : place.sourceHistory };

  function write(bump: Bump, sources: SourceOrigin): Promise<Written> {
    const origin = { id: randomUUID(), ...sources, ...present({ run: place.run, subject: options.message }) };
    return place.write(target, { ...bump, imageCheck: imageCheckOf(options, place.network) }, origin);
  }

  return {
    context: { environment, branch: 'list' in target ? null : target.name, repositoryUrl: url, dryRun },
    bump: (images, onMissing) =>
      write({ ...shared, request: { ...settings, images, onMissing } }, place.sourcesOf(images)),
    promote: async ({ from, ...chosen }) => {
      const source = from === null ? null : await place.openSource(from, await catalog(), target);
      const ofSource =
        from === null || source === null ? null : { settings: settingsOf(config, from), manifests: source };
      const to = { settings, manifests: target };
      return promoteImages({ ...shared, ...chosen, from: ofSource, to }, write);
    },
  };
}

/** The registry that is asked for images, where one is. */
function imageCheckOf({ verifyImages, pinDigests }: DeploymentOptions, network: Network): ImageCheck | null {
  if (!verifyImages && !pinDigests) return null;
  return { registry: ociRegistry({ credentials: dockerCredentials(process.env), network }), pin: pinDigests };
}
