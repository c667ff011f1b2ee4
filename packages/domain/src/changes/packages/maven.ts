import { folderOf, foldersUp, isInside, joinPath } from '../../tree/repository-paths.ts';
import { isPom } from './manifest-names.ts';
import { type Ecosystem, folderReference, type LocalPackage, type Manifests, resolveFrom } from './manifests.ts';
import { type MavenModule, type MavenModules, modulesOf, pomNamed } from './maven-modules.ts';
import type { Reference } from './pom.ts';

/**
 * What a pom depends on in its repository, as Maven 3.8.7 orders the modules of a reactor: parents, dependencies of
 * every scope and type, plugins and what they are given, managed plugins where they are used. Beyond that order: what
 * profiles add, imported bills of materials, annotation processors and other artifacts in the configuration of plugins,
 * modules that no aggregator puts together, and files beside the module that the build names.
 */
export const maven: Ecosystem = {
  kinds: ['java'],
  isManifest: isPom,
  lockfiles: [],
  packagesOf: (path, manifests) => {
    const modules = modulesOf(manifests);
    const module = modules.at(path);
    if (!module) return [];
    return [
      ...parents(module),
      ...module.lineage.flatMap((pom) =>
        pom.references
          .filter(({ managed }) => isUsed(managed, module))
          .flatMap((reference) => referenced(reference, pom.path, module, modules)),
      ),
      ...module.lineage.flatMap((pom) => pom.paths.flatMap((written) => writtenPath(written, pom.path, module))),
      ...builtTogether(module, manifests),
      ...wrapperOf(folderOf(path), manifests),
    ].filter((found) => manifests.exists(found.path));
  },
  workspaceAbove: (folder, manifests) => {
    const path = joinPath(folder, 'pom.xml');
    if (!manifests.has(path)) return null;
    const modules = modulesOf(manifests);
    const above = [...modules.aggregatorsOf(path), ...(modules.at(path)?.lineage ?? []).map((pom) => pom.path)];
    return above.map(folderOf).find((other) => other !== folder && isInside(folder, other)) ?? null;
  },
};

function parents({ lineage }: MavenModule): LocalPackage[] {
  return lineage.slice(1).map(({ path, artifactId }, index) => {
    const child = lineage[index];
    const location = { path: child?.path ?? path, line: child?.parent?.line ?? 1, column: 1 };
    return { kind: 'file', path, because: `parent ${artifactId}`, location };
  });
}

/** Plugins of Maven itself are bound to the phases of a build without being named. */
function isUsed(managed: Reference['managed'], { plugins }: MavenModule): boolean {
  if (managed === null || managed.groupId === 'org.apache.maven.plugins') return true;
  return plugins.has(`${managed.groupId}:${managed.artifactId}`);
}

function referenced(reference: Reference, pom: string, from: MavenModule, modules: MavenModules): LocalPackage[] {
  const location = { path: pom, line: reference.line, column: 1 };
  const because = `${reference.element} ${reference.artifactId}`;
  return modules.find(reference, from).flatMap(({ path, packaging }): LocalPackage[] => {
    const folder = folderOf(path);
    if (packaging !== 'pom' && path.endsWith('/pom.xml')) return [{ kind: 'folder', path: folder, because, location }];
    // Its folder holds the modules that it puts together, which nothing here depends on.
    const sources: LocalPackage = { kind: 'folder', path: joinPath(folder, 'src'), because, location };
    return [{ kind: 'manifest', path, because, location }, sources];
  });
}

/** What a service's own pom puts together from outside its folder. */
function builtTogether(module: MavenModule, manifests: Manifests): LocalPackage[] {
  const folder = folderOf(module.path);
  if (!foldersUp(folder).some((above) => above !== '' && manifests.isService(above))) return [];
  return (module.lineage[0]?.modules ?? []).flatMap(({ path, line }) => {
    const target = pomNamed(folder, path, manifests);
    return target === null || isInside(target, folder)
      ? []
      : folderReference(module.path, path, `module ${path}`, line).map((found) => ({
          ...found,
          path: folderOf(target),
        }));
  });
}

/** A file or folder that is named from the module (`../shared`) or from the top of the build. */
function writtenPath(
  { text, line, resources }: { text: string; line: number; resources: readonly string[] | null },
  pom: string,
  module: MavenModule,
): LocalPackage[] {
  const folder = folderOf(module.path);
  return module.expand(text).flatMap((value): LocalPackage[] => {
    // What cannot be told, and everything behind a wildcard, is left off: the folder before it counts.
    const known = value.split(/[\0*?]/)[0] ?? '';
    const whole = known === value ? known : known.slice(0, Math.max(0, known.lastIndexOf('/')));
    const target = whole.startsWith('/') ? resolveFrom('', whole.replace(/^\/+/, '')) : resolveFrom(folder, whole);
    if (target === null || (target !== '' && isInside(target, folder))) return [];
    const location = { path: pom, line, column: 1 };
    const edge = (path: string): LocalPackage => ({ kind: 'folder', path, because: text, location });
    if (target !== '' && !isInside(folder, target)) return [edge(target)];
    // A folder around the module is where a plugin starts, or resources lie in it.
    if (resources === null) return [];
    const literal = resources.every((name) => !/[*?$]/.test(name));
    return literal && resources.length > 0 ? resources.map((name) => edge(joinPath(target, name))) : [edge(target)];
  });
}

/** The wrapper and the options of Maven, which are looked for in the folders above. */
function wrapperOf(folder: string, manifests: Manifests): LocalPackage[] {
  return foldersUp(folder).flatMap((above) =>
    ['.mvn', 'mvnw'].flatMap((name): LocalPackage[] => {
      const path = joinPath(above, name);
      if (!manifests.exists(path)) return [];
      return [{ kind: 'folder', path, because: `${name} of its build`, location: { path, line: 1, column: 1 } }];
    }),
  );
}
