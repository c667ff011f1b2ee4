import type { Application, ApplicationSource, SourceTool } from '../argocd/application.ts';
import { buildEnvironment } from '../argocd/build-environment.ts';
import type { SourceTree } from '../argocd/kustomization.ts';
import { showPath } from '../names.ts';
import type { PathIndex } from '../tree/path-index.ts';
import { isInside } from '../tree/repository-paths.ts';
import type { RenderCommand } from './renderer.ts';

/** What is looked at to tell how sources are rendered: names, kustomizations, and what describes charts. */
export interface RenderTree extends SourceTree {
  paths: PathIndex;
  /** Of kustomizations, and of the schemas of values. */
  text(path: string): string | undefined;
  /** The branch whose files these are; null where that is not known. */
  branch: string | null;
}

/** How one source of an Application is rendered. */
export interface SourceJob {
  tool: SourceTool | null;
  /** The files of the tree that it reads, and where they are put for it. */
  files: readonly { from: string; to: string }[];
  /** Files that are made for it, by path. */
  made: ReadonlyMap<string, string>;
  /** None where its files are its manifests. */
  commands: readonly RenderCommand[];
  /** Why it is not rendered, as a clause; null where it is. */
  obstacle: string | null;
}

/** A job, or why there is none. */
export type Told<T> = T | { obstacle: string };

/** The folder, below that of a run, which is the root of the repository. */
export const treeFolder = 'tree';

/** The variables of the build environment; what only the cluster knows is the same before and after. */
export function knownVariables(application: Application, source: ApplicationSource): ReadonlyMap<string, string> {
  const { name, namespace } = application;
  return new Map(
    [...buildEnvironment(application, source)].map(([key, value]) => {
      if (value !== null) return [key, value];
      return [key, key === 'ARGOCD_APP_NAME' ? `${namespace ?? ''}_${name}` : '0'.repeat(40)];
    }),
  );
}

/** The first link or submodule in a folder, as a clause; undefined without one. */
export function linkIn(folder: string, { links }: PathIndex): string | undefined {
  const link = links.find((path) => isInside(path, folder));
  return link === undefined ? undefined : `${showPath(link)} is a link, which is not followed`;
}
