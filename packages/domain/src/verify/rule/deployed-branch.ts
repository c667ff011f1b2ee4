import type { Application } from '../../argocd/application.ts';
import type { Catalog } from '../../catalog/catalog.ts';

/** A deploy branch beside what was checked out, as far as Argo CD reads it. */
export interface DeployedBranch {
  name: string;
  /** The environments that are deployed from it. */
  environments: ReadonlySet<string>;
  checkout: DeployedSide;
  branch: DeployedSide;
}

/** What one of the two trees has of it. */
export interface DeployedSide {
  catalog: Catalog;
  /** The files that Argo CD reads, each with the Application it is read for. */
  files: ReadonlyMap<string, Application>;
  /** Contents of the files that it reads on either side. */
  contents: ReadonlyMap<string, Uint8Array>;
}
