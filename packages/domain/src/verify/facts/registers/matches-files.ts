import { globMatcher } from '../../../tree/glob-matcher.ts';
import { tryUser } from '../../../user-error.ts';
import type { RuleContext } from '../../rule/context.ts';

/** Whether there is a file that one of the globs matches. A glob that cannot be matched may be of any. */
export function matchesFiles(globs: readonly string[], paths: RuleContext['paths']): boolean {
  return globs.some((glob) =>
    tryUser(
      () => paths.all.some(globMatcher(glob, { dot: true })),
      () => true,
    ),
  );
}
