import { gitHistory } from '@rollcall/adapters/git/history';
import { githubApiOfRun } from '@rollcall/adapters/github/environment';
import { lastSuccessfulRun } from '@rollcall/adapters/github/runs';
import { eventOfRun } from '@rollcall/adapters/runner/event';
import { annotateProblems } from '@rollcall/adapters/runner/problems';
import { repositoryOfRun } from '@rollcall/adapters/runner/repository';
import { runAction } from '@rollcall/adapters/runner/runner';
import { detectChanges, detectJson } from '@rollcall/domain/changes/detect-changes';
import { detectSummary } from '@rollcall/domain/changes/detect-summary';
import { detectTable } from '@rollcall/domain/changes/detect-table';
import { workflowPath } from '@rollcall/domain/changes/workflow-paths';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { token, ...inputs } = readInputs();
  const git = await repositoryOfRun(runner, process.env, token);
  const detected = await detectChanges(
    {
      ...inputs,
      event: eventOfRun(process.env),
      workflow: workflowPath(process.env.GITHUB_WORKFLOW_REF),
      filters: true,
    },
    {
      history: gitHistory(git, { temporaryFolder: runner.temporaryFolder }),
      log: runner.log,
      // Asked only for `base: last-success`: the client is loaded then.
      lastSuccess: token
        ? () => lastSuccessfulRun(githubApiOfRun(process.env, token, runner), process.env.GITHUB_RUN_ID ?? '')
        : undefined,
    },
  );
  annotateProblems(detected.problems);
  runner.print(detectTable(detected));
  runner.summarize(detectSummary(detected));
  runner.setOutputs({ ...detectJson(detected), filters: detected.filters });
});
