import { movedProjects, projectPath } from '../../builds/gradle-settings.ts';
import { baseName, folderOf, isInside, joinPath } from '../../tree/repository-paths.ts';
import { withoutComments } from './comments.ts';
import { pathIn } from './gradle-script.ts';
import { type Manifests, nearest, resolveFrom } from './manifests.ts';

export const settingsNames = ['settings.gradle', 'settings.gradle.kts'];
export const buildNames = ['build.gradle', 'build.gradle.kts'];

/** What the settings of a build put together. */
export interface GradleBuild {
  folder: string;
  /** Folders of the projects it includes, by their path `:a:b`. */
  projects: ReadonlyMap<string, string>;
  /** Whether its settings give projects other folders in a way that is not read. */
  moves: boolean;
  /** Folders of the builds that it includes. */
  included: readonly string[];
  /** Files that its settings are made of or name: scripts that they apply, version catalogs. */
  files: readonly string[];
}

/** Settings that apply each other end here. */
const mostScripts = 50;

/** The build that a folder belongs to; undefined where no settings are above it. */
export function buildOf(folder: string, manifests: Manifests): GradleBuild | undefined {
  const settings = nearest(folder, settingsNames, manifests);
  if (settings === undefined) return undefined;
  return manifests.once(`gradle ${settings}`, () => readSettings(settings, manifests));
}

/** The build that includes the one of a folder, or has it as its `buildSrc`: the plugins there are about its projects. */
export function buildAround(folder: string, manifests: Manifests): GradleBuild | undefined {
  return manifests.once(`gradle around ${folder}`, () => {
    const all = settingsNames
      .flatMap((name) => manifests.named(name))
      .flatMap((path) => buildOf(folderOf(path), manifests) ?? []);
    return all.find((build) => pluginFolders(build).some((one) => one !== '' && isInside(folder, one)));
  });
}

/** Folders of the builds whose plugins the projects of a build may apply. */
export function pluginFolders({ folder, included }: GradleBuild): string[] {
  return [joinPath(folder, 'buildSrc'), ...included];
}

function readSettings(settings: string, manifests: Manifests): GradleBuild {
  const root = folderOf(settings);
  const folders = { project: root, root };
  const scripts = new Set([settings]);
  for (const script of scripts) {
    for (const [, expression = ''] of withoutComments(manifests.text(script)).matchAll(appliedScripts)) {
      const path = pathIn(expression, folders);
      if (path !== null && scripts.size < mostScripts && manifests.exists(path)) scripts.add(path);
    }
  }
  const text = [...scripts].map((path) => withoutComments(manifests.text(path))).join('\n');
  const { projects, moves } = projectsIn(text, root);
  const included: string[] = [];
  for (const [, expression = ''] of text.matchAll(/\bincludeBuild\b\s*\(?([^\n]*)/g)) {
    const path = pathIn(expression, folders);
    if (path !== null && manifests.exists(path)) included.push(path);
    // One that lies outside of the repository is no input; one that is computed may be any folder.
    if (path !== null || /^\s*(?:["']\.\.|["'][^"'$]*["'])/.test(expression)) continue;
    manifests.leaveOpen(settings, 'computes the builds that it includes');
    included.push(root);
  }
  // An `include` that no text follows, or one with a variable in it.
  const computed =
    /\binclude\b(?:\s*\(\s*|[ \t]+)(?!["'\s])[^\s]/.test(text) ||
    [...projects.keys()].some((path) => path.includes('$'));
  if (computed) addProjectsByFolder(projects, root, manifests);
  const named = [...text.matchAll(/\bfiles?\s*\(([^)\n]*)/g)].flatMap(
    ([, expression = '']) => pathIn(expression, folders) ?? [],
  );
  const files = [...scripts, ...named].filter(
    (path) => path !== settings && baseName(path).includes('.') && manifests.exists(path),
  );
  return { folder: root, projects, moves, included, files: [...new Set(files)] };
}

/** What follows `apply from:` or `apply(from =`. */
export const appliedScripts = /\bapply\b[\s({]*\bfrom\b\s*[:=(]?\s*([^\n]*)/g;

function projectsIn(text: string, root: string): { projects: Map<string, string>; moves: boolean } {
  const projects = new Map([[':', root]]);
  for (const call of text.matchAll(/\binclude\b\s*(?:\(\s*)?((?:["'][^"'\n]+["']\s*(?:,\s*)?)+)/g)) {
    for (const [, name = ''] of (call[1] ?? '').matchAll(/["']([^"']+)["']/g)) {
      // Each part of a path is a project: `:libs` of `:libs:x`.
      const parts = projectPath(name).slice(1).split(':');
      for (let length = parts.length; length > 0; length -= 1) {
        const path = parts.slice(0, length);
        projects.set(`:${path.join(':')}`, joinPath(root, path.join('/')));
      }
    }
  }
  const moved = movedProjects(text);
  for (const [name, path] of moved.folders) {
    const folder = resolveFrom(root, path);
    if (folder !== null) projects.set(name, folder);
  }
  return { projects, moves: moved.isUnread };
}

/** The projects of settings that look for them: every folder with a script, by its path. */
function addProjectsByFolder(projects: Map<string, string>, root: string, manifests: Manifests): void {
  for (const script of manifests.below(root)) {
    const folder = folderOf(script);
    if (!buildNames.includes(baseName(script)) || folder === root) continue;
    const path = `:${folder.slice(root === '' ? 0 : root.length + 1).replaceAll('/', ':')}`;
    if (!projects.has(path)) projects.set(path, folder);
  }
}
