import type { ApplicationSource } from '../argocd/application.ts';
import { formatLocation } from '../location.ts';
import { listFew, quoteName, showPath } from '../names.ts';
import type { ImageEntry } from './kustomize-entries.ts';
import type { Kustomized } from './kustomize-images.ts';
import type { RenderedImage, TagPlace } from './rendered-images.ts';

/** Argo CD takes kustomize where the Application has settings for it, whatever is in the folder. */
export function withoutKustomization({ path }: ApplicationSource): string {
  return `Its kustomize settings make Argo CD look for a kustomization, and ${showPath(path || '.')} has none. `;
}

/** The images and the entries that a kustomization has instead, for a message. */
export function describe(overrides: readonly ImageEntry[], { document, entries, images }: Kustomized): string {
  const texts: string[] = [];
  if (overrides.length > 0)
    texts.push(`Its kustomize.images are ${listFew(overrides.map(({ name }) => quoteName(name)))}.`);
  if (document) {
    const own = entries.filter(({ entry }) => entry.document === document).map(({ entry }) => quoteName(entry.name));
    const file = showPath(document.file.path);
    texts.push(own.length === 0 ? `${file} has no images.` : `The images of ${file} are ${listFew(own)}.`);
  }
  if (images.length > 0) texts.push(`${describeImages(images)}`);
  return texts.join(' ');
}

/** The images that are deployed, with their places. */
export function describeImages(images: readonly RenderedImage[]): string {
  const all = new Map(images.map((image) => [image.repository, image]));
  const shown = [...all.values()].map(({ repository, place }) => `${quoteName(repository)} (${whereIs(place)})`);
  return `It deploys ${listFew(shown)}.`;
}

function whereIs(place: TagPlace): string {
  return formatLocation(place.kind === 'unknown' ? place.location : place.document.locateValue(place.path));
}
