import type { Tree } from '../ports.ts';
import type { Config } from './config-schema.ts';
import { modulesApart, servicesOfPlugins } from './image-plugins.ts';
import { type Discovered, discoverServices } from './services.ts';
import { nothingTold } from './told-services.ts';

/**
 * The services of a tree. Where its names leave something open, what builds and deploys the images is read, too; where
 * they do not, nothing is but the scripts of modules that may make images by a plugin. With `services.roots` these are
 * services as they are.
 */
export async function readServices(tree: Tree, config: Config): Promise<Discovered> {
  const entries = await tree.list();
  const byNames = discoverServices(entries, config);
  const modules = config.services?.roots === undefined ? modulesApart(entries, byNames.services) : [];
  if (byNames.open === null && modules.length === 0) return byNames;
  const plugins = modules.length > 0 ? await servicesOfPlugins(tree, modules) : [];
  if (byNames.open === null)
    return plugins.length === 0 ? byNames : discoverServices(entries, config, { ...nothingTold, services: plugins });
  const { tellServices } = await import('./tell-services.ts');
  const told = await tellServices(tree, config, byNames);
  return discoverServices(entries, config, { ...told, services: [...told.services, ...plugins] });
}
