import type { Application } from '../../argocd/application.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { LoadedConfig } from '../../catalog/config.ts';
import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import { findRegisters } from '../../registers/discovery/find-registers.ts';
import { registerContext } from '../../registers/discovery/read-registers.ts';
import { configuredFile } from '../../registers/kinds/configured.ts';
import { registerFiles } from '../../registers/register-files.ts';
import { isYaml } from '../../tree/file-types.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { UserError } from '../../user-error.ts';
import { decodeUtf8, longestYaml, parseYamlFile, type YamlFile } from '../../yaml/yaml-document.ts';
import type { RuleContext } from '../rule/context.ts';
import type { DeployedBranch } from '../rule/deployed-branch.ts';
import type { RemoteRefs } from '../rule/remote-refs.ts';
import { saidOf, syntaxProblems } from './syntax-problems.ts';

export interface ContextInput {
  catalog: Catalog;
  config: LoadedConfig;
  today: string;
  remote: RemoteRefs | null;
  deployed: readonly DeployedBranch[];
  tags: ReadonlyMap<string, string>;
  paths: PathIndex;
  contents: ReadonlyMap<string, Uint8Array>;
}

/** What the rules are given of what was read; and, when the rules have run, what could not be read. */
export function buildContext({ catalog, config, today, remote, deployed, tags, paths, contents }: ContextInput): {
  context: RuleContext;
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
    if (known || text === undefined || !isYaml(path)) return known;
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
  const registerInput = registerContext(catalog, (path) => texts.get(path));
  const lists = new Set(config.config.registers?.map(configuredFile));
  const mayList = [...texts.keys()].filter((path) => lists.has(path) || registerFiles(path)).sort();
  const registers = findRegisters(
    mayList.map((path) => ({
      path,
      text: texts.get(path) ?? '',
      // Parsed only where the text names services.
      get yaml() {
        return yaml(path) ?? null;
      },
    })),
    { ...registerInput, configured: config.config.registers },
  );
  const context: RuleContext = {
    catalog,
    config: config.config,
    configDocument: config.document,
    today,
    remote,
    deployed,
    tags,
    services: new Map(catalog.services.map((service) => [service.name, service])),
    listed: registerInput.services,
    applicationsOf,
    registers,
    paths,
    text: (path) => texts.get(path),
    yaml,
    texts,
    isOurs: ({ ours }) => ours === true,
  };
  return { context, problems: () => [...problems, ...syntaxProblems(context, parsed.values())] };
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
