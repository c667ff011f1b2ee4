import { readConfig } from '../catalog/config.ts';
import { loadCatalog } from '../catalog/load-catalog.ts';
import { selectNames } from '../catalog/select-services.ts';
import { discoverServices } from '../catalog/services.ts';
import { deriveInputs } from '../changes/inputs/inputs.ts';
import type { Tree } from '../ports.ts';
import type { Problem } from '../problem.ts';
import { buildMatrix, type ImageMatrix, type MatrixRequest } from './matrix.ts';

interface ImageMatrixRequest extends Omit<MatrixRequest, 'config' | 'contexts' | 'environments' | 'services'> {
  /** Path of the configuration; found by itself without it. */
  config: string | undefined;
  /** Names, or `['all']`. */
  services: readonly string[];
  tree: Tree;
}

/** The matrix of services of a tree, and what discovery could not know about them. */
export async function imageMatrix(request: ImageMatrixRequest): Promise<{ built: ImageMatrix; problems: Problem[] }> {
  const { tree, environment } = request;
  const config = await readConfig(tree, request.config);
  const { services: all } = discoverServices(await tree.list(), config.config);
  const names = new Set(
    selectNames(
      request.services,
      all.map(({ name }) => name),
      'named in "services"',
    ),
  );
  const selected = all.filter(({ name }) => names.has(name));
  const { inputs, problems } = await deriveInputs(tree, selected, config.config);
  const dockerfiles = new Map(inputs.map(({ service, dockerfile }) => [service, dockerfile]));
  const services = selected.map((service) => ({
    ...service,
    dockerfile: dockerfiles.get(service.name) ?? service.dockerfile,
  }));
  const contexts = new Map(inputs.flatMap(({ service, context }) => (context === null ? [] : [[service, context]])));
  const environments = environment === null ? [] : await environmentNames(request, config.config, environment);
  return { built: buildMatrix({ ...request, config, services, contexts, environments }), problems };
}

/** The Catalog is read only where the configuration does not name the environment. */
async function environmentNames(
  { tree, facts }: ImageMatrixRequest,
  config: Parameters<typeof loadCatalog>[1],
  environment: string,
): Promise<string[]> {
  const configured = Object.keys(config.environments ?? {});
  if (configured.includes(environment)) return configured;
  const { environments } = await loadCatalog(tree, config, { repositoryUrl: facts.repositoryUrl });
  return environments.map(({ name }) => name);
}
