import type { SuccessfulRun } from '@rollcall/domain/changes/compare';
import { isCommitId } from '@rollcall/domain/commit-id';
import { ExternalError } from '@rollcall/domain/user-error';
import { field } from '@rollcall/domain/yaml/value';
import { answerError } from './answer.ts';
import type { GitHubApi } from './api.ts';

/** Pages of 100 runs that are asked for; what lies further back is not worth comparing with. */
const mostPages = 3;

/**
 * The successful runs of a run's workflow on its branch, newest first, without the run itself: one for each
 * commit. An ExternalError where GitHub does not tell.
 *
 * @param runId `GITHUB_RUN_ID`: GitHub knows which workflow and which branch that is.
 */
export async function lastSuccessfulRuns(api: GitHubApi, runId: string): Promise<SuccessfulRun[]> {
  const help = 'Let the job have "actions: read", and give its token.';
  const answer = await api.rest('GET /repos/{owner}/{repo}/actions/runs/{run_id}', { run_id: runId });
  if (answer.kind !== 'answer') throw answerError(`the run ${runId} cannot be looked up`, answer, help);
  const workflow = field(answer.data, 'workflow_id');
  const branch = field(answer.data, 'head_branch');
  if (typeof workflow !== 'number' || typeof branch !== 'string')
    throw new ExternalError(`GitHub does not say which workflow and branch the run ${runId} is of`, {
      help: 'Give "base" as a commit or a branch instead of last-success.',
    });
  const found = new Map<string, SuccessfulRun>();
  for (let page = 1; page <= mostPages; page += 1) {
    const list = await api.rest('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
      workflow_id: workflow,
      branch,
      status: 'success',
      per_page: 100,
      page,
    });
    if (list.kind !== 'answer') throw answerError('the earlier runs cannot be listed', list, help);
    const runs = field(list.data, 'workflow_runs');
    if (!Array.isArray(runs)) throw new ExternalError('GitHub gave a list of runs that is none');
    for (const run of runs) {
      const commit = field(run, 'head_sha');
      if (String(field(run, 'id')) === runId || !isCommitId(commit) || found.has(commit)) continue;
      found.set(commit, { commit, name: nameOf(run) });
    }
    if (!list.more) break;
  }
  return [...found.values()];
}

function nameOf(run: unknown): string {
  const date = /^\d{4}-\d{2}-\d{2}/.exec(String(field(run, 'created_at')))?.[0];
  return `run ${Number(field(run, 'run_number'))}${date ? ` of ${date}` : ''}`;
}
