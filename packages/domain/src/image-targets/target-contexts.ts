import { sourceReaders } from '../argocd/source-readers.ts';
import { present } from '../present.ts';
import { fileReaders } from './file-readers.ts';
import type { ImageRequest } from './image-request.ts';
import { valuesTree } from './manifests.ts';
import type { BuiltName, Deployment, Manifests, TargetContext, WantedImage } from './target.ts';

/** What decides how images of an environment are written. */
export interface TargetSettings {
  environment: string;
  /** What an all-digit tag for a Helm parameter does, which Helm would take for a number. Default `refuse`. */
  numericTags?: 'refuse' | 'force-string';
  /** The key of the tag in the values of charts; `{service}` stands for the name. Default `image.tag`. */
  imageTagPath?: string;
  /** The image repository of the services; `{service}` stands for the name. Without it they are known by their names. */
  imageRepository?: string;
  /** What builds call the images of services, by service, where that was asked of their sources. */
  builtAs?: ReadonlyMap<string, readonly BuiltName[]>;
  /** All that is asked for together. */
  images?: readonly ImageRequest[];
}

/** What a configuration may say of where the images of its environments are written. */
interface ImageConfig {
  environments?: Record<string, { 'image-tag-path'?: string; 'image-repository'?: string }> | undefined;
}

/** What the configuration says of where the images of an environment are written. */
export function targetSettingsOf({ environments = {} }: ImageConfig, environment: string): TargetSettings {
  const settings = Object.hasOwn(environments, environment) ? environments[environment] : undefined;
  const [imageTagPath, imageRepository] = [settings?.['image-tag-path'], settings?.['image-repository']];
  return { environment, ...present({ imageTagPath, imageRepository }) };
}

/** What a search for the targets of an image may look at, for any image of an environment. */
export function targetContexts(
  { environment, numericTags = 'refuse', imageTagPath: given, imageRepository, builtAs, images = [] }: TargetSettings,
  deployment: Deployment,
  manifests: Manifests,
  isRead: TargetContext['isRead'] = () => true,
): (image: WantedImage) => TargetContext {
  const imageTagPath = given ?? 'image.tag';
  const { applications, generated, environments, links, services } = deployment;
  const deployBranch = environments.find(({ name }) => name === environment)?.deployBranch ?? null;
  const values = valuesTree(manifests, links, deployBranch);
  const readers = sourceReaders([...applications, ...generated], values.paths);
  const reachedBy = fileReaders(deployment, manifests, readers);
  const charted = generated.filter((one) => one.charted !== undefined);
  const context = { charted, numericTags, manifests, values, readers, reachedBy, isRead, deployBranch, links };
  const names = new Set(services.map(({ name }) => name));
  return (image) => {
    const named = (template: string): string => template.replaceAll('{service}', () => image.service);
    return {
      ...context,
      image,
      tagPath: named(imageTagPath),
      isTagPathGiven: given !== undefined,
      ownTagPath: imageTagPath.includes('{service}'),
      repository: imageRepository === undefined ? null : repositoryOf(named(imageRepository)),
      builtAs: builtAs?.get(image.service) ?? [],
      isBumpedAlike: (service) =>
        images.some((other) => other.service === service && other.tag === image.tag && other.digest === image.digest),
      isElsewhere: names.size > 0 && !names.has(image.service),
      isOtherService: (name) => name !== image.service && names.has(name),
    };
  };
}

/** A configured repository that says more than the service's name is one that nobody here can compare. */
function repositoryOf(text: string): string | null {
  return text.includes('{') ? null : text;
}
