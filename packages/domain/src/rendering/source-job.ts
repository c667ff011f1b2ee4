import type { Application, ApplicationSource, SourceTool } from '../argocd/application.ts';
import { directoryFilter, sourceFiles } from '../argocd/source-contents.ts';
import { isWritten, mayBeOurs, revisionOf } from '../argocd/source-place.ts';
import { sourceTool } from '../argocd/source-tool.ts';
import { valueFilesOf } from '../argocd/value-files.ts';
import { showPath } from '../names.ts';
import { effectiveSource } from './effective-source.ts';
import { helmJob } from './helm-job.ts';
import type { RenderTree, SourceJob, Told } from './job.ts';
import { kustomizeJob } from './kustomize-job.ts';

/** Files of a source beyond which it is not rendered. */
const mostFiles = 5_000;

/**
 * How a source is rendered, as Argo CD 3.6 would; undefined where it renders nothing of this tree: it is of another
 * repository, of another branch, or there for its `ref` alone. `source` has its overrides.
 */
export function sourceJob(
  application: Application,
  source: ApplicationSource,
  tree: RenderTree,
): SourceJob | undefined {
  const none: SourceJob = { tool: null, files: [], made: new Map(), commands: [], obstacle: null };
  if (source.path === null && source.chart === null) return undefined;
  const { generated, charted } = application;
  const value = effectiveSource(application, source);
  const stop = (obstacle: string, files: readonly string[] = []): SourceJob => ({
    ...none,
    files: files.map((path) => ({ from: path, to: path })),
    // What it says itself is compared as well.
    made: new Map([['source', JSON.stringify(value) ?? '']]),
    obstacle,
  });
  if (generated?.unread) return stop(`${generated.unread} fills it in, which is not read`);
  if (generated?.doubt) return stop(`of its ApplicationSet: ${generated.doubt.what}`);
  if (JSON.stringify(value)?.includes('{{') && generated) return stop('its ApplicationSet fills in more than is known');
  if (charted?.doubt && !charted.doubt.ownText) return stop(`of the chart that writes it: ${charted.doubt.what}`);
  if (source.chart !== null)
    return stop('its chart is in a Helm repository', valueFilePaths(application, source, tree));
  if (source.ours === false) return stop('it reads another repository', valueFilePaths(application, source, tree));
  if (!isWritten(revisionOf(source), tree.branch)) return undefined;
  const folder = source.path ?? '';
  const own = tree.paths.files(folder);
  const tool = sourceTool(source, own);
  switch (tool) {
    case 'helm':
      return made(helmJob(application, source, value, tree), tool, stop);
    case 'kustomize':
      return made(kustomizeJob(application, source, value, tree), tool, stop);
    case 'directory': {
      const files = tree.paths.files(folder, source.directory.recurse).filter(directoryFilter(source));
      if (files.some((path) => path.endsWith('.jsonnet'))) return stop('jsonnet is not rendered', files);
      const link = tree.paths.links.find((path) => directoryFilter(source)(path));
      if (link !== undefined) return stop(`${showPath(link)} is a link, which is not followed`, files);
      return made({ files: files.map((path) => ({ from: path, to: path })) }, tool, stop);
    }
    case 'plugin':
      return stop('a plugin makes its manifests', tree.paths.files(folder, true));
    default:
      return stop('it names two tools, which Argo CD refuses', own);
  }

  function made(told: Told<Partial<SourceJob>>, by: SourceTool, refuse: typeof stop): SourceJob {
    if (told.obstacle)
      return refuse(told.obstacle, [
        ...sourceFiles(application, source, tree),
        ...valueFilePaths(application, source, tree),
      ]);
    const job = { ...none, ...told, tool: by };
    return job.files.length > mostFiles ? refuse(`it reads more than ${mostFiles} files`) : job;
  }
}

/** The value files of a chart that is elsewhere are here all the same. */
function valueFilePaths(application: Application, source: ApplicationSource, { paths }: RenderTree): string[] {
  return valueFilesOf(application, source, { paths, isOurs: mayBeOurs }).flatMap(({ path }) => path ?? []);
}
