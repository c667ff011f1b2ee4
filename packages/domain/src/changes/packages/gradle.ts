import { placesIn } from '../../location.ts';
import { folderOf, joinPath } from '../../tree/repository-paths.ts';
import {
  type Ecosystem,
  type LocalPackage,
  type Manifests,
  nearest,
  resolveFrom,
  workspaceFiles,
} from './manifests.ts';

const settingsNames = ['settings.gradle', 'settings.gradle.kts'];
const buildNames = ['build.gradle', 'build.gradle.kts'];
const workspaceNames = [
  ...settingsNames,
  ...buildNames,
  ...['gradle.properties', 'gradle.lockfile', 'gradle/libs.versions.toml', 'gradle/wrapper/gradle-wrapper.properties'],
];

interface GradleBuild {
  folder: string;
  /** Folders of the projects it includes, by their path `:a:b`. */
  projects: Map<string, string>;
}

/** `project(':x')` and `projects.x` of a build that settings.gradle puts together, and what its root shares. */
export const gradle: Ecosystem = {
  kinds: ['java'],
  isManifest: (name) => settingsNames.includes(name) || buildNames.includes(name),
  lockfiles: [],
  packagesOf: (path, manifests) => {
    if (settingsNames.some((name) => path.endsWith(name))) return [];
    const build = buildOf(folderOf(path), manifests);
    if (!build) return [];
    const text = withoutComments(manifests.text(path));
    const placeOf = placesIn({ path, text });
    const references = [
      ...text.matchAll(/\bproject\s*\(\s*(?:path\s*[:=]\s*)?["']([^"']+)["']|\bprojects((?:\.\w+)+)/g),
    ].flatMap((match): LocalPackage[] => {
      const folder =
        match[1] === undefined ? accessed(build, match[2] ?? '') : build.projects.get(normalPath(match[1]));
      if (folder === undefined) return [];
      const location = { ...placeOf(match.index), column: 1 };
      return [{ kind: 'folder', path: folder, because: match[0].replace(/["']$/, (quote) => `${quote})`), location }];
    });
    if (build.folder === folderOf(path)) return references;
    const sources = joinPath(build.folder, 'buildSrc');
    const location = { path, line: 1, column: 1 };
    const shared: LocalPackage[] = manifests.exists(sources)
      ? [{ kind: 'folder', path: sources, because: 'buildSrc of its build', location }]
      : [];
    return [...references, ...shared, ...workspaceFiles(build.folder, workspaceNames, manifests)];
  },
  workspaceAbove: (folder, manifests) => {
    const build = buildOf(folder, manifests);
    return build && build.folder !== folder && [...build.projects.values()].includes(folder) ? build.folder : null;
  },
};

function buildOf(folder: string, manifests: Manifests): GradleBuild | undefined {
  const settings = nearest(folder, settingsNames, manifests);
  if (settings === undefined) return undefined;
  return manifests.once(`gradle ${settings}`, () => {
    const root = folderOf(settings);
    const text = withoutComments(manifests.text(settings));
    const projects = new Map<string, string>();
    for (const call of text.matchAll(/\binclude\b\s*(?:\(\s*)?((?:["'][^"'\n]+["']\s*(?:,\s*)?)+)/g)) {
      for (const [, name = ''] of (call[1] ?? '').matchAll(/["']([^"']+)["']/g)) {
        const path = normalPath(name);
        projects.set(path, joinPath(root, path.slice(1).replaceAll(':', '/')));
      }
    }
    for (const match of text.matchAll(
      /project\s*\(\s*["']([^"']+)["']\s*\)\.projectDir\s*=\s*(?:new\s+File\s*\(\s*(?:settingsDir|rootDir)\s*,|file\s*\()\s*["']([^"']+)["']/g,
    )) {
      const folder = resolveFrom(root, match[2] ?? '');
      if (folder !== null) projects.set(normalPath(match[1] ?? ''), folder);
    }
    return { folder: root, projects };
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

function normalPath(path: string): string {
  return path.startsWith(':') ? path : `:${path}`;
}

/** Comments blanked, so that places stay. Two slashes inside quotes (a URL) are no comment. */
function withoutComments(text: string): string {
  return text.replace(
    /("(?:[^"\\\n]|\\.)*["\\]?|'(?:[^'\\\n]|\\.)*['\\]?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
    (found, quoted) => (quoted === undefined ? found.replace(/[^\n]/g, ' ') : found),
  );
}
