import type { Application, Catalog } from '../catalog/catalog.ts';
import { decodeUtf8, parseYamlFile } from '../manifest/yaml-document.ts';
import type { Tree } from '../ports.ts';
import { UserError } from '../user-error.ts';
import { deployedFiles } from './deployed-files.ts';
import { indexPaths } from './path-index.ts';
import { kustomizations } from './select.ts';

/** A deploy branch beside what was checked out, as far as Argo CD reads it. */
export interface DeployedBranch {
  branch: string;
  /** Those that are deployed from it. */
  environments: ReadonlySet<string>;
  here: DeployedSide;
  there: DeployedSide;
}

/** What one of two trees has of it. */
export interface DeployedSide {
  catalog: Catalog;
  /** The files that Argo CD reads, each with the Application it is read for. */
  files: ReadonlyMap<string, Application>;
  /** Contents of the files that it reads on either side. */
  contents: ReadonlyMap<string, Uint8Array>;
}

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

/** Null where there is no such file, or it is no text. */
export function textOf(path: string, bytes: Uint8Array | undefined): string | null {
  try {
    return bytes ? decodeUtf8(path, bytes) : null;
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
