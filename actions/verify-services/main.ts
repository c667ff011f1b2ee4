import { openCheckout, treeOf } from '@rollcall/adapters/checkout';
import { annotateProblems } from '@rollcall/adapters/runner/problems';
import { repositoryUrl } from '@rollcall/adapters/runner/repository';
import { runAction } from '@rollcall/adapters/runner/runner';
import { readConfig } from '@rollcall/domain/catalog/config';
import { isIncomplete, passes } from '@rollcall/domain/verify/fail-on';
import { renderAnnotations } from '@rollcall/domain/verify/render/annotations';
import { renderJobSummary } from '@rollcall/domain/verify/render/job-summary';
import { verifyJson } from '@rollcall/domain/verify/render/json';
import { renderText } from '@rollcall/domain/verify/render/text';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => {
  const { config, ref, failOn, ...chosen } = readInputs();
  const tree = await treeOf(await openCheckout(runner.directory()), ref);
  const report = await verifyServices(tree, {
    ...chosen,
    config: await readConfig(tree, config),
    repositoryUrl: repositoryUrl(process.env),
    today: new Date().toISOString().slice(0, 10),
  });
  const { findings, checklist, summary } = verifyJson(report);
  const passed = passes(report, failOn);
  annotateProblems(report.problems);
  runner.command(renderAnnotations(report));
  runner.print(renderText(report));
  runner.summarize(renderJobSummary(report));
  const { errors, warnings, notices } = summary;
  runner.setOutputs({ passed: passed && !isIncomplete(report), errors, warnings, notices, findings, checklist });
  if (isIncomplete(report)) process.exitCode = 2;
  else if (!passed) process.exitCode = 1;
});
