import type { Catalog } from '../catalog/catalog.ts';
import { listFew, quoteName } from '../catalog/names.ts';
import { compareText } from '../location.ts';
import type { Tree } from '../ports.ts';
import { UserError } from '../user-error.ts';
import { type BumpChange, type BumpRequest, filesOfBump, planBump } from './plan.ts';

/** What a request says of an environment, whatever the images. */
export type EnvironmentSettings = Omit<BumpRequest, 'images' | 'onMissing'>;

/** The image that a service has in an environment. */
export interface CurrentImage {
  tag: string;
  /** Undefined where none is pinned. */
  digest: string | undefined;
  /** The files that say so, sorted. */
  files: string[];
  /** Where the tag stands, in the first of them. */
  place: { path: string; line: number };
}

export interface CurrentImages {
  /** By service, sorted. */
  images: Map<string, CurrentImage>;
  /** Known services that have no Application there, each with the reason in words. */
  absent: Map<string, string>;
  /** Why a service that has an Application has no place for an image: there is none that can be written. */
  missing: Map<string, string>;
  /** Why a service that has a place has not one image: it says nothing yet, or two places say different things. */
  unclear: Map<string, string>;
}

/** An image that nobody has: planning to write it tells what would be replaced, whatever kind of place holds it. */
const probe = { tag: 'rollcall-probe', digest: `sha256:${'0'.repeat(64)}` };

/** The images of an environment, of every service that the Catalog of the tree knows. */
export async function currentImages(
  tree: Tree,
  catalog: Catalog,
  settings: EnvironmentSettings,
): Promise<CurrentImages> {
  const services = knownServices(catalog);
  const request = (names: readonly string[]): BumpRequest => ({
    ...settings,
    images: names.map((service) => ({ service, ...probe })),
    onMissing: 'warn',
    mutableTags: 'allow',
  });
  const files = await tree.read(filesOfBump(request(services), catalog, await tree.list()));
  const missing = new Map<string, string>();
  const changes = new Map<string, BumpChange[]>();
  // One place that cannot be written stands in the way of all that are planned with it: those are halved.
  const plan = (names: readonly string[]): void => {
    try {
      const planned = planBump(request(names), catalog, files);
      for (const { service, why } of planned.skipped) if (!missing.has(service)) missing.set(service, why);
      for (const change of planned.changes)
        changes.set(change.service, [...(changes.get(change.service) ?? []), change]);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const half = Math.floor(names.length / 2);
      if (half === 0) {
        for (const service of names) missing.set(service, error.message);
        return;
      }
      plan(names.slice(0, half));
      plan(names.slice(half));
    }
  };
  plan(services);
  const absent = new Map(missing);
  for (const { environment, service } of [...catalog.applications, ...catalog.generated])
    if (environment === settings.environment && service !== null) absent.delete(service);
  for (const service of absent.keys()) missing.delete(service);
  const images = new Map<string, CurrentImage>();
  const unclear = new Map<string, string>();
  for (const [service, ofService] of [...changes].sort(([a], [b]) => compareText(a, b))) {
    if (missing.has(service) || absent.has(service)) continue;
    const image = imageOf(ofService);
    if (typeof image === 'string') unclear.set(service, `${quoteName(service)} ${image} in ${settings.environment}`);
    else images.set(service, image);
  }
  return { images, absent, missing, unclear };
}

/** Why a service has no image. */
export function whyNone({ absent, missing, unclear }: CurrentImages, service: string): string {
  return (
    absent.get(service) ??
    missing.get(service) ??
    unclear.get(service) ??
    `there is no service ${quoteName(service)} there`
  );
}

/** Every name that is a service to the Catalog, sorted. */
export function knownServices({ services, applications, generated }: Catalog): string[] {
  const names = new Set(services.map(({ name }) => name));
  for (const { service } of [...applications, ...generated]) if (service !== null) names.add(service);
  return [...names].sort(compareText);
}

function imageOf(changes: readonly BumpChange[]): CurrentImage | string {
  const valuesOf = (wanted: BumpChange['part']): string[] => [
    ...new Set(changes.filter(({ part }) => part === wanted).map(({ old }) => old)),
  ];
  const [tag, ...otherTags] = valuesOf('tag');
  const [digest, ...otherDigests] = valuesOf('digest');
  if (otherTags.length > 0) return `has different tags (${shownFew(tag, otherTags)})`;
  if (otherDigests.length > 0) return `has different digests (${shownFew(digest, otherDigests)})`;
  const first = changes.find(({ part }) => part === 'tag');
  if (!tag || !first) return 'has no tag';
  return {
    tag,
    digest: digest || undefined,
    files: [...new Set(changes.map(({ file }) => file))].sort(compareText),
    place: { path: first.file, line: first.line },
  };
}

function shownFew(first: string | undefined, others: readonly string[]): string {
  return listFew([first ?? '', ...others].map((text) => quoteName(text.slice(0, 200))));
}
