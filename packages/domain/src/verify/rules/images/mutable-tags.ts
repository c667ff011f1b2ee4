import type { Application } from '../../../argocd/application.ts';
import { readDockerfile } from '../../../dockerfile/dockerfile.ts';
import { parseImageReference, splitImageText } from '../../../images/image-reference.ts';
import { isMutableTag } from '../../../images/tag.ts';
import { compareText, type Location } from '../../../location.ts';
import { type KustomizeImage, type OwnedFiles, ownedFiles } from '../../facts/argocd/source-manifests.ts';
import type { RuleContext } from '../../rule/context.ts';
import { mutableTagsInManifest } from './tags-in-documents.ts';

/** A tag that moves, and where it counts. */
export interface MutableUse {
  location: Location;
  tag: string;
  image: string;
  subject: string;
  /** The environments it reaches; empty where that cannot be said. */
  environments: readonly string[];
  /** What every consumer sets instead; null when one does not. */
  overridden: string | null;
}

/** Of what an Application deploys: its service, or its own name, and its environment. */
export function aboutOf({ service, name, environment }: Application): { subject: string; environments: string[] } {
  return { subject: service ?? name, environments: environment === null ? [] : [environment] };
}

/** Images in the manifests Applications own, unless a kustomization sets their tag; and the tags kustomizations set. */
export function mutableTagsInManifests(context: RuleContext): MutableUse[] {
  const uses = new Map<string, MutableUse>();
  for (const application of context.catalog.applications) {
    for (const owned of ownedFiles(application, context)) {
      for (const use of [...usesInKustomizations(application, owned), ...usesInFiles(application, owned, context)]) {
        const { path, line, column } = use.location;
        const place = `${path}:${line}:${column}`;
        const same = uses.get(place);
        if (same) same.environments = [...new Set([...same.environments, ...use.environments])].sort(compareText);
        else uses.set(place, use);
      }
    }
  }
  return [...uses.values()];
}

function usesInKustomizations(application: Application, owned: OwnedFiles): MutableUse[] {
  return owned.images.flatMap(({ document, index, name, newTag, digest }): MutableUse[] => {
    if (newTag === null || digest !== null || newTag === '' || !isMutableTag(newTag) || !isUsed(name, owned)) return [];
    const location = document.locate(['images', index, 'newTag']);
    return [{ ...aboutOf(application), location, tag: newTag, image: name, overridden: null }];
  });
}

function usesInFiles(application: Application, { files, images }: OwnedFiles, context: RuleContext): MutableUse[] {
  const documents = files.flatMap((path) => context.yaml(path)?.documents ?? []);
  return documents.flatMap((document) =>
    mutableTagsInManifest(document).flatMap(({ tag, image, path }): MutableUse[] =>
      images.some((override) => setsTag(override, image))
        ? []
        : [{ ...aboutOf(application), location: document.locate(path), tag, image, overridden: null }],
    ),
  );
}

/** An entry for an image that nothing has changes nothing. */
function isUsed(name: string, { images, imageTexts }: OwnedFiles): boolean {
  if (imageTexts === null || images.some(({ newName }) => newName === name)) return true;
  return imageTexts.some((text) => text.includes(name));
}

function setsTag({ name, newTag, digest }: KustomizeImage, image: string): boolean {
  return name === image && (newTag !== null || digest !== null);
}

/** Base images of the Dockerfiles services are built from. */
export function mutableTagsInDockerfiles(context: RuleContext): MutableUse[] {
  return context.catalog.services.flatMap(({ name, dockerfiles }) =>
    dockerfiles.flatMap((path) => {
      const stages = readDockerfile(context.text(path) ?? '').stages;
      const names = new Set(stages.map((stage) => stage.name));
      return stages.flatMap(({ base, line }): MutableUse[] => {
        if (base === 'scratch' || names.has(base.toLowerCase())) return [];
        const image = parseImageReference(base);
        if (!image || image.digest || (image.tag !== null && !isMutableTag(image.tag))) return [];
        const about = { tag: image.tag ?? '', image: splitImageText(base).repository, subject: name };
        return [{ ...about, location: { path, line, column: 1 }, environments: [], overridden: null }];
      });
    }),
  );
}
