import type { Application } from '../../argocd/application.ts';
import { deployedFiles } from '../../argocd/source-files.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Tree } from '../../ports.ts';
import { kustomizations } from '../../tree/file-types.ts';
import { indexPaths } from '../../tree/path-index.ts';
import { textOf } from '../../tree/read-text.ts';
import { parseYamlFile } from '../../yaml/yaml-document.ts';
import type { DeployedBranch } from '../rule/deployed-branch.ts';

/** Reads both trees of a deploy branch: what was checked out, and the branch itself. */
export async function readDeployedBranch(
  { name, environments }: Pick<DeployedBranch, 'name' | 'environments'>,
  checkout: { tree: Tree; catalog: Catalog },
  branch: { tree: Tree; catalog: Catalog },
): Promise<DeployedBranch> {
  const [own, theirs] = [
    await filesOf(name, environments, checkout.tree, checkout.catalog),
    await filesOf(name, environments, branch.tree, branch.catalog),
  ];
  const paths = [...new Set([...own.keys(), ...theirs.keys()])];
  return {
    name,
    environments,
    checkout: { catalog: checkout.catalog, files: own, contents: await checkout.tree.read(paths) },
    branch: { catalog: branch.catalog, files: theirs, contents: await branch.tree.read(paths) },
  };
}

async function filesOf(
  branch: string,
  environments: ReadonlySet<string>,
  tree: Tree,
  catalog: Catalog,
): Promise<Map<string, Application>> {
  const paths = indexPaths(await tree.list());
  const contents = await tree.read(paths.all.filter(kustomizations));
  return deployedFiles(branch, environments, {
    catalog,
    paths,
    yaml: (path) => {
      const text = textOf(path, contents.get(path));
      return text === null ? undefined : parseYamlFile(path, text);
    },
  });
}
