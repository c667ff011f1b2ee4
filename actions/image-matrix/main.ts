import { gitTree } from '@rollcall/adapters/git/tree';
import { annotateProblems } from '@rollcall/adapters/runner/problems';
import { repositoryOfRun, repositoryUrl } from '@rollcall/adapters/runner/repository';
import { runFacts } from '@rollcall/adapters/runner/run-facts';
import { runAction } from '@rollcall/adapters/runner/runner';
import { imageMatrix } from '@rollcall/domain/image-matrix/image-matrix';
import { matrixJson, matrixSummary } from '@rollcall/domain/image-matrix/matrix';
import { matrixTable } from '@rollcall/domain/image-matrix/matrix-table';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const inputs = readInputs();
  const git = await repositoryOfRun(runner, process.env, process.env.INPUT_TOKEN);
  const facts = await runFacts(process.env, git, repositoryUrl(process.env));
  const { built, problems } = await imageMatrix({ ...inputs, tree: gitTree(git, 'HEAD', 'HEAD'), facts });
  annotateProblems(problems);
  runner.print(matrixTable(built));
  runner.summarize(matrixSummary(built));
  runner.setOutputs(matrixJson(built));
});
