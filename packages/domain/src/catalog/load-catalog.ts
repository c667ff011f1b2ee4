import type { PlacedApplication, WrittenApplication } from '../argocd/application.ts';
import { setProblems } from '../argocd/application-sets.ts';
import { kustomizedFiles, readApplications, selectJsonManifests, selectManifests } from '../argocd/applications.ts';
import { withOwnSources } from '../argocd/own-sources.ts';
import { compareText } from '../location.ts';
import type { Tree } from '../ports.ts';
import { type Problem, unopened } from '../problem.ts';
import { joinPath } from '../tree/repository-paths.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';
import { environmentsOf } from './application-environment.ts';
import { withCharts, withServices } from './application-service.ts';
import type { Catalog, Chart, Service } from './catalog.ts';
import { chartFolders, readCharts } from './charts.ts';
import type { Config } from './config-schema.ts';
import { type ServicesElsewhere, withServicesElsewhere } from './deployed-services.ts';
import { findEnvironments } from './environments.ts';
import { generatedApplications } from './generated-applications.ts';
import { generatedEnvironments } from './generated-environments.ts';
import { findLeftovers } from './leftovers.ts';
import { discoverServices } from './services.ts';

/**
 * Discovers the Catalog of a tree: one listing, one batch of reading (a second, small one where JSON may hold
 * Applications). `repositoryUrl` is this repository's address, to tell its own sources by; `elsewhere` are services
 * that the tree may hold the manifests of alone. UserError where two folders claim one service name; everything else
 * that cannot be known is among `problems`.
 */
export async function loadCatalog(
  tree: Tree,
  config: Config,
  options: { repositoryUrl: string | null; elsewhere?: ServicesElsewhere },
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
  const { services: discovered, problems } = discoverServices(entries, config);
  const { charts, problems: chartProblems } = readCharts(folders, contents);
  const { written, sets, problems: applicationProblems } = await readAll(tree, contents, files, options);
  const generatedHere = await generatedApplications(sets, written, {
    tree,
    contents,
    files,
    repositoryUrl: options.repositoryUrl,
  });
  problems.push(...unopened(wanted, contents), ...chartProblems);
  problems.push(...applicationProblems, ...setProblems(generatedHere));
  const all = withOwnSources([...written, ...generatedHere], options.repositoryUrl, files);
  const [own, generatedSources] = [all.slice(0, written.length), all.slice(written.length)];

  const { elsewhere = [] } = options;
  const namesOf = (services: readonly Service[]) =>
    new Set([...services, ...charts].map(({ name }) => name).concat(elsewhere === 'all' ? [] : elsewhere));
  const placed = inEnvironments(own, environmentsOf(own, config, namesOf(discovered)));
  const ofSources = withLeftovers(discovered, charts, placed, config, contents);
  const environmentsOfSets = generatedEnvironments(generatedSources, placed, config, namesOf(ofSources));
  const ofServices = {
    services: ofSources,
    applications: withServices(placed, ofSources, charts),
    generated: withServices(inEnvironments(generatedSources, environmentsOfSets), ofSources, charts),
  };
  const { services, applications, generated } = withServicesElsewhere(ofServices, charts, elsewhere);
  // Beside sources, those of add-ons say nothing of the environments of services.
  const known = generated.filter(
    ({ environment, service }) => environment !== null && (service !== null || elsewhere.length > 0),
  );
  const { environments, problems: environmentProblems } = findEnvironments([...applications, ...known], config);
  problems.push(...environmentProblems);
  return { services, charts, applications, generated, environments, problems, links };
}

/** The Applications and ApplicationSets of the YAML that was read, and of the JSON that they make worth reading. */
async function readAll(
  tree: Tree,
  contents: ReadonlyMap<string, Uint8Array>,
  files: readonly string[],
  { repositoryUrl }: { repositoryUrl: string | null },
): Promise<{ written: WrittenApplication[]; sets: YamlDocument[]; problems: Problem[] }> {
  const isKustomized = kustomizedFiles(files);
  const yaml = readApplications(contents, isKustomized);
  const found = withOwnSources(yaml.applications, repositoryUrl, files);
  const json = readApplications(await tree.read(selectJsonManifests(files, found)), isKustomized);
  return {
    written: [...yaml.applications, ...json.applications].sort((a, b) => compareText(a.file, b.file)),
    sets: [...yaml.applicationSets, ...json.applicationSets],
    problems: [...yaml.problems, ...json.problems],
  };
}

function inEnvironments(
  applications: readonly WrittenApplication[],
  environments: readonly (string | null)[],
): PlacedApplication[] {
  return applications.map((application, index) => ({ ...application, environment: environments[index] ?? null }));
}

/** The services with their charts, and those of which only a chart or an Application is left; sorted by name. */
function withLeftovers(
  discovered: readonly Service[],
  charts: readonly Chart[],
  applications: readonly PlacedApplication[],
  config: Config,
  contents: ReadonlyMap<string, Uint8Array>,
): Service[] {
  const services = withCharts(discovered, charts, applications);
  const leftovers = findLeftovers(services, charts, withServices(applications, services, charts), config, contents);
  if (leftovers.length === 0) return services;
  const all = [...services, ...leftovers].sort((a, b) => compareText(a.name, b.name));
  return withCharts(all, charts, applications);
}
