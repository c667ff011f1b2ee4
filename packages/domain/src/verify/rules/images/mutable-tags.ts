import type { Application } from '../../../argocd/application.ts';
import { readDockerfile } from '../../../dockerfile/dockerfile.ts';
import { parseImageReference, splitImageText } from '../../../images/image-reference.ts';
import { isMutableTag } from '../../../images/tag.ts';
import type { Location } from '../../../location.ts';
import type { RuleContext } from '../../rule/context.ts';

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
