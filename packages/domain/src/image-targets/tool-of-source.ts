import type { ApplicationSource, SourceTool } from '../argocd/application.ts';
import { sourceTool } from '../argocd/source-tool.ts';
import { memoize } from '../memo.ts';
import type { Manifests } from './target.ts';

/** The tool of a source, by the files that were read: looked for once, however many services are looked for in it. */
export function toolOfSource(source: ApplicationSource, manifests: Manifests): SourceTool | null {
  return toolsOf(manifests)(source);
}

const toolsOf = memoize((manifests: Manifests) =>
  memoize((source: ApplicationSource) => sourceTool(source, manifests.below(source.path ?? ''))),
);
