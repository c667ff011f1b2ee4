import { compileGlob } from '../../tree/glob.ts';
import { baseName, folderOf, isInside, joinPath } from '../../tree/repository-paths.ts';
import { field, fieldsAt, listAt, textAt, textsIn } from '../../yaml/value.ts';
import { parseLooseJson } from './comments.ts';
import { type LocalPackage, lineOf, type Manifests, nearest, resolveFrom, workspaceFiles } from './manifests.ts';

/** The files that tell Turborepo and Nx what tasks depend on. */
export const taskFiles = ['turbo.json', 'nx.json', 'project.json'];

/** The aliases of a workspace of TypeScript, by which its projects import one another. */
export const aliasFiles = ['tsconfig.base.json'];

/**
 * What tasks of Turborepo (2.x) need beside the packages that package.json names: global dependencies, inputs from
 * elsewhere, tasks of other packages.
 *
 * @param members folders of the packages of the workspace, by name
 */
export function turboInputs(
  folder: string,
  workspace: string,
  members: ReadonlyMap<string, string>,
  manifests: Manifests,
): LocalPackage[] {
  const top = joinPath(workspace, 'turbo.json');
  if (!manifests.has(top)) return [];
  const common = textsIn(field(read(top, manifests), 'globalDependencies')).flatMap((path) =>
    named(top, workspace, path, manifests),
  );
  const files = [...new Set([top, joinPath(folder, 'turbo.json')])].filter(manifests.has);
  const tasks = files.flatMap((file) => {
    const value = read(file, manifests);
    const all = [...fieldsAt(value, 'tasks'), ...fieldsAt(value, 'pipeline')];
    // `shop#build` in the file at the top is about that package alone.
    const own = all.filter(([name]) => !name.includes('#') || members.get(name.slice(0, name.indexOf('#'))) === folder);
    return own.flatMap(([, task]) => turboTask(task, { file, folder, workspace, members }, manifests));
  });
  return [...common, ...tasks, ...workspaceFiles(workspace, ['turbo.json'], manifests)];
}

interface TurboPackage {
  /** The file that says it. */
  file: string;
  folder: string;
  workspace: string;
  members: ReadonlyMap<string, string>;
}

function turboTask(task: unknown, { file, folder, workspace, members }: TurboPackage, manifests: Manifests) {
  const inputs = textsIn(field(task, 'inputs')).flatMap((input) => {
    const rooted = input.replace(/^\$TURBO_ROOT\$\//, '');
    return named(file, rooted === input ? folder : workspace, rooted, manifests);
  });
  const others = textsIn(field(task, 'dependsOn')).flatMap((before) => {
    const [, other = ''] = /^([^#]+)#/.exec(before) ?? [];
    const target = other === '//' ? workspace : members.get(other);
    return target === undefined ? [] : [edge('folder', target, before, file, manifests)];
  });
  return [...inputs, ...others];
}

/** A project of a workspace of Nx. */
interface NxProject {
  name: string;
  folder: string;
  file: string;
  value: unknown;
}

/**
 * What a project of Nx needs beside the packages that package.json names, as Nx 24.0 has it: `implicitDependencies`,
 * tasks of other projects, inputs from the workspace. Who imports an alias of TypeScript is not read: every project
 * that has one counts, with a notice.
 *
 * @param path of its project.json
 * @param workspace the folder of nx.json
 */
export function nxInputs(path: string, workspace: string, manifests: Manifests): LocalPackage[] {
  const projects = nxProjects(workspace, manifests);
  const own = projects.find(({ file }) => file === path);
  if (!own) return [];
  const top = joinPath(workspace, 'nx.json');
  const common = read(top, manifests);
  const tasks = [...tasksOf(own.value, 'targets', path), ...tasksOf(common, 'targetDefaults', top)];
  const before = tasks.flatMap(({ task, file }) =>
    listAt(task, 'dependsOn').flatMap((one) => {
      const named = field(one, 'projects');
      const texts = typeof named === 'string' ? [named] : textsIn(named);
      return texts.filter((text) => text !== 'self' && text !== 'dependencies').map((text) => ({ text, file }));
    }),
  );
  const implicit = textsIn(field(own.value, 'implicitDependencies')).map((text) => ({ text, file: path }));
  const inputs = [
    ...tasks.flatMap(({ task, file }) => textsIn(field(task, 'inputs')).map((text) => ({ text, file }))),
    ...[
      { value: common, file: top },
      { value: own.value, file: path },
    ].flatMap(({ value, file }) =>
      fieldsAt(value, 'namedInputs').flatMap(([, list]) => textsIn(list).map((text) => ({ text, file }))),
    ),
  ];
  return [
    ...[...implicit, ...before].flatMap(({ text, file }) =>
      meant(text, projects, manifests, file).map((project) => edge('folder', project, text, file, manifests)),
    ),
    ...inputs.flatMap(({ text, file }) => {
      const [, rest] = /^\{workspaceRoot\}\/(.+)$/.exec(text) ?? [];
      return rest === undefined ? [] : named(file, workspace, rest, manifests);
    }),
    ...aliases(workspace, manifests),
    ...workspaceFiles(workspace, ['nx.json', ...aliasFiles], manifests),
  ];
}

function tasksOf(value: unknown, key: string, file: string): { task: unknown; file: string }[] {
  return fieldsAt(value, key).map(([, task]) => ({ task, file }));
}

function nxProjects(workspace: string, manifests: Manifests): readonly NxProject[] {
  return manifests.once(`nx projects ${workspace}`, () =>
    manifests
      .named('project.json')
      .filter((file) => isInside(file, workspace))
      .map((file): NxProject => {
        const value = read(file, manifests);
        const folder = folderOf(file);
        const manifest = read(joinPath(folder, 'package.json'), manifests);
        return { name: textAt(value, 'name') ?? textAt(manifest, 'name') ?? baseName(folder), folder, file, value };
      }),
  );
}

/** The folders of the projects that a name, a pattern of names or `tag:x` means. */
function meant(text: string, projects: readonly NxProject[], manifests: Manifests, file: string): string[] {
  if (text.startsWith('!')) return [];
  const tag = /^tag:(.*)$/.exec(text)?.[1];
  const { root, matches } = compileGlob(tag ?? text);
  const isMeant = (name: string): boolean => (typeof matches === 'function' ? matches(name) : name === root);
  const found = projects.filter(({ name, value }) =>
    tag === undefined ? isMeant(name) : textsIn(field(value, 'tags')).some(isMeant),
  );
  if (found.length > 0 || tag !== undefined || /[*?[{]/.test(text)) return found.map(({ folder }) => folder);
  const other = manifests.named('package.json').find((path) => textAt(read(path, manifests), 'name') === text);
  if (other !== undefined) return [folderOf(other)];
  manifests.leaveOpen(file, `depends on ${JSON.stringify(text)}, which is not found`);
  return [folderOf(nearest(folderOf(file), ['nx.json'], manifests) ?? '')];
}

/** The projects that TypeScript knows by aliases. */
function aliases(workspace: string, manifests: Manifests): LocalPackage[] {
  const file = joinPath(workspace, aliasFiles[0] ?? '');
  const options = field(read(file, manifests), 'compilerOptions');
  const base = resolveFrom(workspace, textAt(options, 'baseUrl') ?? '.') ?? workspace;
  const found = fieldsAt(options, 'paths').flatMap(([name, paths]) =>
    textsIn(paths).flatMap((path) => {
      const target = resolveFrom(base, path.split('*')[0] ?? '');
      const manifest =
        target === null ? undefined : nearest(folderOf(target), ['project.json', 'package.json'], manifests);
      return manifest === undefined ? [] : [edge('folder', folderOf(manifest), name, file, manifests)];
    }),
  );
  if (found.length > 0) manifests.leaveOpen(file, 'has aliases of projects, and who imports them is not read');
  return found;
}

/** A file or folder of the repository by a pattern; of one with wildcards the folder before them. */
function named(file: string, folder: string, pattern: string, manifests: Manifests): LocalPackage[] {
  if (pattern.startsWith('!') || pattern.startsWith('$') || pattern.startsWith('{')) return [];
  const segments = pattern.split('/');
  const wild = segments.findIndex((segment) => /[*?[{]/.test(segment));
  const path = resolveFrom(folder, segments.slice(0, wild < 0 ? segments.length : wild).join('/'));
  return path === null || !manifests.exists(path) ? [] : [edge('folder', path, pattern, file, manifests)];
}

function edge(
  kind: LocalPackage['kind'],
  path: string,
  because: string,
  file: string,
  manifests: Manifests,
): LocalPackage {
  const line = lineOf(manifests.text(file), JSON.stringify(because));
  return { kind, path, because, location: { path: file, line, column: 1 } };
}

function read(path: string, manifests: Manifests): unknown {
  return manifests.parse(path, parseLooseJson);
}
