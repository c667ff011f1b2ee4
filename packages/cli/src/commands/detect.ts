import { requireGit } from '@rollcall/adapters/git/checkout';
import { gitHistory } from '@rollcall/adapters/git/history';
import { detectChanges, detectJson } from '@rollcall/domain/changes/detect-changes';
import { detectTable } from '@rollcall/domain/changes/detect-table';
import { explain } from '@rollcall/domain/changes/explain';
import { present } from '@rollcall/domain/present';
import type { CommandInput } from '../command.ts';
import { logProblems } from '../problems.ts';
import { openWorkTree } from '../work-tree.ts';

export async function run(input: CommandInput): Promise<number> {
  const { terminal } = input;
  const git = requireGit(await openWorkTree(input));
  const services = input.list('services');
  const detected = await detectChanges(
    {
      event: { kind: 'none' },
      scope: input.choice('scope', ['source', 'image'], 'source'),
      config: input.text('config'),
      base: input.text('base'),
      head: input.text('head'),
      services: services.length > 0 ? services : undefined,
      filters: input.flag('filters'),
      everyReason: input.flag('explain'),
    },
    { history: gitHistory(git), log: terminal.log },
  );
  logProblems(detected.problems, terminal);
  if (input.flag('json')) terminal.writeJson({ ...detectJson(detected), ...present({ filters: detected.filters }) });
  else if (detected.filters !== null) terminal.write(detected.filters);
  else if (input.flag('explain')) terminal.write(explain(detected));
  else terminal.write(detectTable(detected));
  return 0;
}
