import type { Application } from '../../argocd/application.ts';
import { deployedFiles } from '../../argocd/deployed-files.ts';
import { kustomizations } from '../../tree/file-types.ts';
import { indexPaths } from '../../tree/path-index.ts';
import { textOf } from '../../tree/read-text.ts';
import { parseYamlFile, type YamlFile } from '../../yaml/yaml-document.ts';
import type { DeployedBranch } from '../rule/deployed-branch.ts';
import type { LoadedTree } from './loaded-tree.ts';

/** Reads both trees of a deploy branch: what was checked out, and the branch itself. */
export async function readDeployedBranch(
  about: Pick<DeployedBranch, 'name' | 'environments'>,
  checkout: LoadedTree,
  branch: LoadedTree,
): Promise<DeployedBranch> {
  const [own, theirs] = [await filesOf(about, checkout), await filesOf(about, branch)];
  const paths = [...new Set([...own.keys(), ...theirs.keys()])];
  return {
    ...about,
    checkout: { catalog: checkout.catalog, files: own, contents: await checkout.tree.read(paths) },
    branch: { catalog: branch.catalog, files: theirs, contents: await branch.tree.read(paths) },
  };
}

/** The files of a tree that Argo CD would read from the branch, each with its Application. */
async function filesOf(
  { name, environments }: Pick<DeployedBranch, 'name' | 'environments'>,
  { tree, catalog }: LoadedTree,
): Promise<Map<string, Application>> {
  const paths = indexPaths(await tree.list());
  const contents = await tree.read(paths.all.filter(kustomizations));
  const parsed = new Map(catalog.charts.map(({ document: { file } }) => [file.path, file]));
  const yaml = (path: string): YamlFile | undefined => {
    const text = parsed.has(path) ? null : textOf(path, contents.get(path));
    if (text !== null) parsed.set(path, parseYamlFile(path, text));
    return parsed.get(path);
  };
  return deployedFiles(name, environments, { catalog, paths, yaml });
}
