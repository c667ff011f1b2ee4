import type { Log } from '@rollcall/domain/ports';
import { ExternalError, UserError } from '@rollcall/domain/user-error';
import { field, valueAt } from '@rollcall/domain/yaml/value';

import { openStickyComment } from '../github/comment.ts';
import { githubApiOfRun } from '../github/environment.ts';
import type { Network } from '../network/network.ts';
import { eventPayload } from './event-payload.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Writes what `plan` says to the one comment of the run's pull request, found by `marker`. Does nothing in a run for
 * anything else. Where GitHub does not allow it, a notice says so: a comment is no reason to fail.
 */
export async function commentOnPullRequest(
  { log, env, token, network }: { log: Log; env: Environment; token: string | undefined; network: Network },
  marker: string,
  plan: (existing: boolean) => { action: 'none' | 'write'; body: string },
): Promise<void> {
  const number = pullRequestOf(env);
  if (number === null) return;
  try {
    const comment = await openStickyComment(githubApiOfRun(env, token, { log, network }), number, marker);
    const { action, body } = plan(comment.exists);
    if (action === 'write') await comment.write(body);
  } catch (error) {
    if (!(error instanceof ExternalError || error instanceof UserError)) throw error;
    log.notice(`no comment on the pull request: ${error.message}${error.help ? `\n${error.help}` : ''}`);
  }
}

/** The number of the pull request that started the run; null where nothing of that kind did. */
function pullRequestOf(env: Environment): number | null {
  const { GITHUB_EVENT_NAME: name } = env;
  if (name !== 'pull_request' && name !== 'pull_request_target') return null;
  const payload = eventPayload(env);
  const number = valueAt(payload, ['pull_request', 'number']) ?? field(payload, 'number');
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}
