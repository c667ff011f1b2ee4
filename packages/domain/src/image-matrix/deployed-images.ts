import type { Application } from '../argocd/application.ts';
import { type OpenEnvironment, openEnvironment } from '../bump/open-environment.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { targetsToRead, winningPart } from '../image-targets/find-targets.ts';
import type { ImageTarget } from '../image-targets/target.ts';
import type { TargetSettings } from '../image-targets/target-contexts.ts';
import { parseImageReference, splitImageText } from '../images/image-reference.ts';
import type { Location } from '../location.ts';
import type { Tree } from '../ports.ts';
import { tryUser, UserError } from '../user-error.ts';
import { plainValue, valueAt } from '../yaml/value.ts';

/** The image that a service runs in an environment, without its tag. */
export interface DeployedImage {
  /** Null where what deploys it names none. */
  registry: string | null;
  /** Without the registry. */
  path: string;
  /** The repository as it is written there: with the registry, where that is not written apart. */
  written: string;
  location: Location;
}

/** The images of services in an environment, as far as the tree says them; one that is unclear is left out. */
export async function deployedImages(
  tree: Tree,
  catalog: Catalog,
  settings: TargetSettings,
  services: readonly string[],
): Promise<Map<string, DeployedImage>> {
  const environment = await openEnvironment(tree, catalog, settings, services);
  const found = new Map<string, DeployedImage>();
  for (const service of services) {
    const images = targetsOf(service, environment).flatMap((targets) => imageOf(targets) ?? []);
    const [first, ...others] = images;
    if (first && others.every((other) => other.path === first.path && other.registry === first.registry))
      found.set(service, first);
  }
  return found;
}

/** What each Application of a service says of its image. */
function targetsOf(service: string, environment: OpenEnvironment): ImageTarget[][] {
  const { own, shared } = environment.applicationsOf(service);
  const context = environment.contextOf({ service });
  return [...own, ...shared].flatMap((application: Application) => {
    const targets = tryUser(
      () => targetsToRead(application, context),
      (mistake) => mistake,
    );
    return targets instanceof UserError ? [] : [targets];
  });
}

function imageOf(targets: readonly ImageTarget[]): DeployedImage | null {
  const repository = winningPart(targets, 'repository');
  const registry = winningPart(targets, 'registry')?.current.replace(/\/$/, '') ?? '';
  const target = repository ?? winningPart(targets, 'tag');
  if (!target) return null;
  const written = repository?.current ?? repositoryBeside(target);
  const hasOwn = registry === '' || written.startsWith(`${registry}/`);
  const parsed = parseImageReference(hasOwn ? written : `${registry}/${written}`);
  if (!parsed || parsed.tag !== null || parsed.digest !== null) return null;
  const location = target.document.locateValue(target.path);
  return { registry: parsed.registry, path: parsed.repository, written, location };
}

/** The repository in the text that a tag is a part of: `ghcr.io/acme/cart` of `ghcr.io/acme/cart:1.0`; '' without one. */
function repositoryBeside({ document, path, current }: ImageTarget): string {
  const text = valueAt(plainValue(document), path);
  const { repository, tag } = splitImageText(typeof text === 'string' ? text : '');
  return tag !== '' && current.startsWith(tag) ? repository : '';
}
