import { projectPath } from '../../builds/gradle-settings.ts';
import { placesIn } from '../../location.ts';
import { baseName, folderOf, foldersUp, isInside, joinPath } from '../../tree/repository-paths.ts';
import { withoutComments } from './comments.ts';
import {
  appliedScripts,
  buildAround,
  buildNames,
  buildOf,
  type GradleBuild,
  pluginFolders,
  settingsNames,
} from './gradle-build.ts';
import { isPluginSource, pluginFiles } from './gradle-plugins.ts';
import { blocksIn, pathIn } from './gradle-script.ts';
import { isGradleScript } from './manifest-names.ts';
import { type Ecosystem, type LocalPackage, type Manifests, workspaceFiles } from './manifests.ts';

const workspaceNames = [...settingsNames, ...buildNames, ...['gradle.properties', 'gradle.lockfile', 'gradlew']];

/** Folders at the top of a build that every project of it is built with: catalogs, the wrapper, shared scripts. */
const sharedFolders = ['buildSrc', 'gradle'];

/**
 * What a build that settings.gradle puts together needs of its repository: projects (`project(':x')`, `projects.x`,
 * paths of tasks), scripts that are applied by path or as plugins of `buildSrc` and of included builds, files that are
 * named by a path from elsewhere, and what its root shares. A plugin that is a class counts for every project.
 */
export const gradle: Ecosystem = {
  kinds: ['java'],
  isManifest: isGradleScript,
  isSource: isPluginSource,
  sourcesOf: pluginFiles,
  lockfiles: [],
  packagesOf: (path, manifests) => {
    if (settingsNames.includes(baseName(path))) return [];
    const folder = folderOf(path);
    const isPlugin = isPluginSource(path);
    const build = (isPlugin ? buildAround(folder, manifests) : undefined) ?? buildOf(folder, manifests);
    if (!build) return [];
    if (isPlugin) return named({ path, build, project: build.folder, counts: () => true }, manifests);
    const above = foldersUp(folder).filter((one) => one !== folder && isInside(one, build.folder));
    const scripts = above.flatMap((one) => buildNames.map((name) => joinPath(one, name))).filter(manifests.has);
    const references = [
      ...named({ path, build, project: folder, counts: () => true }, manifests),
      // What a script gives to its subprojects is theirs; what is in its own blocks is not.
      ...scripts.flatMap((script) => {
        const counts = (blocks: readonly string[]): boolean => isGiven(blocks, folder, build);
        return named({ path: script, build, project: folder, counts }, manifests);
      }),
    ];
    if (build.folder === folder) return references;
    return [...references, ...sharedBy(build, path, manifests), ...scripts.map((script) => scriptAbove(script, path))];
  },
  workspaceAbove: (folder, manifests) => {
    const build = buildOf(folder, manifests);
    return build && build.folder !== folder && [...build.projects.values()].includes(folder) ? build.folder : null;
  },
};

/** What all projects of a build are built with. */
function sharedBy(build: GradleBuild, path: string, manifests: Manifests): LocalPackage[] {
  const location = { path, line: 1, column: 1 };
  const folders = [...sharedFolders.map((name) => joinPath(build.folder, name)), ...build.included]
    .filter(manifests.exists)
    .map((one): LocalPackage => ({ kind: 'folder', path: one, because: `${baseName(one)} of its build`, location }));
  const files = build.files.map(
    (one): LocalPackage => ({ kind: 'file', path: one, because: 'the settings of its build name it', location }),
  );
  const plugins = pluginSources(build, manifests)
    .filter((source) => !/\.gradle(?:\.kts)?$/.test(source))
    .map((source): LocalPackage => ({ kind: 'manifest', path: source, because: 'a plugin of its build', location }));
  return [...folders, ...files, ...plugins, ...workspaceFiles(build.folder, workspaceNames, manifests)];
}

function scriptAbove(script: string, path: string): LocalPackage {
  const location = { path, line: 1, column: 1 };
  return { kind: 'file', path: script, because: 'the script of a project above', location };
}

/** The sources of plugins that were read. */
function pluginSources(build: GradleBuild, manifests: Manifests): readonly string[] {
  return manifests.once(`gradle plugins ${build.folder}`, () =>
    pluginFolders(build)
      .filter((folder) => folder !== build.folder)
      .flatMap((folder) => [...manifests.below(folder)].filter(isPluginSource)),
  );
}

/** One script, with the project and the build that it is about. */
interface Script {
  path: string;
  build: GradleBuild;
  /** The folder that its paths are relative to. */
  project: string;
  /** Whether what stands in these blocks is about the project. */
  counts: (blocks: readonly string[]) => boolean;
}

/** What a script names, in the blocks that count. */
function named(script: Script, manifests: Manifests): LocalPackage[] {
  const text = withoutComments(manifests.text(script.path));
  const placeOf = placesIn({ path: script.path, text });
  const found = [
    ...projectsNamed(text, script, manifests),
    ...scriptsApplied(text, script, manifests),
    ...pluginsApplied(text, script, manifests),
    ...pathsNamed(text, script, manifests),
  ].sort((a, b) => a.offset - b.offset);
  const blocksAt = blocksIn(text);
  return found
    .filter(({ offset }) => script.counts(blocksAt(offset)))
    .map(({ offset, computes, ...one }): LocalPackage => {
      if (computes !== undefined) manifests.leaveOpen(script.path, `computes ${computes}`);
      return { ...one, location: { ...placeOf(offset), column: 1 } };
    });
}

interface Named extends Omit<LocalPackage, 'location'> {
  offset: number;
  /** What the script computes, where nobody can tell what it names. */
  computes?: string;
}

function anything({ build }: Script, offset: number, because: string, computes: string): Named {
  return { kind: 'folder', path: build.folder, because, offset, computes };
}

/**
 * The projects that a script names. One that is not written out, or that nothing here tells the folder of, can be any
 * project of the build.
 */
function projectsNamed(text: string, script: Script, manifests: Manifests): Named[] {
  const { build } = script;
  const calls = text.matchAll(
    /(?<!\w)project\s*\(\s*(?:path\s*[:=]\s*)?(?:["']([^"'\n]+)["']|[A-Za-z_$][^()\n]*\))(?!\s*(?:\)\s*)?\{)|\bprojects((?:\.\w+)+)/g,
  );
  const called = [...calls].flatMap(({ 0: all, 1: name, 2: accessor, index: offset }): Named[] => {
    const known = accessor === undefined ? projectOf(build, name, manifests) : accessed(build, accessor);
    const because = all.replace(/["']$/, (quote) => `${quote})`);
    if (known !== undefined) return [{ kind: 'folder', path: known, because, offset }];
    return accessor === undefined ? [anything(script, offset, because, 'the projects that it depends on')] : [];
  });
  const tasks = text.matchAll(/(\bproject\s*\(\s*(?:path\s*[:=]\s*)?)?(["'])(:\w[\w.:-]*)\2/g);
  const depended = [...tasks].flatMap(({ 0: all, 1: call, 3: path = '', index: offset }): Named[] => {
    if (call !== undefined) return [];
    const parts = path.split(':');
    const known = [parts, parts.slice(0, -1)]
      .map((one) => build.projects.get(one.join(':')))
      .find((one) => one !== undefined);
    return known === undefined || known === build.folder ? [] : [{ kind: 'folder', path: known, because: all, offset }];
  });
  return [...called, ...depended];
}

/** Undefined where the name is computed, no project of the build has it, or its folder is not the one that is known. */
function projectOf(
  { projects, moves }: GradleBuild,
  name: string | undefined,
  manifests: Manifests,
): string | undefined {
  const folder = name === undefined ? undefined : projects.get(projectPath(name));
  return moves && folder !== undefined && !manifests.exists(folder) ? undefined : folder;
}

/** Scripts that are applied by their path. */
function scriptsApplied(text: string, script: Script, manifests: Manifests): Named[] {
  const { build, project, path } = script;
  return [...text.matchAll(appliedScripts)].flatMap(({ 1: expression = '', index: offset }): Named[] => {
    if (expression.includes('://')) return [];
    const because = `apply from: ${expression.trim()}`;
    // A script that is applied itself looks from the folder of a project that is not known where it is read.
    const paths = [project, folderOf(path)].map((one) => pathIn(expression, { project: one, root: build.folder }));
    if (paths.every((one) => one === null)) return [anything(script, offset, because, 'the scripts that it applies')];
    const there = [...new Set(paths)].filter((one) => one !== null).filter(manifests.exists);
    return there.map((one) => ({ kind: 'manifest', path: one, because, offset }));
  });
}

/** Scripts of `buildSrc` and of included builds that are applied as plugins, by their name or by an alias of a catalog. */
function pluginsApplied(text: string, { build, path }: Script, manifests: Manifests): Named[] {
  return pluginSources(build, manifests).flatMap((source): Named[] => {
    if (!/\.gradle(?:\.kts)?$/.test(source) || source === path) return [];
    const script = baseName(source).replace(/\.gradle(?:\.kts)?$/, '');
    const prefix = /^package[ \t]+([\w.]+)/m.exec(manifests.text(source))?.[1];
    const id = prefix === undefined ? script : `${prefix}.${script}`;
    const offset = ['"', "'", '`'].map((quote) => text.indexOf(quote + id + quote)).find((at) => at >= 0);
    const place = offset ?? text.search(/\balias\s*\(/);
    return place < 0 ? [] : [{ kind: 'manifest', path: source, because: `plugin ${id}`, offset: place }];
  });
}

/** Files and folders outside of the project that a script names by a path. */
function pathsNamed(text: string, { build, project }: Script, manifests: Manifests): Named[] {
  const relative = text.matchAll(/(["'])(?:\.\.\/|\$\{?(?:rootDir|rootProject|project)\b)[^"'\n]*\1/g);
  const rooted = text.matchAll(
    /\b(?:rootProject\s*\.\s*file\s*\(|rootDir\s*\.\s*resolve\s*\(|File\s*\(\s*rootDir\s*,)\s*(["'])[^"'\n]*\1/g,
  );
  return [...relative, ...rooted].flatMap(({ 0: expression, index: offset }): Named[] => {
    const path = pathIn(expression, { project, root: build.folder });
    if (path === null || path === '' || isInside(project, path) || isInside(path, project)) return [];
    // A script is applied, and followed.
    if (/\.gradle(?:\.kts)?$/.test(path) || !manifests.exists(path)) return [];
    return [{ kind: 'folder', path, because: expression, offset }];
  });
}

/** Whether a block in the script of a project above is about the project of a folder. */
function isGiven(blocks: readonly string[], folder: string, { projects }: GradleBuild): boolean {
  return blocks.some((block) => {
    if (/\b(?:allprojects|subprojects|configure)\b/.test(block)) return true;
    const name = /\bproject\s*\(\s*["']([^"']+)["']\s*\)\s*$/.exec(block)?.[1];
    return name !== undefined && projects.get(projectPath(name)) === folder;
  });
}

/** `projects.libs.sharedModel` is `:libs:shared-model`; what follows the project is a property of it. */
function accessed({ projects }: GradleBuild, accessor: string): string | undefined {
  const words = accessor.slice(1).split('.');
  const known = new Map(
    [...projects].map(([path, folder]) => [
      path
        .slice(1)
        .replace(/[-_:.]/g, '')
        .toLowerCase(),
      folder,
    ]),
  );
  for (let length = words.length; length > 0; length -= 1) {
    const folder = known.get(words.slice(0, length).join('').toLowerCase());
    if (folder !== undefined) return folder;
  }
  return undefined;
}
