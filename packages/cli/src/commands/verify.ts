import { openCheckout, originUrl, treeOf } from '@rollcall/adapters/checkout';
import { readConfig } from '@rollcall/domain/catalog/config';
import { failOnWords, isIncomplete, passes } from '@rollcall/domain/verify/fail-on';
import { renderAnnotations } from '@rollcall/domain/verify/render/annotations';
import { verifyJson } from '@rollcall/domain/verify/render/json';
import { renderMarkdown } from '@rollcall/domain/verify/render/markdown';
import { renderText } from '@rollcall/domain/verify/render/text';
import { verifyServices } from '@rollcall/domain/verify/verify-services';
import type { CommandInput } from '../command.ts';
import { logProblems } from '../problems.ts';

/** 1 when a finding reaches --fail-on; 2 when something could not be read, for then nobody knows. */
export async function run(input: CommandInput): Promise<number> {
  const { terminal } = input;
  const format = input.choice('format', ['text', 'json', 'github', 'markdown'], input.flag('json') ? 'json' : 'text');
  const failOn = input.choice('fail-on', failOnWords, 'error');
  const checkout = await openCheckout(input.text('root'));
  const tree = await treeOf(checkout, input.text('ref'));
  const report = await verifyServices(tree, {
    config: await readConfig(tree, input.text('config')),
    repositoryUrl: await originUrl(checkout),
    today: new Date().toISOString().slice(0, 10),
    services: input.list('service'),
    environments: input.list('environment'),
    rules: input.list('rule'),
  });
  if (format === 'json') terminal.writeJson(verifyJson(report));
  else if (format === 'github') terminal.write(renderAnnotations(report));
  else if (format === 'markdown') terminal.write(renderMarkdown(report));
  else terminal.write(renderText(report, { colour: terminal.colour }));
  logProblems(report.problems, terminal);
  if (isIncomplete(report)) return 2;
  return passes(report, failOn) ? 0 : 1;
}
