import type { Application } from '../argocd/application.ts';
import { listFew, quoteName } from '../names.ts';
import { present } from '../present.ts';
import { UserError } from '../user-error.ts';
import { identitiesOf, lastPart, showRepository } from './image-identity.ts';
import type { TargetContext, TargetSearch } from './target.ts';

/**
 * UserError where an image is known only by what builds call it, and the builds of another service call theirs the same:
 * which of the two runs there nobody can tell.
 */
export function refuseSharedName(
  application: Application,
  context: TargetContext,
  { targets, repositories = [] }: TargetSearch,
): void {
  const { image, builtAs } = context;
  if (builtAs.length === 0 || image.tag === undefined) return;
  const surer = identitiesOf({ ...context, builtAs: [] });
  for (const repository of repositories) {
    if (surer.some(({ matches }) => matches(repository))) continue;
    const name = builtAs.find((one) => one.image === lastPart(repository));
    const others = name?.others.filter((service) => !context.isBumpedAlike(service)) ?? [];
    if (others.length === 0) continue;
    const [target] = targets;
    throw new UserError(
      `${quoteName(showRepository(repository))} of Application ${quoteName(application.name)} is what builds call the image of ${quoteName(image.service)}, and that of ${listFew(others.map(quoteName))} too`,
      {
        help: 'Give "repository" with the image where it is the one that is meant, or give the images of the services names of their own.',
        ...present({ location: target?.document.locateValue(target.path) }),
      },
    );
  }
}
