import type { Application, ApplicationSource } from '../argocd/application.ts';
import { directoryFilter, isSkipped } from '../argocd/source-contents.ts';
import { isHere, isWritten, revisionOf } from '../argocd/source-place.ts';
import { groupInto } from '../grouping.ts';
import { joinImageText, splitImageText } from '../images/image-reference.ts';
import { formatLocation } from '../location.ts';
import { memoize } from '../memo.ts';
import { listFew, quoteName } from '../names.ts';
import { UserError } from '../user-error.ts';
import { formatYamlPath } from '../yaml/replace-scalar.ts';
import { field, plainValue, walkValue } from '../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../yaml/yaml-document.ts';
import { refuseOtherReaders } from './file-readers.ts';
import { canonicalRepository, matchImages } from './image-identity.ts';
import { imageTextTargets } from './image-text-targets.ts';
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
  const images = documents.flatMap(imagesOf);
  const repositories = new Set(images.map(({ repository }) => repository));
  if (repositories.size > 0)
    search.instead = `The images of its manifests are ${listFew([...repositories].map(quoteName))}.`;
  const matched = matchImages(images, ({ repository }) => [repository], context);
  refuseSeveral(matched, context);
  search.repositories = matched.map(({ repository }) => repository);
  for (const place of matched) addPlace(application, source, place, context, search);
  if (matched.length > 0) addOthers(application, source, { documents, matched }, context, search);
  return search;
}

const documentsOfSources = memoize((_manifests: Manifests) => new Map<ApplicationSource, YamlDocument[]>());

/** The objects of all manifests that a source takes: read once, however many services are looked for in them. */
function documentsOf(source: ApplicationSource, manifests: Manifests): YamlDocument[] {
  const bySource = documentsOfSources(manifests);
  const documents =
    bySource.get(source) ??
    manifests
      .below(source.path ?? '')
      .filter(directoryFilter(source))
      .filter((path) => !isSkipped(manifests.text(path)))
      .flatMap((path) => manifests.parse(path)?.documents ?? []);
  bySource.set(source, documents);
  return documents;
}

const imagesOf = memoize((document: YamlDocument): ImagePlace[] =>
  objectsOf(document)
    .filter(({ kind }) => kind !== '')
    .flatMap(({ images }) =>
      images.flatMap(({ place, repository, tag, digest }) =>
        place.kind === 'text' ? [{ document, path: place.path, repository, tag, digest }] : [],
      ),
    ),
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
  search.targets.push(...targets);
  search.warnings.push(...warnings);
}

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
function refuseSeveral(matched: readonly ImagePlace[], { image }: TargetContext): void {
  const [first] = matched;
  const other = matched.find(
    ({ repository }) => first && canonicalRepository(repository) !== canonicalRepository(first.repository),
  );
  if (!first || !other || image.tag === undefined) return;
  throw new UserError(
    `both ${quoteName(first.repository)} and ${quoteName(other.repository)} may be the image that is meant`,
    {
      location: other.document.locateValue(other.path),
      help: 'Give "repository" with the image, or set image-repository of the environment in rollcall.yaml.',
    },
  );
}
