import { sourceReaders } from '../argocd/source-readers.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { present } from '../present.ts';
import { valuesTree } from './manifests.ts';
import type { Manifests, TargetContext, WantedImage } from './target.ts';

/** What decides how images of an environment are written. */
export interface TargetSettings {
  environment: string;
  /** What an all-digit tag for a Helm parameter does, which Helm would take for a number. Default `refuse`. */
  numericTags?: 'refuse' | 'force-string';
  /** The key of the tag in the values of charts; `{service}` stands for the name. Default `image.tag`. */
  imageTagPath?: string;
}

/** What the configuration says of where the images of an environment are written. */
export function targetSettingsOf({ environments = {} }: Config, environment: string): TargetSettings {
  const imageTagPath = Object.hasOwn(environments, environment)
    ? environments[environment]?.['image-tag-path']
    : undefined;
  return { environment, ...present({ imageTagPath }) };
}

/** What a search for the targets of an image may look at, for any image of an environment. */
export function targetContexts(
  { environment, numericTags = 'refuse', imageTagPath = 'image.tag' }: TargetSettings,
  { applications, generated, environments, links }: Catalog,
  manifests: Manifests,
): (image: WantedImage) => TargetContext {
  const deployBranch = environments.find(({ name }) => name === environment)?.deployBranch ?? null;
  const values = valuesTree(manifests, links, deployBranch);
  const readers = sourceReaders([...applications, ...generated], values.paths);
  const context = { numericTags, manifests, values, readers, deployBranch, links };
  return (image) => ({ ...context, image, tagPath: imageTagPath.replaceAll('{service}', () => image.service) });
}
