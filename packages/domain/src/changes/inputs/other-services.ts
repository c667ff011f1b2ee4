import { folderGlob } from '../../tree/glob.ts';
import { baseName, foldersUp, isInside } from '../../tree/repository-paths.ts';
import { eitherOf } from './copied.ts';
import type { EdgeException, InputEdge } from './edges.ts';

/** The folders of all services. */
export interface ServiceFolders {
  count: number;
  /** Those that a path lies in. */
  around(path: string): readonly string[];
}

/** Every path is looked up once, however many services ask for it. */
export function indexServiceFolders(folders: ReadonlySet<string>): ServiceFolders {
  const known = new Map<string, readonly string[]>();
  return {
    count: folders.size,
    around(path) {
      const found = known.get(path) ?? foldersUp(path).filter((folder) => folders.has(folder));
      known.set(path, found);
      return found;
    },
  };
}

/**
 * The edges of an image that takes a folder with several services in it (`COPY services /services`). Where a path in its
 * commands has the name of this service's folder, the others whose names are in none are in the image and are not run: they
 * count for `scope: image` alone. Where a service uses another one, its packages say so.
 *
 * @param folder of the service
 * @param commands what its `RUN`, `WORKDIR`, `CMD` and `ENTRYPOINT` say
 */
export function withoutOtherServices(
  edges: readonly InputEdge[],
  folder: string,
  commands: readonly string[],
  services: ServiceFolders,
): readonly InputEdge[] {
  if (folder === '' || services.count < 2 || commands.length === 0) return edges;
  const holding = edges.filter(({ pattern, scope }) => scope === 'both' && isAbove(pattern, folder));
  if (holding.length === 0) return edges;
  const words = commands.flatMap(wordsOf);
  const named = new Set(words.flatMap((word) => word.split('/')));
  // `./...` and `services/*` are all of them.
  if (words.some((word) => /\.\.\.|\*/.test(word)) || !named.has(baseName(folder))) return edges;
  const isOther = (one: string): boolean =>
    !isInside(folder, one) && !isInside(one, folder) && !named.has(baseName(one));
  const others: EdgeException = { excepts: (path) => services.around(path).some(isOther) };
  return edges.flatMap((edge): InputEdge[] => {
    if (!holding.includes(edge)) return [edge];
    const except = eitherOf(edge.except, others);
    return [
      { ...edge, scope: 'image' },
      { ...edge, scope: 'source', ...(except ? { except } : {}) },
    ];
  });
}

/** Whether a pattern is that of a folder around another one. */
function isAbove(pattern: string, folder: string): boolean {
  return foldersUp(folder)
    .slice(1)
    .some((above) => folderGlob(above) === pattern);
}

/** The paths in a command; `services.cart.main` is one, too. */
function wordsOf(command: string): string[] {
  return command.split(/[\s"'=;&|(),[\]]+/).flatMap((word) => {
    if (word.includes('/')) return [word];
    return /^\w+(?:\.\w+)+$/.test(word) ? [word.replaceAll('.', '/')] : [];
  });
}
