import type { Application, ApplicationSource } from '../argocd/application.ts';
import { componentsDoubt } from '../argocd/missing-components.ts';
import { optionsOf } from '../argocd/source-contents.ts';
import { isHere } from '../argocd/source-place.ts';
import { quoteName } from '../names.ts';
import type { UserError } from '../user-error.ts';
import type { Kustomized } from './kustomize-images.ts';
import type { RenderedImage } from './rendered-images.ts';
import type { TargetContext } from './target.ts';
import { provedByRendering } from './unproved.ts';

/** Why it is not known which components of the source there are; null where it is. */
export function missingDoubt(
  application: Application,
  source: ApplicationSource,
  { values }: TargetContext,
): RenderedImage['doubt'] {
  const options = optionsOf(application, source, 'kustomize');
  const what = isHere(source) ? componentsDoubt(options, source.path ?? '', values.paths) : null;
  if (what === null) return null;
  return { what, location: application.document.locate([...source.at, 'kustomize', 'components']) };
}

/** Why an image of the service's may be another one, or its entry be about one that is not known; null where neither is. */
export function doubtOf(
  images: readonly RenderedImage[],
  entries: Kustomized['entries'],
  hidden: RenderedImage | undefined,
): RenderedImage['doubt'] {
  const own = images.find(({ doubt }) => doubt !== null);
  const isIdle = entries.some(({ about }) => about === 0);
  return own?.doubt ?? (isIdle ? (hidden?.doubt ?? null) : null);
}

export function unproved(
  { name }: Application,
  { what, location }: NonNullable<RenderedImage['doubt']>,
  { image }: TargetContext,
): UserError {
  const claim = `Application ${quoteName(name)} runs the image of ${quoteName(image.service)} that is written`;
  return provedByRendering('kustomize', `${claim}: ${what}`, location);
}
