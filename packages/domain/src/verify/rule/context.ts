import type { Application, ApplicationSource } from '../../argocd/application.ts';
import type { Catalog, Service } from '../../catalog/catalog.ts';
import type { Config } from '../../catalog/config-schema.ts';
import type { InputEdge, ServiceInputs } from '../../changes/inputs/edges.ts';
import type { Register } from '../../registers/register.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import type { YamlDocument, YamlFile } from '../../yaml/yaml-document.ts';
import type { DeployedBranch } from './deployed-branch.ts';
import type { RemoteRefs } from './remote-refs.ts';

/** What a service is made of, as rules see it. */
export type { InputEdge, ServiceInputs };

/** How a service that is being added is to be like others. */
export interface AddedService {
  /** The service that its chart, its Applications and its entries are cloned from. */
  like: string;
  /** The environments that it is deployed to; null for those that most services have. */
  environments: readonly string[] | null;
  /** The port of that service, in place of which what is written gets a port of its own; absent where there is none. */
  port?: number | null;
}

/** Everything a rule may look at. Built once; no rule changes it. */
export interface RuleContext {
  /**
   * The Catalog, in which an Application that an ApplicationSet generates is one like any other, as far as all is known
   * that it says: `generated` are the rest.
   */
  catalog: Catalog;
  config: Config;
  /** Null when there is no configuration. */
  configDocument: YamlDocument | null;
  /** YYYY-MM-DD */
  today: string;
  /** What the remote has; null where it is not known. */
  remote: RemoteRefs | null;
  /** The deploy branches that were read in this run. */
  deployed: readonly DeployedBranch[];
  /** The tags that new Applications of services are given, by service. */
  tags: ReadonlyMap<string, string>;
  /** What is known of services that are being added, by service. */
  added: ReadonlyMap<string, AddedService>;
  /** The services that somebody takes out, by name. */
  retired: ReadonlySet<string>;
  services: ReadonlyMap<string, Service>;
  /** Other repositories that build what is deployed here, by name: those that were read, and whether those are all. */
  sources: { repositories: readonly string[]; complete: boolean };
  /** Services that every complete list of services names. */
  listed: readonly Service[];
  /** The written Applications of each service; those of no service are under null. */
  applicationsOf: ReadonlyMap<string | null, readonly Application[]>;
  /** Every Application that deploys a service, generated ones and those that deploy others too. */
  deployedBy: ReadonlyMap<string, readonly Application[]>;
  registers: readonly Register[];
  /** What charts and kustomizations are rendered to, by `renderedKey`; null where nothing was rendered. */
  rendered: ReadonlyMap<string, string> | null;
  /** What the services are made of, as `detect` tells it; null where no rule asked for it. */
  inputs: readonly ServiceInputs[] | null;
  paths: PathIndex;
  /** The text of a file that a rule needs; undefined where there is no such file, or it is no UTF-8. */
  text(path: string): string | undefined;
  /** The same file, parsed once; undefined where it is no YAML. Syntax errors are in `errors`. */
  yaml(path: string): YamlFile | undefined;
  /** The value of a file of JSON, parsed once; undefined where there is none, or it is no JSON. */
  json(path: string): unknown;
  /** Texts that were read, by path. */
  texts: ReadonlyMap<string, string>;
  /** Whether a source takes from this repository. */
  isOurs(source: ApplicationSource): boolean;
}
