import type { Application, ApplicationSource } from '../argocd/application.ts';
import { directoryFilter, isJsonnet, isSkipped } from '../argocd/source-contents.ts';
import { isHere, isWritten, revisionOf } from '../argocd/source-place.ts';
import { addAll, groupInto } from '../grouping.ts';
import { joinImageText, splitImageText } from '../images/image-reference.ts';
import { formatLocation, placeIn } from '../location.ts';
import { memoize } from '../memo.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import { normaliseRepositoryPath } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import { field, plainValue, walkValue } from '../yaml/value.ts';
import { parseYamlFile, type YamlDocument, type YamlPath } from '../yaml/yaml-document.ts';
import { canonicalRepository, howToTell, indexImages, matchImages } from './image-identity.ts';
import { imageTextTargets } from './image-text-targets.ts';
import { refuseOtherReaders } from './other-readers.ts';
import { objectsOf } from './rendered-images.ts';
import type { Manifests, TargetContext, TargetSearch } from './target.ts';

/** A text of a manifest that is an image. */
interface ImagePlace {
  document: YamlDocument;
  path: YamlPath;
  repository: string;
  tag: string;
  digest: string;
}

type Search = TargetSearch & { warnings: string[] };

/**
 * The images of the manifests that a source takes from a folder, of objects of any kind: all with the service's
 * repository, and any other text that is the same image, such as the value of a variable.
 */
export function rawManifestTargets(
  application: Application,
  source: ApplicationSource,
  context: TargetContext,
): TargetSearch {
  const search: Search = {
    targets: [],
    searched: { document: application.document, path: source.at },
    instead: '',
    warnings: [],
  };
  if (!isHere(source) || !isWritten(revisionOf(source), context.deployBranch)) return search;
  const documents = documentsOf(source, context.manifests);
  search.instead = describeImages(source, documents);
  const matched = matchImages(indexOf(documents), context);
  refuseSeveral(matched, context);
  refuseJsonnet(application, source, matched, context);
  search.repositories = matched.map(({ repository }) => repository);
  for (const place of matched) addPlace(application, source, place, context, search);
  if (matched.length > 0) addOthers(application, source, { documents, matched }, context, search);
  return search;
}

/**
 * The objects of all manifests that a source takes: read once, however many services are looked for in them, and however
 * many Applications take the same.
 */
export function documentsOf(source: ApplicationSource, manifests: Manifests): readonly YamlDocument[] {
  return documentsOfFiles(manifests)(filesOf(source, manifests));
}

const documentsOfFiles = memoize((manifests: Manifests) =>
  memoize((files: readonly string[]): readonly YamlDocument[] =>
    files.filter((path) => !isJsonnet(path)).flatMap((path) => manifestDocuments(path, manifests)),
  ),
);

/** The files that a source takes, of any kind: found once for a folder and what is taken of it, as what they say. */
function filesOf(source: ApplicationSource, manifests: Manifests): readonly string[] {
  const { path, directory } = source;
  const known = filesOfFolders(manifests);
  const key = JSON.stringify([path, directory]);
  const before = known.get(key);
  if (before) return before;
  const files = manifests
    .below(path ?? '')
    .filter(directoryFilter(source))
    .filter((file) => !isSkipped(manifests.text(file)));
  known.set(key, files);
  return files;
}

const filesOfFolders = memoize((_manifests: Manifests) => new Map<string, readonly string[]>());

const programsOf = memoize((files: readonly string[]) => files.filter(isJsonnet));

/**
 * The objects of a file; none of one that is no YAML and does not look like a manifest either. Argo CD 3.6.1
 * (`getObjsFromYAMLOrJSON` of reposerver/repository) leaves that out, and stops at any other that it cannot read, and at all such JSON.
 */
function manifestDocuments(path: string, manifests: Manifests): readonly YamlDocument[] {
  const text = manifests.text(path) ?? '';
  const { documents, errors } = parseYamlFile(path, text);
  const [error] = errors;
  if (!error) return documents;
  const isManifest = ['apiVersion:', 'kind:', 'metadata:'].every((word) => text.includes(word));
  if (isManifest || path.endsWith('.json') || documents.some((one) => field(one.value(), 'kind') !== undefined))
    throw error;
  return [];
}

/** UserError where a program may make manifests of the image as well, or of nothing but it. */
function refuseJsonnet(
  application: Application,
  source: ApplicationSource,
  matched: readonly ImagePlace[],
  { manifests, image, repository }: TargetContext,
): void {
  if (image.tag === undefined) return;
  const names = matched.length > 0 ? matched.map((one) => one.repository) : [repository ?? `/${image.service}`];
  for (const path of programsOf(filesOf(source, manifests))) {
    const text = manifests.text(path) ?? '';
    const at = names.map((name) => text.indexOf(name)).find((offset) => offset !== -1);
    if (at === undefined) continue;
    throw new UserError(
      `what jsonnet makes is not known here, and ${showPath(path)} of Application ${quoteName(application.name)} names the image of ${quoteName(image.service)}`,
      {
        location: placeIn({ path, text }, at),
        help: 'Write the image in a manifest, or let the jsonnet import its tag from a file that you bump yourself.',
      },
    );
  }
}

/** The images that the objects of a document run. */
export const imagesOf = memoize((document: YamlDocument): ImagePlace[] =>
  objectsOf(document)
    .filter(({ kind }) => kind !== '')
    .flatMap(({ images }) =>
      images.flatMap(({ place, repository, tag, digest }) =>
        place.kind === 'text' ? [{ document, path: place.path, repository, tag, digest }] : [],
      ),
    ),
);

const allImages = memoize((documents: readonly YamlDocument[]) => documents.flatMap(imagesOf));

const indexOf = memoize((documents: readonly YamlDocument[]) =>
  indexImages(allImages(documents), ({ repository }) => [repository]),
);

function addPlace(
  application: Application,
  source: ApplicationSource,
  { document, path, repository, tag, digest }: ImagePlace,
  context: TargetContext,
  search: Search,
): void {
  const { targets, warnings } = imageTextTargets(application, context, {
    document,
    path,
    prefix: '',
    image: { repository, tag, digest },
    name: `the image at ${formatLocation(document.locateValue(path))}`,
    text: formatYamlPath(path),
    digestReplacesTag: false,
  });
  const written = targets.find(({ changes }) => changes.length > 0);
  if (written) refuseOtherReaders(application, written, revisionOf(source), context);
  addAll(search.targets, targets);
  addAll(search.warnings, warnings);
}

/** The images that a source deploys, each once with a place of it, for a message. */
function describeImages({ path }: ApplicationSource, documents: readonly YamlDocument[]): string {
  if (normaliseRepositoryPath(path ?? '') === null) return '';
  const shown = shownImages(documents);
  if (shown.length === 0) return `No manifest that it reads in ${showPath(path || '.')} names an image.`;
  return `The images of its manifests are ${listFew(shown)}.`;
}

const shownImages = memoize((documents: readonly YamlDocument[]) => {
  const byRepository = new Map(allImages(documents).map((image) => [image.repository, image]));
  return [...byRepository.values()].map(
    (image) => `${quoteName(image.repository)} (${formatLocation(image.document.locateValue(image.path))})`,
  );
});

/** Other texts that are the image: those with the tag that it has are written, any other is named. */
function addOthers(
  application: Application,
  source: ApplicationSource,
  { documents, matched }: { documents: readonly YamlDocument[]; matched: readonly ImagePlace[] },
  context: TargetContext,
  search: Search,
): void {
  const known = new Set(matched.map(keyOf));
  const tags = new Set(matched.map(({ tag, digest }) => `${tag}@${digest}`));
  const repositories = new Set(matched.map(({ repository }) => repository));
  const texts = textsOf(documents);
  for (const place of [...repositories].flatMap((repository) => texts.get(repository) ?? [])) {
    if (known.has(keyOf(place))) continue;
    if (tags.has(`${place.tag}@${place.digest}`)) addPlace(application, source, place, context, search);
    else
      search.warnings.push(
        `${formatLocation(place.document.locateValue(place.path))}: ${quoteName(joinImageText(place))} stays as it is: it is not the tag that runs`,
      );
  }
}

/** The texts of objects that may be an image with a tag, wherever they stand, by repository: gone through once. */
const textsOf = memoize((documents: readonly YamlDocument[]): ReadonlyMap<string, readonly ImagePlace[]> => {
  const texts = new Map<string, ImagePlace[]>();
  for (const document of documents) {
    const value = plainValue(document);
    if (field(value, 'kind') === undefined) continue;
    for (const inside of walkValue(value)) {
      if (typeof inside.value !== 'string' || !/^[^\s:@]+(?::\d+\/[^\s:@]+)?[:@]\S+$/.test(inside.value)) continue;
      const image = splitImageText(inside.value);
      groupInto(texts, image.repository, { document, path: inside.path, ...image });
    }
  }
  return texts;
});

function keyOf({ document, path }: ImagePlace): string {
  // An alias stands where its anchor does.
  return formatLocation(document.locateValue(path));
}

/** Two repositories that end in the service's name: only the request can tell which is meant. */
function refuseSeveral(matched: readonly ImagePlace[], context: TargetContext): void {
  const [first] = matched;
  const other = matched.find(
    ({ repository }) => first && canonicalRepository(repository) !== canonicalRepository(first.repository),
  );
  if (!first || !other || context.image.tag === undefined) return;
  throw new UserError(
    `both ${quoteName(first.repository)} and ${quoteName(other.repository)} may be the image that is meant`,
    {
      location: other.document.locateValue(other.path),
      help: howToTell(context),
    },
  );
}
