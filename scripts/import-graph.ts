import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** The text of every source file, by its path from the root of the sources. */
export type Sources = ReadonlyMap<string, string>;

/** One file that imports another, types included; both by their paths from the root of the sources. */
interface Import {
  from: string;
  to: string;
}

/** Folders that lie beside one another and import one another in a circle: the imports that close it, in order. */
export type Circle = readonly Import[];

/** The TypeScript sources below a folder of the project, without what is installed or built. */
export function readSources(root: URL): Map<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/(?:^|\/)(?:node_modules|dist)\//.test(path))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(new URL(path, root), 'utf8')]));
}

/** The imports of one another: what comes from packages is left out. */
export function importsOf(sources: Sources): Import[] {
  return [...sources].flatMap(([from, text]) =>
    [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)].map(([, path = '']) => ({
      from,
      to: normalize(join(dirname(from), path)),
    })),
  );
}

/**
 * At every level, the circles of the folders that lie beside one another. The files that lie in the parent folder itself
 * count as one more of them: so no folder imports from the files beside it what imports the folder.
 */
export function folderCircles(imports: readonly Import[]): Circle[] {
  const levels = new Map<string, Map<string, Map<string, Import>>>();
  for (const one of imports) {
    const { parent, from, to } = whereTheyPart(one);
    if (from === to) continue;
    const level = levels.get(parent) ?? new Map<string, Map<string, Import>>();
    const targets = level.get(from) ?? new Map<string, Import>();
    levels.set(parent, level.set(from, targets.set(to, targets.get(to) ?? one)));
  }
  return [...levels.values()].flatMap(circlesOf);
}

/** The deepest folder that holds both files, and which of its folders each lies in; '.' where it lies in none. */
function whereTheyPart({ from, to }: Import): { parent: string; from: string; to: string } {
  const [one, other] = [from.split('/'), to.split('/')];
  let depth = 0;
  while (depth < one.length - 1 && depth < other.length - 1 && one[depth] === other[depth]) depth += 1;
  const folder = (parts: readonly string[]) => (depth < parts.length - 1 ? (parts[depth] ?? '.') : '.');
  return { parent: one.slice(0, depth).join('/'), from: folder(one), to: folder(other) };
}

/** One circle for each way back to a folder that is being visited. */
function circlesOf(edges: ReadonlyMap<string, ReadonlyMap<string, Import>>): Circle[] {
  const circles: Circle[] = [];
  const done = new Set<string>();
  const visit = (folder: string, way: readonly { folder: string; import: Import }[]): void => {
    for (const [next, step] of edges.get(folder) ?? []) {
      const here = [...way, { folder, import: step }];
      const start = here.findIndex((passed) => passed.folder === next);
      if (start >= 0) circles.push(here.slice(start).map((passed) => passed.import));
      else if (!done.has(next)) visit(next, here);
    }
    done.add(folder);
  };
  for (const folder of edges.keys()) if (!done.has(folder)) visit(folder, []);
  return circles;
}

/** Lines that are neither blank nor a comment. */
export function codeLines(text: string): number {
  return text.split('\n').filter((line) => !/^\s*(?:$|\/\/|\/\*|\*)/.test(line)).length;
}
