import type { Service } from '../../../catalog/catalog.ts';
import { groupInto } from '../../../grouping.ts';
import { memoize, memoizeByText } from '../../../memo.ts';
import { replaceTokens } from '../../../name-spellings.ts';
import { stemOf } from '../../../registers/listed-names.ts';
import type { Register } from '../../../registers/register.ts';
import { textPattern } from '../../../text-pattern.ts';
import { isDockerfile } from '../../../tree/dockerfile-name.ts';
import { isOfActions } from '../../../tree/file-types.ts';
import { baseName } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';
import { buildDefinitions } from '../ci/build-definitions.ts';
import { linesWithoutComments } from '../ci/comments.ts';
import { type ListRegion, regionOf } from './list-region.ts';

/**
 * Whether something beside a list does for a service what the list is there for: a job or a workflow of its own, a
 * target, another list that shares nothing with this one. A line that is there for the listed services as well, with
 * their names in it, is none.
 */
export function isTreatedElsewhere(
  service: Service,
  register: Register,
  region: ListRegion,
  context: RuleContext,
): boolean {
  const { name } = service;
  if (register.takenOut.has(name)) return false;
  for (const id of jobsNamedAfter(region.jobs)(name))
    if (!region.own.has(id) && !isNamedAfterAny(id, register)) return true;
  if (isOfActions(register.file) && hasOwnWorkflow(name, register, context)) return true;
  if (isBuiltElsewhere(service, register, context)) return true;
  if (register.kind === 'paths-filter' || register.kind === 'workflow-choices') return false;
  const members = register.entries.flatMap((entry) => context.services.get(entry) ?? []).slice(0, mostCompared);
  const of = linesNaming(register.file, context);
  const others = members.map(of);
  return [...of(service).shapes].slice(0, mostLines).some(([line, written]) => {
    if (/^(?:echo\b|printf\b|-?[ \t]?name:|description:)/.test(line.trimStart())) return false;
    return others.every(({ shapes, all }) => !shapes.has(line) && !all.has(written));
  });
}

/**
 * Whether a matrix is of what other jobs made, each called after what it makes: `needs: [backend, frontend]` before it
 * gathers `backend` and `frontend`. What no such job makes is not there to be gathered.
 */
export function isGathered({ kind, entries }: Register, { needs }: ListRegion): boolean {
  const makers = kind === 'matrix-list' ? needs.filter((id) => entries.some((entry) => isNamedAfter(id, entry))) : [];
  return makers.length > 1;
}

/**
 * Whether a matrix works on what a job before it makes of its own list, and that one lacks a service as well: `scan` of
 * each image that `build` pushed. It is told of the list that makes them.
 */
function isMadeBefore(name: string, register: Register, context: RuleContext): boolean {
  const { needs } = regionOf(register, context);
  if (register.kind !== 'matrix-list' || needs.length === 0) return false;
  const makers = needs
    .slice(0, mostCompared)
    .flatMap((id) => matricesOfJobs(context).get(`${register.file} ${id}`) ?? [])
    .slice(0, mostCompared)
    .filter((other) => register.entries.every((entry) => other.entries.includes(entry)));
  return makers.length > 0 && makers.every(({ entries }) => !entries.includes(name));
}

/** The matrices of each job of each file. */
const matricesOfJobs = memoize((context: RuleContext) => {
  const matrices = new Map<string, Register[]>();
  for (const register of context.registers)
    if (register.kind === 'matrix-list')
      for (const id of regionOf(register, context).own) groupInto(matrices, `${register.file} ${id}`, register);
  return matrices;
});

/**
 * Whether a list has a service in another way than by its name: by a part of it that no service has for a name
 * (`gateway` for `graphql-gateway`), with a number behind it (`web2` for `web`), in a comment above it or between its
 * entries, which says why it is not there, or in another list of its kind in the file, or of filters in any, where the two
 * share nothing: what is in one is not in the other.
 */
export function isListedOtherwise(service: Service, register: Register, context: RuleContext): boolean {
  const { name, path } = service;
  const { entries } = register;
  const isPart = (entry: string): boolean =>
    entry.length > 2 &&
    !context.services.has(entry) &&
    (name.endsWith(`-${entry}`) || name.startsWith(`${entry}-`) || entry.replace(/(?<!\d)\d+$/, '') === name);
  if (register.kind !== 'paths-filter' && entries.some(isPart)) return true;
  const isDivided = (listsWith(context).get(keyOf(register, name)) ?? [])
    .slice(0, mostCompared)
    .some((other) => !other.entries.some((entry) => entries.includes(entry)));
  if (isDivided || isFilteredByKind(context)(register, service.kind) || isMadeBefore(name, register, context))
    return true;
  const places = entries.flatMap((entry) => register.entryLocation(entry)?.line ?? []);
  const lines = writtenLines(context)(register.file);
  let first = register.line - 1;
  while (first > 0 && isComment(lines[first - 1] ?? '')) first -= 1;
  const comments = lines.slice(first, Math.max(register.line, ...places)).filter(isComment);
  // Where two services have the same folder name, one of them has another name.
  const called = [...new Set([name, register.written(name) ?? name, baseName(path ?? name)])];
  return comments.some((line) => textPattern()`(?<![\w-])${called}(?![\w-])`.test(line));
}

/** Whether a filter has no service of a kind, and another one that shares nothing with it has those of that kind. */
const isFilteredByKind = memoize((context: RuleContext) =>
  memoizeByText((register: Register, kind: string): boolean => {
    const isOfKind = (entry: string): boolean => context.services.get(entry)?.kind === kind;
    if (register.kind !== 'paths-filter' || register.entries.some(isOfKind)) return false;
    const own = new Set(register.entries);
    return context.registers
      .filter((other) => other.kind === 'paths-filter' && other.entries.some(isOfKind))
      .slice(0, mostCompared)
      .some((other) => !other.entries.some((entry) => own.has(entry)));
  }),
);

/**
 * Whether a folder is only configuration for the program of somebody else, and nothing in the repository builds or runs
 * it: a tool that is started by hand, or what is left of one. Where each listed one is no more than that, it is none.
 */
export function isLeftAlone(service: Service, members: readonly Service[], context: RuleContext): boolean {
  if (context.deployedBy.has(service.name) || isListed(context)(service.name)) return false;
  return isOnlyConfiguration(context)(service) && !areOnlyConfiguration(context)(members);
}

const isOnlyConfiguration = memoize((context: RuleContext) =>
  memoize(({ kind, path, chart }: Service): boolean => {
    if (kind !== 'other' || path === null || path === '' || chart !== null) return false;
    for (const file of context.paths.below(path)) if (!isConfiguration(file)) return false;
    return true;
  }),
);

const areOnlyConfiguration = memoize((context: RuleContext) =>
  memoize((members: readonly Service[]): boolean => members.every(isOnlyConfiguration(context))),
);

/** The lists of each kind, name and file; a workflow may filter for the services that another one does not. */
const listsWith = memoize(({ registers }: RuleContext) => {
  const lists = new Map<string, Register[]>();
  for (const register of registers)
    for (const name of new Set(register.entries)) groupInto(lists, keyOf(register, name), register);
  return lists;
});

function keyOf({ kind, file }: Register, name: string): string {
  return kind === 'paths-filter' ? `${kind} ${name}` : `${kind} ${name} ${file}`;
}

const isListed = memoize(({ registers }: RuleContext) => {
  const names = new Set(registers.flatMap(({ entries }) => entries));
  return (name: string): boolean => names.has(name);
});

/** Whether a file is no program: settings, a Dockerfile, prose, the script that starts what the image brings. */
function isConfiguration(file: string): boolean {
  return (
    isDockerfile(file) ||
    /(?:^|\/)\.[^/]*$|\.(?:json|ya?ml|toml|ini|conf|cnf|cfg|properties|env|xml|sql|sh|md|txt|template|tmpl|tpl|crt|pem|key)$/i.test(
      file,
    )
  );
}

function isComment(line: string): boolean {
  return /^\s*(?:#|\/\/)/.test(line);
}

/** More than these show nothing new. */
const mostCompared = 20;
const mostLines = 200;

const linesOfFiles = memoize((_context: RuleContext) => new Map<string, readonly string[]>());

/** The lines of a file as they are written, split once. */
const writtenLines = memoize((context: RuleContext) => {
  const known = new Map<string, readonly string[]>();
  return (file: string): readonly string[] => {
    const lines = known.get(file) ?? (context.text(file) ?? '').split('\n');
    known.set(file, lines);
    return lines;
  };
});

/** The lines of a file, comments left out, continued ones as one. */
function linesOf(path: string, context: RuleContext): readonly string[] {
  const files = linesOfFiles(context);
  const before = files.get(path);
  if (before) return before;
  const text = linesWithoutComments(path, context.text(path) ?? '').join('\n');
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  files.set(path, lines);
  return lines;
}

interface LinesNaming {
  /** Each line that names a service, with what is left of it without the name. */
  shapes: ReadonlyMap<string, string>;
  /** All that is left of them. */
  all: ReadonlySet<string>;
}

const namingInFiles = memoize((_context: RuleContext) => new Map<string, LinesNaming>());

/** The lines of a file that name a service, looked for once however many lists lack it. */
function linesNaming(file: string, context: RuleContext): (service: Service) => LinesNaming {
  const known = namingInFiles(context);
  return (service) => {
    const key = `${file}\0${service.name}`;
    const before = known.get(key);
    if (before) return before;
    const shapes = new Map(
      linesOf(file, context).flatMap((line) => (names(line, service) ? [[line, shape(line, service)] as const] : [])),
    );
    const found = { shapes, all: new Set(shapes.values()) };
    known.set(key, found);
    return found;
  };
}

function names(line: string, { name, path }: Service): boolean {
  if (!line.includes(name) && !(path && line.includes(path))) return false;
  return textPattern()`(?<![\w-])${path ? [path, name] : [name]}(?![\w-])`.test(line);
}

function shape(line: string, { name, path }: Service): string {
  return replaceTokens(line, [...(path ? [[path, '\0'] as const] : []), [name, '\0']]).trim();
}

/** Whether a word for a job or a file is of a service: `build-cart`, `cart-ci`, `build_cart`. */
function isNamedAfter(word: string, name: string): boolean {
  return textPattern('i')`(?:^|[-_.])${[...new Set([name, name.replaceAll('-', '_'), stemOf(name)])]}(?:$|[-_.])`.test(
    word,
  );
}

/** The jobs of a file that are called after a service, looked for once however many lists lack it. */
const jobsNamedAfter = memoize((jobs: readonly string[]) => {
  const known = new Map<string, readonly string[]>();
  return (name: string): readonly string[] => {
    const found = known.get(name) ?? jobs.filter((id) => isNamedAfter(id, name));
    known.set(name, found);
    return found;
  };
});

function isNamedAfterAny(word: string, { entries }: Register): boolean {
  return entries.some((entry) => isNamedAfter(word, entry));
}

/** Whether a workflow builds a service that builds none of a matrix, whose file builds or names the Dockerfiles of what it lists. */
function isBuiltElsewhere(service: Service, { kind, file, entries }: Register, context: RuleContext): boolean {
  if (kind !== 'matrix-list') return false;
  const own = workflowsBuilding(context)(service);
  if (own.length === 0 || own.includes(file)) return false;
  const members = entries.flatMap((entry) => context.services.get(entry) ?? []).slice(0, mostCompared);
  const building = members.flatMap(workflowsBuilding(context));
  const text = context.text(file) ?? '';
  const isOfBuilds =
    building.includes(file) || members.some(({ dockerfile }) => dockerfile !== null && text.includes(dockerfile));
  return isOfBuilds && !own.some((one) => building.includes(one));
}

/** The workflows that build the Dockerfile of a service by its path. */
const workflowsBuilding = memoize((context: RuleContext) =>
  memoize(({ dockerfile }: Service): readonly string[] => {
    const { builds, anywhere } = buildDefinitions(context).of(dockerfile ?? '');
    return anywhere ? [] : builds.flatMap(({ file }) => (file.startsWith('.github/workflows/') ? [file] : []));
  }),
);

/** The workflows, by their names without the ending. */
const workflowNames = memoize((context: RuleContext): ReadonlyMap<string, string[]> => {
  const names = new Map<string, string[]>();
  for (const path of context.texts.keys())
    if (isOfActions(path) && path.startsWith('.github/workflows/'))
      groupInto(names, baseName(path).replace(/\.ya?ml$/, ''), path);
  return names;
});

/** Whether a workflow is called after the service, and none after those of the list. */
function hasOwnWorkflow(name: string, register: Register, context: RuleContext): boolean {
  return [...workflowNames(context)].some(
    ([word, files]) => !files.includes(register.file) && isNamedAfter(word, name) && !isNamedAfterAny(word, register),
  );
}
