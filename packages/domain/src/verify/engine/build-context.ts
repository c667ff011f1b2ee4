import type { Application } from '../../argocd/application.ts';
import { asWritten } from '../../argocd/generated-as-written.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { LoadedConfig } from '../../catalog/config.ts';
import { groupBy, groupInto } from '../../grouping.ts';
import type { Location } from '../../location.ts';
import { present } from '../../present.ts';
import { type Problem, unread } from '../../problem.ts';
import { findRegisters } from '../../registers/discovery/find-registers.ts';
import { registerContext } from '../../registers/discovery/read-registers.ts';
import { type WrittenFiles, writtenFiles } from '../../registers/discovery/written-files.ts';
import { configuredFile } from '../../registers/kinds/configured.ts';
import { registerFiles } from '../../registers/register-files.ts';
import type { ManifestRenderer } from '../../rendering/renderer.ts';
import { documents, isComposeFile, isYaml, kustomizations } from '../../tree/file-types.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { tryUser } from '../../user-error.ts';
import { decodeUtf8, lastKeyCounts, parseYamlFile, type YamlFile } from '../../yaml/yaml-document.ts';
import { longestYaml } from '../../yaml/yaml-limits.ts';
import type { AddedService, RuleContext } from '../rule/context.ts';
import type { DeployedBranch } from '../rule/deployed-branch.ts';
import type { RemoteRefs } from '../rule/remote-refs.ts';
import type { RuleFinding } from '../rule/rule.ts';
import { catalogProblems, type JsonFile, parseJsonFile, pathsWithProblems, syntaxProblems } from './syntax-problems.ts';

/** What the rules are told besides the tree. */
export interface Knowledge {
  config: LoadedConfig;
  /** YYYY-MM-DD */
  today: string;
  /** Null where it is not known. */
  remote: RemoteRefs | null;
  /** The deploy branches that were read in this run. */
  deployed: readonly DeployedBranch[];
  /** The waivers in files that do not hold in this run, as `path:line`. */
  ignoredWaivers: ReadonlySet<string>;
  /** The tags that new Applications of services are given, by service. */
  tags: ReadonlyMap<string, string>;
  /** The services that are being added. */
  added: ReadonlyMap<string, AddedService>;
  /** The services that are being taken out. */
  retired: ReadonlySet<string>;
  /** The repositories that build what is deployed here. */
  sources: RuleContext['sources'];
  /** What the rules find in other repositories, by rule. */
  elsewhere: ReadonlyMap<string, readonly RuleFinding[]>;
  /** What renders charts and kustomizations; null where nothing is rendered. */
  renderer: ManifestRenderer | null;
  /** The rules of which nobody knows whether they would find more in a repository that was not read. */
  partlyJudged: ReadonlySet<string>;
}

/** What the engine is told, and no rule. */
type NotOfContext = 'renderer' | 'ignoredWaivers' | 'elsewhere' | 'partlyJudged';

interface ContextInput extends Omit<Knowledge, NotOfContext> {
  inputs: RuleContext['inputs'];
  rendered: RuleContext['rendered'];
  catalog: Catalog;
  paths: PathIndex;
  contents: ReadonlyMap<string, Uint8Array>;
}

/** The context of the rules; what they do not see of it; and, to be asked after they have run, what could not be read. */
export function buildContext({ catalog: found, config: loaded, paths, contents, ...knowledge }: ContextInput): {
  context: RuleContext;
  /** The files as they are written, where the rules have them spelled out. */
  written: WrittenFiles & { texts: ReadonlyMap<string, string> };
  problems: () => Problem[];
} {
  const { config, document: configDocument } = loaded;
  const catalog = withGenerated(found);
  const { texts: files, problems } = decodeAll(contents, catalog.problems);
  const written = writtenFiles(files);
  const texts = written.spelled;
  const parsed = new Map<string, YamlFile>();
  // What the template of a chart writes is no text of the file.
  const applications = catalog.applications.filter(({ charted }) => charted === undefined);
  for (const { document } of [...applications, ...catalog.charts]) {
    parsed.set(document.file.path, lastKeyCounts(document.file));
    texts.set(document.file.path, document.file.text);
  }
  const yaml = (path: string): YamlFile | undefined => {
    const before = parsed.get(path);
    const text = texts.get(path);
    if (before || text === undefined || !isYaml(path)) return before;
    const strict = parseYamlFile(path, text);
    const file = refusesRepeatedKeys(path) ? strict : lastKeyCounts(strict);
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
  const jsons = new Map<string, JsonFile>();
  const json = (path: string): unknown => {
    const text = texts.get(path);
    const file = jsons.get(path) ?? (text === undefined ? undefined : parseJsonFile(path, text));
    if (file) jsons.set(path, file);
    return file?.value;
  };
  const context: RuleContext = {
    ...knowledge,
    catalog,
    config,
    configDocument,
    services: new Map(catalog.services.map((service) => [service.name, service])),
    listed: registerInput.services,
    applicationsOf: groupBy(found.applications, ({ service }) => service),
    deployedBy: deployments(catalog),
    registers,
    paths,
    text: (path) => texts.get(path),
    yaml,
    json,
    texts,
    isOurs: ({ ours }) => ours === true,
  };
  const all = (): Problem[] => [
    ...catalogProblems(context),
    ...problems,
    ...syntaxProblems(context, parsed.values(), jsons.values()),
  ];
  return { context, written: { ...written, texts: files }, problems: all };
}

/**
 * The Catalog as the rules see it: an Application that an ApplicationSet generates is one like any other, as far as all is
 * known that it says. `generated` are the rest.
 */
function withGenerated(catalog: Catalog): Catalog {
  const written: Application[] = [];
  const generated: Application[] = [];
  for (const application of catalog.generated) {
    const known = tryUser(
      () => asWritten(application),
      () => null,
    );
    if (known) written.push(known);
    else generated.push(application);
  }
  return { ...catalog, applications: [...catalog.applications, ...written], generated };
}

function deployments({ applications, generated }: Catalog): Map<string, Application[]> {
  const found = new Map<string, Application[]>();
  for (const application of [...applications, ...generated])
    for (const service of application.services) groupInto(found, service, application);
  return found;
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
    else if (!reported.has(path)) problems.push(inProse(path, unread(path, text)));
  }
  return { texts, problems };
}

/** What GitHub, kustomize and Compose read: a key that is written twice is a mistake there. */
function refusesRepeatedKeys(path: string): boolean {
  return path.startsWith('.github/') || kustomizations(path) || isComposeFile(path);
}

/** Nothing is run by what a document says: one that cannot be read is worth a warning, and the rest is complete. */
function inProse(path: string, problem: Problem): Problem {
  return documents(path) ? { ...problem, severity: 'warning' } : problem;
}

function readable(path: string, bytes: Uint8Array): string | { reason: string; help: string; location?: Location } {
  if (bytes.length > longestYaml) return { reason: 'it is longer than 5 MiB', help: 'Divide it into several files.' };
  const text = tryUser<ReturnType<typeof readable>>(
    () => decodeUtf8(path, bytes),
    ({ location, help }) => ({ reason: 'it is not UTF-8 text', help: help ?? '', ...present({ location }) }),
  );
  if (typeof text !== 'string' || (text.match(loneReturn) ?? []).length < mostLoneReturns) return text;
  return { reason: 'its lines end with a carriage return alone', help: 'End the lines with a line feed.' };
}
