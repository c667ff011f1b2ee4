import type { Service } from '../../catalog/catalog.ts';
import type { Config, ServiceOverride } from '../../catalog/config-schema.ts';
import { type Dockerfile, readDockerfile } from '../../dockerfile/dockerfile.ts';
import { parseIgnoreRules } from '../../dockerfile/ignore-rules.ts';
import { showPath } from '../../names.ts';
import type { Tree, TreeEntry } from '../../ports.ts';
import type { Problem } from '../../problem.ts';
import { escapeGlob, folderGlob } from '../../tree/glob.ts';
import { indexPaths, type PathIndex } from '../../tree/path-index.ts';
import { baseName, isForeign, normaliseRepositoryPath } from '../../tree/repository-paths.ts';
import { type BuildContext, inferBuildContext } from '../build-context/build-context.ts';
import { type BuildEvidence, isContextEvidence, readContextEvidence } from '../build-context/evidence.ts';
import { configuredPaths, rebuildAll } from './configured.ts';
import { dockerfileInputs, ignoredBy, ignoreFileOf, isIgnoreFile } from './dockerfile.ts';
import type { EdgeException, InputEdge, ServiceInputs } from './edges.ts';
import { isPackageManifest, type LocalPackages, readLocalPackages } from './local-packages.ts';

export type { InputEdge, ServiceInputs } from './edges.ts';

interface Repository {
  tree: PathIndex;
  texts: ReadonlyMap<string, string>;
  config: Config;
  evidence: BuildEvidence;
  packages: LocalPackages;
  /** One exception for each ignore file and context, so that what many services share is matched once. */
  exceptions: Map<string, EdgeException>;
  everyService: InputEdge[];
}

/**
 * What each service is made of: its folder, what its Dockerfile copies, the local packages its manifests name, and
 * what the configuration adds. One entry for each service that has a source, in their order.
 *
 * Reads in one batch: Dockerfiles, ignore files, manifests and the files that say how images are built. Where
 * something cannot be known (a build context, an unreadable manifest), everything is an input, and a problem says so.
 */
export async function deriveInputs(
  tree: Tree,
  services: readonly Service[],
  config: Config,
): Promise<{ inputs: ServiceInputs[]; problems: Problem[] }> {
  const built = services.filter((service) => service.path !== null);
  if (built.length === 0) return { inputs: [], problems: [] };
  const entries = await tree.list();
  const texts = decode(await tree.read(selectFiles(entries, built)));
  const paths = indexPaths(entries);
  const configured = rebuildAll(config.build?.['rebuild-all'] ?? [], paths);
  const repository: Repository = {
    tree: paths,
    texts,
    config,
    evidence: readContextEvidence(texts),
    packages: await readLocalPackages(texts, paths, new Set(built.map(folderOfService))),
    exceptions: new Map(),
    everyService: configured.edges,
  };
  const results = built.map((service) => inputsOf(service, repository));
  return {
    inputs: results.map((result) => result.inputs),
    problems: [
      ...configured.problems,
      ...results.flatMap((result) => result.problems),
      ...repository.packages.problems(),
    ],
  };
}

/** Every file the derivation may need, by name; sorted as the listing is. */
function selectFiles(entries: readonly TreeEntry[], services: readonly Service[]): string[] {
  const dockerfiles = new Set(services.map((service) => service.dockerfile));
  const selected: string[] = [];
  for (const { path, mode } of entries) {
    if (mode !== 'file' && mode !== 'executable') continue;
    if (dockerfiles.has(path) || (mayBeWanted.has(path.slice(path.lastIndexOf('.'))) && isWanted(path)))
      selected.push(path);
  }
  return selected;
}

/** The ends of all names that `isWanted` takes: nearly every file of a repository is passed over by it. */
const mayBeWanted: ReadonlySet<string> = new Set(
  'dockerignore env yaml yml json hcl mod work toml txt csproj fsproj vbproj props targets gradle kts'
    .split(' ')
    .map((end) => `.${end}`),
);

function isWanted(path: string): boolean {
  const name = baseName(path);
  return (isIgnoreFile(name) || isPackageManifest(name) || isContextEvidence(path, name)) && !isForeign(path);
}

/** Bytes that are not UTF-8 become U+FFFD: a pattern with it in it matches no name, and is noticed below. */
function decode(contents: ReadonlyMap<string, Uint8Array>): Map<string, string> {
  const decoder = new TextDecoder();
  return new Map([...contents].map(([path, bytes]) => [path, decoder.decode(bytes)]));
}

/** '' for a service that is the whole repository. */
function folderOfService(service: Service): string {
  return normaliseRepositoryPath(service.path ?? '') ?? '';
}

function inputsOf(service: Service, repository: Repository): { inputs: ServiceInputs; problems: Problem[] } {
  const folder = folderOfService(service);
  const override = overrideOf(repository.config, service.name);
  const built = imageInputs(service, folder, override, repository);
  const own: InputEdge = {
    pattern: folderGlob(folder),
    because: 'its own folder',
    location: null,
    scope: built.complete && service.dockerfile !== null ? 'source' : 'both',
  };
  const packages = repository.packages.of(folder, service.kind);
  const configured = configuredPaths(service.name, override?.paths ?? [], repository.tree);
  const edges = [own, ...built.edges, ...packages, ...configured.edges, ...repository.everyService];
  const { context, because } = built.context;
  return {
    inputs: {
      service: service.name,
      context: context === '' ? '.' : context,
      contextBecause: because,
      edges: built.complete ? edges : edges.map((edge) => ({ ...edge, scope: 'both' })),
      complete: built.complete,
    },
    problems: [...built.problems, ...configured.problems],
  };
}

interface ImageInputs {
  context: Pick<BuildContext, 'context' | 'because'>;
  edges: InputEdge[];
  complete: boolean;
  problems: Problem[];
}

/** What the image of a service is made from, as its Dockerfile and the ignore file of its build say. */
function imageInputs(
  service: Service,
  folder: string,
  override: ServiceOverride | undefined,
  repository: Repository,
): ImageInputs {
  const { tree, texts } = repository;
  const { dockerfile } = service;
  if (dockerfile === null) {
    return { context: { context: null, because: 'it has no Dockerfile' }, edges: [], complete: true, problems: [] };
  }
  const text = texts.get(dockerfile);
  if (text === undefined) return unreadable(service, dockerfile);
  const parsed = readDockerfile(text, buildArguments(override));
  if (text.includes('\uFFFD')) parsed.notes.push({ message: 'it is not UTF-8 text', line: 1 });
  const context = contextOf(service, folder, dockerfile, parsed, override, repository);
  const ignoreFile = ignoreFileOf(dockerfile, context.context, tree);
  const files = [dockerfile, ...(ignoreFile === null ? [] : [ignoreFile])].map((path) => fileEdge(path));
  if (context.context === null) {
    const everything = everythingEdge(`the build context of ${showPath(dockerfile)} cannot be told`, dockerfile);
    return {
      context,
      edges: [...files, everything],
      complete: false,
      problems: context.problem ? [context.problem] : [],
    };
  }
  const ignored = ignoreFile === null ? undefined : exceptionOf(ignoreFile, context.context, repository);
  const taken = dockerfileInputs({ path: dockerfile, parsed, context: context.context, ignored, tree });
  const additional = context.additional.map((extra) => ({
    pattern: folderGlob(extra),
    because: `an additional build context (${context.because})`,
    location: context.location,
    scope: 'both' as const,
  }));
  return {
    context,
    edges: [...files, ...taken.edges, ...additional],
    complete: taken.complete,
    problems: taken.problems,
  };
}

function contextOf(
  service: Service,
  folder: string,
  dockerfile: string,
  parsed: Dockerfile,
  override: ServiceOverride | undefined,
  { tree, evidence, packages }: Repository,
): BuildContext {
  return inferBuildContext({
    service,
    folder,
    dockerfile,
    parsed,
    configured: override?.context,
    evidence,
    tree,
    isSpanned: () => packages.isSpanned(folder, service.kind),
  });
}

function exceptionOf(ignoreFile: string, context: string, { texts, exceptions }: Repository): EdgeException {
  const key = `${ignoreFile}\0${context}`;
  let exception = exceptions.get(key);
  if (!exception) {
    exception = ignoredBy(parseIgnoreRules(texts.get(ignoreFile) ?? ''), context);
    exceptions.set(key, exception);
  }
  return exception;
}

/** A Dockerfile that is a link, or that the configuration names and nobody has. */
function unreadable(service: Service, dockerfile: string): ImageInputs {
  const because = `the Dockerfile ${showPath(dockerfile)} cannot be read`;
  return {
    context: { context: null, because },
    edges: [everythingEdge(because, null)],
    complete: false,
    problems: [
      {
        severity: 'warning',
        message: `${because}; until then every change affects ${showPath(service.name)}`,
        help: `Put a regular file there, or correct services.overrides.${service.name}.dockerfile in rollcall.yaml.`,
      },
    ],
  };
}

function fileEdge(path: string): InputEdge {
  const because = isIgnoreFile(path) ? 'the ignore file of its build' : 'its Dockerfile';
  return { pattern: escapeGlob(path), because, location: null, scope: 'both' };
}

function everythingEdge(because: string, dockerfile: string | null): InputEdge {
  const location = dockerfile === null ? null : { path: dockerfile, line: 1, column: 1 };
  return { pattern: '**', because, location, scope: 'both' };
}

/** Looked up so that a service called `constructor` has no settings it was not given. */
function overrideOf(config: Config, name: string): ServiceOverride | undefined {
  const overrides = config.services?.overrides ?? {};
  return Object.hasOwn(overrides, name) ? overrides[name] : undefined;
}

function buildArguments(override: ServiceOverride | undefined): Map<string, string> {
  return new Map(
    (override?.['build-args'] ?? []).flatMap((argument) => {
      const equals = argument.indexOf('=');
      return equals < 0 ? [] : [[argument.slice(0, equals), argument.slice(equals + 1)]];
    }),
  );
}
