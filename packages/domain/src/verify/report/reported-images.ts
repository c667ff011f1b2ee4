import {
  type CurrentImage,
  type CurrentImages,
  currentImages,
  knownServices,
  whyNone,
} from '../../bump/current-images.ts';
import type { Config } from '../../catalog/config-schema.ts';
import { groupBy } from '../../grouping.ts';
import { targetSettingsOf } from '../../image-targets/target-contexts.ts';
import type { LoadedTree } from '../engine/loaded-tree.ts';
import type { ReportedImage, ServiceImages } from './report.ts';
import type { ReportScope } from './report-scope.ts';

/**
 * The image of every service in every environment, read where a bump would write it; sorted by service. `branches`
 * are the known deploy branches by environment; the images of other environments are those of the checkout.
 */
export async function reportedImages(
  checkout: LoadedTree,
  branches: ReadonlyMap<string, LoadedTree & { name: string }>,
  config: Config,
  scope: ReportScope,
): Promise<ServiceImages[]> {
  const services = knownServices(checkout.catalog).filter((name) => scope.services?.has(name) ?? true);
  const columns: ((service: string) => ReportedImage)[] = [];
  for (const { name } of checkout.catalog.environments) {
    if (scope.environments && !scope.environments.has(name)) continue;
    const branch = branches.get(name);
    const { tree, catalog } = branch ?? checkout;
    const current = await currentImages(tree, catalog, targetSettingsOf(config, name));
    columns.push((service) => reportedImage(service, name, current, branch?.name ?? null));
  }
  return services.map((service) => ({ service, images: marked(columns.map((column) => column(service))) }));
}

function reportedImage(
  service: string,
  environment: string,
  current: CurrentImages,
  branch: string | null,
): ReportedImage {
  const image = current.images.get(service);
  if (image) {
    const { tag, digest, place } = image;
    return { environment, state: 'known', tag, digest, ...place, branch, differs: false };
  }
  if (current.absent.has(service)) return { environment, state: 'absent' };
  return { environment, state: 'unknown', why: whyNone(current, service) };
}

/** Marks the images that are not the one that most environments have. */
function marked(images: readonly ReportedImage[]): ReportedImage[] {
  const groups = [...groupBy(images, (image) => (image.state === 'known' ? identity(image) : null))];
  const known = groups.flatMap(([name, { length }]) => (name === null ? [] : [{ name, length }]));
  const most = Math.max(0, ...known.map(({ length }) => length));
  const [usual, another] = known.filter(({ length }) => length === most);
  const only = another ? undefined : usual?.name;
  return images.map((image) => (image.state === 'known' ? { ...image, differs: identity(image) !== only } : image));
}

function identity({ tag, digest }: Pick<CurrentImage, 'tag' | 'digest'>): string {
  return `${tag}@${digest ?? ''}`;
}
