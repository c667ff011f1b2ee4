import type { Catalog } from '../../catalog/catalog.ts';
import type { LoadedConfig } from '../../catalog/config.ts';
import { groupBy } from '../../grouping.ts';
import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import { findRegisters } from '../../registers/discovery/find-registers.ts';
import { registerContext } from '../../registers/discovery/read-registers.ts';
import { configuredFile } from '../../registers/kinds/configured.ts';
import { registerFiles } from '../../registers/register-files.ts';
import { isYaml } from '../../tree/file-types.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { tryUser } from '../../user-error.ts';
import { decodeUtf8, parseYamlFile, type YamlFile } from '../../yaml/yaml-document.ts';
import { longestYaml } from '../../yaml/yaml-limits.ts';
import type { RuleContext } from '../rule/context.ts';
import type { DeployedBranch } from '../rule/deployed-branch.ts';
import type { RemoteRefs } from '../rule/remote-refs.ts';
import { pathsWithProblems, syntaxProblems } from './syntax-problems.ts';

/** What the rules are told besides the tree. */
export interface Knowledge {
  config: LoadedConfig;
  /** YYYY-MM-DD */
  today: string;
  /** Null where it is not known. */
  remote: RemoteRefs | null;
  /** The deploy branches that were read in this run. */
  deployed: readonly DeployedBranch[];
  /** The tags that new Applications of services are given, by service. */
  tags: ReadonlyMap<string, string>;
}

interface ContextInput extends Knowledge {
  catalog: Catalog;
  paths: PathIndex;
  contents: ReadonlyMap<string, Uint8Array>;
}

/** The context of the rules; and, to be asked after they have run, what could not be read. */
export function buildContext({ catalog, config: loaded, paths, contents, ...knowledge }: ContextInput): {
  context: RuleContext;
  problems: () => Problem[];
} {
  const { config, document: configDocument } = loaded;
  const { texts, problems } = decodeAll(contents, catalog.problems);
  const parsed = new Map<string, YamlFile>();
  for (const { document } of [...catalog.applications, ...catalog.charts]) {
    parsed.set(document.file.path, document.file);
    texts.set(document.file.path, document.file.text);
  }
  const yaml = (path: string): YamlFile | undefined => {
    const before = parsed.get(path);
    const text = texts.get(path);
    if (before || text === undefined || !isYaml(path)) return before;
    const file = parseYamlFile(path, text);
    parsed.set(path, file);
    return file;
  };
  const registerInput = registerContext(catalog, (path) => texts.get(path));
  const configured = new Set(config.registers?.map(configuredFile));
  const mayList = [...texts.keys()].filter((path) => configured.has(path) || registerFiles(path)).sort();
  const registers = findRegisters(
    mayList.map((path) => ({
      path,
      text: texts.get(path) ?? '',
      // Parsed only where the text names services.
      get yaml() {
        return yaml(path) ?? null;
      },
    })),
    { ...registerInput, configured: config.registers },
  );
  const context: RuleContext = {
    ...knowledge,
    catalog,
    config,
    configDocument,
    services: new Map(catalog.services.map((service) => [service.name, service])),
    listed: registerInput.services,
    applicationsOf: groupBy(catalog.applications, ({ service }) => service),
    registers,
    paths,
    text: (path) => texts.get(path),
    yaml,
    texts,
    isOurs: ({ ours }) => ours === true,
  };
  return { context, problems: () => [...problems, ...syntaxProblems(context, parsed.values())] };
}

/** A line break for patterns and for nothing else: with many of them, each pattern would go through the text once for each. */
const loneReturn = /\r(?!\n)/g;
const mostLoneReturns = 100;

/** The texts of what was read, without those that a problem says are not read. */
function decodeAll(
  contents: ReadonlyMap<string, Uint8Array>,
  known: readonly Problem[],
): { texts: Map<string, string>; problems: Problem[] } {
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  const reported = pathsWithProblems(known);
  for (const [path, bytes] of contents) {
    const text = readable(path, bytes);
    if (typeof text === 'string') texts.set(path, text);
    else if (!reported.has(path)) {
      const message = `${text.because}, so it is not verified`;
      problems.push({ severity: 'warning', message, location: { path, line: 1, column: 1 } });
    }
  }
  return { texts, problems };
}

function readable(path: string, bytes: Uint8Array): string | { because: string } {
  if (bytes.length > longestYaml) return { because: `${showPath(path)} is longer than 5 MiB` };
  const text = tryUser<string | { because: string }>(
    () => decodeUtf8(path, bytes),
    ({ message }) => ({ because: message }),
  );
  if (typeof text !== 'string' || (text.match(loneReturn) ?? []).length < mostLoneReturns) return text;
  return { because: `the lines of ${showPath(path)} end with a carriage return alone` };
}
