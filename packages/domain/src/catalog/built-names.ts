import type { BuiltName } from '../image-targets/target.ts';
import { compareText } from '../location.ts';
import type { Tree } from '../ports.ts';
import type { Config } from './config-schema.ts';
import { makersOfImages } from './image-ties.ts';
import { readServices } from './read-services.ts';

/** A tree of sources with its configuration. */
export interface Sources {
  tree: Tree;
  config: Config;
}

/**
 * What builds call the images of services where that is not their own name, by service: of the sources of one
 * repository or of several. A service that two of them have is the one of the first.
 */
export async function builtNames(sources: readonly Sources[]): Promise<Map<string, BuiltName[]>> {
  const makers = new Map<string, Set<string>>();
  const seen = new Set<string>();
  for (const { tree, config } of sources) {
    const { services } = await readServices(tree, config);
    const own = services.filter(({ name }) => !seen.has(name));
    for (const { name } of own) seen.add(name);
    for (const [image, names] of await makersOfImages(own, services, tree)) {
      const known = makers.get(image) ?? new Set();
      makers.set(image, known);
      for (const name of names) known.add(name);
    }
  }
  const found = new Map<string, BuiltName[]>();
  for (const [image, services] of makers) {
    // What is a service's own name is nobody else's.
    if (seen.has(image)) continue;
    const all = [...services].sort(compareText);
    for (const service of all) {
      const others = all.filter((name) => name !== service);
      found.set(service, [...(found.get(service) ?? []), { image, others }]);
    }
  }
  return found;
}
