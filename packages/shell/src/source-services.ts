import { builtNames } from '@rollcall/domain/catalog/built-names';
import { readConfig } from '@rollcall/domain/catalog/config';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { loadCatalog } from '@rollcall/domain/catalog/load-catalog';
import type { Tree } from '@rollcall/domain/ports';
import type { DeploymentPlace, DeployRepository, SourceRepository } from './deployment-place.ts';

/** The services whose sources are in another repository than the manifests: those of the place, and of all others. */
export async function servicesOfSources(
  { tree, url }: Pick<DeploymentPlace, 'tree' | 'url'>,
  config: Config,
  { isSeparate }: Pick<DeployRepository, 'isSeparate'>,
  others: readonly Pick<SourceRepository, 'tree'>[],
): Promise<string[]> {
  const names = new Set(isSeparate ? await servicesOf(tree, config, url) : []);
  for (const other of others) {
    const files = await other.tree();
    for (const name of await servicesOf(files, (await readConfig(files)).config, null)) names.add(name);
  }
  return [...names];
}

/** What builds call the images of services, by the sources of the place and all others. */
export async function namesOfBuilds(
  { tree }: Pick<DeploymentPlace, 'tree'>,
  config: Config,
  others: readonly Pick<SourceRepository, 'tree'>[],
): ReturnType<typeof builtNames> {
  const read = others.map(async (other) => {
    const files = await other.tree();
    return { tree: files, config: (await readConfig(files)).config };
  });
  return builtNames([{ tree, config }, ...(await Promise.all(read))]);
}

/** The services whose sources are in a tree, by name. */
async function servicesOf(tree: Tree, config: Config, repositoryUrl: string | null): Promise<string[]> {
  const { services } = await loadCatalog(tree, config, { repositoryUrl });
  return services.flatMap(({ name, path }) => (path === null ? [] : [name]));
}
