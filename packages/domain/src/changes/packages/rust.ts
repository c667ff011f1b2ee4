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

const dependencyKeys = ['dependencies', 'dev-dependencies', 'build-dependencies'];

/** Path dependencies of Cargo.toml, also those that its workspace writes down. */
export const rust: Ecosystem = {
  kinds: ['rust'],
  isManifest: (name) => name === 'Cargo.toml',
  lockfiles: ['Cargo.lock'],
  packagesOf: (path, manifests) => {
    const manifest = read(path, manifests);
    const root = workspaceOf(folderOf(path), manifests);
    const shared = root === undefined ? undefined : valueAt(read(root, manifests), ['workspace', 'dependencies']);
    const tables = [manifest, ...fieldsAt(manifest, 'target').map(([, target]) => target)];
    const own = tables
      .flatMap((scope) => dependencyKeys.flatMap((key) => fieldsAt(scope, key)))
      .flatMap(([name, entry]) => {
        const inherited = field(entry, 'workspace') === true && root !== undefined;
        return inherited
          ? dependency(root, name, field(shared, name), manifests)
          : dependency(path, name, entry, manifests);
      });
    const patches = [path, ...(root === undefined || root === path ? [] : [root])].flatMap((file) =>
      fieldsAt(read(file, manifests), 'patch').flatMap(([, registry]) =>
        fieldsAt(registry).flatMap(([name, entry]) => dependency(file, name, entry, manifests)),
      ),
    );
    const files = root === undefined ? [] : workspaceFiles(folderOf(root), ['Cargo.toml', 'Cargo.lock'], manifests);
    return [...own, ...patches, ...files];
  },
  workspaceAbove: (folder, manifests) => {
    if (!manifests.has(joinPath(folder, 'Cargo.toml'))) return null;
    const root = workspaceOf(folder, manifests);
    return root === undefined || folderOf(root) === folder ? null : folderOf(root);
  },
};

function dependency(file: string, name: string, entry: unknown, manifests: Manifests): LocalPackage[] {
  const path = textAt(entry, 'path');
  if (path === undefined) return [];
  return folderReference(file, path, `${name} = { path = "${path}" }`, lineOf(manifests.text(file), path));
}

/** The Cargo.toml of the workspace a package is in: its own, or the nearest above that does not exclude it. */
function workspaceOf(folder: string, manifests: Manifests): string | undefined {
  for (const ancestor of foldersUp(folder)) {
    const path = joinPath(ancestor, 'Cargo.toml');
    if (!manifests.has(path)) continue;
    const workspace = field(read(path, manifests), 'workspace');
    if (workspace === undefined) continue;
    const excluded = textsIn(field(workspace, 'exclude')).some((name) =>
      `${folder}/`.startsWith(`${joinPath(ancestor, name)}/`),
    );
    return excluded ? undefined : path;
  }
  return undefined;
}

function read(path: string, manifests: Manifests): unknown {
  return manifests.parse(path, manifests.parseToml);
}
