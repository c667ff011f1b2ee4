import type { Application } from '../../../argocd/application.ts';
import { withOverrides } from '../../../argocd/source-overrides.ts';
import { memoize } from '../../../memo.ts';
import { tryUser } from '../../../user-error.ts';
import type { RuleContext } from '../../rule/context.ts';

/**
 * The Applications as Argo CD reads them, with the files in their folders that are laid over their sources; one whose
 * file has a mistake is left out, for what it deploys is not known.
 */
export const overriddenApplications = memoize((context: RuleContext): readonly Application[] =>
  context.catalog.applications.flatMap((application) =>
    tryUser<Application[]>(
      () => [withOverrides(application, context)],
      () => [],
    ),
  ),
);
