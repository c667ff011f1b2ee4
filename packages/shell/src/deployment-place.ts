import type { Network } from '@rollcall/adapters/network/network';
import type { Bump, BumpResult } from '@rollcall/domain/bump/bump-images';
import type { CommitChecks } from '@rollcall/domain/bump/commit-checks';
import type { BumpOrigin, SourceOrigin } from '@rollcall/domain/bump/commit-message';
import type { ConfiguredRepository } from '@rollcall/domain/bump/deploy-target';
import type { DeploymentRecorder } from '@rollcall/domain/bump/recorded-deployment';
import type {
  SourceCode,
  SourceHistory,
  SourceRepository as SourceOfImages,
} from '@rollcall/domain/bump/source-history';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { PullRequest } from '@rollcall/domain/deploy-branch/pull-requests';
import type { ImageRequest } from '@rollcall/domain/image-targets/image-request';
import type { Log, Tree } from '@rollcall/domain/ports';

/** Where a deployment is made from, and how it is written: by a run of GitHub, or from a clone at a terminal. */
export interface DeploymentPlace {
  /** The files whose configuration says where images are written; those of the sources. */
  tree: Tree;
  /** Address of the repository of the sources; null where it has none. */
  url: string | null;
  log: Log;
  network: Network;
  /** Plan and show, and write nothing. */
  dryRun: boolean;
  /** The moment of the run, in milliseconds since 1970. */
  now: number;
  /** The address of the workflow run; null outside of one. */
  run: string | null;
  /** A folder of this run, gone when it ends; made when it is asked for. */
  temporaryFolder(): string;
  /**
   * The repository that holds manifests: the one that this run names, else the one that the configuration names, else
   * that of the sources. UserError where both name one and they differ, unless the environment is only read.
   */
  deployRepository(configured: ConfiguredRepository | null, use: 'read' | 'write'): Promise<DeployRepository>;
  /** A repository that images are built from, as the configuration names it; null for that of the sources itself. */
  sourceRepository(named: string): SourceRepository | null;
  /** What images that somebody names were built from, as far as it is known. */
  sourcesOf(images: readonly ImageRequest[]): SourceOrigin;
}

/** Another repository that images are built from. */
export interface SourceRepository extends SourceOfImages {
  code: SourceCode;
  /** The files of its default branch. */
  tree(): Promise<Tree>;
}

/** A repository that holds the manifests of environments. */
export interface DeployRepository {
  /** Its address; null where it has none. */
  url: string | null;
  /** Whether it is another one than that of the sources. */
  isSeparate: boolean;
  /** The history of the sources, asked without what may be of the other repository alone. */
  sourceHistory: SourceHistory;
  /** The same with the files of each commit; null where there is no repository. */
  sourceCode: SourceCode | null;
  /** Statuses and checks of its commits; null where no server is asked. */
  checks: CommitChecks | null;
  /** Where deployments are recorded; null where no server is asked. */
  deployments: DeploymentRecorder | null;
  /** The files whose Applications tell the branches of environments. */
  overview(): Promise<Tree>;
  /** The deploy branch of an environment, or the files where those are what is written; `known` is its name. */
  openTarget(environment: string, known: string | undefined, catalog: () => Promise<Catalog>): Promise<Manifests>;
  /** Where the images of another environment are read; `target` is what is written, where it is of this repository. */
  openSource(environment: string, target: Manifests | null, catalog: () => Promise<Catalog>): Promise<Manifests>;
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
  /** Whether the files of a service that the deploy branch does not have yet are taken from the main branch. */
  addMissing: boolean;
  /** What a run is where services keep what is deployed, because it is newer or may be. */
  onSkipped: 'success' | 'failure';
  verifyImages: boolean;
  /** Asks the registry as `verifyImages` does, and writes the digests. */
  pinDigests: boolean;
  numericTags: 'refuse' | 'force-string';
  /** Services whose held tags are let go. */
  release: readonly string[];
  /** Whether the commits that ship with the new tags are listed. */
  listCommits: boolean;
  /** Whether a deployment of GitHub is made of what is written. */
  deployments: boolean;
  /** Why all promotions are stopped; undefined where they are not. */
  stop: string | undefined;
  /** Why the gates of the environment are passed all the same. */
  emergency: string | undefined;
  /** Whether what is written is rendered before and after; `auto` says what could not be. */
  render: 'auto' | 'required' | 'off';
}
