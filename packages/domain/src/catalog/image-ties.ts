import type { Application } from '../argocd/application.ts';
import { appOfAppsFinder } from '../argocd/root-applications.ts';
import { candidateFiles } from '../argocd/source-files.ts';
import { hasHole } from '../builds/hole.ts';
import { readDefinitions } from '../builds/read-definitions.ts';
import { countEach, groupBy } from '../grouping.ts';
import { type DeployedImages, deployedImages } from '../image-targets/deployed-images.ts';
import { canonicalRepository, lastPart } from '../image-targets/image-identity.ts';
import { unknownText } from '../image-targets/image-uses.ts';
import { manifestsOf, valuesTree } from '../image-targets/manifests.ts';
import { chartFolders, readTargetFiles } from '../image-targets/target-files.ts';
import { splitImageText } from '../images/image-reference.ts';
import { compareText } from '../location.ts';
import { joined } from '../name-spellings.ts';
import type { Tree, TreeEntry } from '../ports.ts';
import { kustomizations } from '../tree/file-types.ts';
import { indexPaths } from '../tree/path-index.ts';
import type { Links } from '../tree/repository-paths.ts';
import { textAt } from '../yaml/value.ts';
import { decodeUtf8, lastKeyCounts, parseYamlFile } from '../yaml/yaml-document.ts';
import { type Catalog, type Chart, hasSource, type Service } from './catalog.ts';
import type { Config } from './config-schema.ts';
import { type SpelledNames, spelledNames } from './spelled-names.ts';
import { ofService } from './told-services.ts';

type Deployed = Pick<Catalog, 'services' | 'applications' | 'generated'>;

interface KnownTree {
  tree: Tree;
  entries: readonly TreeEntry[];
  charts: readonly Chart[];
  links: Links;
  config: Config;
}

/**
 * Ties Applications to services by the images that they run, which no name can tell: those of no service first, and, where
 * a service is then missing from an environment that others are in, the rest of that environment. A service without a
 * chart of its own gets the one that Applications deploy for it alone.
 */
export async function tiedByImage(given: Deployed, known: KnownTree): Promise<Deployed> {
  const { services } = given;
  const all = [...given.applications, ...given.generated];
  if (services.length === 0 || all.length === 0) return given;
  const isAppOfApps = appOfAppsFinder(all);
  const members = all.filter((application) => !isAppOfApps(application));
  const tied = new Map<Application, Application>();
  const read = new Map<Application, { images: DeployedImages; find: ServiceOfImage; taken: readonly string[] }>();
  const finders = new Map<string | null, ServiceOfImage>();
  const dependencies = dependenciesOf(services, known.charts);
  const tie = async (those: readonly Application[], sought: SpelledNames | null): Promise<void> => {
    for (const [application, images] of await imagesOfAll(those, sought, known)) {
      const { environment } = application;
      const find = finders.get(environment) ?? serviceFinder(services, environment, known.config);
      finders.set(environment, find);
      const taken = application.sources.flatMap(({ path, ours }) =>
        ours === false ? [] : (dependencies.get(path ?? '') ?? []),
      );
      read.set(application, { images, find, taken });
      tied.set(application, withImages(application, images, find, taken));
    }
  };
  await tie(
    members.filter(({ service }) => service === null),
    null,
  );
  const current = (application: Application): Application => tied.get(application) ?? application;
  const lacking = environmentsThatLack(services, members.map(current));
  const named = members.filter((one) => !tied.has(one) && one.environment !== null && lacking.has(one.environment));
  // What nothing runs by its own name may be called by any.
  const idleBefore = servicesWithout(services, members.map(current));
  await tie(named, idleBefore.length > 0 ? null : spelledNames([...lacking.values()].flat()));
  const idle = servicesWithout(services, members.map(current));
  const unknown = [...read.values()].some(({ images, find }) => [...images.repositories].some((one) => !find(one)));
  const built = unknown ? await namesOfImages(idle, services, known.tree) : new Map();
  for (const [application, { images, find, taken }] of built.size > 0 ? read : []) {
    const byBuild = (repository: string) => find(repository) ?? built.get(lastPart(repository));
    tied.set(application, withImages(application, images, byBuild, taken));
  }
  const [applications, generated] = [given.applications.map(current), given.generated.map(current)];
  return {
    services: withDeployedCharts(services, known.charts, [...applications, ...generated]),
    applications,
    generated,
  };
}

/** The services that none of the Applications runs. */
function servicesWithout(services: readonly Service[], applications: readonly Application[]): Service[] {
  const running = new Set(applications.flatMap((application) => application.services));
  return services.filter(({ name }) => !running.has(name));
}

/** The environments that have some of the services, and not all, with those that are not there. */
function environmentsThatLack(
  services: readonly Service[],
  applications: readonly Application[],
): Map<string | null, string[]> {
  const expected = services.filter((service) => hasSource(service) && service.kind !== 'infra');
  const ofServices = groupBy(
    applications.flatMap(({ environment, services: deployed }) =>
      deployed.map((service) => ({ environment, service })),
    ),
    ({ environment }) => environment,
  );
  const lacking = [...ofServices].map(([environment, deployed]) => {
    const there = new Set(deployed.map(({ service }) => service));
    return [environment, expected.flatMap(({ name }) => (there.has(name) ? [] : [name]))] as const;
  });
  return new Map(lacking.filter(([, names]) => names.length > 0));
}

/**
 * Reads what Applications deploy in one batch, a second one for what kustomizations name. Where certain services are
 * sought, those are left out whose files do not spell the name of one.
 */
async function imagesOfAll(
  applications: readonly Application[],
  sought: SpelledNames | null,
  { tree, entries, charts, links }: KnownTree,
): Promise<Map<Application, DeployedImages>> {
  if (applications.length === 0) return new Map();
  const index = indexPaths(entries);
  const contents = await readTargetFiles(tree, applications, charts, index);
  const manifests = {
    ...manifestsOf(contents),
    // As Helm and Argo CD read it; what kustomize would refuse, it is said elsewhere.
    parse: (path: string) => {
      const bytes = contents.get(path);
      const file = bytes && lastKeyCounts(parseYamlFile(path, decodeUtf8(path, bytes)));
      const [error] = file?.errors ?? [];
      if (error) throw error;
      return file;
    },
  };
  const read = { manifests, values: valuesTree(manifests, links, null) };
  const folders = chartFolders(charts);
  const isLeftOut = sought && silentApplications(sought, contents, (one) => candidateFiles(one, index, folders));
  const those = isLeftOut ? applications.filter((application) => !isLeftOut(application)) : applications;
  return new Map(those.map((application) => [application, deployedImages(application, read)]));
}

/** Tells the Applications whose files spell no name that is sought; never one that a kustomization leads on from. */
function silentApplications(
  sought: SpelledNames,
  contents: ReadonlyMap<string, Uint8Array>,
  filesOf: (application: Application) => readonly string[],
): (application: Application) => boolean {
  const decoder = new TextDecoder();
  const known = new Map<string, ReadonlySet<string>>();
  const wordsOf = (path: string): ReadonlySet<string> => {
    const words = known.get(path) ?? sought.wordsIn(decoder.decode(contents.get(path)));
    known.set(path, words);
    return words;
  };
  return (application) => {
    if (application.generated || application.charted) return false;
    const files = [application.file, ...filesOf(application)];
    if (files.some(kustomizations)) return false;
    const words = new Set<string>();
    for (const path of files) for (const word of wordsOf(path)) words.add(word);
    return !sought.mayBeSpelled(words);
  };
}

type ServiceOfImage = (repository: string) => string | undefined;

/**
 * How images of services with capitals are called, for a repository of images has none: `basket.api`, `basket-api` and
 * `basketapi` of `Basket.API`. Nothing where two may be called so.
 */
function imageSpellings(names: readonly string[]): Map<string, string> {
  const spelled = names
    .filter((name) => name !== name.toLowerCase())
    .flatMap((name) => {
      const lower = name.toLowerCase();
      return [...new Set([lower, lower.replace(/[._]/g, '-'), joined(name)])].map((one) => [one, name] as const);
    });
  const counts = countEach([...names, ...spelled.map(([one]) => one)]);
  return new Map(spelled.filter(([one]) => counts.get(one) === 1));
}

/** Finds the service of an image: by the repository that the configuration gives it there, else by its last part. */
function serviceFinder(services: readonly Service[], environment: string | null, config: Config): ServiceOfImage {
  const template = environment === null ? undefined : config.environments?.[environment]?.['image-repository'];
  if (template === undefined || !template.includes('{service}')) {
    const byName = new Map(services.map(({ name }) => [name, name]));
    const bySpelling = imageSpellings([...byName.keys()]);
    return (repository) => byName.get(lastPart(repository)) ?? bySpelling.get(lastPart(repository));
  }
  const byRepository = new Map(
    services.map(({ name }) => [canonicalRepository(template.replaceAll('{service}', () => name)), name]),
  );
  const byLastPart = new Map([...byRepository].map(([repository, name]) => [lastPart(repository), name]));
  return (repository) => {
    if (repository.includes(unknownText)) return byLastPart.get(lastPart(repository));
    let text = canonicalRepository(repository);
    for (;;) {
      const found = byRepository.get(text);
      const slash = text.indexOf('/');
      if (found !== undefined || slash === -1) return found;
      text = text.slice(slash + 1);
    }
  };
}

/** The services by what builds call their images, where one of them alone makes it; see `makersOfImages`. */
export async function namesOfImages(
  some: readonly Service[],
  services: readonly Service[],
  tree: Tree,
): Promise<Map<string, string>> {
  const makers = await makersOfImages(some, services, tree);
  return new Map(
    [...makers].flatMap(([part, [only, ...more]]) =>
      only !== undefined && more.length === 0 ? [[part, only] as const] : [],
    ),
  );
}

/**
 * The services that make each image, here or where their sources are: by the last part of what builds call it, where
 * that is no name of a service.
 */
export async function makersOfImages(
  some: readonly Service[],
  services: readonly Service[],
  tree: Tree,
): Promise<Map<string, string[]>> {
  const here = some.filter(({ dockerfile }) => dockerfile !== null);
  const definitions =
    here.length > 0
      ? await readDefinitions(
          tree,
          here.flatMap(({ dockerfile }) => dockerfile ?? []),
        )
      : null;
  const taken = new Set(services.map(({ name }) => name));
  const made = some.flatMap(({ name, dockerfile, build, elsewhere }) => {
    const said = dockerfile === null || !definitions ? null : ofService(definitions.of(dockerfile), build);
    const images = said && !said.anywhere ? said.builds.flatMap((one) => one.images) : [];
    const parts = new Set([
      ...images.map((image) => lastPart(splitImageText(image).repository)),
      ...(elsewhere?.images ?? []),
    ]);
    return [...parts].filter((part) => !hasHole(part) && !taken.has(part)).map((part) => ({ name, part }));
  });
  const byPart = groupBy(made, ({ part }) => part);
  return new Map([...byPart].map(([part, makers]) => [part, makers.map(({ name }) => name)]));
}

/** The services that charts take in by the name of a chart, which may be in another repository; by folder. */
function dependenciesOf(services: readonly Service[], charts: readonly Chart[]): Map<string, string[]> {
  const names = new Set(services.map(({ name }) => name));
  const taken = charts.map(({ path, dependencies }): [string, string[]] => {
    const all = dependencies.flatMap((one) => textAt(one, 'name') ?? []);
    return [path, all.filter((name) => names.has(name))];
  });
  return new Map(taken.filter(([, all]) => all.length > 0));
}

/** What an Application is called tells its service only where it runs that one's image, or images that are of none. */
function withImages(
  application: Application,
  { repositories, unread }: DeployedImages,
  find: ServiceOfImage,
  taken: readonly string[],
): Application {
  const found = [...repositories].map(find);
  const run = [...new Set([...found.flatMap((name) => name ?? []), ...taken])].sort(compareText);
  const { service: own } = application;
  const isOwn = own !== null && (run.length === 0 || run.includes(own) || found.includes(undefined));
  const services = isOwn ? [...new Set([own, ...run])].sort(compareText) : run;
  const service = isOwn ? own : run.length === 1 ? (run[0] ?? null) : null;
  return { ...application, service, services, mayDeployMore: unread || application.refused !== undefined };
}

function withDeployedCharts(
  services: readonly Service[],
  charts: readonly Chart[],
  applications: readonly Application[],
): Service[] {
  if (services.every(({ chart }) => chart !== null)) return [...services];
  const folders = new Set(charts.flatMap(({ path, library }) => (library ? [] : [path])));
  const users = new Map<string, Set<string>>();
  for (const { sources, services: deployed } of applications)
    for (const { path, ours } of sources) {
      if (path === null || ours === false || !folders.has(path)) continue;
      const known = users.get(path) ?? new Set();
      users.set(path, known);
      for (const service of deployed) known.add(service);
    }
  const taken = new Set(services.map(({ chart }) => chart));
  const own = new Map<string, string>();
  for (const [path, [only, ...others]] of users)
    if (only !== undefined && others.length === 0 && !taken.has(path) && !own.has(only)) own.set(only, path);
  return services.map((service) => ({ ...service, chart: service.chart ?? own.get(service.name) ?? null }));
}
