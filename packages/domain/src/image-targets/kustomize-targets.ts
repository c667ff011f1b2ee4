import type { Application, ApplicationSource } from '../argocd/application.ts';
import { revisionOf } from '../argocd/source-place.ts';
import { addAll } from '../grouping.ts';
import { splitImageText } from '../images/image-reference.ts';
import { formatLocation } from '../location.ts';
import { quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { formatYamlPath, scalarText } from '../yaml/replace-scalar.ts';
import { plainValue, valueAt } from '../yaml/value.ts';
import { canonicalRepository, howToTell, lastPart, matchImages } from './image-identity.ts';
import { droppedDigest, imageTextTargets } from './image-text-targets.ts';
import { describeImages } from './kustomize-descriptions.ts';
import { doubtOf, missingDoubt, unproved } from './kustomize-doubts.ts';
import type { ImageEntry } from './kustomize-entries.ts';
import { entryTargets } from './kustomize-entry-targets.ts';
import type { Kustomized } from './kustomize-images.ts';
import { inlineTargets } from './kustomize-inline-values.ts';
import { type KustomizedSource, kustomizedSource } from './kustomized-source.ts';
import { refuseOtherReaders } from './other-readers.ts';
import type { RenderedImage, TagPlace } from './rendered-images.ts';
import type { ImageTarget, TargetContext, TargetSearch } from './target.ts';
import { refuseTemplate } from './template-place.ts';

type Search = TargetSearch & { warnings: string[] };

/**
 * Where the tag of the service's image is written of those that a kustomization deploys: the last entry, patch or
 * manifest that says it. Where not all is read that is deployed, the entries of its name.
 */
export function kustomizeTargets(
  application: Application,
  source: ApplicationSource,
  context: TargetContext,
): TargetSearch {
  const kustomized = kustomizedSource(application, source, context);
  const { model, overrides, hidden, instead } = kustomized;
  const searched = searchedIn(application, source, overrides, model);
  const search: Search = { targets: [], searched, instead, warnings: [] };
  const images = matchImages(kustomized.images, context);
  const entries = matchImages(kustomized.entries, context);
  if (!hidden) refuseDead(application, model, entries, images, context);
  const doubt = missingDoubt(application, source, context) ?? doubtOf(images, entries, hidden);
  if (doubt) search.unproved = [unproved(application, doubt, context)];
  if (images.length === 0) {
    // A string of the Application takes the place of an entry of its name, and stands for it.
    const strings = entries.filter(({ entry }) => entry.kind === 'override');
    for (const { entry } of strings.length > 0 ? strings : entries)
      addEntry(application, source, entry, context, search);
    if (entries.length === 0) addInlineValues(application, source, model, context, search);
    return search;
  }
  refuseSeveral(images, context);
  search.repositories = images.map(({ repository }) => repository);
  addPlaces(application, source, { images, kustomized }, context, search);
  return search;
}

/** Adds the places that say images, each once. UserError for one that is not known, or that others read as well. */
function addPlaces(
  application: Application,
  source: ApplicationSource,
  { images, kustomized }: { images: readonly RenderedImage[]; kustomized: KustomizedSource },
  context: TargetContext,
  search: Search,
): void {
  const seen = new Set<string>();
  for (const { place } of images) {
    if (place.kind === 'unknown') {
      refuseUnknownPlace(application, place, context);
      continue;
    }
    const id = JSON.stringify([place.document.file.path, place.document.index, place.path, place.kind]);
    if (seen.has(id)) continue;
    seen.add(id);
    refuseSharedPlace(place, images, kustomized.writtenAt(place.path), context);
    const entry = kustomized.entryAt(place.path);
    if (entry) addEntry(application, source, entry, context, search);
    else addText(application, source, place, context, search);
  }
}

/** Adds the tags of the charts that kustomizations inflate, of which nothing but the repository beside them tells the image. */
function addInlineValues(
  application: Application,
  source: ApplicationSource,
  { charts }: Kustomized,
  context: TargetContext,
  search: Search,
): void {
  for (const found of inlineTargets(application, charts, context)) {
    add(application, source, found, context, search);
    search.repositories = [...(search.repositories ?? []), found.repository];
  }
}

function searchedIn(
  { document }: Application,
  { at }: ApplicationSource,
  overrides: readonly ImageEntry[],
  model: Kustomized,
): TargetSearch['searched'] {
  if (model.document) return { document: model.document, path: ['images'] };
  return { document, path: overrides.length > 0 ? [...at, 'kustomize', 'images'] : at };
}

/** UserError where an entry with the name of the service's image is about no image that is deployed. */
function refuseDead(
  { name }: Application,
  { images: all, unread }: Kustomized,
  entries: Kustomized['entries'],
  images: readonly RenderedImage[],
  { image }: TargetContext,
): void {
  if (image.tag === undefined || all.length === 0 || unread.length > 0) return;
  const dead = entries.find(({ about }) => about === 0)?.entry;
  if (!dead) return;
  const location = dead.document.locateValue(dead.path);
  const called = `is called ${quoteName(dead.name)}`;
  const renamed = all.filter(({ repository }) => repository === dead.name);
  if (renamed.length > 0)
    throw new UserError(
      `nothing that is rendered would change: when this entry is applied, no image of Application ${quoteName(name)} ${called} yet`,
      {
        location,
        help: `${describeImages(renamed)} That is where its tag is written. Remove this entry, or name in it what the manifests call the image.`,
      },
    );
  throw new UserError(
    `nothing that is rendered would change: no image of Application ${quoteName(name)} ${called}, as this entry is`,
    {
      location,
      help: `${describeImages(images.length > 0 ? images : all)} Name the image as it is called where the entry stands, with its registry, or remove the entry.`,
    },
  );
}

/** UserError where the place is also the tag of an image that is not bumped: an entry for several by an expression. */
function refuseSharedPlace(
  place: TagPlace,
  images: readonly RenderedImage[],
  written: readonly RenderedImage[],
  context: TargetContext,
): void {
  if (place.kind === 'unknown' || context.image.tag === undefined) return;
  const other = written.find((one) => !images.includes(one));
  if (!other || context.isBumpedAlike(lastPart(other.repository))) return;
  throw new UserError(`this is also the tag of ${quoteName(other.repository)}`, {
    location: place.document.locateValue(place.path),
    help: 'Bump all services of that tag together, with the same tag, or give each image an entry of its own.',
  });
}

/** Two repositories that end in the service's name: only the request can tell which is meant. */
function refuseSeveral(images: readonly RenderedImage[], context: TargetContext): void {
  const [first] = images;
  const other = images.find(
    ({ repository }) => first && canonicalRepository(repository) !== canonicalRepository(first.repository),
  );
  if (!first || !other || context.image.tag === undefined) return;
  throw new UserError(
    `both ${quoteName(first.repository)} and ${quoteName(other.repository)} may be the image that is meant`,
    {
      ...(other.place.kind === 'unknown' ? {} : { location: other.place.document.locateValue(other.place.path) }),
      help: howToTell(context),
    },
  );
}

function refuseUnknownPlace(
  { name }: Application,
  { what, location }: Extract<TagPlace, { kind: 'unknown' }>,
  { image }: TargetContext,
): void {
  if (image.tag === undefined) return;
  throw new UserError(
    `the image of ${quoteName(image.service)} in Application ${quoteName(name)} is nothing that a bump writes: ${what}`,
    { location, help: 'Let an entry of "images" with newTag say the tag.' },
  );
}

function addEntry(
  application: Application,
  source: ApplicationSource,
  entry: ImageEntry,
  context: TargetContext,
  search: Search,
): void {
  const { document, path, newName, newTag, digest, kind } = entry;
  if (kind === 'override') {
    const written = String(valueAt(plainValue(document), path));
    const prefix = written.slice(0, written.indexOf('=') + 1);
    const image = splitImageText(written.slice(prefix.length));
    const scalar = { document, path, prefix, image, name: 'the image of kustomize', text: formatYamlPath(path) };
    const found = imageTextTargets(application, context, { ...scalar, digestReplacesTag: true });
    add(application, source, found, context, search);
    return;
  }
  const pasted = splitImageText(newName);
  if (pasted.tag !== '' || pasted.digest !== '') {
    if (newTag !== '' || digest !== '') {
      refuseUnknownPlace(
        application,
        {
          kind: 'unknown',
          what: `newName ${quoteName(newName)} holds a tag, and another one is put behind it`,
          location: document.locateValue(entry.at('newName')),
        },
        context,
      );
      return;
    }
    addText(application, source, { kind: 'text', document, path: entry.at('newName') }, context, search);
    return;
  }
  if (context.image.tag !== undefined) refuseTemplates(application, entry);
  const { targets, dropsDigest } = entryTargets(entry, context);
  const warnings = dropsDigest ? [droppedDigest(document, entry.at('digest'), quoteName(entry.name))] : [];
  add(application, source, { targets, warnings }, context, search);
}

function addText(
  application: Application,
  source: ApplicationSource,
  { document, path }: Exclude<TagPlace, { kind: 'unknown' }>,
  context: TargetContext,
  search: Search,
): void {
  const found = imageTextTargets(application, context, {
    document,
    path,
    prefix: '',
    image: splitImageText(scalarText(document, path)),
    name: `the image at ${formatLocation(document.locateValue(path))}`,
    text: formatYamlPath(path),
    digestReplacesTag: false,
  });
  add(application, source, found, context, search);
}

function add(
  application: Application,
  source: ApplicationSource,
  { targets, warnings }: { targets: ImageTarget[]; warnings: readonly string[] },
  context: TargetContext,
  search: Search,
): void {
  const written = targets.find(({ changes, document }) => changes.length > 0 && document !== application.document);
  if (written) refuseOtherReaders(application, written, revisionOf(source), context);
  addAll(search.targets, targets);
  addAll(search.warnings, warnings);
}

function refuseTemplates(application: Application, { document, at }: ImageEntry): void {
  for (const key of ['newTag', 'digest']) {
    const path = at(key);
    refuseTemplate(application, scalarText(document, path), { document, path });
  }
}
