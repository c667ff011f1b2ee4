import type { Build, UnreadBuild } from '../../builds/build.ts';
import type { Service } from '../../catalog/catalog.ts';
import { compileDockerPattern, literalPath, literalStart } from '../../dockerfile/pattern.ts';
import type { Location } from '../../location.ts';
import { showPath } from '../../names.ts';
import type { Problem } from '../../problem.ts';
import type { PathIndex } from '../../tree/path-index.ts';
import { baseName, folderOf, isInside, joinPath } from '../../tree/repository-paths.ts';
import { makerOf } from './made.ts';

/** The folder an image is built from. */
export interface BuildContext {
  /** '' is the repository root; null when it cannot be told. */
  context: string | null;
  /** Why it is that one, or why it cannot be told. */
  because: string;
  /** The place that states it; null where the context was inferred. */
  location: Location | null;
  /** The builds that the repository defines in this context; none where nothing defines one. */
  builds: readonly Build[];
  problem: Problem | null;
}

/** What a build takes from its context, by the names that its Dockerfile has for it. */
export interface ContextSources {
  sources: readonly Source[];
  /** False where it may take more. */
  complete: boolean;
  /** The folders in which lies what it takes besides, where their paths are known. */
  starts: readonly string[];
}

export interface Source {
  source: string;
  /** `**` has its meaning. */
  doubleStar: boolean;
}

/** What is known about one service when its context is looked for. */
interface ContextQuestion {
  service: Service;
  /** Its folder. */
  folder: string;
  dockerfile: string;
  /** From the configuration. */
  configured: string | undefined;
  /** The builds of the Dockerfile, and what may be about it and cannot be read. */
  definitions: { builds: readonly Build[]; unread: readonly UnreadBuild[]; anywhere: boolean };
  /** What a build takes from its context; null is a build that nothing defines. */
  sourcesOf(build: Build | null): ContextSources;
  /** What the Dockerfile's `RUN` and `WORKDIR` say. */
  commands(): readonly string[];
  tree: PathIndex;
  /** Whether a workspace above its folder has it as a member, or a package there as a part. */
  isSpanned: () => boolean;
}

/**
 * Tells the build context: what the configuration says; else what the definitions of its builds say; else
 * the candidate (service folder, Dockerfile's folder, repository root) in which everything exists that it copies, or
 * is made by a module that writes there.
 *
 * Where several candidates hold everything and would copy different files, one is taken only on evidence:
 * 1. one alone has, or makes, the folders of what it copies by a name that a variable holds, or has a match for every wildcard;
 * 2. a command names the service's folder by its path from the root (`go build ./services/a`): the root;
 * 3. the Dockerfile lies directly in the service's folder and is understood completely, what it copies by name and the root has too are at most
 *    manifests, and no workspace or package above spans the service: that folder, because `docker build services/a` is how
 *    such a Dockerfile is built;
 * 4. one candidate below the root alone has a `.dockerignore`, which counts only at the top of a context.
 * Everything else is a problem that names the candidates and the lines to configure. Never a guess.
 */
export function inferBuildContext(question: ContextQuestion): BuildContext {
  const { configured, definitions, tree } = question;
  if (configured !== undefined) {
    const context = configured === '.' ? '' : configured;
    const same = definitions.builds.filter((build) => build.context === context);
    return { ...known(context, 'the configuration says so'), builds: same.length > 0 ? same : definitions.builds };
  }
  const stated = agreeing(question);
  const [first] = stated;
  if (first && stated.every(({ context }) => context === first.context)) {
    return { ...known(first.context ?? '', `${first.file} builds it`), location: first.location, builds: stated };
  }
  if (stated.length > 0) {
    const candidates = [...new Set(stated.map(({ context }) => context ?? ''))];
    const sources = stated.map(({ file, context }) => `${file} builds it in ${show(context ?? '')}`);
    return unknown(question, candidates, [...new Set(sources)].join(', '));
  }
  const candidates = [...new Set([question.folder, folderOf(question.dockerfile), ''])];
  const unread = definitions.unread.map(
    ({ because, location: { path, line } }) => `${showPath(path)}:${line}: ${because}`,
  );
  if (unread.length > 0) return unknown(question, candidates, [...new Set(unread)].join(', '));
  const { sources, complete } = question.sourcesOf(null);
  if (complete && sources.length === 0) return known(candidates[0] ?? '', 'it copies nothing from a context');
  const missing = candidates.map((candidate) => ({ candidate, names: missingSources(sources, tree, candidate) }));
  const fitting = missing.filter(({ names }) => names.length === 0).map(({ candidate }) => candidate);
  if (fitting.length === 1 && fitting[0] !== undefined) {
    return known(
      fitting[0],
      candidates.length === 1 ? 'it is the only candidate' : 'only there everything it copies exists',
    );
  }
  if (fitting.length === 0) {
    const lacking = missing.map(
      ({ candidate, names }) => `${show(candidate)} has no ${names.map(showPath).join(', ')}`,
    );
    return unknown(question, candidates, `no candidate holds everything it copies: ${lacking.join('; ')}`);
  }
  return decide(question, fitting);
}

function decide(question: ContextQuestion, fitting: readonly string[]): BuildContext {
  const { tree, folder } = question;
  const { sources, starts } = question.sourcesOf(null);
  const holds = (path: string): boolean => tree.at(path) !== null || makerOf(path, tree) !== null;
  const [maker, ...others] = fitting.filter((candidate) => starts.every((start) => holds(joinPath(candidate, start))));
  if (starts.length > 0 && maker !== undefined && others.length === 0)
    return known(maker, 'only there is the folder that it copies from, or what makes it');
  const matching = fitting.filter((candidate) => unmatchedGlobs(sources, tree, candidate) === 0);
  const [only] = matching;
  if (matching.length === 1 && only !== undefined) return known(only, 'only there every wildcard has a match');
  const left = matching.length > 1 ? matching : fitting;
  if (left.includes('') && namesItsFolder(question))
    return known('', 'its commands name the service by its path from the root');
  if (left.includes(folder) && buildsItself(question))
    return known(folder, 'the Dockerfile is in the folder it copies');
  const ignoring = left.filter((candidate) => tree.at(joinPath(candidate, '.dockerignore')) === 'file');
  const [own] = ignoring;
  if (ignoring.length === 1 && own !== undefined && own !== '') return known(own, 'it has the .dockerignore');
  const both = left.map(show).join(' and ');
  return unknown(question, left, `everything it copies exists in ${both}, and they differ`);
}

function known(context: string, because: string): BuildContext {
  return { context, because, location: null, builds: [], problem: null };
}

function unknown(question: ContextQuestion, candidates: readonly string[], why: string): BuildContext {
  const { service, dockerfile } = question;
  const [first, ...others] = candidates.map((candidate) => scalar(candidate === '' ? '.' : candidate));
  const alternatives = others.length > 0 ? `   # or ${others.join(' or ')}` : '';
  const name = scalar(service.name);
  return {
    context: null,
    because: why,
    location: null,
    builds: [],
    problem: {
      severity: 'warning',
      message: `the build context of ${showPath(dockerfile)} cannot be told: ${why}; until then every change affects ${showPath(service.name)}`,
      help: `Add to rollcall.yaml:\nservices:\n  overrides:\n    ${name}:\n      context: ${first ?? '.'}${alternatives}`,
      location: { path: dockerfile, line: 1, column: 1 },
    },
  };
}

/** A YAML scalar that reads back as this text. */
function scalar(text: string): string {
  const plain =
    /^(?:\.|[A-Za-z_][\w./-]*)$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null|\.inf|\.nan)$/i.test(text);
  return plain ? text : JSON.stringify(text);
}

function show(context: string): string {
  return context === '' ? 'the repository root' : showPath(context);
}

/**
 * Of several builds, those in whose context everything exists that they copy; all of them when none is left. One that
 * says nothing of where its Dockerfile lies is about this one only where everything exists.
 */
function agreeing({ definitions: { builds, anywhere }, sourcesOf, tree }: ContextQuestion): readonly Build[] {
  if (builds.length < 2 && !anywhere) return builds;
  const fitting = builds.filter(
    (build) => missingSources(sourcesOf(build).sources, tree, build.context ?? '').length === 0,
  );
  return fitting.length > 0 || anywhere ? fitting : builds;
}

/** Sources without wildcards that a candidate neither holds nor makes. (A wildcard may match nothing.) */
function missingSources(sources: readonly Source[], tree: PathIndex, candidate: string): string[] {
  const missing = new Set<string>();
  for (const { source } of sources) {
    const path = literalPath(source);
    if (source === '.' || path === null || tree.at(joinPath(candidate, path)) !== null) continue;
    if (makerOf(joinPath(candidate, path), tree) === null) missing.add(source);
  }
  return [...missing];
}

function unmatchedGlobs(sources: readonly Source[], tree: PathIndex, candidate: string): number {
  return sources.filter(
    ({ source, doubleStar }) =>
      literalPath(source) === null &&
      tree.glob(candidate, source, doubleStar).length === 0 &&
      makerOf(joinPath(candidate, literalStart(source)), tree) === null,
  ).length;
}

/** A command with the service's path from the root in it, which would not exist below the service's folder. */
function namesItsFolder({ folder, commands, tree }: ContextQuestion): boolean {
  if (!folder.includes('/') || tree.at(joinPath(folder, folder)) !== null) return false;
  return commands().some((command) =>
    command.split(/[\s"'=;&|()]+/).some((word) => isInside(word.replace(/^\.\//, '').replace(/\/$/, ''), folder)),
  );
}

const manifestNames = [
  ...['go.mod', 'go.sum', 'package.json', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml'],
  ...[
    'Cargo.toml',
    'Cargo.lock',
    'pyproject.toml',
    'poetry.lock',
    'uv.lock',
    'requirements.txt',
    'Pipfile',
    'Pipfile.lock',
  ],
  ...[
    'pom.xml',
    'build.gradle',
    'build.gradle.kts',
    'settings.gradle',
    'settings.gradle.kts',
    'Gemfile',
    'Gemfile.lock',
  ],
];

/** See 3. of `inferBuildContext`. */
function buildsItself({ folder, dockerfile, sourcesOf, tree, isSpanned }: ContextQuestion): boolean {
  const { sources, complete } = sourcesOf(null);
  if (!complete || folder === '' || folderOf(dockerfile) !== folder || isSpanned()) return false;
  return sources.every(({ source, doubleStar }) => {
    if (source === '.') return true;
    const pattern = compileDockerPattern(baseName(source));
    if (!source.includes('/') && manifestNames.some((name) => pattern.matches(name))) return true;
    const path = literalPath(source);
    return path === null ? tree.glob('', source, doubleStar).length === 0 : tree.at(path) === null;
  });
}
