import type { Catalog } from '../catalog/catalog.ts';
import { manifestsOf } from '../image-targets/manifests.ts';
import type { Tree } from '../ports.ts';
import { kustomizations } from '../tree/file-types.ts';
import { indexPaths } from '../tree/path-index.ts';
import type { RenderState } from './touched-applications.ts';

/** What is asked of a tree to tell how Applications are rendered: one batch. */
export async function openState(tree: Tree, catalog: Catalog, branch: string | null): Promise<RenderState> {
  const paths = indexPaths(await tree.list());
  const structure = paths.all.filter(
    (path) =>
      kustomizations(path) || /(?:^|\/)(?:Chart\.yaml|values\.schema\.json|\.argocd-source[^/]*\.yaml)$/.test(path),
  );
  const manifests = manifestsOf(await tree.read(structure));
  return { catalog, tree: { paths, yaml: manifests.parse, text: manifests.text, branch } };
}
