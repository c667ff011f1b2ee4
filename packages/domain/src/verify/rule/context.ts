import type { Application, ApplicationSource } from '../../argocd/application.ts';
import type { Catalog, Service } from '../../catalog/catalog.ts';
import type { Config } from '../../catalog/config-schema.ts';
import type { Register } from '../../registers/register.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import type { YamlDocument, YamlFile } from '../../yaml/yaml-document.ts';
import type { DeployedBranch } from './deployed-branch.ts';
import type { RemoteRefs } from './remote-refs.ts';

/** Everything a rule may look at. Built once; no rule changes it. */
export interface RuleContext {
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
  services: ReadonlyMap<string, Service>;
  /** Services that every complete list of services names. */
  listed: readonly Service[];
  /** The Applications of each service; those of no service are under null. */
  applicationsOf: ReadonlyMap<string | null, readonly Application[]>;
  registers: readonly Register[];
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
