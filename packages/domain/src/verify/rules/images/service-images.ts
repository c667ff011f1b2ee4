import type { Application } from '../../../argocd/application.ts';
import type { Build } from '../../../builds/build.ts';
import { aroundHoles } from '../../../builds/hole.ts';
import type { Service } from '../../../catalog/catalog.ts';
import { lastPart } from '../../../image-targets/image-identity.ts';
import { matchesParts } from '../../../image-targets/kustomize-entries.ts';
import { splitImageText } from '../../../images/image-reference.ts';
import { memoize } from '../../../memo.ts';
import { buildDefinitions } from '../../facts/ci/build-definitions.ts';
import type { RuleContext } from '../../rule/context.ts';
import { type PulledImage, pulledImages } from './pulled-images.ts';

/** An image that a build makes, as far as its name is known. */
export interface BuiltImage {
  build: Build;
  /** With its registry and without a tag, cut where something is only known at run time. */
  parts: readonly string[];
  /** The last part of its name; null where that is only known at run time. */
  name: string | null;
}

/** An Application of a service whose image is built here, with what it runs. */
export interface ServiceImages {
  service: Service;
  application: Application;
  /** What the builds of the service make; at least one. */
  built: readonly BuiltImage[];
  /** What the Application runs; all of it. */
  pulled: readonly PulledImage[];
}

/**
 * The services of which all is known: what their builds call their images, and which images their Applications run.
 * Nothing of those whose images get their names when they are built.
 */
export const serviceImages = memoize((context: RuleContext): readonly ServiceImages[] => {
  const definitions = buildDefinitions(context);
  const { services, applications } = context.catalog;
  const builtBy = new Map<string, { service: Service; built: readonly BuiltImage[] }>();
  for (const service of services) {
    // Where one Dockerfile builds several services, their builds are told apart by more than its path.
    if (service.dockerfile === null || service.elsewhere || service.build) continue;
    const { builds, unread, anywhere } = definitions.of(service.dockerfile);
    if (anywhere || unread.length > 0 || builds.length === 0) continue;
    // Another build of the same Dockerfile, in a workflow that names nothing, may make any image.
    if (builds.some(({ images, pushes }) => images.length === 0 && pushes !== false)) continue;
    const built = builds.flatMap(builtImages);
    if (built.length > 0 && built.every(({ name }) => name !== null)) builtBy.set(service.name, { service, built });
  }
  return applications.flatMap((application): ServiceImages[] => {
    const known = application.service === null ? undefined : builtBy.get(application.service);
    const pulled = known && pulledImages(application, context);
    return pulled ? [{ ...known, application, pulled }] : [];
  });
});

/** Everything that the repository builds. */
export const allBuiltImages = memoize((context: RuleContext): readonly BuiltImage[] =>
  buildDefinitions(context).builds.flatMap(builtImages),
);

export function builtImages(build: Build): BuiltImage[] {
  return build.images.map((image) => {
    const short = aroundHoles(image).join('\uFDD0');
    const { repository } = splitImageText(short);
    const name = lastPart(repository);
    return { build, parts: withRegistry(repository).split('\uFDD0'), name: name.includes('\uFDD0') ? null : name };
  });
}

/** An image with its registry, as Docker completes it; where a name begins with what is not known, that may be one. */
export function withRegistry(repository: string): string {
  const [first = '', ...rest] = repository.split('/');
  if (rest.length === 0) return first.startsWith('\uFDD0') ? first : `docker.io/library/${repository}`;
  if (first.includes('\uFDD0') || /[.:]|^localhost$/.test(first))
    return repository.replace(/^index\.docker\.io\//, 'docker.io/');
  return `docker.io/${repository}`;
}

/** Whether a build may make an image that is pulled. */
export function mayBe({ parts }: BuiltImage, { repository }: PulledImage): boolean {
  return matchesParts(parts, withRegistry(repository));
}

/** Whether a build pushes below where an image is pulled from, so that both have one owner. */
export function hasOwnerOf({ parts, name }: BuiltImage, { repository }: PulledImage): boolean {
  const whole = withRegistry(repository);
  const wanted = [...parts.slice(0, -1), (parts.at(-1) ?? '').slice(0, -(name ?? '').length)];
  const owner = whole.slice(0, whole.length - lastPart(whole).length);
  return wanted.join('') !== '' && wanted.join('') !== '/' && matchesParts(wanted, owner);
}
