import type { Log } from '../ports.ts';
import type { BumpResult } from './bump-images.ts';
import { tagChanges } from './commit-message.ts';

/** What a server is told of a commit of a deploy branch. */
export interface DeploymentRecord {
  commit: string;
  environment: string;
  /** `in_progress` until somebody says how it ended. */
  state: 'in_progress' | 'success' | 'failure';
  /** What it brings, or what became of it. */
  description: string;
  /** Address of the run that says so; null without one. */
  run: string | null;
}

/** Keeps what was deployed to which environment. */
export interface DeploymentRecorder {
  /** Makes the deployment of the commit where there is none; null, or why that was not done. */
  record(record: DeploymentRecord): Promise<string | null>;
}

/**
 * Tells of a bump that made a commit. Where nothing says what healthy is, nobody ends it: it is a success as soon as it
 * is written. The commit is there whatever becomes of this, so that a failure is a warning.
 */
export async function recordWritten(
  { commit, changes }: BumpResult,
  {
    recorder,
    environment,
    waits,
    run,
    log,
  }: { recorder: DeploymentRecorder; environment: string; waits: boolean; run: string | null; log: Log },
): Promise<void> {
  if (commit === null) return;
  const words = tagChanges(changes, []).map(({ service, now }) => `${service} ${now}`);
  const state = waits ? 'in_progress' : 'success';
  const why = await recorder.record({ commit, environment, state, description: words.join(', '), run });
  if (why !== null) log.warning(`the deployment of ${commit.slice(0, 12)} to ${environment} is not recorded: ${why}`);
}
