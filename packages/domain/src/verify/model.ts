import type { Application, ApplicationSource, Catalog, Problem, Service } from '../catalog/catalog.ts';
import type { LoadedConfig } from '../catalog/config.ts';
import type { Config } from '../catalog/config-schema.ts';
import { showPath } from '../catalog/names.ts';
import { decodeUtf8, longestYaml, parseYamlFile, type YamlDocument, type YamlFile } from '../manifest/yaml-document.ts';
import { configuredFile } from '../registers/configured.ts';
import { findRegisters, mayHoldRegisters } from '../registers/find-registers.ts';
import { registerContext } from '../registers/read-registers.ts';
import type { Register } from '../registers/register.ts';
import { UserError } from '../user-error.ts';
import type { DeployedBranch } from './deployed-branch.ts';
import type { PathIndex } from './path-index.ts';
import type { RemoteRefs } from './remote-refs.ts';
import { saidOf, syntaxProblems } from './syntax-problems.ts';
import type { WaiverState } from './waiver.ts';

/** Everything a rule may look at. Built once; no rule changes it. */
export interface Model {
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
  /** Text of a file a rule declared it needs; undefined where there is none, or it is no UTF-8. */
  text(path: string): string | undefined;
  /** The same file, parsed once; undefined where it is no YAML. Syntax errors are in `errors`. */
  yaml(path: string): YamlFile | undefined;
  /** Texts that were read, by path. */
  texts: ReadonlyMap<string, string>;
  /** Whether a source is of this repository. */
  isOurs(source: ApplicationSource): boolean;
  /** The waivers, inline and configured; resolved for the rules of stage `waivers` only. */
  waivers: readonly WaiverState[];
}

export interface ModelInput {
  catalog: Catalog;
  config: LoadedConfig;
  today: string;
  remote: RemoteRefs | null;
  deployed: readonly DeployedBranch[];
  tags: ReadonlyMap<string, string>;
  paths: PathIndex;
  contents: ReadonlyMap<string, Uint8Array>;
}

/** The model of what was read, without waivers; and, when the rules have run, what could not be read. */
export function buildModel({ catalog, config, today, remote, deployed, tags, paths, contents }: ModelInput): {
  model: Model;
  problems: () => Problem[];
} {
  const { texts, problems } = decodeAll(contents, catalog.problems);
  const parsed = new Map<string, YamlFile>();
  for (const { document } of [...catalog.applications, ...catalog.charts]) {
    parsed.set(document.file.path, document.file);
    texts.set(document.file.path, document.file.text);
  }
  const yaml = (path: string): YamlFile | undefined => {
    const known = parsed.get(path);
    const text = texts.get(path);
    if (known || text === undefined || !/(\.ya?ml|Kustomization)$/.test(path)) return known;
    const file = parseYamlFile(path, text);
    parsed.set(path, file);
    return file;
  };
  const applicationsOf = new Map<string | null, Application[]>();
  for (const application of catalog.applications) {
    const known = applicationsOf.get(application.service);
    if (known) known.push(application);
    else applicationsOf.set(application.service, [application]);
  }
  const context = registerContext(catalog, (path) => texts.get(path));
  const lists = new Set(config.config.registers?.map(configuredFile));
  const registerFiles = [...texts.keys()].filter((path) => lists.has(path) || mayHoldRegisters(path)).sort();
  const registers = findRegisters(
    registerFiles.map((path) => ({
      path,
      text: texts.get(path) ?? '',
      // Parsed only where the text names services.
      get yaml() {
        return yaml(path) ?? null;
      },
    })),
    { ...context, configured: config.config.registers },
  );
  const model: Model = {
    catalog,
    config: config.config,
    configDocument: config.document,
    today,
    remote,
    deployed,
    tags,
    services: new Map(catalog.services.map((service) => [service.name, service])),
    listed: context.services,
    applicationsOf,
    registers,
    paths,
    text: (path) => texts.get(path),
    yaml,
    texts,
    isOurs: ({ ours }) => ours === true,
    waivers: [],
  };
  return { model, problems: () => [...problems, ...syntaxProblems(model, parsed.values())] };
}

/** What ends a line for patterns, and none for anything else: a text of many such lines is gone through once for each. */
const loneReturn = /\r(?!\n)/g;
const mostLoneReturns = 100;

/** The texts of what was read, without those that are known not to be read. */
function decodeAll(
  contents: ReadonlyMap<string, Uint8Array>,
  known: readonly Problem[],
): { texts: Map<string, string>; problems: Problem[] } {
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  const said = saidOf(known);
  const add = (path: string, message: string): void => {
    if (!said.has(path)) problems.push({ severity: 'warning', message, location: { path, line: 1, column: 1 } });
  };
  for (const [path, bytes] of contents) {
    if (bytes.length > longestYaml) {
      add(path, `${showPath(path)} is longer than 5 MiB, so it is not verified`);
      continue;
    }
    try {
      const text = decodeUtf8(path, bytes);
      if ((text.match(loneReturn) ?? []).length < mostLoneReturns) texts.set(path, text);
      else add(path, `the lines of ${showPath(path)} end with a carriage return alone, so it is not verified`);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      add(path, `${error.message}, so it is not verified`);
    }
  }
  return { texts, problems };
}
