import type { Application } from '../argocd/application.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { identitiesOf } from '../image-targets/image-identity.ts';
import type { ImageRequest } from '../image-targets/image-request.ts';
import { memoize } from '../memo.ts';
import type { Log, Tree } from '../ports.ts';
import type { ExpectedImage } from '../rendering/judge.ts';
import { type ProvedEdits, type RenderSettings, renderEdits } from '../rendering/render-edits.ts';
import { notAsked, type Rendering } from '../rendering/rendering.ts';
import type { OpenEnvironment } from './open-environment.ts';
import type { BumpPlan } from './plan.ts';

/**
 * Renders what a plan touches in a tree, where that is asked for. UserError where it is not what the images are to change,
 * and where nothing is rendered that only rendering can prove.
 */
export async function renderPlan(
  plan: BumpPlan,
  images: readonly ImageRequest[],
  environment: OpenEnvironment,
  run: { tree: Tree; render?: RenderSettings | null; loadCatalog: (tree: Tree) => Promise<Catalog>; log: Log },
): Promise<Rendering> {
  const { render } = run;
  const rendering = render
    ? await renderEdits({ ...run, ...editsOf(plan, images, environment), settings: render })
    : notAsked;
  // What was rendered and not refused is proved.
  const proved = new Set(
    rendering.applications.flatMap((one) => (one.notRendered === null ? [idOf(one.application, one.file)] : [])),
  );
  const doubt = plan.unproved.find(({ application: { name, file } }) => !proved.has(idOf(name, file)));
  if (doubt) throw doubt.error;
  return rendering;
}

function idOf(application: string, file: string): string {
  return JSON.stringify([application, file]);
}

function editsOf(
  plan: BumpPlan,
  images: readonly ImageRequest[],
  environment: OpenEnvironment,
): Omit<ProvedEdits, 'settings' | 'tree' | 'loadCatalog' | 'log'> {
  const { catalog, name } = environment;
  return {
    catalog,
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
  };
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
