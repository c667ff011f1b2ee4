import type { Application } from '../../argocd/application.ts';
import { deployedFiles } from '../../argocd/source-files.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Tree } from '../../ports.ts';
import { kustomizations } from '../../tree/file-types.ts';
import { indexPaths } from '../../tree/path-index.ts';
import { textOf } from '../../tree/read-text.ts';
import { parseYamlFile } from '../../yaml/yaml-document.ts';
import type { DeployedBranch } from '../rule/deployed-branch.ts';

/** Reads both trees of a deploy branch: `here` is what was checked out. */
export async function readDeployedBranch(
  { branch, environments }: Pick<DeployedBranch, 'branch' | 'environments'>,
  here: { tree: Tree; catalog: Catalog },
  there: { tree: Tree; catalog: Catalog },
): Promise<DeployedBranch> {
  const [own, others] = [
    await filesOf(branch, environments, here.tree, here.catalog),
    await filesOf(branch, environments, there.tree, there.catalog),
  ];
  const paths = [...new Set([...own.keys(), ...others.keys()])];
  return {
    branch,
    environments,
    here: { catalog: here.catalog, files: own, contents: await here.tree.read(paths) },
    there: { catalog: there.catalog, files: others, contents: await there.tree.read(paths) },
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
