import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { optionsOf } from '../../../argocd/source-contents.ts';
import { sourceTool } from '../../../argocd/source-tool.ts';
import { kustomizedImages } from '../../../image-targets/kustomize-images.ts';
import { overridesOf } from '../../../image-targets/kustomize-overrides.ts';
import { documentsOf } from '../../../image-targets/raw-manifests.ts';
import { objectsOf, type RenderedImage } from '../../../image-targets/rendered-images.ts';
import { isMutableTag } from '../../../images/tag.ts';
import type { Location } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import { tryUser } from '../../../user-error.ts';
import { listAt } from '../../../yaml/value.ts';
import type { YamlDocument, YamlPath } from '../../../yaml/yaml-document.ts';
import { overriddenApplications } from '../../facts/argocd/overridden-applications.ts';
import { objectsOfKind } from '../../facts/kubernetes/objects.ts';
import type { RuleContext } from '../../rule/context.ts';
import { imageTree } from './image-tree.ts';
import { aboutOf, type MutableUse } from './mutable-tags.ts';

/** Images of the manifests that Applications deploy, with the tags that they have after all kustomizations. */
export function mutableTagsInManifests(context: RuleContext): MutableUse[] {
  const streams = new Set(objectsOfKind('ImageStream', context).map(({ name }) => name));
  return overriddenApplications(context).flatMap((application) =>
    application.sources.flatMap((source) => {
      if (source.path === null || !context.isOurs(source) || context.paths.at(source.path) !== 'folder') return [];
      // What kustomize and Argo CD refuse runs nowhere.
      const found = tryUser<readonly FoundTag[]>(
        () => tagsOf(application, source, context),
        () => [],
      );
      // What is called like an ImageStream of OpenShift is one of its tags, and the stream says in Git what that is.
      const images = found.filter(({ image }) => !streams.has(image));
      return images.map(({ location, tag, image }) => ({
        ...aboutOf(application),
        location,
        tag,
        image,
        overridden: null,
      }));
    }),
  );
}

interface FoundTag {
  location: Location;
  tag: string;
  image: string;
}

function tagsOf(application: Application, source: ApplicationSource, context: RuleContext): FoundTag[] {
  const folder = source.path ?? '';
  switch (sourceTool(source, context.paths.files(folder))) {
    case 'directory':
      return mutableIn(documentsOf(source, imageTree(context).manifests));
    case 'kustomize':
      return kustomizedTags(folder, application, source, context);
    default:
      return [];
  }
}

function kustomizedTags(
  folder: string,
  application: Application,
  source: ApplicationSource,
  context: RuleContext,
): FoundTag[] {
  const components = listAt(optionsOf(application, source, 'kustomize'), 'components').map(String);
  const overrides = overridesOf(application, source);
  const { images, entries, unread } = kustomizedImages(folder, overrides, components, imageTree(context));
  // An entry for an image that nothing here has is for one of what is not read, if it is for any.
  const forOthers = entries.flatMap(({ entry, about }): FoundTag[] => {
    const { document, path, kind, name, newTag, digest } = entry;
    if (about > 0 || unread.length === 0 || newTag === '' || digest !== '' || !isMutableTag(newTag)) return [];
    const location = kind === 'entry' ? document.locate([...path, 'newTag']) : document.locateValue(path);
    return [{ location, tag: newTag, image: name }];
  });
  return [...mutable(images), ...forOthers];
}

const mutableIn = memoize((documents: readonly YamlDocument[]) =>
  documents.flatMap(objectsOf).flatMap(({ images }) => mutable(images)),
);

const mutable = memoize((images: readonly RenderedImage[]) =>
  images.flatMap((image): FoundTag[] => {
    const { repository, tag, digest, path, doubt } = image;
    if (!isOfContainer(path) || digest !== '' || doubt !== null || (tag !== '' && !isMutableTag(tag))) return [];
    const location = placeOf(image);
    return location && isImageText(repository) ? [{ location, tag, image: repository }] : [];
  }),
);

/** Whether a path leads to the image of a container: what another kind of object has at `image` may have its tag elsewhere. */
export function isOfContainer(path: YamlPath): boolean {
  return path.at(-1) === 'image' && /^(?:containers|initContainers|ephemeralContainers)$/.test(String(path.at(-3)));
}

/** What holds an action of a template or a variable is no image before something fills it in. */
function isImageText(repository: string): boolean {
  return /^[\w./:-]+$/.test(repository);
}

function placeOf({ place }: RenderedImage): Location | undefined {
  switch (place.kind) {
    case 'text':
      return place.document.locate(place.path);
    case 'entry':
      return place.document.locate([...place.path, place.part]);
    case 'override':
      return place.document.locateValue(place.path);
    default:
      return undefined;
  }
}
