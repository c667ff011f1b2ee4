import type { Application, ApplicationSource } from '../argocd/application.ts';
import { linkOn } from '../argocd/source-files.ts';
import { withOverrides } from '../argocd/source-overrides.ts';
import { isWritten, revisionOf } from '../argocd/source-place.ts';
import { sourceReaders } from '../argocd/source-readers.ts';
import { memoize } from '../memo.ts';
import { listFew, quoteName } from '../names.ts';
import { present } from '../present.ts';
import { normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { doubtOfChart, throughChart } from './chart-place.ts';
import { helmTargets } from './helm-targets.ts';
import { droppedDigest } from './image-text-targets.ts';
import { unknownText } from './image-uses.ts';
import { kustomizeTargets } from './kustomize-targets.ts';
import { manifestsOf, valuesTree } from './manifests.ts';
import { refusePatched } from './patched-application.ts';
import { rawManifestTargets } from './raw-manifests.ts';
import { refuseSharedName } from './shared-name.ts';
import type { ImagePart, ImageTarget, TargetContext, TargetSearch } from './target.ts';
import { doubtError, refuseDoubt, refuseSharedTemplate } from './template-place.ts';
import { toolOfSource } from './tool-of-source.ts';
import { writtenAt } from './written-at.ts';

/**
 * All that an Application says of a service's image, by the kind of target that is written; undefined where it has
 * no tag. Without a context only what the Application's own file says is known.
 */
export function imageTargets(application: Application, context?: TargetContext): ImageTarget[] | undefined {
  const { targets } = search(application, context ?? ownFileOnly(application));
  return hasTag(targets) ? targets : undefined;
}

/** The same for a request that names the service alone; a missing tag is returned as the error it may be. */
export function targetsToRead(application: Application, context: TargetContext): ImageTarget[] | UserError {
  const found = search(application, context);
  if (!hasTag(found.targets)) return missingTag(application, context, found);
  refuseDoubt(application, found.targets);
  return found.targets;
}

/** A repository that an image is pulled from, with the place that says it where that is one alone. */
export interface PulledRepository {
  repository: string;
  place?: ImageTarget;
}

/**
 * The repositories that an Application pulls a service's image from: what its templates and manifests make of it, else
 * what it says beside the tag, else what is configured. `unknownText` stands for what is not known; none where it does
 * not run the image.
 */
export function imageRepositories(application: Application, context: TargetContext): PulledRepository[] {
  const { targets, repositories = [] } = search(application, context);
  if (!hasTag(targets)) return [];
  const [registry, repository] = (['registry', 'repository'] as const).map((part) => winningPart(targets, part));
  if (repositories.length > 0)
    return repositories.map((name) => ({ repository: name, ...present({ place: repository }) }));
  const before = registry ? `${registry.current.replace(/\/$/, '')}/` : '';
  const said = repository?.current ?? context.repository;
  const place = repository ?? registry ?? targets.find(({ part }) => part === 'tag');
  // A registry may stand before one that is configured.
  const any = repository || before !== '' ? '' : `${unknownText}/`;
  if (said === null) return [{ repository: `${before}${unknownText}`, ...present({ place }) }];
  const name = said.startsWith(before) ? said : before + said;
  return [{ repository: `${any}${name}`, ...present({ place }) }];
}

/**
 * The place that says a part of the image. Of two parameters with one name the last wins in Helm; charts that have both
 * let the global one win.
 */
export function winningPart(targets: readonly ImageTarget[], part: ImagePart): ImageTarget | undefined {
  const candidates = targets.filter((candidate) => candidate.part === part && candidate.current !== '');
  return candidates.findLast(({ name }) => name.startsWith('global.')) ?? candidates.at(-1);
}

/** What a request writes of an Application. */
export interface ApplicationTargets {
  targets: ImageTarget[];
  warnings: string[];
  /** Why it is not known that what is written is what runs; rendering may prove it. */
  unproved: readonly UserError[];
  /** The repositories that were taken for the service's image; none where only a key told it. */
  repositories: readonly string[];
}

/**
 * The targets of an Application that a request writes: the tag, and the other parts it gives where the
 * Application has them. A missing tag is returned as the error it may be; anything ambiguous is thrown.
 */
export function applicationTargets(application: Application, context: TargetContext): ApplicationTargets | UserError {
  const { image } = context;
  const found = search(application, context);
  const { targets: all } = found;
  if (!hasTag(all)) return missingTag(application, context, found);
  refuseSharedName(application, context, found);
  refusePatched(application, context);
  refusePinned(image.tag ?? '', application, all);
  const targets = all.filter(({ value }) => value !== undefined);
  refuseDoubles(application, targets);
  const doubt = application.charted?.doubt;
  if (doubt && !doubt.ownText) throw doubtOfChart(doubt);
  refuseDoubt(application, targets);
  const { ofGenerator } = context.readers;
  for (const { document, path, kind } of targets.flatMap(({ changes }) => changes)) {
    if (kind === 'insert') continue; // `forceString` says nothing about which image runs
    const { nesting } = document.file;
    const place = { document: nesting?.document ?? document, path: nesting?.path ?? path };
    // Of what a template writes it is known who is made of it.
    const others = place.document.file.template ? [] : ofGenerator(place.document.file.path);
    if (others.length > 0) refuseSharedTemplate(application, place, others);
  }
  const unpinned = targets.filter(
    ({ part, current, value }) => part === 'tag' && current.includes('@') && value?.includes('@') === false,
  );
  const dropped = unpinned.map(({ document, path, name }) => droppedDigest(document, path, name));
  return {
    targets,
    warnings: [...(found.warnings ?? []), ...dropped],
    unproved: found.unproved ?? [],
    repositories: found.repositories ?? [],
  };
}

function missingTag(application: Application, context: TargetContext, { searched, instead }: TargetSearch): UserError {
  const { image, tagPath } = context;
  const { refused } = application;
  if (refused)
    return new UserError(
      `Application ${quoteName(application.name)} ${refused.what}: Argo CD refuses it, and nothing of it is deployed`,
      { location: application.document.locate(refused.at), help: refused.help },
    );
  const doubt = application.generated?.doubt;
  if (doubt && !doubt.ownText) return doubtError(application.document, doubt);
  const written = writtenAt(context);
  const where = written.length === 0 ? '' : ` Its image is written at ${listFew(written)}.`;
  const tools = application.sources.map((source) => toolOfSource(source, context.manifests));
  // The key of a chart's values says nothing to somebody who has no chart.
  const what = tools.length === 0 || tools.includes('helm') ? `has no ${tagPath}` : 'says no tag that a bump writes';
  return new UserError(`Application ${quoteName(application.name)} of ${quoteName(image.service)} ${what}`, {
    location: searched.document.locate(searched.path),
    help: `${instead}${where} Write a tag where it takes its image from, or set on-missing to warn.`,
  });
}

/** The searches of a context: what is pinned, planned and proven to exist is looked for once. */
const searchesOf = memoize((_context: TargetContext) => new Map<Application, TargetSearch>());

function search(application: Application, context: TargetContext): TargetSearch {
  const known = searchesOf(context).get(application) ?? searchAll(application, context);
  searchesOf(context).set(application, known);
  return known;
}

/**
 * What the sources say: where one of them has the image itself, by what it is called, all such places; else those that
 * are known by their key alone. Without any, where it was looked for and all that is there instead.
 */
function searchAll(written: Application, context: TargetContext): TargetSearch {
  const application = withOverrides(written, { paths: context.values.paths, yaml: context.manifests.parse });
  const named = application.sources.map((source) => searchSource(application, source, context, false));
  const searches =
    named.some(({ targets }) => hasTag(targets)) ||
    (application.service !== context.image.service && !context.ownTagPath)
      ? named
      : application.sources.map((source) => searchSource(application, source, context, true));
  const targets = searches.flatMap((found) => found.targets).map((target) => throughChart(written, target, context));
  const warnings = searches.flatMap((found) => found.warnings ?? []);
  const own = { document: application.document, path: [] };
  const repositories = searches.flatMap((found) => found.repositories ?? []);
  const unproved = searches.flatMap((found) => found.unproved ?? []);
  if (hasTag(targets)) return { targets, searched: own, instead: '', warnings, unproved, repositories };
  const searched = (searches.find((found) => found.instead !== '') ?? searches[0])?.searched ?? own;
  const instead = [...searches.map((found) => found.instead), ...notWritten(application, context)];
  const words = instead.filter((text) => text !== '').join(' ');
  return {
    targets: [],
    searched,
    instead: words || 'Nothing that its sources read names an image.',
    warnings,
  };
}

/** What a source says, by the tool that Argo CD reads it with. */
function searchSource(
  application: Application,
  source: ApplicationSource,
  context: TargetContext,
  byKey: boolean,
): TargetSearch {
  const tool = toolOfSource(source, context.manifests);
  switch (tool) {
    case 'helm':
      return helmTargets(application, source, context, byKey);
    case 'kustomize':
      return kustomizeTargets(application, source, context);
    case 'directory':
      return rawManifestTargets(application, source, context);
    default: {
      const instead =
        tool === 'plugin'
          ? 'What a plugin makes of its settings and files is not known here.'
          : 'It names two tools, which Argo CD refuses.';
      return { targets: [], searched: { document: application.document, path: source.at }, instead };
    }
  }
}

/** Why sources were not looked into: they read something else than what is written. */
function notWritten({ sources }: Application, { deployBranch, links }: TargetContext): string[] {
  return sources.flatMap((source) => {
    if (source.ours === false) return [`${quoteName(source.repoURL ?? '')} is another repository.`];
    const revision = revisionOf(source);
    if (source.path !== null && normaliseRepositoryPath(source.path) === null)
      return [`${quoteName(source.path)} is outside of the repository.`];
    const link = source.path === null ? undefined : linkOn(source.path, links);
    if (isWritten(revision, deployBranch)) return link === undefined ? [] : [`${link}.`];
    return [`It reads ${quoteName(revision)}, and ${quoteName(deployBranch ?? '')} is written.`];
  });
}

function hasTag(targets: readonly ImageTarget[]): boolean {
  return targets.some(({ part }) => part === 'tag');
}

function ownFileOnly({ service }: Application): TargetContext {
  const manifests = manifestsOf(new Map());
  const values = valuesTree(manifests, new Map(), null);
  return {
    image: { service: service ?? '' },
    tagPath: 'image.tag',
    isTagPathGiven: false,
    ownTagPath: false,
    numericTags: 'refuse',
    manifests,
    values,
    readers: sourceReaders([], values.paths),
    reachedBy: () => [],
    isRead: () => true,
    repository: null,
    isElsewhere: false,
    builtAs: [],
    charted: [],
    isOtherService: () => false,
    isBumpedAlike: () => false,
    deployBranch: null,
  };
}

function refuseDoubles(application: Application, targets: readonly ImageTarget[]): void {
  const byName = new Map<string, ImageTarget>();
  for (const target of targets) {
    const id = JSON.stringify([target.name, target.source]);
    const other = byName.get(id);
    byName.set(id, target);
    if (!other) continue;
    const { line } = other.document.locateValue(other.path);
    const where = other.document.file.path === target.document.file.path ? '' : ` of ${other.document.file.path}`;
    throw new UserError(
      `Application ${quoteName(application.name)} says ${target.name} in two places; the other is at line ${line}${where}`,
      {
        location: target.document.locateValue(target.path),
        help: 'Keep one of them, or give "repository" to tell which.',
      },
    );
  }
}

/** A digest that stays would still decide which image runs: the new tag would be written in vain. */
function refusePinned(tag: string, application: Application, targets: readonly ImageTarget[]): void {
  const pinned = targets.find(({ part, value, current }) => part === 'digest' && value === undefined && current !== '');
  if (!pinned) return;
  throw new UserError(
    `Application ${quoteName(application.name)} pins ${pinned.name}, which wins over the tag, and no digest is given`,
    {
      location: pinned.document.locateValue(pinned.path),
      help: `Give the digest of ${tag} as "digest", or remove it.`,
    },
  );
}
