import { folderOf, foldersUp, joinPath } from '../../tree/repository-paths.ts';
import { field, fieldsAt, textAt, textsIn, valueAt } from '../../yaml/value.ts';
import {
  type Ecosystem,
  folderReference,
  type LocalPackage,
  lineOf,
  type Manifests,
  workspaceFiles,
} from './manifests.ts';

/** Path dependencies of pyproject.toml (Poetry, uv, PEP 508 and dependency groups) and of requirements files. */
export const python: Ecosystem = {
  kinds: ['python'],
  isManifest: (name) => name === 'pyproject.toml' || /^requirements[\w.-]*\.txt$/.test(name),
  lockfiles: ['uv.lock', 'poetry.lock', 'pdm.lock', 'Pipfile', 'Pipfile.lock'],
  packagesOf: (path, manifests) => {
    if (!path.endsWith('pyproject.toml')) return requirements(path, manifests);
    const manifest = read(path, manifests);
    const root = workspaceOf(folderOf(path), manifests);
    return [
      ...poetryPackages(path, manifest, manifests),
      ...uvPackages(path, manifest, root, manifests),
      ...specifiers(manifest).flatMap((text) => specified(path, text, lineOf(manifests.text(path), text))),
      ...(root === undefined ? [] : workspaceFiles(folderOf(root), ['pyproject.toml', 'uv.lock'], manifests)),
    ];
  },
  workspaceAbove: (folder, manifests) => {
    if (!manifests.has(joinPath(folder, 'pyproject.toml'))) return null;
    const root = workspaceOf(folder, manifests);
    return root === undefined || folderOf(root) === folder ? null : folderOf(root);
  },
};

function poetryPackages(path: string, manifest: unknown, manifests: Manifests): LocalPackage[] {
  const poetry = valueAt(manifest, ['tool', 'poetry']);
  const groups = fieldsAt(poetry, 'group').map(([, group]) => field(group, 'dependencies'));
  return [field(poetry, 'dependencies'), field(poetry, 'dev-dependencies'), ...groups].flatMap((dependencies) =>
    fieldsAt(dependencies).flatMap(([name, entry]) =>
      [entry].flat().flatMap((source) => pathEntry(path, name, field(source, 'path'), manifests)),
    ),
  );
}

/** `[tool.uv.sources]`, its own and, for a member of a workspace, those of the root. */
function uvPackages(path: string, manifest: unknown, root: string | undefined, manifests: Manifests): LocalPackage[] {
  const names = new Set(specifiers(manifest).map((text) => normalName(/^[\w.-]+/.exec(text.trim())?.[0] ?? '')));
  return [path, ...(root === undefined || root === path ? [] : [root])].flatMap((file) =>
    fieldsAt(read(file, manifests), 'tool', 'uv', 'sources').flatMap(([name, entry]) =>
      [entry].flat().flatMap((source) => {
        if (file !== path && !names.has(normalName(name))) return [];
        if (field(source, 'workspace') !== true) return pathEntry(file, name, field(source, 'path'), manifests);
        const folder = root === undefined ? undefined : membersOf(root, manifests).get(normalName(name));
        if (folder === undefined) return [];
        const location = { path: file, line: lineOf(manifests.text(file), name), column: 1 };
        return [{ kind: 'folder' as const, path: folder, because: `${name} = { workspace = true }`, location }];
      }),
    ),
  );
}

function pathEntry(file: string, name: string, path: unknown, manifests: Manifests): LocalPackage[] {
  if (typeof path !== 'string') return [];
  return reference(file, path, `${name} = { path = "${path}" }`, lineOf(manifests.text(file), path));
}

/** A folder, or an archive of a package. */
function reference(file: string, path: string, because: string, line: number): LocalPackage[] {
  const isFile = /\.(?:whl|zip|tar\.\w+|tgz)$/.test(path);
  return folderReference(file, path, because, line).map((found) => ({ ...found, kind: isFile ? 'file' : 'folder' }));
}

/** Every PEP 508 requirement of a project. */
function specifiers(manifest: unknown): string[] {
  const groups = [
    ...fieldsAt(manifest, 'project', 'optional-dependencies'),
    ...fieldsAt(manifest, 'dependency-groups'),
  ];
  return [valueAt(manifest, ['project', 'dependencies']), ...groups.map(([, group]) => group)].flatMap(textsIn);
}

/** `name @ file:../x`; the forms with a variable for the project's folder too. */
function specified(file: string, text: string, line: number): LocalPackage[] {
  const match = /@\s*file:(?:\/\/)?(?:localhost)?(?:\/?(?:\$\{PROJECT_ROOT\}|\{root:uri\})\/)?([^;#\s]+)/.exec(text);
  const path = match?.[1];
  return path === undefined ? [] : reference(file, path, text.trim(), line);
}

/** `-e ../x`, `../x`, `./x`, `name @ file:../x`, `-r ../requirements.txt`. */
function requirements(path: string, manifests: Manifests): LocalPackage[] {
  return manifests
    .text(path)
    .split('\n')
    .flatMap((raw, index) => {
      const text = raw.replace(/(^|\s)#.*/, '').trim();
      const included = /^(?:-r|--requirement|-c|--constraint)[=\s]\s*(\S+)$/.exec(text)?.[1];
      if (included !== undefined && !included.includes('://')) {
        return folderReference(path, included, text, index + 1).map((found) => ({
          ...found,
          kind: 'manifest' as const,
        }));
      }
      const editable = text.replace(/^(?:-e|--editable)[=\s]\s*/, '');
      const local = /^(?:file:(?:\/\/)?)?(\.\.?(?:\/[^\s;[]*)?)/.exec(editable)?.[1];
      return local === undefined ? specified(path, text, index + 1) : reference(path, local, text, index + 1);
    });
}

function workspaceOf(folder: string, manifests: Manifests): string | undefined {
  return foldersUp(folder)
    .map((ancestor) => joinPath(ancestor, 'pyproject.toml'))
    .find((path) => manifests.has(path) && valueAt(read(path, manifests), ['tool', 'uv', 'workspace']) !== undefined);
}

/** Folders below a workspace by the name of the project in them. */
function membersOf(root: string, manifests: Manifests): ReadonlyMap<string, string> {
  return manifests.once(`uv members ${root}`, () => {
    const prefix = root.slice(0, -'pyproject.toml'.length);
    return new Map(
      manifests.named('pyproject.toml').flatMap((path) => {
        const name = path.startsWith(prefix) ? textAt(read(path, manifests), 'project', 'name') : undefined;
        return name !== undefined ? [[normalName(name), folderOf(path)] as const] : [];
      }),
    );
  });
}

/** Names of projects are equal whatever their case and separators. */
function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

function read(path: string, manifests: Manifests): unknown {
  return manifests.parse(path, manifests.parseToml);
}
