import type { Service } from '../catalog/catalog.ts';
import { groupInto } from '../grouping.ts';
import { memoize } from '../memo.ts';
import { baseName, folderOf, foldersUp, isInside, normaliseRepositoryPath } from '../tree/repository-paths.ts';
import type { RegisterContext } from './register.ts';

interface Folders {
  /** The services of each folder: one Dockerfile beside another makes two of one. */
  byPath: Map<string, Service[]>;
  /** Folders that hold the folders of services. */
  parents: Set<string>;
  /** Folders of charts. */
  charts: Set<string>;
}

/** Every file asks for the folders of the same services. */
const foldersOf = memoize((byName: RegisterContext['byName']): Folders => {
  const folders: Folders = { byPath: new Map(), parents: new Set(), charts: new Set() };
  for (const service of byName.values()) {
    if (service.chart !== null) folders.charts.add(service.chart);
    if (service.path === null || service.path === '') continue;
    groupInto(folders.byPath, service.path, service);
    folders.parents.add(folderOf(service.path));
  }
  return folders;
});

/**
 * The service a listed folder belongs to: it is the service's folder or lies in it. A folder beside those of the
 * services gives its own name, any other is named by its path. Null for a path that leads out of the repository.
 */
export function folderName(written: string, base: string, context: RegisterContext): string | null {
  const path = normaliseRepositoryPath(base === '' ? written : `${base}/${written}`);
  if (path === null || path === '') return null;
  const { byPath, parents } = foldersOf(context.byName);
  for (let folder = path; folder !== ''; folder = folderOf(folder)) {
    const service = byPath.get(folder)?.at(-1);
    if (service) return service.name;
    if (parents.has(folderOf(folder))) return baseName(folder);
  }
  return path;
}

/** The services that lie in the folder of a service together with it, and are not named after it. */
export function servicesBeside(name: string, context: RegisterContext): string[] {
  const path = context.byName.get(name)?.path;
  const all = path ? (foldersOf(context.byName).byPath.get(path) ?? []) : [];
  return all.flatMap((service) => (service.name === name ? [] : [service.name]));
}

/**
 * The folder of one service as a sibling's is written: its own path in place of the sibling's, or its name in place
 * of the sibling's folder. Null when it would not be read back as that name.
 */
export function folderLike(
  written: string,
  base: string,
  { sibling, name }: { sibling: string; name: string },
  context: RegisterContext,
): string | null {
  const from = context.byName.get(sibling)?.path ?? null;
  const to = context.byName.get(name)?.path ?? null;
  const candidates: string[] = [];
  if (from !== null && to !== null) {
    const [fromHere, toHere] = [relativeTo(from, base), relativeTo(to, base)];
    if (fromHere !== null && toHere !== null) candidates.push(written.replace(fromHere, () => toHere));
  }
  const folder = from === null ? sibling : baseName(from);
  const start = written.lastIndexOf(folder);
  if (start !== -1) candidates.push(written.slice(0, start) + name + written.slice(start + folder.length));
  return candidates.find((candidate) => folderName(candidate, base, context) === name) ?? null;
}

function relativeTo(path: string, base: string): string | null {
  if (base === '') return path;
  return isInside(path, base) && path !== base ? path.slice(base.length + 1) : null;
}

/** Whether a file belongs to one service: it lies in its folder or its chart, or is named after it. */
export function isOfOneService(path: string, context: RegisterContext): boolean {
  const { byPath, charts } = foldersOf(context.byName);
  const isOwn = (folder: string): boolean => folder !== '' && (byPath.has(folder) || charts.has(folder));
  if (foldersUp(folderOf(path)).some(isOwn)) return true;
  return path
    .split('/')
    .some((segment) => context.byName.has(segment.replace(/\.[^.]*$/, '')) || context.byName.has(segment));
}
