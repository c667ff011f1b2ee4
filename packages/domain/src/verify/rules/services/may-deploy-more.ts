import { memoize } from '../../../memo.ts';
import type { RuleContext } from '../../rule/context.ts';

/** The environments of Applications that may deploy more than is known of them. */
export const mayDeployMore = memoize(({ catalog }: RuleContext): readonly (string | null)[] =>
  catalog.applications.flatMap((application) => (application.mayDeployMore ? [application.environment] : [])),
);
