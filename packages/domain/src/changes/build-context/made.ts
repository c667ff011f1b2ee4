import type { PathIndex } from '../../tree/path-index.ts';
import { folderOf, foldersUp, joinPath } from '../../tree/repository-paths.ts';

/** What makes a file that nobody commits. */
export interface Maker {
  /** Folder of the module, or of the whole build where `unread` names a tool. */
  folder: string;
  /** The build tool whose files are not read here: then any file of the folder may be a part of it. */
  unread: string | null;
}

/** Folders that builds write to. */
const outputs: ReadonlySet<string> = new Set([
  ...['.next', '.output', 'artifacts', 'bin', 'build', 'dist', 'out', 'output', 'publish', 'release', 'target'],
  ...['bazel-bin', 'bazel-out'],
]);

/** A build tool that is known by the files at the top of a build alone. */
interface UnreadTool {
  tool: string;
  tops: readonly string[];
  /** The files that make a folder a part of the build; without them every folder below is one. */
  parts?: readonly string[];
}

const bazel: UnreadTool = {
  tool: 'Bazel',
  tops: ['MODULE.bazel', 'WORKSPACE', 'WORKSPACE.bazel'],
  parts: ['BUILD', 'BUILD.bazel'],
};

const unreadTools: readonly UnreadTool[] = [
  bazel,
  { tool: 'Buck', tops: ['.buckconfig'], parts: ['BUCK'] },
  { tool: 'Pants', tops: ['pants.toml'], parts: ['BUILD', 'BUILD.pants'] },
  { tool: 'Please', tops: ['.plzconfig'], parts: ['BUILD', 'BUILD.plz'] },
  { tool: 'sbt', tops: ['build.sbt'] },
  { tool: 'Mill', tops: ['build.mill', 'build.sc'] },
  { tool: 'Ant', tops: ['build.xml'] },
];

/** The nearest build that a folder is a part of and whose tool is not read. */
export function unreadBuildOf(folder: string, tree: PathIndex): Maker | null {
  const has = (place: string, names: readonly string[]): boolean => names.some((name) => isFile(place, name, tree));
  const tools = unreadTools.filter(({ parts }) => parts === undefined || has(folder, parts));
  for (const above of foldersUp(folder)) {
    const found = tools.find(({ tops }) => has(above, tops));
    if (found) return { folder: above, unread: found.tool };
  }
  return null;
}

/**
 * What makes a file or folder that is not in the repository: the module of Maven, Gradle, npm, Cargo, .NET or Python in
 * whose folder for output it lies, the project that Nx writes below the one of its workspace, or Bazel. Null where
 * nothing tells.
 *
 * @param path relative to the repository, up to its first wildcard
 */
export function makerOf(path: string, tree: PathIndex): Maker | null {
  const segments = path.split('/');
  const index = segments.findIndex((segment, at) => outputs.has(segment) && !isModule(segments.slice(0, at + 1), tree));
  if (index < 0) return null;
  const folder = segments.slice(0, index).join('/');
  if (tree.at(folder) !== 'folder') return null;
  const output = segments[index] ?? '';
  if (output.startsWith('bazel-'))
    return bazel.tops.some((name) => isFile(folder, name, tree)) ? { folder, unread: bazel.tool } : null;
  const rest = segments.slice(index + 1).join('/');
  const project = nxProject(folder, rest, tree);
  if (project !== null) return { folder: project, unread: null };
  // What is written below the top of a workspace has the path of the project from there.
  if (foldersUp(folder).some((above) => nxProject(above, rest, tree) !== null)) return null;
  return writes(folder, output, tree) ? { folder, unread: null } : null;
}

/** The project of the workspace of Nx in a folder whose path an output has. */
function nxProject(folder: string, output: string, tree: PathIndex): string | null {
  if (!isFile(folder, 'nx.json', tree)) return null;
  const path = foldersUp(output).find((one) => one !== '' && tree.at(joinPath(folder, one)) === 'folder');
  return path === undefined ? null : joinPath(folder, path);
}

/** A folder that is called like one for output, and holds a module: `build/api/target`. */
function isModule(segments: readonly string[], tree: PathIndex): boolean {
  const folder = segments.join('/');
  return ['pom.xml', 'build.gradle', 'build.gradle.kts', 'package.json'].some((name) => isFile(folder, name, tree));
}

/** Whether a module in a folder writes to a folder of this name in it. */
function writes(folder: string, output: string, tree: PathIndex): boolean {
  const has = (...names: readonly string[]): boolean => names.some((name) => isFile(folder, name, tree));
  // What only puts other modules together has no sources, and makes nothing.
  const hasSources = tree.at(joinPath(folder, 'src')) === 'folder';
  switch (output) {
    case 'target':
      return (hasSources && has('pom.xml')) || (has('Cargo.toml') && !isCargoMember(folder, tree));
    case 'build':
      if (hasSources && has('build.gradle', 'build.gradle.kts')) return true;
      return isPackage(folder, tree);
    case 'dist':
      return has('pyproject.toml', 'setup.py') || isPackage(folder, tree);
    case 'bin':
    case 'publish':
      return tree.files(folder).some((path) => /\.(?:cs|fs|vb)proj$/.test(path));
    default:
      return ['out', '.next', '.output'].includes(output) && isPackage(folder, tree);
  }
}

/** A package of npm that is more than the top of a workspace. */
function isPackage(folder: string, tree: PathIndex): boolean {
  if (!isFile(folder, 'package.json', tree)) return false;
  const tops = ['pnpm-workspace.yaml', 'lerna.json', 'nx.json', 'rush.json', 'turbo.json'];
  const isTop = (name: string): boolean =>
    isFile(folder, name, tree) &&
    (folder === '' || !foldersUp(folderOf(folder)).some((one) => isFile(one, name, tree)));
  return !tops.some(isTop);
}

/** Cargo writes to the folder of the workspace. */
function isCargoMember(folder: string, tree: PathIndex): boolean {
  return folder !== '' && foldersUp(folderOf(folder)).some((above) => isFile(above, 'Cargo.toml', tree));
}

function isFile(folder: string, name: string, tree: PathIndex): boolean {
  return tree.at(joinPath(folder, name)) === 'file';
}
