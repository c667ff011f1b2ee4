import type { PathIndex } from '../../tree/path-index.ts';
import { baseName, folderOf, joinPath } from '../../tree/repository-paths.ts';
import { withoutComments } from './comments.ts';
import { settingsNames } from './gradle-build.ts';
import { pathIn } from './gradle-script.ts';

/** Where a build of plugins keeps their sources. */
const sources = /\/src\/[^/]+\/(?:kotlin|groovy|java)\/(?:[^/]+\/)*[^/]+\.(?:kt|java|groovy)$/;

/** Whether a file is a source of plugins, by where it lies: a class, or a script that is applied by its name. */
export function isPluginSource(path: string): boolean {
  return /(?:^|\/)src\/[^/]+\/(?:kotlin|groovy|java)\//.test(path);
}

/**
 * The classes of plugins that builds of Gradle make for themselves: those of `buildSrc`, and of included builds that
 * say that they make plugins.
 *
 * @param manifests the texts of all scripts, by path
 */
export function pluginFiles(manifests: ReadonlyMap<string, string>, tree: PathIndex): string[] {
  const found = new Set<string>();
  for (const [path, text] of manifests) {
    const root = folderOf(path);
    if (!settingsNames.includes(baseName(path))) continue;
    const named = [...withoutComments(text).matchAll(/\bincludeBuild\b\s*\(?([^\n]*)/g)];
    const included = named.flatMap(([, expression = '']) => pathIn(expression, { project: root, root }) ?? []);
    const builds = [joinPath(root, 'buildSrc'), ...included.filter((folder) => makesPlugins(folder, manifests))];
    for (const folder of builds) for (const file of tree.files(folder, true)) if (sources.test(file)) found.add(file);
  }
  return [...found];
}

function makesPlugins(folder: string, manifests: ReadonlyMap<string, string>): boolean {
  const inside = [...manifests].filter(([path]) => path.startsWith(`${folder}/`) && /\.gradle(?:\.kts)?$/.test(path));
  return inside.some(([, text]) => /kotlin-dsl|gradle-plugin|gradlePlugin/.test(text));
}
