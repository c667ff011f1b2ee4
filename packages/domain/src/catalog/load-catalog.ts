import { compareText } from '../location.ts';
import type { Tree } from '../ports.ts';
import { assignEnvironments } from './application-environment.ts';
import { assignCharts, assignServices } from './application-service.ts';
import { readApplications, selectJsonManifests, selectManifests } from './applications.ts';
import type { Catalog } from './catalog.ts';
import { chartFolders, readCharts } from './charts.ts';
import type { Config } from './config-schema.ts';
import { findEnvironments } from './environments.ts';
import { findLeftovers } from './leftovers.ts';
import { joinPath } from './repository-paths.ts';
import { normaliseRepositoryUrl } from './repository-url.ts';
import { discoverServices } from './services.ts';

/**
 * Discovers the Catalog of a tree: one listing, one batch of reading (a second, small one where JSON may hold
 * Applications). `repositoryUrl` is this repository's address; without it no source is known to be ours. UserError
 * where two folders claim one service name; everything else that cannot be known is among `problems`.
 */
export async function loadCatalog(
  tree: Tree,
  config: Config,
  options: { repositoryUrl: string | null },
): Promise<Catalog> {
  const entries = await tree.list();
  const files = entries.flatMap(({ path, mode }) => (mode === 'file' || mode === 'executable' ? [path] : []));
  const folders = chartFolders(files);
  const wanted = new Set([
    ...selectManifests(files, folders),
    ...folders.map((folder) => joinPath(folder, 'Chart.yaml')),
  ]);
  const contents = await tree.read([...wanted]);
  const here = options.repositoryUrl === null ? null : normaliseRepositoryUrl(options.repositoryUrl);
  const ours = (url: string): boolean | null => {
    const there = normaliseRepositoryUrl(url);
    return here === null || there === null ? null : here === there;
  };

  const { services, problems } = discoverServices(entries, config);
  const { charts, problems: chartProblems } = readCharts(folders, contents);
  const yaml = readApplications(contents, ours);
  const json = readApplications(await tree.read(selectJsonManifests(files, yaml.applications)), ours);
  const applications = [...yaml.applications, ...json.applications].sort((a, b) => compareText(a.file, b.file));
  problems.push(...chartProblems, ...yaml.problems, ...json.problems);

  assignCharts(services, charts, applications);
  assignEnvironments(applications, config, new Set([...services, ...charts].map(({ name }) => name)));
  assignServices(applications, services, charts);
  const leftovers = findLeftovers(services, charts, applications, config, contents);
  if (leftovers.length > 0) {
    services.push(...leftovers);
    services.sort((a, b) => compareText(a.name, b.name));
    assignCharts(services, charts, applications);
    assignServices(applications, services, charts);
  }
  const { environments, problems: environmentProblems } = findEnvironments(applications, config);
  problems.push(...environmentProblems);
  return { services, charts, applications, environments, problems };
}
