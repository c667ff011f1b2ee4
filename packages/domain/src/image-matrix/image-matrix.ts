import type { Catalog, Service } from '../catalog/catalog.ts';
import { readConfig } from '../catalog/config.ts';
import type { Config } from '../catalog/config-schema.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { readServices } from '../catalog/read-services.ts';
import { selectNames } from '../catalog/select-services.ts';
import { deriveInputs, type ServiceInputs } from '../changes/inputs/inputs.ts';
import { targetSettingsOf } from '../image-targets/target-contexts.ts';
import type { Tree } from '../ports.ts';
import type { Problem } from '../problem.ts';
import type { DeployedImage } from './deployed-images.ts';
import { imageUnits } from './image-units.ts';
import { buildMatrix, type ImageMatrix, type MatrixRequest } from './matrix.ts';

interface ImageMatrixRequest extends Omit<MatrixRequest, 'config' | 'units' | 'environments' | 'deployed'> {
  /** Path of the configuration; found by itself without it. */
  config: string | undefined;
  /** Names, or `['all']`. */
  services: readonly string[];
  tree: Tree;
}

/** The matrix of services of a tree, and what discovery could not know about them. */
export async function imageMatrix(request: ImageMatrixRequest): Promise<{ built: ImageMatrix; problems: Problem[] }> {
  const { tree } = request;
  const config = await readConfig(tree, request.config);
  const { services: all } = await readServices(tree, config.config);
  const known = all.map(({ name }) => name);
  const names = new Set(selectNames(request.services, known, 'named in "services"'));
  const services = all.filter(({ name }) => names.has(name));
  const derived = await deriveInputs(tree, services, config.config);
  const inputs = await withBases(derived.inputs, { services, all, config: config.config, tree });
  const made = imageUnits({ services, inputs, config: config.config });
  const wanted = made.units.flatMap(({ service, name }) => (service === null ? [] : [service, name]));
  const deployment = await readDeployment(request, config.config, [...new Set(wanted)]);
  const built = buildMatrix({ ...request, ...deployment, config, units: made.units });
  return { built, problems: [...derived.problems, ...made.problems] };
}

/** What services are made of, with those that they stand on: read only where one stands on something that is built here. */
async function withBases(
  inputs: readonly ServiceInputs[],
  {
    services,
    all,
    config,
    tree,
  }: { services: readonly Service[]; all: readonly Service[]; config: Config; tree: Tree },
): Promise<readonly ServiceInputs[]> {
  const isBased = inputs.some(({ bases }) => [...bases.values()].flat().some(({ builds }) => builds.length > 0));
  return isBased && services.length < all.length ? (await deriveInputs(tree, all, config)).inputs : inputs;
}

/** The environments that there are, and the images that services run in the wanted one. */
async function readDeployment(
  { tree, facts, environment }: ImageMatrixRequest,
  config: Config,
  names: readonly string[],
): Promise<{ environments: string[]; deployed: ReadonlyMap<string, DeployedImage> }> {
  if (environment === null) return { environments: [], deployed: new Map() };
  const configured = Object.keys(config.environments ?? {});
  const catalog = await loadCatalog(tree, config, { repositoryUrl: facts.repositoryUrl });
  const { deployedImages } = await import('./deployed-images.ts');
  const neighbours = servicesIn(catalog, environment);
  const deployed = await deployedImages(tree, catalog, targetSettingsOf(config, environment), [
    ...new Set([...names, ...neighbours]),
  ]);
  return { environments: [...configured, ...catalog.environments.map(({ name }) => name)], deployed };
}

/** The services that something deploys to an environment. */
function servicesIn({ applications, generated }: Catalog, environment: string): string[] {
  return [...applications, ...generated].flatMap((one) =>
    one.environment === environment && one.service !== null ? [one.service] : [],
  );
}
