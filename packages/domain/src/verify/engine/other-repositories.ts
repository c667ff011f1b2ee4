import type { Catalog, Service } from '../../catalog/catalog.ts';
import { readConfig } from '../../catalog/config.ts';
import type { Config } from '../../catalog/config-schema.ts';
import { namesOfImages } from '../../catalog/image-ties.ts';
import { loadCatalog } from '../../catalog/load-catalog.ts';
import { groupBy } from '../../grouping.ts';
import { formatLocation, type Location } from '../../location.ts';
import { memoize } from '../../memo.ts';
import { listFew } from '../../names.ts';
import type { Tree } from '../../ports.ts';
import { present } from '../../present.ts';
import type { Problem } from '../../problem.ts';
import { readOnce } from '../../tree/cached-tree.ts';
import { indexPaths } from '../../tree/path-index.ts';
import { UserError } from '../../user-error.ts';
import type { RuleContext } from '../rule/context.ts';
import type { Rule, RuleFinding } from '../rule/rule.ts';
import { sourceLocation } from '../rule/source-location.ts';
import { buildContext, type Knowledge } from './build-context.ts';
import type { LoadedTree } from './loaded-tree.ts';
import { mergedBySet } from './merge-by-set.ts';
import { activeRules } from './run-rules.ts';

/** A repository beside the one that is verified. */
interface OtherRepository {
  /** How people call it: `owner/name`. */
  name: string;
  /** Its address; null where it has none. */
  url: string | null;
  tree: Tree;
  /** The address that its paths are appended to; null where places in it are no links. */
  files: string | null;
}

/** A repository that holds the manifests of the services that are built here. */
export interface DeployRepository extends OtherRepository {
  /** Whether it is the one that an environment is deployed from. */
  holds(environment: string): boolean;
}

/** A repository that builds what is deployed from here. */
export interface SourceRepository extends OtherRepository {
  /** The line that names it; null where none does: findings then stand at the source of their service. */
  place: Location | null;
}

/** The repositories that are read beside the one that is verified. */
export interface OtherRepositories {
  /** How people call the one that is verified. */
  own: string;
  deploy: readonly DeployRepository[];
  sources: readonly SourceRepository[];
  /** Whether every repository that builds what is deployed here is among `sources`. */
  sourcesComplete: boolean;
  /** Whether every repository of manifests is among `deploy`. */
  deployComplete: boolean;
  problems: readonly Problem[];
}

export const noOtherRepositories: OtherRepositories = {
  own: '',
  deploy: [],
  sources: [],
  sourcesComplete: true,
  deployComplete: true,
  problems: [],
};

/**
 * The services that other repositories build; of two of one name that of the repository which is named first. One whose
 * own configuration has a mistake is a repository that was not read.
 */
export async function readSources(others: OtherRepositories): Promise<OtherRepositories & { services: Service[] }> {
  const found = new Map<string, Service>();
  const problems: Problem[] = [];
  const read: SourceRepository[] = [];
  for (const repository of others.sources) {
    const services = await servicesOf(repository);
    if (services instanceof UserError) problems.push(misconfigured(repository, services));
    else {
      read.push(repository);
      for (const service of services) if (!found.has(service.name)) found.set(service.name, service);
    }
  }
  return {
    ...others,
    sources: read,
    sourcesComplete: others.sourcesComplete && problems.length === 0,
    problems: [...others.problems, ...problems],
    services: [...found.values()],
  };
}

function misconfigured({ name, place }: SourceRepository, { message, location }: UserError): Problem {
  const where = location ? `${formatLocation(location)}: ` : '';
  return {
    severity: 'warning',
    message: `in ${name}: ${where}${message}; which services have a source is not known`,
    help: 'Correct it there.',
    ...present({ location: place ?? undefined }),
  };
}

const servicesOf = memoize(
  async ({ tree: source, url, name, place }: SourceRepository): Promise<Service[] | UserError> => {
    const tree = readOnce(source);
    try {
      const { config } = await readConfig(tree);
      const { services } = await loadCatalog(tree, config, { repositoryUrl: url });
      return await elsewhere(services, services, tree, { repository: name, url, place });
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
  },
);

/** Some of the services whose source is in a tree, as a repository sees them that does not have it. */
async function elsewhere(
  some: readonly Service[],
  services: readonly Service[],
  tree: Tree,
  { repository, url, place }: { repository: string; url: string | null; place: Location | null },
): Promise<Service[]> {
  if (some.length === 0) return [];
  const locate = await locations(tree);
  const images = groupBy(await namesOfImages(some, services, tree), ([, name]) => name);
  return some.flatMap((service) => {
    const { name, kind, path, dockerfile, chart } = service;
    if (path === null) return [];
    const source = locate(service);
    const called = (images.get(name) ?? []).map(([image]) => image);
    const known = { repository, url, path, chart, source, dockerfile, images: called, place: place ?? source };
    return [{ name, kind, path: null, dockerfile: null, dockerfiles: [], chart: null, elsewhere: known }];
  });
}

async function locations(tree: Tree): Promise<(service: Service) => Location> {
  const paths = indexPaths(await tree.list());
  return (service) => sourceLocation(service, paths);
}

/** What a repository of manifests shows of the services that are built in the one that is verified. */
export interface ExaminedDeployRepository {
  repository: DeployRepository;
  context: RuleContext;
  /** By rule: each stands at the source of its service. */
  findings: ReadonlyMap<string, readonly RuleFinding[]>;
  problems: readonly Problem[];
}

/** The repository that is verified: how people call it, and its address. */
interface Own {
  own: string;
  url: string | null;
}

/**
 * Runs the rules about deployment on a repository of manifests, for the services whose source the checkout has. What
 * they find is nothing that a fix of the checkout could change.
 */
export async function examineDeployRepository(
  rules: readonly Rule[],
  repository: DeployRepository,
  checkout: LoadedTree,
  { own, url, ...known }: Pick<Knowledge, 'config' | 'today' | 'tags' | 'added' | 'retired' | 'sources'> & Own,
): Promise<ExaminedDeployRepository> {
  const tree = readOnce(repository.tree);
  const deployedHere = servicesDeployedFrom(checkout.catalog, repository.holds);
  const services = await elsewhere(
    checkout.catalog.services.filter(({ name }) => !deployedHere.has(name)),
    checkout.catalog.services,
    checkout.tree,
    { repository: own, url, place: null },
  );
  const catalog = await loadCatalog(tree, withoutServices(known.config.config), {
    repositoryUrl: repository.url,
    sources: services,
  });
  const judging = activeRules(rules, known.config).filter(({ judgesDeployment }) => judgesDeployment);
  const paths = indexPaths(await tree.list());
  const contents = await tree.read(
    paths.all.filter((path) => judging.some(({ needs }) => needs.some((is) => is(path)))),
  );
  const environments = catalog.environments.filter(({ name }) => repository.holds(name));
  const { context, problems } = buildContext({
    ...known,
    remote: null,
    deployed: [],
    inputs: null,
    rendered: null,
    catalog: { ...catalog, environments },
    paths,
    contents,
  });
  const findings = new Map(
    judging.map((rule) => {
      const found = mergedBySet(rule, rule.check(context, []), context);
      return [rule.id, found.flatMap((finding) => atSource(finding, repository, context))] as const;
    }),
  );
  const names = services.map(({ name }) => name);
  return { repository, context, findings, problems: problemsFor(names, repository, context, problems()) };
}

/** The services of which the checkout holds an Application for an environment that another repository should hold. */
function servicesDeployedFrom(
  { applications, generated }: Catalog,
  holds: DeployRepository['holds'],
): ReadonlySet<string> {
  const here = [...applications, ...generated].filter(({ environment }) => environment === null || holds(environment));
  return new Set(here.flatMap(({ services }) => services));
}

/** What this configuration says of folders is about the checkout. */
function withoutServices({ services: _, ...config }: Config): Config {
  return config;
}

/** A finding of a repository of manifests at the source of its service; none where that is not in the checkout. */
function atSource(
  { fix: _, location, elsewhere: _elsewhere, message, ...finding }: RuleFinding,
  { name, holds }: DeployRepository,
  { services }: RuleContext,
): RuleFinding[] {
  const source = services.get(finding.subject)?.elsewhere?.source;
  if (!source || (finding.environment !== undefined && !holds(finding.environment))) return [];
  const elsewhere = location === source ? [] : [{ repository: name, ...location }];
  return [{ ...finding, location: source, repository: name, elsewhere, message: `in ${name}: ${message}` }];
}

/** What could not be read there and may be about these services; and that nothing is deployed from there at all. */
function problemsFor(
  services: readonly string[],
  { name }: DeployRepository,
  { catalog }: RuleContext,
  problems: readonly Problem[],
): Problem[] {
  const told = problems.flatMap(({ severity, message, help, location, unread }): Problem[] => {
    if (severity !== 'error') return [];
    const { text } = unread ?? { text: null };
    if (text !== null && !services.some((service) => text.includes(service))) return [];
    const place = location ? `${formatLocation(location)}: ` : '';
    return [{ severity, message: `in ${name}: ${place}${message}`, ...(help !== undefined && { help }) }];
  });
  if (services.length === 0 || told.length > 0) return told;
  const all = [...catalog.applications, ...catalog.generated];
  const about = `whether it deploys ${listFew([...services])} is not known`;
  if (all.length === 0)
    told.push({
      severity: 'warning',
      message: `${name} holds no Application of Argo CD that can be read: ${about}`,
      help: 'Name the repository that Argo CD reads, with deploy-repository or environments.NAME.repository. Applications that a template writes are not read.',
    });
  else if (!all.some((application) => application.services.some((service) => services.includes(service))))
    told.push({
      severity: 'warning',
      message: `no Application of ${name} runs an image or has a name of what is built here: ${about}`,
      help: 'Where images are not named after services, set environments.NAME.image-repository, such as "ghcr.io/acme/shop-{service}".',
    });
  return told;
}
