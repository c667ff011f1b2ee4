import { folderOf, isInside } from '../../tree/repository-paths.ts';
import { field, fieldsAt, listAt, textAt, textsIn } from '../../yaml/value.ts';
import { parseLooseJson } from './comments.ts';
import { isTypeScriptConfig } from './manifest-names.ts';
import { type Ecosystem, type LocalPackage, lineOf, type Manifests, nearest, resolveFrom } from './manifests.ts';

/**
 * What settings of TypeScript 5 compile beside the folder that they lie in: projects that they reference, settings that
 * they extend, sources that they include, and aliases that lead elsewhere. All of it is read by the compiler and not by
 * the build of an image, which has it only where the compiler ran before.
 */
export const typescript: Ecosystem = {
  // A folder with such settings alone is still a part of the package around it.
  kinds: [],
  isManifest: isTypeScriptConfig,
  lockfiles: [],
  packagesOf: (path, manifests) => {
    const settings = read(path, manifests);
    return [
      ...references(path, settings, manifests),
      ...extended(path, settings, manifests),
      ...sources(path, settings, manifests),
      ...aliases(path, settings, manifests),
    ];
  },
  workspaceAbove: () => null,
};

/** A project that is built first, by its folder or by its settings; those that are extended hand none on. */
function references(file: string, settings: unknown, manifests: Manifests): LocalPackage[] {
  return listAt(settings, 'references').flatMap((one) => {
    const text = textAt(one, 'path') ?? '';
    const target = resolveFrom(folderOf(file), text);
    if (target === null || !manifests.exists(target)) return [];
    return [edge('folder', target.endsWith('.json') ? folderOf(target) : target, text, file, manifests)];
  });
}

/** Settings of the repository that these stand on; those of a package of npm are told by package.json. */
function extended(file: string, settings: unknown, manifests: Manifests): LocalPackage[] {
  return [textAt(settings, 'extends') ?? [], textsIn(field(settings, 'extends'))].flat().flatMap((text) => {
    if (!/^\.{1,2}(?:\/|$)/.test(text)) return [];
    const target = resolveFrom(folderOf(file), text);
    const found = target === null ? undefined : [target, `${target}.json`].find(manifests.has);
    return found === undefined ? [] : [edge('manifest', found, text, file, manifests)];
  });
}

function sources(file: string, settings: unknown, manifests: Manifests): LocalPackage[] {
  return ['files', 'include'].flatMap((key) =>
    textsIn(field(settings, key)).flatMap((text) => matched(file, folderOf(file), text, manifests)),
  );
}

/** Settings that all projects below extend name each of them: of these count what package.json cannot tell, too. */
function aliases(file: string, settings: unknown, manifests: Manifests): LocalPackage[] {
  const own = folderOf(file);
  const isTold = (folder: string): boolean => {
    const manifest = isInside(folder, own) ? nearest(folder, ['package.json'], manifests) : undefined;
    return manifest !== undefined && !isInside(own, folderOf(manifest));
  };
  const options = field(settings, 'compilerOptions');
  const base = resolveFrom(own, textAt(options, 'baseUrl') ?? '.') ?? own;
  return fieldsAt(options, 'paths').flatMap(([, targets]) =>
    textsIn(targets).flatMap((text) => matched(file, base, text, manifests).filter(({ path }) => !isTold(path))),
  );
}

/** What a pattern leads to: the file or folder before its first wildcard, or the folder of what is no file as it stands. */
function matched(file: string, base: string, text: string, manifests: Manifests): LocalPackage[] {
  const segments = text.replace(/^\$\{configDir\}/, '.').split('/');
  const wild = segments.findIndex((segment) => /[*?]/.test(segment));
  const target = resolveFrom(base, segments.slice(0, wild < 0 ? segments.length : wild).join('/'));
  const found = target === null ? undefined : [target, folderOf(target)].find(manifests.exists);
  return found === undefined || found === '' ? [] : [edge('folder', found, text, file, manifests)];
}

function edge(
  kind: LocalPackage['kind'],
  path: string,
  because: string,
  file: string,
  manifests: Manifests,
): LocalPackage {
  const line = lineOf(manifests.text(file), JSON.stringify(because));
  return { kind, path, because, location: { path: file, line, column: 1 }, scope: 'source' };
}

function read(path: string, manifests: Manifests): unknown {
  return manifests.parse(path, parseLooseJson);
}
