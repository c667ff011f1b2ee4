import type { Application, ApplicationSource } from '../../../argocd/application.ts';
import { sourceTool } from '../../../argocd/source-tool.ts';
import { type ChartImages, chartImages } from '../../../image-targets/chart-images.ts';
import type { ImageTree } from '../../../image-targets/target.ts';
import { memoize } from '../../../memo.ts';
import { tryUser } from '../../../user-error.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The files of a run, as the search for images reads them. */
export const imageTree = memoize((context: RuleContext): ImageTree => {
  const { paths, texts, text, yaml } = context;
  const parse = (path: string): ReturnType<typeof yaml> => {
    const file = yaml(path);
    const [error] = file?.errors ?? [];
    if (error) throw error;
    return file;
  };
  const manifests = {
    has: (path: string) => texts.has(path),
    text,
    parse,
    below: (at: string) => paths.files(at, true),
  };
  return { manifests, values: context };
});

/** The images that the templates of a source write; null for a chart of elsewhere, and for what is none. */
export function chartImagesOf(
  application: Application,
  source: ApplicationSource,
  context: RuleContext,
): ChartImages | null {
  if (source.path === null || !context.isOurs(source)) return null;
  if (sourceTool(source, context.paths.files(source.path)) !== 'helm') return null;
  return tryUser<ChartImages | null>(
    () => chartImages(application, source, imageTree(context)),
    () => null,
  );
}
