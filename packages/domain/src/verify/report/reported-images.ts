import { type CurrentImage, currentImages, knownServices, whyNone } from '../../bump/current-images.ts';
import { settingsOf } from '../../bump/deploy-target.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Config } from '../../catalog/config-schema.ts';
import type { Tree } from '../../ports.ts';
import type { ReportedImage, ServiceImages } from './report.ts';

/** A tree that says what is deployed. */
interface DeployedTree {
  tree: Tree;
  catalog: Catalog;
}

/**
 * The image of every service in every environment, read where a bump would write it; sorted by service. `branches`
 * are the deploy branches that are known, by environment: they say it for theirs, the checkout for the others.
 */
export async function reportedImages(
  checkout: DeployedTree,
  branches: ReadonlyMap<string, DeployedTree & { name: string }>,
  config: Config,
  chosen: { services: ReadonlySet<string> | null; environments: ReadonlySet<string> | null },
): Promise<ServiceImages[]> {
  const { catalog } = checkout;
  const services = knownServices(catalog).filter((name) => chosen.services?.has(name) ?? true);
  const environments = catalog.environments.filter(({ name }) => chosen.environments?.has(name) ?? true);
  const rows = new Map(services.map((service) => [service, [] as ReportedImage[]]));
  for (const { name: environment } of environments) {
    const branch = branches.get(environment);
    const there = branch ?? checkout;
    const found = await currentImages(there.tree, there.catalog, settingsOf(config, environment));
    for (const [service, row] of rows) {
      const image = found.images.get(service);
      if (image)
        row.push({
          environment,
          state: 'known',
          tag: image.tag,
          digest: image.digest,
          ...image.place,
          branch: branch?.name ?? null,
          differs: false,
        });
      else if (found.absent.has(service)) row.push({ environment, state: 'absent' });
      else row.push({ environment, state: 'unknown', why: whyNone(found, service) });
    }
  }
  return [...rows].map(([service, images]) => ({ service, images: marked(images) }));
}

function marked(images: readonly ReportedImage[]): ReportedImage[] {
  const counts = new Map<string, number>();
  for (const image of images)
    if (image.state === 'known') counts.set(identity(image), (counts.get(identity(image)) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const usual = [...counts].filter(([, number]) => number === most).map(([name]) => name);
  const only = usual.length === 1 ? usual[0] : undefined;
  return images.map((image) => (image.state === 'known' ? { ...image, differs: identity(image) !== only } : image));
}

function identity({ tag, digest }: Pick<CurrentImage, 'tag' | 'digest'>): string {
  return `${tag}@${digest ?? ''}`;
}
