import { type Checkout, requireGit } from '@rollcall/adapters/git/checkout';
import { gitHistory } from '@rollcall/adapters/git/history';
import { eventOfRun } from '@rollcall/adapters/runner/event';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { bringsChange, removedInChange } from '@rollcall/domain/changes/removed-services';
import type { Log, Tree } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';

interface Verified {
  tree: Tree;
  config: Config;
  log: Log;
}

/** The services of a revision that a tree has no more, sorted. UserError for a revision that nobody has. */
export function deletedSince(base: string, checkout: Checkout, { tree, config, log }: Verified): Promise<string[]> {
  return removedInChange({ base }, tree, config, { history: gitHistory(requireGit(checkout)), log });
}

/**
 * The services that the event of this run deletes from what was checked out, or from the branch that the event is
 * about, whose tree is `tree`; sorted. A notice where that cannot be known.
 */
export async function deletedByRun(
  env: Readonly<Record<string, string | undefined>>,
  checkout: Checkout,
  { tree, config, log, of }: Verified & { of: 'checkout' | 'branch' },
): Promise<string[]> {
  try {
    const event = eventOfRun(env);
    if (!bringsChange(event)) return [];
    return await removedInChange({ event, of }, tree, config, { history: gitHistory(requireGit(checkout)), log });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log.notice(`Which services this change deletes is not known: ${error.message}.`);
    return [];
  }
}
