import { compileGlob } from '../../tree/glob.ts';
import { baseName, folderOf, foldersUp, joinPath } from '../../tree/repository-paths.ts';
import { field, fieldsAt, textAt, textsIn } from '../../yaml/value.ts';
import { parseYamlFile } from '../../yaml/yaml-document.ts';
import {
  type Ecosystem,
  folderReference,
  type LocalPackage,
  lineOf,
  type Manifests,
  nearest,
  workspaceFiles,
} from './manifests.ts';
import { aliasFiles, nxInputs, taskFiles, turboInputs } from './workspace-tasks.ts';

interface NodeWorkspace {
  folder: string;
  /** Patterns of its members, relative to it; `!` takes away. */
  patterns: string[];
}

const lockfiles = ['pnpm-lock.yaml', 'package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'bun.lock', 'bun.lockb'];
const workspaceManifests = ['package.json', 'pnpm-workspace.yaml'];
const dependencyKeys = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/** Ranges that never mean a member of the workspace, even one of that name. */
const elsewhere = /^(?:npm|catalog|git|github|https?|jsr)[+:]/;

/** `workspace:`, `file:`, `link:` and `portal:`, and the names of other members of the same workspace. */
export const node: Ecosystem = {
  kinds: ['node'],
  isManifest: (name) => workspaceManifests.includes(name) || taskFiles.includes(name) || aliasFiles.includes(name),
  lockfiles,
  packagesOf: (path, manifests) => {
    if (baseName(path) === 'project.json') return nxInputsOf(path, manifests);
    if (baseName(path) !== 'package.json') return [];
    const manifest = manifests.parse(path, parseJson);
    const workspace = workspaceOf(folderOf(path), manifests);
    const members = workspace ? membersOf(workspace, manifests) : new Map<string, string>();
    const named = dependencyKeys.flatMap((key) =>
      fieldsAt(manifest, key).flatMap(([name, range]) =>
        typeof range === 'string' ? packageOf(path, name, range, members, manifests) : [],
      ),
    );
    if (!workspace) return named;
    return [
      ...named,
      ...turboInputs(folderOf(path), workspace.folder, members, manifests),
      ...workspaceFiles(workspace.folder, [...workspaceManifests, ...lockfiles], manifests),
    ];
  },
  workspaceAbove: (folder, manifests) => {
    const workspace = workspaceOf(folder, manifests);
    return workspace && workspace.folder !== folder ? workspace.folder : null;
  },
};

/** A project of Nx is built with what its workspace installs, also where it is no member by itself. */
function nxInputsOf(path: string, manifests: Manifests): LocalPackage[] {
  const top = nearest(folderOf(path), ['nx.json'], manifests);
  if (top === undefined) return [];
  const workspace = folderOf(top);
  return [
    ...nxInputs(path, workspace, manifests),
    ...workspaceFiles(workspace, [...workspaceManifests, ...lockfiles], manifests),
  ];
}

function packageOf(
  path: string,
  name: string,
  range: string,
  members: ReadonlyMap<string, string>,
  manifests: Manifests,
): LocalPackage[] {
  const line = (): number => lineOf(manifests.text(path), JSON.stringify(name));
  const because = `"${name}": "${range}"`;
  const local =
    /^(?:file|link|portal|workspace):(?:\/\/)?(\.{0,2}\/.*|\.{1,2})$/.exec(range) ??
    /^(?:file|link|portal):(.+)$/.exec(range);
  if (local?.[1] !== undefined) {
    const [reference] = folderReference(path, local[1], because, line());
    return reference ? [{ ...reference, kind: /\.(?:tgz|tar\.gz)$/.test(reference.path) ? 'file' : 'folder' }] : [];
  }
  // `workspace:other@*` depends on another member under this name.
  const alias = /^workspace:(.+)@[^@]*$/.exec(range)?.[1];
  const folder = members.get(alias ?? name);
  if (folder === undefined || elsewhere.test(range)) return [];
  return [{ kind: 'folder', path: folder, because, location: { path, line: line(), column: 1 } }];
}

/** The workspace that has a folder as a member, or whose root it is. */
function workspaceOf(folder: string, manifests: Manifests): NodeWorkspace | undefined {
  for (const ancestor of foldersUp(folder)) {
    const workspace = workspaceAt(ancestor, manifests);
    if (workspace && (ancestor === folder || isMember(workspace, folder))) return workspace;
  }
  return undefined;
}

function workspaceAt(folder: string, manifests: Manifests): NodeWorkspace | undefined {
  return manifests.once(`node workspace ${folder}`, () => {
    const pnpm = manifests.parse(joinPath(folder, 'pnpm-workspace.yaml'), parseYaml);
    const workspaces = field(manifests.parse(joinPath(folder, 'package.json'), parseJson), 'workspaces');
    const lists = [field(pnpm, 'packages'), workspaces, field(workspaces, 'packages')];
    const patterns = lists.flatMap(textsIn);
    return patterns.length > 0 ? { folder, patterns } : undefined;
  });
}

function isMember({ folder: root, patterns }: NodeWorkspace, folder: string): boolean {
  const relative = root === '' ? folder : folder.slice(root.length + 1);
  let member = false;
  for (const text of patterns) {
    const negated = text.startsWith('!');
    const pattern = text
      .replace(/^!/, '')
      .replace(/^\.\//, '')
      .replace(/(?<!\/)\/+$/, '');
    if (pattern === '') continue;
    const glob = compileGlob(pattern);
    const matches =
      glob.matches === 'exact'
        ? relative === glob.root
        : glob.matches === null
          ? relative.startsWith(glob.root)
          : glob.matches(relative);
    if (matches) member = !negated;
  }
  return member;
}

/** Folders of the members by package name. */
function membersOf(workspace: NodeWorkspace, manifests: Manifests): ReadonlyMap<string, string> {
  return manifests.once(`node members ${workspace.folder}`, () => {
    const members = new Map<string, string>();
    const prefix = workspace.folder === '' ? '' : `${workspace.folder}/`;
    for (const path of manifests.named('package.json')) {
      const folder = folderOf(path);
      if (!path.startsWith(prefix) || (folder !== workspace.folder && !isMember(workspace, folder))) continue;
      const name = textAt(manifests.parse(path, parseJson), 'name');
      if (name !== undefined) members.set(name, folder);
    }
    return members;
  });
}

function parseJson(text: string): unknown {
  return JSON.parse(text);
}

function parseYaml(text: string): unknown {
  const { documents, errors } = parseYamlFile('pnpm-workspace.yaml', text);
  if (errors[0]) throw errors[0];
  return documents[0]?.value();
}
