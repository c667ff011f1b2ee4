import type { Catalog } from '../../catalog/catalog.ts';
import type { Tree } from '../../ports.ts';

/** A tree and what was discovered in it. */
export interface LoadedTree {
  tree: Tree;
  catalog: Catalog;
}

export type LoadCatalog = (tree: Tree) => Promise<Catalog>;

/** A tree that is verified beside the checkout. */
export interface Revision extends LoadedTree {
  /** As people call it. */
  name: string;
  /** The environments that are deployed from it; null for one that is no deploy branch, and is verified as a whole. */
  environments: ReadonlySet<string> | null;
  /** Whether it has a file that counts: of a deploy branch what Argo CD reads. */
  holds(path: string): boolean;
}
