import { readDefinitions } from '../builds/read-definitions.ts';
import type { Catalog, LeftOut, Service } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import { variantsOf } from '../changes/inputs/variants.ts';
import { formatLocation } from '../location.ts';
import { listFew, showPath } from '../names.ts';
import type { Tree } from '../ports.ts';
import { count } from '../printable.ts';
import { baseName } from '../tree/repository-paths.ts';

/** So many folders are asked about one by one. */
const mostAsked = 5;

/** What discovery could not know, each with what settles it. */
export async function doubtsOf(
  tree: Tree,
  { problems, leftOut, services }: Catalog,
  config: Config,
): Promise<string[]> {
  const asked = leftOut.slice(0, mostAsked);
  const others = leftOut.length - asked.length;
  return [
    ...problems
      .filter(({ severity }) => severity !== 'notice')
      .map(({ message, help, location }) =>
        [location ? `${formatLocation(location)}: ${message}.` : `${message}.`, help].filter(Boolean).join(' '),
      ),
    ...asked.map(
      ({ path, because, help }: LeftOut) => `Whether ${showPath(path || '.')} is a service: ${because}. ${help}`,
    ),
    ...(others > 0 ? [`Whether ${count(others, 'other folder')} are services: rollcall catalog has them.`] : []),
    ...(await untoldDockerfiles(tree, services, config)),
  ];
}

/** One sentence about the services of which nothing says which of several Dockerfiles is built. */
async function untoldDockerfiles(tree: Tree, services: readonly Service[], config: Config): Promise<string[]> {
  const several = services.filter(({ dockerfile, dockerfiles }) => dockerfile !== null && dockerfiles.length > 1);
  if (several.length === 0) return [];
  const definitions = await readDefinitions(
    tree,
    several.flatMap(({ dockerfiles }) => dockerfiles),
  );
  const untold = several.flatMap((service) => {
    const { name, dockerfile } = service;
    if (dockerfile === null) return [];
    const variants = variantsOf(service, dockerfile, config.services?.overrides?.[name], definitions);
    const others = variants.filter(({ builds }) => builds.length === 0).map(({ path }) => baseName(path));
    return others.length === 0 ? [] : [{ name, dockerfile, others }];
  });
  const [first] = untold;
  if (!first) return [];
  const names = listFew(untold.map(({ name }) => name));
  return [
    `Which Dockerfile ${names} ${untold.length === 1 ? 'is' : 'are'} built from: ${showPath(first.dockerfile)} is taken, and ${listFew(first.others)} ${first.others.length === 1 ? 'lies' : 'lie'} beside it. services: { overrides: { ${first.name}: { dockerfile: ${first.dockerfile} } } }`,
  ];
}
