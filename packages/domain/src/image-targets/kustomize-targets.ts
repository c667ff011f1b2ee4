import type { Application, ApplicationSource } from '../argocd/application.ts';
import { buildEnvironment, substitute } from '../argocd/build-environment.ts';
import { optionsOf } from '../argocd/source-contents.ts';
import { isHere, isWritten, revisionOf } from '../argocd/source-place.ts';
import { splitImageText } from '../images/image-reference.ts';
import { formatLocation } from '../location.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { UserError } from '../user-error.ts';
import { formatYamlPath, scalarText } from '../yaml/replace-scalar.ts';
import { listAt, plainValue, valueAt } from '../yaml/value.ts';
import { refuseOtherReaders } from './file-readers.ts';
import { canonicalRepository, lastPart, matchImages } from './image-identity.ts';
import { droppedDigest, imageTextTargets } from './image-text-targets.ts';
import { type ImageEntry, overrideAt } from './kustomize-entries.ts';
import { entryTargets } from './kustomize-entry-targets.ts';
import { type Kustomized, kustomizedImages } from './kustomize-images.ts';
import type { RenderedImage, TagPlace } from './rendered-images.ts';
import type { ImageTarget, TargetContext, TargetSearch } from './target.ts';
import { fillIn, refuseTemplate } from './template-place.ts';

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
  const overrides = overridesOf(application, source);
  const read = isHere(source) && isWritten(revisionOf(source), context.deployBranch);
  const components = listAt(optionsOf(application, source, 'kustomize'), 'components').map(String);
  const model: Kustomized = read
    ? kustomizedImages(source.path ?? '', overrides, components, context)
    : {
        images: [],
        entries: overrides.map((entry) => ({ entry, about: 0 })),
        unread: ['another tree'],
        document: null,
      };
  const search: Search = {
    targets: [],
    searched: searchedIn(application, source, overrides, model),
    instead: describe(overrides, model),
    warnings: [],
  };
  const images = matchImages(model.images, ({ repository }) => [repository], context);
  const entries = matchImages(model.entries, ({ entry }) => namesOf(entry), context);
  refuseDead(application, model, entries, images, context);
  if (images.length === 0) {
    // A string of the Application takes the place of an entry of its name, and stands for it.
    const strings = entries.filter(({ entry }) => entry.kind === 'override');
    for (const { entry } of strings.length > 0 ? strings : entries)
      addEntry(application, source, entry, context, search);
    return search;
  }
  refuseSeveral(images, context);
  search.repositories = images.map(({ repository }) => repository);
  const seen = new Set<string>();
  for (const { place } of images) {
    if (place.kind === 'unknown') {
      refuseUnknownPlace(application, place, context);
      continue;
    }
    const id = JSON.stringify([place.document.file.path, place.document.index, place.path, place.kind]);
    if (seen.has(id)) continue;
    seen.add(id);
    refuseSharedPlace(place, images, model.images, context);
    const entry = model.entries.find(
      (one) => one.entry.document === place.document && one.entry.path === place.path,
    )?.entry;
    if (entry) addEntry(application, source, entry, context, search);
    else addText(application, source, place, context, search);
  }
  return search;
}

/** The strings of `kustomize.images`: those of a file that is laid over the source take the place of all. */
function overridesOf(application: Application, { at, overrides, ...source }: ApplicationSource): ImageEntry[] {
  const lists = [
    { document: application.document, list: [...at, 'kustomize', 'images'] },
    ...overrides.map((document) => ({ document, list: ['kustomize', 'images'] })),
  ].filter(({ document, list }) => Array.isArray(valueAt(plainValue(document), list)));
  const last = lists.at(-1);
  if (!last) return [];
  const { document, list } = last;
  const variables = buildEnvironment(application, { at, overrides, ...source });
  return (valueAt(plainValue(document), list) as unknown[]).flatMap((text, index) => {
    if (typeof text !== 'string') return [];
    const entry = overrideAt(document, [...list, index], text);
    const filled = (name: string): string => substitute(fillIn(application, name), variables) ?? name;
    return [{ ...entry, name: filled(entry.name), newName: filled(entry.newName) }];
  });
}

function namesOf({ name, newName }: ImageEntry): string[] {
  return newName === '' ? [name] : [name, splitImageText(newName).repository];
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

function describe(overrides: readonly ImageEntry[], { document, entries, images }: Kustomized): string {
  const texts: string[] = [];
  if (overrides.length > 0)
    texts.push(`Its kustomize.images are ${listFew(overrides.map(({ name }) => quoteName(name)))}.`);
  if (document) {
    const own = entries.filter(({ entry }) => entry.document === document).map(({ entry }) => quoteName(entry.name));
    const file = showPath(document.file.path);
    texts.push(own.length === 0 ? `${file} has no images.` : `The images of ${file} are ${listFew(own)}.`);
  }
  if (images.length > 0) texts.push(`${describeImages(images)}`);
  return texts.join(' ');
}

function describeImages(images: readonly RenderedImage[]): string {
  const all = new Map(images.map((image) => [image.repository, image]));
  const shown = [...all.values()].map(({ repository, place }) => `${quoteName(repository)} (${whereIs(place)})`);
  return `It deploys ${listFew(shown)}.`;
}

function whereIs(place: TagPlace): string {
  return formatLocation(place.kind === 'unknown' ? place.location : place.document.locateValue(place.path));
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
  const shown = images.length > 0 ? images : all;
  throw new UserError(
    `nothing that is rendered would change: no image of Application ${quoteName(name)} is called ${quoteName(dead.name)}, as this entry is`,
    {
      location: dead.document.locateValue(dead.path),
      help: `${describeImages(shown)} Name the image as it is called where the entry stands, with its registry, or remove the entry.`,
    },
  );
}

/** UserError where the place is also the tag of an image that is not bumped: an entry for several by an expression. */
function refuseSharedPlace(
  place: TagPlace,
  images: readonly RenderedImage[],
  all: readonly RenderedImage[],
  context: TargetContext,
): void {
  if (place.kind === 'unknown' || context.image.tag === undefined) return;
  const other = all.find(
    (one) =>
      !images.includes(one) &&
      one.place.kind !== 'unknown' &&
      one.place.document === place.document &&
      one.place.path === place.path,
  );
  if (!other || context.isBumpedAlike(lastPart(other.repository))) return;
  throw new UserError(`this is also the tag of ${quoteName(other.repository)}`, {
    location: place.document.locateValue(place.path),
    help: 'Bump all services of that tag together, with the same tag, or give each image an entry of its own.',
  });
}

/** Two repositories that end in the service's name: only the request can tell which is meant. */
function refuseSeveral(images: readonly RenderedImage[], { image }: TargetContext): void {
  const [first] = images;
  const other = images.find(
    ({ repository }) => first && canonicalRepository(repository) !== canonicalRepository(first.repository),
  );
  if (!first || !other || image.tag === undefined) return;
  throw new UserError(
    `both ${quoteName(first.repository)} and ${quoteName(other.repository)} may be the image that is meant`,
    {
      ...(other.place.kind === 'unknown' ? {} : { location: other.place.document.locateValue(other.place.path) }),
      help: 'Give "repository" with the image, or set image-repository of the environment in rollcall.yaml.',
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
          location: document.locateValue([...path, 'newName']),
        },
        context,
      );
      return;
    }
    addText(application, source, { kind: 'text', document, path: [...path, 'newName'] }, context, search);
    return;
  }
  if (context.image.tag !== undefined) refuseTemplates(application, entry);
  const { targets, dropsDigest } = entryTargets(entry, context);
  const warnings = dropsDigest ? [droppedDigest(document, [...path, 'digest'], quoteName(entry.name))] : [];
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
  search.targets.push(...targets);
  search.warnings.push(...warnings);
}

function refuseTemplates(application: Application, { document, path }: ImageEntry): void {
  for (const key of ['newTag', 'digest']) {
    const at = [...path, key];
    refuseTemplate(application, scalarText(document, at), { document, path: at });
  }
}
