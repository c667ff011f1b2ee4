import type { Service, ServiceKind } from '../catalog/catalog.ts';
import type { Config } from '../catalog/config-schema.ts';
import type { Member } from '../list-editing/member.ts';
import { type Location, placesIn } from '../location.ts';
import { replaceName, replaceTokens } from '../name-spellings.ts';
import { isServiceName, quoteName } from '../names.ts';
import { folderOf } from '../tree/repository-paths.ts';
import { UserError } from '../user-error.ts';
import type { Edit } from '../yaml/edit.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { scopeOf } from './list-scope.ts';

const registerKindIds = [
  'paths-filter',
  'json-array',
  'code-list',
  'bash-case',
  'workflow-choices',
  'matrix-list',
  'shell-array',
  'shell-loop',
  'make-variable',
  'hcl-list',
  'hcl-map',
  'hcl-blocks',
  'yaml-list',
  'yaml-map',
  'compose',
  'go-work',
  'workspaces',
  'settings-gradle',
  'routes',
  'gathered-jobs',
  'gathered-targets',
  'tool-list',
  'configured',
] as const;
export type RegisterKindId = (typeof registerKindIds)[number];

/** A place of the repository that lists services. */
export interface Register {
  /** The same as long as the list stays where it is in the structure of its file; holds no line number. */
  id: string;
  kind: RegisterKindId;
  file: string;
  /** The list itself: the line of its key or its variable. */
  line: number;
  column: number;
  /** Every name it lists, services or not, in file order. */
  entries: string[];
  /** The services it is a list of: all, or those of some kinds (`GO_SERVICES`). */
  scope: 'all' | ServiceKind[];
  /** What the list is called: its variable, its key, the variable of its loop. */
  key: string;
  /** Names that are written in it, and that something beside it takes out again: `exclude` of a matrix. */
  takenOut: ReadonlySet<string>;
  /** What a bash `case` does with a name that no arm lists; null when it has no `*)`. Other kinds have none. */
  fallback?: CaseFallback | null;
  /** Where a name is listed. */
  entryLocation(name: string): Location | undefined;
  /** The globs of the files that an entry of a paths filter is about; of other kinds there are none. */
  patterns?(name: string): readonly string[];
  /** The text of the entry of a listed name, its key included. */
  entryText(name: string): string | undefined;
  /** A name as this list writes it; null where it would be read back as another. */
  written(name: string): string | null;
  /**
   * Whether the entries are written alike, but for the names in them: then that of another name is known. `values`:
   * each has a number of its own, such as a port, which only a person can choose.
   */
  likeness(): 'alike' | 'differ' | 'values';
  /**
   * Edits that add a name at the end, written as its neighbours are. What belongs to a name (patterns, build
   * settings) is cloned from the sibling `like`, or from the listed service that is most alike. Empty when the
   * name is listed already, or when the list has a form that cannot be added to without a person's judgement.
   * UserError for a name that cannot be a service's.
   */
  insert(name: string, like?: string): Edit[];
  /** Edits that take a name out; empty when it is not listed. */
  remove(name: string): Edit[];
}

export interface CaseFallback {
  /** `*)` ends the script, so a name without an arm fails there. */
  exits: boolean;
  /** Its commands for one name: the variable of the `case` replaced by it. */
  body(name: string): string;
}

/** What is needed to tell a register from another list. */
export interface RegisterContext {
  /** Services that have to be in a list of all services. */
  services: readonly Service[];
  /** The same services by name. */
  byName: ReadonlyMap<string, Service>;
  /** Text of another file that was read, or undefined: a paths filter may name a file. */
  text(path: string): string | undefined;
  /** `registers:` of the configuration. */
  configured?: Config['registers'];
}

/** One kind of list: finds the registers of that kind in a file. Adding, removing and looking up are on the register. */
export interface RegisterKind {
  id: RegisterKindId;
  /** Null stands for a list that names too few services to be a register. */
  find(file: SourceFile, context: RegisterContext): (Register | null)[];
}

/** Tells lists apart that have the same place in the structure of their file: the second `SERVICES` is `SERVICES 2`. */
export function pointerNumbering(): (pointer: string) => string {
  const counts = new Map<string, number>();
  return (pointer) => {
    const count = (counts.get(pointer) ?? 0) + 1;
    counts.set(pointer, count);
    return count > 1 ? `${pointer} ${count}` : pointer;
  };
}

/** What a kind found: a list, and how it is written. */
interface FoundList {
  kind: RegisterKindId;
  path: string;
  text: string;
  /** Place of the list in the structure of its file. */
  pointer: string;
  /** Offset of its key or its variable. */
  offset: number;
  members: Member[];
  /** What it is called, where the last part of the pointer does not say it. */
  key?: string | undefined;
  /** The names that are there in the end, where these are not those of the members. */
  effective?: readonly string[] | undefined;
  /** A name as the list writes it; as it is where this is not given. */
  write?(name: string): string | null;
  /** Words that may show which language the list is of: its variable, its job, the steps beside it. */
  label: string;
  fallback?: CaseFallback | null;
  patterns?(name: string): readonly string[];
  /** The services it is a list of, where the kind of list says so; else words tell. */
  scope?: Register['scope'] | undefined;
  insert(name: string, like: Member, rename: (text: string) => string): Edit | null;
  /** Null for a name that cannot be taken out alone: a pattern of many folders stands for it. */
  remove(member: Member): Edit | null;
}

/** A register of a list that was found, or null when it names too few services to be one. */
export function registerOf(list: FoundList, context: RegisterContext): Register | null {
  const named = new Set(list.members.flatMap(({ name }) => context.byName.get(name) ?? []));
  const scope = list.scope ?? scopeOf(`${list.label} ${list.path}`, [...named]);
  const enough = scope === 'all' ? besideThem([...named], context) / 2 : 2;
  // A list the configuration names is one however few it lists.
  if (list.kind !== 'configured' && (named.size === 0 || named.size < enough) && !isOfServicesAlone(list, named.size))
    return null;
  const entries = list.effective ?? list.members.map(({ name }) => name);
  const there = new Set(entries);
  const byName = new Map<string, Member>();
  for (const member of list.members) if (!byName.has(member.name)) byName.set(member.name, member);
  const placeOf = placesIn(list);
  const { line, column } = placeOf(list.offset);
  return {
    id: `${list.path}#${list.pointer}`,
    kind: list.kind,
    file: list.path,
    line,
    column,
    entries: [...entries],
    scope,
    key: list.key ?? list.pointer.replace(/ \d+$/, '').split(/[\s.]/).at(-1) ?? '',
    takenOut: new Set(list.members.flatMap(({ name }) => (there.has(name) ? [] : [name]))),
    ...(list.fallback === undefined ? {} : { fallback: list.fallback }),
    ...(list.patterns === undefined ? {} : { patterns: list.patterns }),
    entryLocation: (name) => {
      const member = byName.get(name);
      return member && placeOf(member.start);
    },
    entryText: (name) => {
      const member = byName.get(name);
      return member && list.text.slice(member.start, member.end);
    },
    written: (name) => (list.write ? list.write(name) : name),
    likeness: () => likenessOf(list, context),
    insert: (name, like) => {
      assertServiceName(name);
      if (byName.has(name) || there.has(name)) return [];
      const named = like === undefined ? undefined : byName.get(like);
      const sibling = named ?? mostAlike(name, list.members, context);
      // The number of one that nobody named says nothing of that of another.
      if (!sibling || (named === undefined && isOfNumbers(shapesOf(list, context)))) return [];
      const edit = list.insert(name, sibling, (text) => renameService(text, sibling.name, name, context));
      return edit ? [edit] : [];
    },
    remove: (name) => {
      const member = byName.get(name);
      const edit = member && list.remove(member);
      return edit ? [edit] : [];
    },
  };
}

/** Lists of words that are used beside where they stand: what is done with their names says which services they are of. */
const usedWhereWritten: ReadonlySet<RegisterKindId> = new Set([
  ...(['json-array', 'code-list', 'matrix-list', 'shell-array', 'shell-loop', 'make-variable'] as const),
]);

/** Whether a list names at least three services and nothing else, however many there are beside them. */
function isOfServicesAlone({ kind, members }: FoundList, named: number): boolean {
  return usedWhereWritten.has(kind) && named >= leastAlone && members.length === named;
}

const leastAlone = 3;

/**
 * How many services lie beside those that are named, of their kind where three or more are of one: a list of one part
 * of a repository is about that part.
 */
function besideThem(named: readonly Service[], { services }: RegisterContext): number {
  const parents = new Set(named.map(parentOf));
  if (named.length < 2 || parents.has(null)) return services.length;
  const kinds = new Set(named.map(({ kind }) => kind));
  const isMixed = kinds.size > 1 || named.length < leastAlone;
  return services.filter((one) => parents.has(parentOf(one)) && (isMixed || kinds.has(one.kind))).length;
}

function parentOf({ path }: Service): string | null {
  return path === null ? null : folderOf(path);
}

/** Entries beyond these say nothing new of how a list is written. */
const mostCompared = 50;

/** The texts of the entries of services, with the names in them all alike. */
function shapesOf({ members, text }: FoundList, context: RegisterContext): string[] {
  const services = members.filter(({ name }) => context.byName.has(name)).slice(0, mostCompared);
  return services.map(({ name, start, end }) => {
    const path = context.byName.get(name)?.path ?? name;
    const own = replaceTokens(text.slice(start, end), [[path, placeholder]]);
    // What objects are numbered by is no more than their place.
    const numbered = own.replace(/("id\\?"\s{0,20}:\s{0,20})\d+/g, '$1');
    return replaceName(numbered, name, placeholder).replace(/\s+/g, ' ');
  });
}

/** Whether each entry is a name and a number, and these differ. */
function isOfNumbers(shapes: readonly string[]): boolean {
  return new Set(shapes).size > 1 && shapes.every((shape) => plainNumber.test(shape));
}

function likenessOf(list: FoundList, context: RegisterContext): 'alike' | 'differ' | 'values' {
  const shapes = shapesOf(list, context);
  if (new Set(shapes).size < 2) return 'alike';
  if (isOfNumbers(shapes)) return 'values';
  const numbers = shapes.map((shape) => shape.match(/(?<![\w.])\d{2,}(?![\w.])/g) ?? []);
  const [first = []] = numbers;
  const areOwn = first.some((_one, index) => new Set(numbers.map((list) => list[index])).size === shapes.length);
  return areOwn ? 'values' : 'differ';
}

const placeholder = 'that-name';

/** A name with a number and nothing else: `[cart]=8080`, `cart:8080`, `cart: 8080`. */
const plainNumber = /^["'[]*that-name["'\]]*\s?[:=|,]\s?\d+["']?$/;

function assertServiceName(name: string): void {
  if (!isServiceName(name))
    throw new UserError(`${quoteName(name)} cannot be the name of a service`, {
      help: 'Use letters, digits, ".", "_" and "-".',
    });
}

/** The listed service most like a new one: of its kind, with its Dockerfile at the same place; the last of them. */
function mostAlike(name: string, members: readonly Member[], { byName }: RegisterContext): Member | undefined {
  const wanted = byName.get(name);
  let best: { member: Member; score: number } | undefined;
  for (const member of members) {
    const service = byName.get(member.name);
    let score = service ? 1 : 0;
    if (service && wanted) {
      if (service.kind === wanted.kind) score += 2;
      if (dockerfileInside(service) === dockerfileInside(wanted)) score += 1;
    }
    if (!best || score >= best.score) best = { member, score };
  }
  return best?.member;
}

function dockerfileInside({ path, dockerfile }: Service): string | null {
  return path !== null && dockerfile?.startsWith(`${path}/`) ? dockerfile.slice(path.length + 1) : null;
}

function renameService(text: string, from: string, to: string, { byName }: RegisterContext): string {
  const oldPath = byName.get(from)?.path;
  const newPath = byName.get(to)?.path;
  const moved = oldPath && newPath ? replaceTokens(text, [[oldPath, newPath]]) : text;
  return replaceName(moved, from, to);
}
