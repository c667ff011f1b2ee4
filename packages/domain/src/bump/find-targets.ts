import type { Application } from '../catalog/catalog.ts';
import { quoteName } from '../catalog/names.ts';
import { helmSetType } from '../images/tag.ts';
import { UserError } from '../user-error.ts';
import { helmParameterTargets } from './helm-parameters.ts';
import type { ImageRequest } from './parse-images.ts';
import type { ImageTarget, TargetFinder, TargetSearch } from './target.ts';

/** Kinds of target, in the order in which they are looked for. */
const finders: readonly TargetFinder[] = [helmParameterTargets];

/** All that an Application says of its image, by the kind of target that is written; undefined where it has no tag. */
export function imageTargets(application: Application): ImageTarget[] | undefined {
  return finders.map((find) => find(application)).find(hasTag)?.targets;
}

/**
 * The targets of an Application that a request writes: the tag, and the other parts it gives where the
 * Application has them. A missing tag is returned as the error it may be; anything ambiguous is thrown.
 */
export function applicationTargets(image: ImageRequest, application: Application): ImageTarget[] | UserError {
  const searches = finders.map((find) => find(application));
  const search = searches.find(hasTag);
  if (!search) {
    const [first] = searches;
    const { document, path } = first?.searched ?? { document: application.document, path: [] };
    return new UserError(`Application ${quoteName(application.name)} of ${quoteName(image.service)} has no image.tag`, {
      location: document.locate(path),
      help: [...searches.map(({ instead }) => instead), 'Add the parameter, or set on-missing to warn.'].join(' '),
    });
  }
  const targets = search.targets.filter(({ part }) => part === 'tag' || image[part] !== undefined);
  refuseDoubles(application, targets);
  refusePinned(image, application, search.targets);
  for (const target of targets) refuseTyped(image[target.part] ?? '', target);
  return targets;
}

function hasTag({ targets }: TargetSearch): boolean {
  return targets.some(({ part }) => part === 'tag');
}

function refuseDoubles(application: Application, targets: readonly ImageTarget[]): void {
  const byName = new Map<string, ImageTarget>();
  for (const target of targets) {
    const other = byName.get(target.name);
    byName.set(target.name, target);
    if (!other) continue;
    const { line } = other.document.locateValue(other.path);
    throw new UserError(
      `Application ${quoteName(application.name)} has two parameters ${target.name}; the other is at line ${line}`,
      { location: target.document.locateValue(target.path), help: 'Keep one of them.' },
    );
  }
}

/** A digest that stays would still decide which image runs: the new tag would be written in vain. */
function refusePinned(image: ImageRequest, application: Application, targets: readonly ImageTarget[]): void {
  if (image.digest !== undefined) return;
  const pinned = targets.find(({ part, current }) => part === 'digest' && current !== '');
  if (!pinned) return;
  throw new UserError(
    `Application ${quoteName(application.name)} pins ${pinned.name}, which wins over the tag, and no digest is given`,
    {
      location: pinned.document.locateValue(pinned.path),
      help: `Give the digest of ${image.tag} as "digest", or remove the parameter.`,
    },
  );
}

function refuseTyped(value: string, target: ImageTarget): void {
  const type = target.setByHelm ? helmSetType(value) : 'string';
  if (type === 'string') return;
  throw new UserError(`${target.name} ${quoteName(value)} would reach the chart as ${typed[type]}`, {
    location: target.document.locateValue(target.path),
    help: 'Argo CD passes Helm parameters with --set, which types them: quotes in the file do not help. Set "forceString: true" on the parameter, or put a letter or a "-" into the tag.',
  });
}

const typed = {
  integer: 'an integer (1234567 becomes 1.234567e+06)',
  boolean: 'a boolean',
  null: 'null',
} as const;
