import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import type { ChartValues } from '../../../argocd/chart-values.ts';
import { chartValues, placeOfValue } from '../../../argocd/chart-values.ts';
import { optionsOf } from '../../../argocd/source-contents.ts';
import { sourceTool } from '../../../argocd/source-tool.ts';
import { winningValue } from '../../../argocd/winning-value.ts';
import type { ImageUse } from '../../../image-targets/image-uses.ts';
import { oddCharacter, unknownText } from '../../../image-targets/image-uses.ts';
import { kustomizedImages } from '../../../image-targets/kustomize-images.ts';
import { overridesOf } from '../../../image-targets/kustomize-overrides.ts';
import { documentsOf } from '../../../image-targets/raw-manifests.ts';
import { objectsOf, type RenderedImage } from '../../../image-targets/rendered-images.ts';
import { groupsOf } from '../../../image-targets/values-groups.ts';
import { type Location, placeIn } from '../../../location.ts';
import { tryUser } from '../../../user-error.ts';
import { listAt } from '../../../yaml/value.ts';
import { renderedDocuments } from '../../facts/kubernetes/rendered-documents.ts';
import type { RuleContext } from '../../rule/context.ts';
import { chartImagesOf, imageTree } from './image-tree.ts';

/** An image that an Application runs, and where that is said. */
export interface PulledImage {
  /** As it is written, without tag. */
  repository: string;
  location: Location;
}

/** The images that an Application runs; null where one of them is not known for sure. */
export function pulledImages(application: Application, context: RuleContext): readonly PulledImage[] | null {
  const found = application.sources.map((source) =>
    tryUser<readonly PulledImage[] | null>(
      () => imagesOfSource(application, source, context),
      () => null,
    ),
  );
  const all = found.flatMap((images) => images ?? []);
  const isKnown = ({ repository }: PulledImage): boolean =>
    !repository.includes(unknownText) && !repository.includes(oddCharacter) && /^[\w./:-]+$/.test(repository);
  return found.includes(null) || !all.every(isKnown) ? null : all;
}

function imagesOfSource(
  application: Application,
  source: ApplicationSource,
  context: RuleContext,
): readonly PulledImage[] | null {
  if (source.chart !== null) return ofValues(application, source, context);
  // A source with `ref` and no path only lends its value files.
  if (source.path === null) return [];
  if (!context.isOurs(source)) return null;
  const documents = renderedDocuments(application, source, context);
  if (documents) return documents.flatMap(objectsOf).flatMap(({ images }) => rendered(images));
  const tree = imageTree(context);
  switch (sourceTool(source, context.paths.files(source.path))) {
    case 'directory':
      return documentsOf(source, tree.manifests)
        .flatMap(objectsOf)
        .flatMap(({ images }) => rendered(images));
    case 'kustomize': {
      const components = listAt(optionsOf(application, source, 'kustomize'), 'components').map(String);
      const { images, unread } = kustomizedImages(source.path, overridesOf(application, source), components, tree);
      return unread.length > 0 || images.some(({ doubt }) => doubt !== null) ? null : rendered(images);
    }
    case 'helm':
      return ofChart(application, source, context);
    default:
      return null;
  }
}

function rendered(images: readonly RenderedImage[]): PulledImage[] {
  return images.flatMap(({ repository, place }): PulledImage[] => {
    if (place.kind === 'unknown') return [{ repository, location: place.location }];
    const { document, path } = place;
    if (place.kind !== 'entry') return [{ repository, location: document.locateValue(path) }];
    const named = document.node([...path, 'newName']) === undefined ? place.part : 'newName';
    return [{ repository, location: document.locate([...path, named]) }];
  });
}

/** What the templates of a chart write, where they tell all. */
function ofChart(application: Application, source: ApplicationSource, context: RuleContext): PulledImage[] | null {
  const images = chartImagesOf(application, source, context);
  if (images === null || !images.complete) return null;
  return images.uses.map((use) => ({ repository: use.repository, location: placeOfUse(use, images.values, context) }));
}

function placeOfUse(use: ImageUse, values: ChartValues, context: RuleContext): Location {
  const key = use.repositoryKeys.at(-1) ?? (use.tag.kind === 'whole' ? use.tag.key : undefined);
  const found = key && winningValue(values, [...key]);
  if (found?.state === 'set') return placeOfValue(found.layer, found.path);
  return placeIn({ path: use.path, text: context.text(use.path) ?? '' }, use.start);
}

/** What the values of a chart of elsewhere say. */
function ofValues(application: Application, source: ApplicationSource, context: RuleContext): PulledImage[] {
  const values = chartValues(application, source, context);
  return groupsOf(values).flatMap(({ repository, key }): PulledImage[] => {
    const found = winningValue(values, [...key]);
    return found.state === 'set' ? [{ repository, location: placeOfValue(found.layer, found.path) }] : [];
  });
}
