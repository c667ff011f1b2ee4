import type { PlacedApplication, WrittenApplication } from '../argocd/application.ts';
import { setProblems } from '../argocd/application-sets.ts';
import { kustomizedFiles, readApplications, selectJsonManifests, selectManifests } from '../argocd/applications.ts';
import { hiddenManifests, hiddenSources, submodulesBesideServices } from '../argocd/hidden-manifests.ts';
import { withOwnSources } from '../argocd/own-sources.ts';
import { addAll } from '../grouping.ts';
import { unknownLetter } from '../helm/written-text.ts';
import { compareText } from '../location.ts';
import type { Tree } from '../ports.ts';
import { type Problem, unopened } from '../problem.ts';
import type { YamlDocument } from '../yaml/yaml-document.ts';
import { environmentsOf } from './application-environment.ts';
import { withCharts, withServices } from './application-service.ts';
import { type Catalog, type Chart, hasSource, type Service } from './catalog.ts';
import { chartedApplications } from './charted-applications.ts';
import { chartFiles, chartFolders, readCharts } from './charts.ts';
import type { Config } from './config-schema.ts';
import { type ServicesElsewhere, withServicesElsewhere } from './deployed-services.ts';
import { findEnvironments } from './environments.ts';
import { generatedApplications } from './generated-applications.ts';
import { generatedEnvironments, writtenEnvironments } from './generated-environments.ts';
import { tiedByImage } from './image-ties.ts';
import { findLeftovers } from './leftovers.ts';
import { readServices } from './read-services.ts';

/**
 * Discovers the Catalog of a tree: one listing, one batch of reading (a second, small one where JSON may hold
 * Applications, and one of the templates of charts that are not a service's). `repositoryUrl` is this repository's address, to tell its own sources by; `elsewhere` are services
 * that the tree may hold the manifests of alone; `sources` are those whose source was read in another repository, and
 * which count as if it were here, but where one of that name is. What cannot be known is among `problems`.
 */
export async function loadCatalog(
  tree: Tree,
  config: Config,
  options: { repositoryUrl: string | null; elsewhere?: ServicesElsewhere; sources?: readonly Service[] },
): Promise<Catalog> {
  const entries = await tree.list();
  const files = entries.flatMap(({ path, mode }) => (mode === 'file' || mode === 'executable' ? [path] : []));
  const links = new Map(
    entries.flatMap(({ path, mode }) => (mode === 'symlink' || mode === 'submodule' ? [[path, mode] as const] : [])),
  );
  const folders = chartFolders(files);
  const wanted = new Set([...selectManifests(files, folders), ...chartFiles(folders, files)]);
  const contents = await tree.read([...wanted]);
  const { services: here, leftOut, problems } = await readServices(tree, config);
  const discovered = withSources(here, options.sources ?? []);
  const { charts, problems: chartProblems } = readCharts(folders, contents);
  const { single, sets, problems: applicationProblems } = await readAll(tree, contents, files, options);
  const generatedHere = await generatedApplications(sets, single, {
    tree,
    contents,
    files,
    repositoryUrl: options.repositoryUrl,
  });
  addAll(problems, unopened(wanted, contents));
  addAll(problems, chartProblems);
  addAll(problems, applicationProblems);
  addAll(problems, hiddenManifests(links, contents, { applications: single, charts: folders }));
  addAll(problems, setProblems(generatedHere));
  const all = withOwnSources([...single, ...generatedHere], options.repositoryUrl, files);
  addAll(problems, hiddenSources(links, all));
  addAll(problems, submodulesBesideServices(links, here));
  const [own, generatedSources] = [all.slice(0, single.length), all.slice(single.length)];

  const { elsewhere = [] } = options;
  const namesOf = (services: readonly Service[]) =>
    new Set([...services, ...charts].map(({ name }) => name).concat(elsewhere === 'all' ? [] : elsewhere));
  const written = writtenEnvironments(generatedSources);
  const told = written.filter((name) => name !== null);
  const placed = inEnvironments(own, environmentsOf(own, config, namesOf(discovered), told));
  const ofSources = withLeftovers(discovered, charts, placed, config, contents);
  const environmentsOfSets = generatedEnvironments(generatedSources, placed, written, config, namesOf(ofSources));
  const ofSets = inEnvironments(generatedSources, environmentsOfSets);
  const ofCharts = await chartedApplications([...placed, ...ofSets], {
    tree,
    entries,
    charts,
    links,
    services: new Set(discovered.filter(hasSource).map(({ name }) => name)),
    repositoryUrl: options.repositoryUrl,
  });
  addAll(problems, ofCharts.problems);
  const charted = ownEnvironments(ofCharts.applications, placed, config, namesOf(ofSources));
  const named = {
    services: ofSources,
    applications: withServices(placed, ofSources, charts),
    generated: withServices([...ofSets, ...charted], ofSources, charts),
  };
  const ofServices = await tiedByImage(named, { tree, entries, charts, links, config });
  const { services, applications, generated } = withServicesElsewhere(ofServices, charts, elsewhere);
  // Beside sources, those of add-ons say nothing of the environments of services.
  const everyOne = elsewhere.length > 0 || !services.some(hasSource);
  const known = generated.filter((one) => one.environment !== null && (everyOne || one.services.length > 0));
  const { environments, problems: environmentProblems } = findEnvironments([...applications, ...known], config);
  addAll(problems, environmentProblems);
  return { services, leftOut, charts, applications, generated, environments, problems, links };
}

/** The Applications and ApplicationSets of the YAML that was read, and of the JSON that they make worth reading. */
async function readAll(
  tree: Tree,
  contents: ReadonlyMap<string, Uint8Array>,
  files: readonly string[],
  { repositoryUrl }: { repositoryUrl: string | null },
): Promise<{ single: WrittenApplication[]; sets: YamlDocument[]; problems: Problem[] }> {
  const isKustomized = kustomizedFiles(files);
  const yaml = readApplications(contents, isKustomized);
  const found = withOwnSources(yaml.applications, repositoryUrl, files);
  const json = readApplications(await tree.read(selectJsonManifests(files, found)), isKustomized);
  return {
    single: [...yaml.applications, ...json.applications].sort((a, b) => compareText(a.file, b.file)),
    sets: [...yaml.applicationSets, ...json.applicationSets],
    problems: [...yaml.problems, ...json.problems],
  };
}

/** What the templates of charts write, in the environments that it says itself, else in those of who deploys the chart. */
function ownEnvironments(
  charted: readonly PlacedApplication[],
  others: readonly PlacedApplication[],
  config: Config,
  services: ReadonlySet<string>,
): PlacedApplication[] {
  if (charted.length === 0) return [];
  const told = environmentsOf([...others, ...charted], config, services).slice(others.length);
  const ofSets = charted.filter(({ generated }) => generated !== undefined);
  const toldOfSets = generatedEnvironments(ofSets, others, writtenEnvironments(ofSets), config, services);
  const bySet = new Map(ofSets.map((one, index) => [one, toldOfSets[index]]));
  return charted.map((one, index) => {
    const own = bySet.has(one) ? bySet.get(one) : told[index];
    // A name of which a part is not known tells nothing.
    return own == null || own.includes(unknownLetter) ? one : { ...one, environment: own };
  });
}

/** The services of a tree, and those of other repositories; sorted by name. */
function withSources(here: readonly Service[], sources: readonly Service[]): readonly Service[] {
  if (sources.length === 0) return here;
  const byName = new Map([...sources, ...here].map((service) => [service.name, service]));
  return [...byName.values()].sort((a, b) => compareText(a.name, b.name));
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
