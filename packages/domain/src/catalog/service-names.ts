import { groupBy } from '../grouping.ts';
import { compareText } from '../location.ts';
import { isServiceName, listFew, quoteName, showPath, withoutEnd } from '../names.ts';
import type { Problem } from '../problem.ts';
import { baseName } from '../tree/repository-paths.ts';
import type { Place } from './service-folders.ts';
import type { Told, ToldName } from './told-services.ts';

/** A folder with the name of its service. */
export interface NamedPlace extends Place {
  name: string;
}

/**
 * Names each folder: as the configuration or a build says, else by its own name. Of several folders with one name the
 * others are called by the shortest end of their paths that no other service has. What is not the folder's own
 * name is a notice, with the line that settles it.
 */
export function nameFolders(
  places: readonly Place[],
  told: ReadonlyMap<string, ToldName>,
): { named: NamedPlace[]; problems: Problem[] } {
  const wanted = places.map((place): Naming => {
    const byBuild = place.name === null ? told.get(place.path) : undefined;
    const own = legalName(baseName(place.path));
    return { place, own, name: place.name ?? byBuild?.name ?? own, by: place.name !== null ? 'person' : byBuild };
  });
  const groups = groupBy(wanted, ({ name }) => name);
  const names = new Set(groups.keys());
  for (const [name, group] of groups) if (group.length > 1 || name === '') qualify(group, names);
  return {
    named: wanted.map(({ place, name }) => ({ ...place, name })),
    problems: problemsOf(wanted),
  };
}

interface Naming {
  place: Place;
  /** What its folder is called, as a service may be called; '' where nothing is left of it. */
  own: string;
  name: string;
  /** Who says so: a place in a build, the configuration, the path; undefined for the folder itself. */
  by: ToldName | 'person' | 'path' | undefined;
}

/** Gives other names to those of one name that nobody has named; where a build names several, to all of these. */
function qualify(group: readonly Naming[], names: Set<string>): void {
  const given = group.filter(({ by }) => by === 'person');
  const told = group.filter(({ by }) => by !== undefined && by !== 'person');
  const keeps = given.length === 0 && told.length === 1 ? told : given;
  const rest = group.filter((naming) => !keeps.includes(naming));
  const ends = rest.map(({ place }) => endsOf(place.path));
  const counts = new Map<string, number>();
  for (const end of ends.flatMap((list) => [...new Set(list)])) counts.set(end, (counts.get(end) ?? 0) + 1);
  const numbers = new Map<string, number>();
  for (const [index, naming] of rest.entries()) {
    const free = ends[index]?.find((end) => counts.get(end) === 1 && end !== '' && !names.has(end));
    naming.name = free ?? numbered(ends[index]?.at(-1) || naming.name || 'service', names, numbers);
    naming.by = 'path';
    names.add(naming.name);
  }
}

/** `c`, `b-c`, `a-b-c` of `a/b/c`, as names of services. */
function endsOf(path: string): string[] {
  const segments = path.split('/').slice(-mostSegments);
  return segments.map((_segment, index) => legalName(segments.slice(-1 - index).join('-'))).slice(1);
}

/** More than anybody reads; a name has 128 characters. */
const mostSegments = 16;

/** @param numbers how often each name was counted up */
function numbered(name: string, names: ReadonlySet<string>, numbers: Map<string, number>): string {
  for (let number = numbers.get(name) ?? 1; ; number += 1) {
    const end = number === 1 ? '' : `-${number}`;
    const one = `${name.slice(0, 128 - end.length)}${end}`;
    numbers.set(name, number + 1);
    if (!names.has(one)) return one;
  }
}

/** A text as a service may be called: what else is in it becomes a hyphen; '' where nothing is left of it. */
function legalName(text: string): string {
  if (isServiceName(text)) return text;
  const name = text
    .slice(-1000)
    .split(/[^A-Za-z0-9._-]+/)
    .filter((part) => part !== '')
    .join('-')
    .replace(/\.{2,}/g, '.')
    .slice(-128)
    .replace(/^[.-]+/, '');
  return withoutEnd(name, '.-');
}

/** A notice for each name that is not that of a folder, one for all folders that are called alike. */
function problemsOf(all: readonly Naming[]): Problem[] {
  const byOwn = groupBy(all, ({ place }) => baseName(place.path));
  return [...byOwn].flatMap(([own, group]): Problem[] => {
    const named = group.filter(({ name, by }) => name !== own && by !== 'person');
    const [first] = named;
    if (!first) return [];
    const sorted = [...named].sort((a, b) => compareText(a.place.path, b.place.path));
    const location = named.flatMap(({ by }) => (typeof by === 'object' ? by.location : []))[0];
    const said = sorted.map(({ place, name, by }) => `${showPath(place.path)} is the service ${name}${reason(by)}`);
    const many =
      group.length > 1 ? `${group.length === 2 ? 'two' : group.length} folders are called ${quoteName(own)}: ` : '';
    const lines = sorted.slice(0, 3).map(({ place, name }) => `${name}: { path: ${quoteName(place.path)} }`);
    return [
      {
        severity: 'notice',
        message: `${many}${listFew(said, '; ')}`,
        help: `To settle it, write in rollcall.yaml: services: { overrides: { ${lines.join(', ')} } }, with the names you like.`,
        ...(location ? { location } : {}),
      },
    ];
  });
}

/** A warning for each definition that cannot be read, and may call those otherwise that are called as their folders. */
export function unreadNames(named: readonly { name: string; path: string }[], { names, unread }: Told): Problem[] {
  const byFolder = named.filter(({ path }) => !names.has(path)).map(({ name }) => name);
  byFolder.sort(compareText);
  if (byFolder.length === 0) return [];
  return unread.map(({ because, location }) => ({
    severity: 'warning',
    message: `${showPath(location.path)} is not read, and may call services otherwise than their folders are called (${listFew(byFolder)}): ${because}`,
    help: 'Correct the file.',
    location,
  }));
}

function reason(by: Naming['by']): string {
  if (typeof by === 'object') return `, as ${showPath(by.location.path)}:${by.location.line} calls it`;
  return by === 'path' ? ', by its path' : '';
}
