import { randomUUID } from 'node:crypto';
import type { Network } from '@rollcall/adapters/network/network';
import { dockerCredentials } from '@rollcall/adapters/oci/docker-credentials';
import { ociRegistry } from '@rollcall/adapters/oci/registry';
import { manifestRenderer } from '@rollcall/adapters/rendering/manifest-renderer';
import type { Bump, ImageCheck } from '@rollcall/domain/bump/bump-images';
import { keptNote, type SummaryContext } from '@rollcall/domain/bump/bump-summary';
import type { SourceOrigin } from '@rollcall/domain/bump/commit-message';
import { configuredBranch, configuredRepository, settingsOf } from '@rollcall/domain/bump/deploy-target';
import { type GivenTerms, holdTerms } from '@rollcall/domain/bump/hold-terms';
import { type Promotion, promoteImages } from '@rollcall/domain/bump/promote-images';
import { type DeploymentRecorder, recordWritten } from '@rollcall/domain/bump/recorded-deployment';
import { type SourceCode, severalSources } from '@rollcall/domain/bump/source-history';
import { configuredTickets } from '@rollcall/domain/bump/tickets';
import type { Catalog } from '@rollcall/domain/catalog/catalog';
import { readConfig } from '@rollcall/domain/catalog/config';
import { type Config, environmentConfig } from '@rollcall/domain/catalog/config-schema';
import type { ServicesElsewhere } from '@rollcall/domain/catalog/deployed-services';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { ImageRequest } from '@rollcall/domain/image-targets/image-request';
import type { ImageCopier, ImageRegistry } from '@rollcall/domain/images/registry';
import { memoize } from '@rollcall/domain/memo';
import { present } from '@rollcall/domain/present';
import type { RenderSettings } from '@rollcall/domain/rendering/render-edits';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import type { DeploymentOptions, DeploymentPlace, DeployRepository, Written } from './deployment-place.ts';
import { gatingOf } from './gating-of.ts';
import { namesOfBuilds, servicesOfSources } from './source-services.ts';

/** The same, judged: `failure` says what makes the run fail although it did what it could. */
export type Deployed = Written & { failure: string | null };

/** An environment that can be given new images. */
export interface Deployment {
  /** What reports say of it. */
  context: SummaryContext;
  bump(images: readonly ImageRequest[], onMissing: 'error' | 'warn'): Promise<Deployed>;
  /** Takes the images of another environment; with `from` null those that the services had before. */
  promote(chosen: ChosenPromotion): Promise<Deployed>;
}

export interface ChosenPromotion extends Pick<Promotion, 'services' | 'onMissing' | 'takesAway'> {
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
  const { config, document } = await readConfig(tree, options.config);
  const repository = await place.deployRepository(configuredRepository(config, environment), 'write');
  const catalogOf = overviewReader(config);
  const known = repository.isSeparate ? configuredBranch(config, environment) : undefined;
  const target = await repository.openTarget(environment, known, () => catalogOf(repository));
  const sources = (config['source-repositories'] ?? []).flatMap((named) => place.sourceRepository(named) ?? []);
  const tickets = configuredTickets(config);
  const render = renderSettings(options, place);
  const imageCheck = imageCheckOf(options, place.network, config);
  const settings = { ...settingsOf(config, environment), numericTags: options.numericTags };

  const ofSources = () => servicesOfSources(place, config, repository, sources);
  const own = { repository, target };
  let named: ReturnType<typeof namesOfBuilds> | undefined;
  const builtNames = () => (named ??= namesOfBuilds(place, config, sources));
  const gating = gatingOf({ config, document, options, place, settings, own, catalogOf, servicesOfSources: ofSources });

  function shared(of: DeployRepository, elsewhere: ServicesElsewhere): Omit<Bump, 'request'> {
    return {
      loadCatalog: (files) => loadCatalog(files, config, { repositoryUrl: of.url, elsewhere }),
      log,
      dryRun,
      now: place.now,
      release: options.release,
      sourceHistory: options.allowOlder ? null : severalSources(of.sourceHistory, sources),
      main: { tree: () => of.overview(), addsMissing: options.addMissing },
      builtNames,
      render,
      imageCheck,
      gating,
      shipping: options.listCommits ? { sources: codeOf(of), tickets } : null,
    };
  }

  /** Where the commits of the images are, those of the run first. */
  function codeOf({ sourceCode, isSeparate }: DeployRepository): SourceCode[] {
    const own = sourceCode ? [{ ...sourceCode, holdsManifests: !isSeparate, config: options.config }] : [];
    return [...own, ...sources.map(({ code }) => code)];
  }

  async function write(bump: Bump, sources: SourceOrigin): Promise<Written> {
    const origin = { id: randomUUID(), ...sources, ...present({ run: place.run, subject: options.message }) };
    const recorder = options.deployments ? recorderOf(repository) : null;
    const written = await repository.write(target, bump, origin);
    const waits = (environmentConfig(config, environment)?.health ?? []).length > 0;
    // What is asked for by a request is deployed when it is merged.
    if (recorder && written.pullRequest === undefined)
      await recordWritten(written, { recorder, environment, waits, run: place.run, log });
    return written;
  }

  /** Says what keeps what is deployed, as a failure where that is asked for. */
  function judged(result: Written): Deployed {
    const fails = options.onSkipped === 'failure';
    const note = keptNote(result, environment, fails);
    if (note !== null && !fails) log.warning(note);
    return { ...result, failure: fails ? note : null };
  }

  /** For services that are named, what is not known of their images is looked for by their own names alone. */
  function unlessUnread(error: unknown): Awaited<ReturnType<typeof builtNames>> {
    if (!(error instanceof ExternalError)) throw error;
    log.notice(`what builds call the images of services is not known: ${error.message}`);
    return new Map();
  }

  /** The services that may be promoted: those of the sources, where the manifests are elsewhere and there are any. */
  async function promotable(): Promise<ServicesElsewhere> {
    const names = await ofSources();
    return names.length === 0 ? 'all' : names;
  }

  return {
    context: {
      environment,
      branch: 'list' in target ? null : target.name,
      repositoryUrl: repository.url,
      dryRun,
      ticket: (name) => tickets?.address(name) ?? null,
    },
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
      const bump = shared(repository, elsewhere ?? (await promotable()));
      // Which services have an image that is called otherwise is only known when all of them are looked at.
      const builtAs = elsewhere === null ? await builtNames() : await builtNames().catch(unlessUnread);
      const to = { settings: { ...settings, builtAs }, manifests: target };
      if (from === null) return judged(await promoteImages({ ...bump, ...chosen, from, to }, write));
      const origin = await place.deployRepository(configuredRepository(config, from), 'read');
      const isSame = origin.url === repository.url;
      const manifests = await (isSame
        ? repository.openSource(from, target, () => catalogOf(repository))
        : origin.openSource(from, null, () => catalogOf(origin)));
      const { loadCatalog: load } = isSame ? bump : shared(origin, elsewhere ?? (await promotable()));
      const source = { settings: { ...settingsOf(config, from), builtAs }, manifests, loadCatalog: load };
      return judged(await promoteImages({ ...bump, ...chosen, from: source, to }, write));
    },
  };
}

/** Where deployments are recorded. UserError where no server keeps them. */
export function recorderOf({ deployments }: DeployRepository): DeploymentRecorder {
  if (deployments) return deployments;
  throw new UserError('nobody keeps deployments here: they are made by the interface of GitHub', {
    help: 'Give a token for a repository on the GitHub server of this run, and leave "via: git" out; or leave "deployments" out.',
  });
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
