import type { Catalog } from '../catalog/catalog.ts';
import type { LoadedConfig } from '../catalog/config.ts';
import { addAll } from '../grouping.ts';
import { type DeployedImage, deployedImages } from '../image-matrix/deployed-images.ts';
import { targetSettingsOf } from '../image-targets/target-contexts.ts';
import { formatLocation } from '../location.ts';
import { listFew } from '../names.ts';
import type { Tree } from '../ports.ts';

/** What is put before the images that a release builds, as what deploys them says. */
export interface ImageRegistry {
  /** Null where nothing tells, or where it is the place that ghcr.io has for the repository. */
  registry: string | null;
  /** Whether what is deployed names the image of one of the services at all. */
  isTold: boolean;
  /** A sentence where nothing tells, or too much. */
  unknown: string | null;
}

/** Looks at the images of services in every environment. `ownName` is `owner/name` of the repository at GitHub. */
export async function imageRegistry(
  tree: Tree,
  catalog: Catalog,
  { config }: LoadedConfig,
  { services, ownName }: { services: readonly string[]; ownName: string | null },
): Promise<ImageRegistry> {
  const found: DeployedImage[] = [];
  for (const { name } of catalog.environments)
    addAll(found, (await deployedImages(tree, catalog, targetSettingsOf(config, name), services)).values());
  const byHost = new Map(found.flatMap((image) => (image.registry === null ? [] : [[image.registry, image]])));
  const isTold = found.length > 0;
  const [host, another] = byHost.keys();
  const assumed = ownName === null ? 'ghcr.io' : `ghcr.io/${ownName.toLowerCase()}`;
  if (host === undefined)
    return { registry: null, isTold, unknown: `No Application names a registry: images are pushed to ${assumed}.` };
  if (another !== undefined) {
    const places = [...byHost].map(([name, { location }]) => `${name} (${formatLocation(location)})`);
    return {
      registry: null,
      isTold,
      unknown: `Images are pulled from ${listFew(places)}: they are pushed to ${assumed} unless you correct "registry" in the workflow.`,
    };
  }
  const paths = found.filter((image) => image.registry === host).map(({ path }) => path.split('/').slice(0, -1));
  const whole = [host, ...sharedBeginning(paths)].join('/');
  return { registry: `${whole}/`.startsWith(`${assumed}/`) && ownName !== null ? null : whole, isTold, unknown: null };
}

function sharedBeginning(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  const end = first.findIndex((word, index) => others.some((other) => other[index] !== word));
  return first.slice(0, end === -1 ? first.length : end);
}
