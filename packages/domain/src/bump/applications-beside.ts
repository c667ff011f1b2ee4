import type { Application } from '../argocd/application.ts';
import { imageRepositories } from '../image-targets/find-targets.ts';
import { unknownText } from '../image-targets/image-uses.ts';
import { tryUser } from '../user-error.ts';
import type { OpenEnvironment } from './open-environment.ts';

/**
 * The Applications of an environment that run the very image of a service beside those of its own: an umbrella chart, a
 * folder of all manifests. None for a service that has no Application of its own, and where its repository is not known.
 */
export function applicationsBeside(service: string, environment: OpenEnvironment): readonly Application[] {
  const { own } = environment.applicationsOf(service);
  if (own.length === 0 || !environment.sharesImages()) return [];
  const context = environment.contextOf({ service });
  const repositories = own
    .flatMap((application) =>
      tryUser(
        () => imageRepositories(application, context),
        () => [],
      ),
    )
    .flatMap(({ repository }) => (repository.includes(unknownText) ? [] : [repository]));
  return environment.sharing(repositories).filter((application) => !own.includes(application));
}
