import { readApplicationSets, setProblems } from '../argocd/application-sets.ts';
import { kustomizedFiles, readApplications, selectJsonManifests, selectManifests } from '../argocd/applications.ts';
import { assignOwnSources } from '../argocd/own-sources.ts';
import { compareText } from '../location.ts';
import type { Tree } from '../ports.ts';
import { joinPath } from '../tree/repository-paths.ts';
import { assignEnvironments } from './application-environment.ts';
import { assignCharts, assignServices } from './application-service.ts';
import type { Catalog } from './catalog.ts';
import { chartFolders, readCharts } from './charts.ts';
import type { Config } from './config-schema.ts';
import { findEnvironments } from './environments.ts';
import { assignGeneratedEnvironments } from './generated-environments.ts';
import { findLeftovers } from './leftovers.ts';
import { discoverServices } from './services.ts';

/**
 * Discovers the Catalog of a tree: one listing, one batch of reading (a second, small one where JSON may hold
 * Applications). `repositoryUrl` is this repository's address, to tell its own sources by. UserError
 * where two folders claim one service name; everything else that cannot be known is among `problems`.
 */
export async function loadCatalog(
  tree: Tree,
  config: Config,
  options: { repositoryUrl: string | null },
): Promise<Catalog> {
  const entries = await tree.list();
  const files = entries.flatMap(({ path, mode }) => (mode === 'file' || mode === 'executable' ? [path] : []));
  const links = new Map(
    entries.flatMap(({ path, mode }) => (mode === 'symlink' || mode === 'submodule' ? [[path, mode] as const] : [])),
  );
  const folders = chartFolders(files);
  const wanted = new Set([
    ...selectManifests(files, folders),
    ...folders.map((folder) => joinPath(folder, 'Chart.yaml')),
  ]);
  const contents = await tree.read([...wanted]);
  const { services, problems } = discoverServices(entries, config);
  const { charts, problems: chartProblems } = readCharts(folders, contents);
  const isKustomized = kustomizedFiles(files);
  const yaml = readApplications(contents, isKustomized);
  assignOwnSources(yaml.applications, options.repositoryUrl, files);
  const json = readApplications(await tree.read(selectJsonManifests(files, yaml.applications)), isKustomized);
  const applications = [...yaml.applications, ...json.applications].sort((a, b) => compareText(a.file, b.file));
  const generated = readApplicationSets([...yaml.applicationSets, ...json.applicationSets]);
  assignOwnSources([...applications, ...generated], options.repositoryUrl, files);
  problems.push(...chartProblems, ...yaml.problems, ...json.problems, ...setProblems(generated));

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
  assignGeneratedEnvironments(
    generated,
    applications,
    config,
    new Set([...services, ...charts].map(({ name }) => name)),
  );
  assignServices(generated, services, charts);
  const known = generated.filter(({ environment, service }) => environment !== null && service !== null);
  const { environments, problems: environmentProblems } = findEnvironments([...applications, ...known], config);
  problems.push(...environmentProblems);
  return { services, charts, applications, generated, environments, problems, links };
}
