import { heldButDeployed, statusJson, statusMarkdown, statusTable } from '@rollcall/domain/bump/status-text';
import { statusOfDeployments } from '@rollcall/shell/deployment-status';
import type { CommandInput } from '../command.ts';
import { placeOfClone } from '../deployment-place.ts';

/** What runs in which environment. An environment that cannot be read is named, and makes it fail. */
export async function run(input: CommandInput): Promise<number> {
  const status = await statusOfDeployments(await placeOfClone(input), {
    config: input.text('config'),
    environments: input.list('environment'),
    stop: input.text('stop') ?? null,
  });
  const format = input.choice('format', ['text', 'json', 'markdown'], 'text');
  if (input.flag('json') || format === 'json') input.terminal.writeJson(statusJson(status));
  else input.terminal.write(format === 'markdown' ? statusMarkdown(status) : statusTable(status));
  for (const warning of heldButDeployed(status)) input.terminal.log.warning(warning);
  return status.environments.some(({ unread }) => unread !== null) ? 3 : 0;
}
