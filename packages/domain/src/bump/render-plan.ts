import type { Application } from '../argocd/application.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { identitiesOf } from '../image-targets/image-identity.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import { memoize } from '../memo.ts';
import type { Log, Tree } from '../ports.ts';
import type { ExpectedImage } from '../rendering/judge.ts';
import { type RenderSettings, renderEdits } from '../rendering/render-edits.ts';
import { notAsked, type Rendering } from '../rendering/rendering.ts';
import type { OpenEnvironment } from './open-environment.ts';
import type { BumpPlan } from './plan.ts';

/** Renders what a plan touches in a tree, where that is asked for. UserError where it is not what the images are to change. */
export async function renderPlan(
  plan: BumpPlan,
  images: readonly ImageRequest[],
  environment: OpenEnvironment,
  run: { tree: Tree; render?: RenderSettings | null; loadCatalog: (tree: Tree) => Promise<Catalog>; log: Log },
): Promise<Rendering> {
  const { tree, render, loadCatalog, log } = run;
  if (!render) return notAsked;
  const { catalog, name } = environment;
  return renderEdits({
    settings: render,
    tree,
    catalog,
    loadCatalog,
    branch: catalog.environments.find((one) => one.name === name)?.deployBranch ?? null,
    files: encode(plan),
    expectedOf: memoize((application: Application) =>
      expectedIn(
        plan.written.filter((one) => one.application === application),
        images,
        environment,
      ),
    ),
    // An Application of another environment is to stay as it is.
    sharedBy: ({ environment: own }) =>
      own === null || own === name ? expectedIn(plan.written, images, environment) : [],
    log,
  });
}

/** The contents that files get. */
function encode({ files }: Pick<BumpPlan, 'files'>): Map<string, Uint8Array> {
  const encoder = new TextEncoder();
  return new Map([...files].map(([path, { after }]) => [path, encoder.encode(after)]));
}

function expectedIn(
  written: BumpPlan['written'],
  images: readonly ImageRequest[],
  { contextOf }: OpenEnvironment,
): ExpectedImage[] {
  return written.flatMap((one): ExpectedImage[] => {
    const image = images.find(({ service }) => service === one.service);
    if (!image) return [];
    const context = contextOf(image);
    const identities = identitiesOf(context);
    return [
      {
        image,
        matches: (repository) => identities.some(({ matches }) => matches(repository)),
        isConfigured: context.repository !== null,
        replaced: one.replaced,
      },
    ];
  });
}
