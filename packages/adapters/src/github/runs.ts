import type { SuccessfulRun } from '@rollcall/domain/changes/comparison';
import { isCommitId } from '@rollcall/domain/commit-id';
import { ExternalError } from '@rollcall/domain/user-error';
import { field, textAt } from '@rollcall/domain/yaml/value';
import { answerError } from './answer.ts';
import type { GitHubApi } from './api.ts';

/** Pages of 50 runs that are looked at: GitHub lists 1,000 runs of a search, and no more. */
const mostPages = 20;
const pageSize = 50;

const help =
  'Add the line "actions: read" to the "permissions" of this job; where the workflow is called by another one, also to those of the job that calls it. Then give that token.';

/**
 * The last successful run before a run, of its workflow, on its branch and for its event; null where there is none. A
 * manual run may have been for one service, so it is no success of the branch: a manual run itself goes by the pushes
 * before it. A request of a fork may come from a branch of the same name. ExternalError where GitHub does not tell.
 *
 * @param runId `GITHUB_RUN_ID`: GitHub knows which workflow that is, the caller's where one workflow calls another.
 */
export async function lastSuccessfulRun(api: GitHubApi, runId: string): Promise<SuccessfulRun | null> {
  const answer = await api.rest('GET /repos/{owner}/{repo}/actions/runs/{run_id}', { run_id: runId });
  if (answer.kind !== 'answer') throw answerError(`the run ${runId} cannot be looked up`, answer, help);
  const workflow = field(answer.data, 'workflow_id');
  const branch = textAt(answer.data, 'head_branch');
  const own = textAt(answer.data, 'event');
  if (typeof workflow !== 'number' || branch === undefined || own === undefined)
    throw new ExternalError(`GitHub does not say which workflow, branch and event the run ${runId} is of`, {
      help: 'Give "base" as a commit or a branch instead of last-success.',
    });
  const event = /^(?:workflow|repository)_dispatch$/.test(own) ? 'push' : own;
  const wanted = { id: Number(runId), event, branch, repository: headRepository(answer.data) };
  for (let page = 1; page <= mostPages; page += 1) {
    const list = await api.rest('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
      workflow_id: workflow,
      branch,
      event,
      status: 'success',
      per_page: pageSize,
      page,
    });
    if (list.kind !== 'answer') throw answerError('the earlier runs cannot be listed', list, help);
    const runs = field(list.data, 'workflow_runs');
    if (!Array.isArray(runs)) throw new ExternalError('GitHub gave a list of runs that is none');
    const found = runs.find((run) => counts(run, wanted));
    if (found !== undefined) return { commit: String(field(found, 'head_sha')), name: nameOf(found) };
    if (!list.more) break;
  }
  return null;
}

interface WantedRun {
  /** The run that asks: when an old one is run again, later ones are no success before it. */
  id: number;
  event: string;
  branch: string;
  repository: unknown;
}

function counts(run: unknown, { id, event, branch, repository }: WantedRun): boolean {
  return (
    isCommitId(field(run, 'head_sha')) &&
    Number(field(run, 'id')) < id &&
    field(run, 'event') === event &&
    field(run, 'head_branch') === branch &&
    field(run, 'conclusion') === 'success' &&
    repository !== undefined &&
    headRepository(run) === repository
  );
}

/** The id of the repository that the commit of a run lies in; undefined where it is not told, as of a fork that is gone. */
function headRepository(run: unknown): unknown {
  return field(field(run, 'head_repository'), 'id');
}

function nameOf(run: unknown): string {
  const date = /^\d{4}-\d{2}-\d{2}/.exec(String(field(run, 'created_at')))?.[0];
  return `run ${Number(field(run, 'run_number'))}${date ? ` of ${date}` : ''}`;
}
