import type { Tree } from '../ports.ts';
import { baseName, isInside } from '../tree/repository-paths.ts';
import type { Config } from './config-schema.ts';
import { type Discovered, discoverServices } from './services.ts';
import { nothingTold } from './told-services.ts';
import { servicesWithoutDockerfile } from './without-dockerfile.ts';

/**
 * The services of a tree. Where its names leave something open, what builds and deploys the images is read, too; where
 * they do not, nothing is but the files of what makes images without a Dockerfile. With `services.roots` the folders
 * that match are the services, whatever makes their images.
 */
export async function readServices(tree: Tree, config: Config): Promise<Discovered> {
  const entries = await tree.list();
  const byNames = discoverServices(entries, config);
  const made = await servicesWithoutDockerfile(tree, entries, byNames.services);
  if (byNames.open === null)
    return made.services.length + made.doubtful.length === 0
      ? byNames
      : discoverServices(entries, config, { ...nothingTold, ...made });
  const { tellServices } = await import('./tell-services.ts');
  const told = await tellServices(tree, config, byNames);
  // The program whose Dockerfile lies at the root, and that ko makes an image of as well, is one service.
  const apart = made.services.filter(
    ({ name, path }) => !told.services.some((one) => one.name === (name ?? baseName(path)) && isInside(path, one.path)),
  );
  return discoverServices(entries, config, { ...told, ...made, services: [...told.services, ...apart] });
}
