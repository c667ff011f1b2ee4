import type { Service } from '../../../catalog/catalog.ts';
import type { Location } from '../../../location.ts';
import { placeIn } from '../../../location.ts';
import { memoize } from '../../../memo.ts';
import type { PathSelector } from '../../../tree/file-types.ts';
import { folderOf, foldersUp, isInside, joinPath } from '../../../tree/repository-paths.ts';
import { fieldsAt, isRecord } from '../../../yaml/value.ts';
import type { RuleContext } from '../../rule/context.ts';

/** A `package.json` that could be read. */
export interface NodePackage {
  folder: string;
  path: string;
  text: string;
  scripts: ReadonlyMap<string, string>;
  /** Every kind of dependency, with the range as it is written. */
  dependencies: ReadonlyMap<string, string>;
  /** Other packages of the repository are installed with it: their lockfile is its own. */
  workspaceRoot: boolean;
  /** Configuration of ESLint inside it. */
  eslintConfig: boolean;
}

export const packageFiles: PathSelector = (path) => /(^|\/)package\.json$/.test(path) && !isForeignPackage(path);

/** Somebody else's, or what a generator copies. */
function isForeignPackage(path: string): boolean {
  return /(^|\/)(?:node_modules|vendor|third[_-]party|testdata|(?:__)?fixtures(?:__)?|templates?)\//.test(path);
}

/** The packages of the repository, by folder, in the order of their paths. */
export const nodePackages: (context: RuleContext) => ReadonlyMap<string, NodePackage> = memoize((context) => {
  const packages = [...context.texts.keys()]
    .filter(packageFiles)
    .sort()
    .flatMap((path) => readPackage(path, context) ?? []);
  return new Map(packages.map((one) => [one.folder, one]));
});

function readPackage(path: string, context: RuleContext): NodePackage | null {
  const text = context.text(path) ?? '';
  const value = context.json(path);
  if (!isRecord(value)) return null;
  const folder = folderOf(path);
  const dependencies = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  return {
    folder,
    path,
    text,
    scripts: new Map(textFields(value, 'scripts')),
    dependencies: new Map(dependencies.flatMap((key) => textFields(value, key))),
    workspaceRoot:
      Object.hasOwn(value, 'workspaces') || context.paths.at(joinPath(folder, 'pnpm-workspace.yaml')) !== null,
    eslintConfig: Object.hasOwn(value, 'eslintConfig'),
  };
}

function textFields(value: unknown, key: string): [string, string][] {
  return fieldsAt(value, key).flatMap(([name, text]): [string, string][] =>
    typeof text === 'string' ? [[name, text]] : [],
  );
}

/** The line of a script; of the file's beginning where it cannot be told. */
export function scriptLocation({ path, text }: NodePackage, name: string): Location {
  const scripts = /"scripts"\s*:\s*\{/.exec(text)?.index ?? 0;
  const at = text.indexOf(JSON.stringify(name), scripts + '"scripts"'.length);
  return placeIn({ path, text }, Math.max(at, 0));
}

/** The package whose source a file is in. */
export function packageAround(path: string, context: RuleContext): NodePackage | undefined {
  const packages = nodePackages(context);
  const folder = foldersUp(folderOf(path)).find((one) => packages.has(one));
  return folder === undefined ? undefined : packages.get(folder);
}

/** The package at or above a folder whose install takes it in: itself, or the root of its workspaces. */
export function workspaceRootOf(folder: string, context: RuleContext): NodePackage | undefined {
  const packages = nodePackages(context);
  const above = foldersUp(folder).slice(1);
  const root = above.find((one) => packages.get(one)?.workspaceRoot);
  return root === undefined ? undefined : packages.get(root);
}

/** The service whose folder a path is in: its name, else the path of the folder. */
export function subjectAt(folder: string, context: RuleContext): string {
  let best: Service | undefined;
  for (const service of context.catalog.services) {
    if (service.path === null || !isInside(folder, service.path)) continue;
    if (!best || service.path.length > (best.path?.length ?? 0)) best = service;
  }
  return best?.name ?? (folder || '.');
}
