import { randomUUID } from 'node:crypto';
import type { Network } from '@rollcall/adapters/network/network';
import { dockerCredentials } from '@rollcall/adapters/oci/docker-credentials';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import { manifestRenderer } from '@rollcall/adapters/rendering/manifest-renderer';
import type { Bump, BumpResult, ImageCheck } from '@rollcall/domain/bump/bump-images';
import { keptNote, type SummaryContext } from '@rollcall/domain/bump/bump-summary';
import type { BumpOrigin, SourceOrigin } from '@rollcall/domain/bump/commit-message';
import { configuredBranch, configuredRepository, settingsOf } from '@rollcall/domain/bump/deploy-target';
import { type GivenTerms, holdTerms } from '@rollcall/domain/bump/hold-terms';
import { type Promotion, promoteImages } from '@rollcall/domain/bump/promote-images';
import {
  type SourceHistory,
  type SourceRepository as SourceOfImages,
  severalSources,
} from '@rollcall/domain/bump/source-history';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import type { ServicesElsewhere } from '@rollcall/domain/catalog/deployed-services';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { DeployBranch } from '@rollcall/domain/deploy-branch/deploy-branch';
import type { PullRequest } from '@rollcall/domain/deploy-branch/pull-requests';
import type { ImageRequest } from '@rollcall/domain/image-targets/image-request';
import type { ImageCopier, ImageRegistry } from '@rollcall/domain/images/registry';
import { memoize } from '@rollcall/domain/memo';
import type { Log, Tree } from '@rollcall/domain/ports';
import { present } from '@rollcall/domain/present';
import type { RenderSettings } from '@rollcall/domain/rendering/render-edits';
import { UserError } from '@rollcall/domain/user-error';

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
  deployRepository(configured: string | null, use: 'read' | 'write'): Promise<DeployRepository>;
  /** A repository that images are built from, as the configuration names it; null for that of the sources itself. */
  sourceRepository(named: string): SourceRepository | null;
  /** What images that somebody names were built from, as far as it is known. */
  sourcesOf(images: readonly ImageRequest[]): SourceOrigin;
}

/** Another repository that images are built from. */
export interface SourceRepository extends SourceOfImages {
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

/** The same, judged: `failure` says what makes the run fail although it did what it could. */
export type Deployed = Written & { failure: string | null };

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
  /** Whether what is written is rendered before and after; `auto` says what could not be. */
  render: 'auto' | 'required' | 'off';
}

/** An environment that can be given new images. */
export interface Deployment {
  /** What reports say of it. */
  context: SummaryContext;
  bump(images: readonly ImageRequest[], onMissing: 'error' | 'warn'): Promise<Deployed>;
  /** Takes the images of another environment; with `from` null those that the services had before. */
  promote(chosen: ChosenPromotion): Promise<Deployed>;
}

export interface ChosenPromotion extends Pick<Promotion, 'services' | 'onMissing'> {
  from: string | null;
  /** Whether the images are copied to the repositories of the environment first, and what refers to them as well. */
  copy: 'false' | 'true' | 'with-referrers';
  /** Whether a roll-back holds the tags that it takes away, and on which terms, as they were given. */
  hold: GivenTerms;
}

/** Opens an environment for writing: the one wiring of bumps, for the actions and for the command line. */
export async function openDeployment(
  place: DeploymentPlace,
  environment: string,
  options: DeploymentOptions,
): Promise<Deployment> {
  const { tree, log, dryRun } = place;
  const { config } = await readConfig(tree, options.config);
  const repository = await place.deployRepository(configuredRepository(config, environment), 'write');
  const catalogOf = overviewReader(config);
  const known = repository.isSeparate ? configuredBranch(config, environment) : undefined;
  const target = await repository.openTarget(environment, known, () => catalogOf(repository));
  const sources = (config['source-repositories'] ?? []).flatMap((named) => place.sourceRepository(named) ?? []);
  const render = renderSettings(options, place);
  const imageCheck = imageCheckOf(options, place.network, config);
  const settings = { ...settingsOf(config, environment), numericTags: options.numericTags };

  function shared(of: DeployRepository, elsewhere: ServicesElsewhere): Omit<Bump, 'request'> {
    return {
      loadCatalog: (files) => loadCatalog(files, config, { repositoryUrl: of.url, elsewhere }),
      log,
      dryRun,
      now: place.now,
      release: options.release,
      sourceHistory: options.allowOlder ? null : severalSources(of.sourceHistory, sources),
      main: { tree: () => of.overview(), addsMissing: options.addMissing },
      render,
      imageCheck,
    };
  }

  function write(bump: Bump, sources: SourceOrigin): Promise<Written> {
    const origin = { id: randomUUID(), ...sources, ...present({ run: place.run, subject: options.message }) };
    return repository.write(target, bump, origin);
  }

  /** Says what keeps what is deployed, as a failure where that is asked for. */
  function judged(result: Written): Deployed {
    const fails = options.onSkipped === 'failure';
    const note = keptNote(result, environment, fails);
    if (note !== null && !fails) log.warning(note);
    return { ...result, failure: fails ? note : null };
  }

  /** The services that may be promoted: those of the sources, where the manifests are elsewhere and there are any. */
  async function servicesOfSources(): Promise<ServicesElsewhere> {
    const names = repository.isSeparate ? await servicesOf(tree, config, place.url) : [];
    for (const source of sources) {
      const files = await source.tree();
      for (const item of await servicesOf(files, (await readConfig(files)).config, null)) names.push(item);
    }
    return names.length === 0 ? 'all' : [...new Set(names)];
  }

  return {
    context: { environment, branch: 'list' in target ? null : target.name, repositoryUrl: repository.url, dryRun },
    bump: async (images, onMissing) => {
      const names = images.map(({ service }) => service);
      const bump = { ...shared(repository, names), request: { ...settings, images, onMissing } };
      return judged(await write(bump, place.sourcesOf(images)));
    },
    promote: async ({ from, copy: wanted, hold: terms, ...given }) => {
      if (from === null && wanted !== 'false')
        throw new UserError('copy is given with to-previous', {
          help: 'A roll-back takes images that were in the environment before: leave "copy" out.',
        });
      const copy =
        wanted === 'false' ? null : { copier: registryOf(place.network), withReferrers: wanted === 'with-referrers' };
      const hold = holdTerms(terms, { rollsBack: from === null, releases: options.release.length > 0 }, place.now);
      const chosen = { ...given, copy, hold };
      const elsewhere = chosen.services?.includes('all') ? null : chosen.services;
      const bump = shared(repository, elsewhere ?? (await servicesOfSources()));
      const to = { settings, manifests: target };
      if (from === null) return judged(await promoteImages({ ...bump, ...chosen, from, to }, write));
      const origin = await place.deployRepository(configuredRepository(config, from), 'read');
      const isSame = origin.url === repository.url;
      const manifests = await (isSame
        ? repository.openSource(from, target, () => catalogOf(repository))
        : origin.openSource(from, null, () => catalogOf(origin)));
      const { loadCatalog: load } = isSame ? bump : shared(origin, elsewhere ?? (await servicesOfSources()));
      const source = { settings: settingsOf(config, from), manifests, loadCatalog: load };
      return judged(await promoteImages({ ...bump, ...chosen, from: source, to }, write));
    },
  };
}

/** The services whose sources are in a tree, by name. */
async function servicesOf(tree: Tree, config: Config, repositoryUrl: string | null): Promise<string[]> {
  const { services } = await loadCatalog(tree, config, { repositoryUrl });
  return services.flatMap(({ name, path }) => (path === null ? [] : [name]));
}

/** What renders, where something does; programs are looked for once. */
function renderSettings(
  { render }: DeploymentOptions,
  { network, temporaryFolder }: DeploymentPlace,
): RenderSettings | null {
  if (render === 'off') return null;
  return {
    mode: render,
    renderer: manifestRenderer({ env: process.env, temporaryFolder, deadline: network.deadline }),
  };
}

/** Reads the Catalog of a repository's overview, once for each repository. */
function overviewReader(config: Config): (repository: DeployRepository) => Promise<Catalog> {
  return memoize(async (repository) =>
    loadCatalog(await repository.overview(), config, { repositoryUrl: repository.url, elsewhere: 'all' }),
  );
}

/** The registry that is asked for images, where one is. */
function imageCheckOf(
  { verifyImages, pinDigests }: DeploymentOptions,
  network: Network,
  { services }: Config,
): ImageCheck | null {
  if (!verifyImages && !pinDigests) return null;
  const built = Object.entries(services?.overrides ?? {});
  const platforms = new Map(built.flatMap(([name, { platforms: own }]) => (own ? [[name, own] as const] : [])));
  return { registry: registryOf(network), pin: pinDigests, platforms };
}

function registryOf(network: Network): ImageRegistry & ImageCopier {
  const helperTimeout = (): number => Math.ceil(Math.min(20_000, network.deadline.left()));
  return ociRegistry({ credentials: dockerCredentials(process.env, helperTimeout), network });
}
