import { type Checkout, requireGit } from '@rollcall/adapters/git/checkout';
import { gitHistory } from '@rollcall/adapters/git/history';
import { eventOfRun } from '@rollcall/adapters/runner/event';
import type { Config } from '@rollcall/domain/catalog/config-schema';
import { bringsChange, changedServices, type ServiceChanges } from '@rollcall/domain/changes/changed-services';
import type { Log, Tree } from '@rollcall/domain/ports';
import { UserError } from '@rollcall/domain/user-error';

interface Verified {
  tree: Tree;
  config: Config;
  log: Log;
}

/** What a tree adds and deletes since a revision. UserError for a revision that nobody has. */
export function changedSince(
  base: string,
  checkout: Checkout,
  { tree, config, log }: Verified,
): Promise<ServiceChanges> {
  return changedServices({ base }, tree, config, { history: gitHistory(requireGit(checkout)), log });
}

/**
 * The services that the event of this run adds to and deletes from what was checked out, or the branch that the event is
 * about, whose tree is `tree`. A notice where that cannot be known.
 */
export async function changedByRun(
  env: Readonly<Record<string, string | undefined>>,
  checkout: Checkout,
  { tree, config, log, of }: Verified & { of: 'checkout' | 'branch' },
): Promise<ServiceChanges> {
  const none = { added: [], removed: [] };
  try {
    const event = eventOfRun(env);
    if (!bringsChange(event)) return none;
    return await changedServices({ event, of }, tree, config, { history: gitHistory(requireGit(checkout)), log });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    log.notice(`Which services this change deletes is not known: ${error.message}.`);
    return none;
  }
}
