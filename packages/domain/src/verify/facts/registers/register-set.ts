import { isPipeline } from '../../../builds/definition-files.ts';
import type { Service } from '../../../catalog/catalog.ts';
import { memoize } from '../../../memo.ts';
import { listFew, quoteName, showPath } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { folderOf, isInside, joinPath } from '../../../tree/repository-paths.ts';
import type { RuleContext } from '../../rule/context.ts';
import { composeDoubt, doubtOf, isUnderCondition, looksFirst } from './list-doubts.ts';
import { type ListRegion, regionOf } from './list-region.ts';
import { isOfOtherPaths, isThere, type NameUse, pathOfUse, usesOf } from './name-uses.ts';
import { isGathered, isLeftAlone, isListedOtherwise, isTreatedElsewhere } from './own-treatment.ts';
import { buildsImages, plainFiles, saidIn, usesLanguage } from './region-text.ts';
import { scriptNeeds } from './script-needs.ts';

/**
 * Whether a service that a register does not name is of the set that the register is about. `proved`: it has all that
 * the listed services have in common, and the list is used for it as for them. `likely`: it fits, but for a reason that
 * a person has to look at. `outside`: it is not of that set.
 */
export type Belonging = { state: 'proved' | 'outside' } | { state: 'likely'; reason: string };

const proved: Belonging = { state: 'proved' };
const outside: Belonging = { state: 'outside' };

/** Says of a service whether it is of the set of a register. What the listed services have in common is found once. */
export function setOf(register: Register, context: RuleContext): (service: Service) => Belonging {
  return setsOf(context)(register);
}

const setsOf = memoize((context: RuleContext) => memoize((register: Register) => readSet(register, context)));

function readSet(register: Register, context: RuleContext): (service: Service) => Belonging {
  // What the configuration names is about all services, or those of the kinds that it says.
  if (register.kind === 'configured') return () => proved;
  const members = register.entries.flatMap((name) => context.services.get(name) ?? []);
  const region = regionOf(register, context);
  const own = commonNames(members, context);
  const named = own.filter((name) => saidIn(region)(name));
  const byCommands = scriptNeeds(region, members, context);
  const needs = [...byCommands, ...named.map((name) => (one: Service) => hasMarker(one, name, context))];
  const isOfSome =
    isOfOtherPaths(register, region, context) ||
    isUnderCondition(register, context) ||
    looksFirst(register, region) ||
    isGathered(register, region);
  const set: RegisterSet = {
    register,
    members,
    region,
    uses: usesOf(register, region, context),
    parents: new Set(members.map(parentOf)),
    markers: own.filter((name) => !plainFiles.test(name)),
    needs,
    needsOwn: byCommands.length > 0 || named.some((name) => /\.(?!md$)/.test(name) && !buildManifest.test(name)),
    isOfSome,
    doubt: doubtOf(register, region),
    compose: composeDoubt(register, region, context),
  };
  return (service) => belonging(service, set, context);
}

interface RegisterSet {
  register: Register;
  members: readonly Service[];
  region: ListRegion;
  uses: readonly NameUse[];
  parents: ReadonlySet<string | null>;
  /** What lies in the folder of each member, and says what it is. */
  markers: readonly string[];
  /** What the region needs in the folder of each member. */
  needs: readonly ((service: Service) => boolean)[];
  /** Whether it needs more there than what every folder has that is built. */
  needsOwn: boolean;
  /** Whether it is of some services only: those of a branch, or of a layout that is gone. */
  isOfSome: boolean;
  /** Why it may be about some services only; null where nothing says so. */
  doubt: string | null;
  /** What Compose says against a service; null where the list has nothing to do with Compose. */
  compose: ((name: string) => string | null) | null;
}

function belonging(service: Service, set: RegisterSet, context: RuleContext): Belonging {
  if (isOutside(service, set, context)) return outside;
  const missing = set.markers.filter((name) => !hasMarker(service, name, context));
  const reason = isAboutAll(set.register)
    ? differenceOf(service, set, missing, context)
    : subsetReason(service, set, missing, context);
  if (reason === undefined) return outside;
  const doubt = reason ?? set.doubt ?? (set.uses.length === 0 ? (set.compose?.(service.name) ?? null) : null);
  return doubt === null ? proved : { state: 'likely', reason: doubt };
}

/** Whether something that holds for each listed service does not hold for this one, or something else serves it. */
function isOutside(service: Service, set: RegisterSet, context: RuleContext): boolean {
  const { register, members, region, parents, markers, needs, isOfSome } = set;
  if (isOfSome || needs.some((need) => !need(service))) return true;
  if (isStepOf(service, members)) return true;
  if (region.folder !== '' && !isInside(service.path ?? '', region.folder)) return true;
  if (lacksPath(service, set, context)) return true;
  if (isTreatedElsewhere(service, register, region, context)) return true;
  if (isLeftAlone(service, members, context)) return true;
  if (isListedOtherwise(service, register, context)) return true;
  if (buildsImages(region) && service.dockerfile === null) return true;
  // What lies elsewhere and is not deployed is a tool.
  if (!parents.has(parentOf(service)) && !isDeployed(service, context)) return true;
  const kind = kindOf(members);
  const isOfLanguage = !buildsImages(region) && usesLanguage(region);
  if (kind !== null && service.kind !== kind && isOfLanguage) return true;
  // What tests programs has nothing to do with a folder of settings or of pages.
  const isProgram = !/^(?:other|static-site)$/.test(service.kind) || members.some((one) => one.kind === service.kind);
  if (isOfLanguage && !isProgram) return true;
  return markers.some((name) => isCalledAfter(register, name) && !hasMarker(service, name, context));
}

/** Whether it has not what the list makes a path of for each that is listed. */
function lacksPath({ name }: Service, set: RegisterSet, context: RuleContext): boolean {
  const written = set.register.written(name);
  if (set.uses.some((use) => written === null || !isThere(pathOfUse(use, written), context))) return true;
  return namesFolders(context)(set) && !isFolderOf(name, set, context);
}

/** Whether what a list writes for each service is a folder of its own: `Cart.Tests` beside `Cart`. */
const namesFolders = memoize((context: RuleContext) =>
  memoize((set: RegisterSet): boolean => {
    const { members, register } = set;
    return members.every(({ name }) => register.written(name) !== name && isFolderOf(name, set, context));
  }),
);

function isFolderOf(name: string, { register, region }: RegisterSet, context: RuleContext): boolean {
  const written = register.written(name);
  if (written === null || written.includes('/')) return false;
  return region.folders.some((folder) => isThere(joinPath(folder, written), context));
}

/** Why a service may not be of a list of all services; null where nothing says so. */
function differenceOf(
  service: Service,
  set: RegisterSet,
  missing: readonly string[],
  context: RuleContext,
): string | null {
  const { members, region, register } = set;
  const apart = apartFrom(service, set, context);
  if (apart !== null || !isOfWords(register)) return apart;
  const saysLittle = isOfScript(register) || isCalledMatrix(register);
  if (set.uses.length === 0 && !set.needsOwn && set.compose === null && saysLittle)
    return 'nothing that is done with its names shows that it is about each service';
  if (buildsImages(region)) return null;
  const kind = kindOf(members);
  if (kind !== null && service.kind !== kind)
    return `each that is listed is a ${kind} service, and it is a ${service.kind} service`;
  const first = missing.find((name) => context.paths.at(joinPath(members[0]?.path ?? '', name)) === 'file');
  return first === undefined ? null : `each that is listed has ${quoteName(first)}, and it has none`;
}

/** What of the place of a service differs from that of all listed ones, where no path that is made of its name proves it. */
function apartFrom(
  service: Service,
  { members, uses, parents, register }: RegisterSet,
  { deployedBy }: RuleContext,
): string | null {
  const [dockerfile, ...more] = new Set(members.map((member) => member.dockerfile));
  // Services of one folder are told apart by what builds them alone.
  if (service.path === '' && members.length > 1 && more.length === 0 && service.dockerfile !== dockerfile)
    return 'one Dockerfile builds each that is listed, and another one builds it';
  const isOther = register.kind !== 'workflow-choices' && !isOfWords(register);
  if (uses.length > 0 || isOther) return null;
  const parent = parentOf(service);
  if (!parents.has(parent)) return `it lies in ${showPath(parent ?? '')}, and no listed one does`;
  if (!isOfWords(register)) return null;
  if (parent === '') return 'only the name of the list says that it is of all services';
  const isUndeployed = service.chart !== null && !deployedBy.has(service.name);
  return isUndeployed && members.every(({ name }) => deployedBy.has(name))
    ? 'each that is listed has an Application, and it has none'
    : null;
}

/**
 * Why a service may not be of a list that is called after something: null where it is proved to be, undefined where
 * nothing says that it is. Such a list is of those that are built by it, or of those that have what it is called after.
 */
function subsetReason(
  service: Service,
  { register, members, region, uses, markers }: RegisterSet,
  missing: readonly string[],
  context: RuleContext,
): string | null | undefined {
  const kind = kindOf(members);
  if (kind !== null && service.kind !== kind) return undefined;
  if (buildsImages(region) && uses.length > 0) return null;
  if (missing.length > 0) return undefined;
  if (markers.some((name) => isCalledAfter(register, name))) return null;
  const distinct = markers.filter((name) => !buildManifest.test(name) && isDistinct(name, members, context));
  return distinct.length === 0 ? undefined : `it has ${listFew(distinct.map(quoteName))}, as each has that is listed`;
}

/** The kind that all of at least two services are of. */
const kindOf = memoize((members: readonly Service[]): string | null => {
  const [kind, ...others] = new Set(members.map((member) => member.kind));
  return members.length > 1 && others.length === 0 ? (kind ?? null) : null;
});

/** Whether it only prepares a listed service: `orders-migrate` of the folder of `orders`, which runs once before it. */
function isStepOf({ name, path }: Service, members: readonly Service[]): boolean {
  const [, step] = /[-_](migrat(?:e|ions?|or)|init|seed(?:er)?|setup|bootstrap)$/i.exec(name) ?? [];
  return (
    step !== undefined &&
    path !== null &&
    members.some((one) => one.path !== null && isInside(path, one.path) && !one.name.endsWith(step))
  );
}

function isDeployed({ name, chart }: Service, { deployedBy }: RuleContext): boolean {
  return deployedBy.has(name) || chart !== null;
}

function hasMarker({ path }: Service, name: string, context: RuleContext): boolean {
  return isThere(joinPath(path ?? '', name), context);
}

/** Files that say of which kind a service is: the kind is judged by itself. */
const buildManifest =
  /^(?:go\.mod|package\.json|tsconfig.*\.json|pom\.xml|build\.gradle(?:\.kts)?|settings\.gradle(?:\.kts)?|mvnw|gradlew|gradle|Cargo\.toml|pyproject\.toml|setup\.(?:py|cfg)|Pipfile|Dockerfile.*|.*\.csproj|Makefile)$/;

function parentOf({ path }: Service): string | null {
  return path === null || path === '' ? null : folderOf(path);
}

/** Words for services, and for lists of them. */
const plainWord =
  /^(?:all|every|my|our|the|full|micro|docker|build|built|deploy|services?|svcs?|microservices?|apps?|applications?|modules?|components?|images?|projects?|packages?|pkgs?|dirs?|directory|directories|folders?|paths?|names?|targets?|list|workloads?|containers?|changes|filters|outputs?|subprojects?|matrix|include|[a-z])$/i;

/** Words for those of a language or a side: they are about all of the kinds that the register is of. */
const kindWord =
  /^(?:backends?|back|end|frontends?|front|web|go|golang|java|jvm|kotlin|spring|gradle|maven|node|nodejs|npm|typescript|ts|python|py|rust|cargo|dotnet|csharp|static|site)$/i;

/**
 * Whether a list is called after services and nothing else: `SERVICES`, `GO_SERVICES`, `service`, `apps`. Kinds that
 * are there for what is built are about all there is, whatever they are called.
 */
function isAboutAll(register: Register): boolean {
  // What a pipeline takes items from is called by its syntax: `for` of Task, `default` of a parameter of Azure.
  if (!isOfWords(register) || (register.kind === 'yaml-list' && /^(?:for|default)$/.test(register.key))) return true;
  const { key, scope } = register;
  return isPlainName(key, (word) => scope !== 'all' && kindWord.test(word));
}

/** Whether a list is called after services, or lists of them, and nothing else; `isMeant` are words that count as well. */
export function isPlainName(name: string, isMeant: (word: string) => boolean = () => false): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '');
  return words.length > 0 && words.every((word) => plainWord.test(word) || isMeant(word));
}

/** Kinds of lists that may be of anything: what they are called says of what. */
function isOfWords(register: Register): boolean {
  return register.kind === 'json-array' || register.kind === 'matrix-list' || isOfScript(register);
}

/** Lists of a shell, of make, of programs and pipelines: what is done with their names stands beside them. */
function isOfScript({ kind, file }: Register): boolean {
  const isOfPipeline = kind === 'yaml-list' && isPipeline(file);
  const isFile = kind === 'json-array' && file.endsWith('.json');
  return isOfPipeline || isFile || /^(?:code-list|shell-array|shell-loop|make-variable)$/.test(kind);
}

/** The name of an output for jobs, which says of nothing what it is about. */
function isCalledMatrix({ key }: Register): boolean {
  return /^(?:matrix|include)$/i.test(key);
}

/** The files and folders that each of at least two listed services has in its folder. */
function commonNames(members: readonly Service[], context: RuleContext): string[] {
  const [first, ...rest] = members;
  if (!first?.path || rest.length === 0) return [];
  const prefix = `${first.path}/`;
  const names = new Set<string>();
  for (const path of context.paths.below(first.path)) names.add(path.slice(prefix.length).split('/')[0] ?? '');
  return [...names].filter((name) =>
    rest.every(({ path }) => path !== null && path !== '' && isThere(joinPath(path, name), context)),
  );
}

/** Whether not every service has it. */
function isDistinct(name: string, members: readonly Service[], context: RuleContext): boolean {
  return context.listed.some(
    (service) => !members.includes(service) && !isThere(joinPath(service.path ?? '', name), context),
  );
}

/** Whether a list is called after what a file or a folder holds: `MIGRATIONS`, `openapi_services`. */
function isCalledAfter({ key }: Register, name: string): boolean {
  const stem = (name.split('.', 1)[0] ?? '').replace(/s$/, '').toLowerCase();
  return stem.length > 3 && key.toLowerCase().includes(stem);
}
