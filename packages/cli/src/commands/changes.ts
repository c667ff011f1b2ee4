import { originUrl, requireGit } from '@rollcall/adapters/git/checkout';
import { gitHistory } from '@rollcall/adapters/git/history';
import { gitSourceLog } from '@rollcall/adapters/git/source-log';
import { shippedChanges } from '@rollcall/domain/bump/shipped-changes';
import { shippedMarkdown, shippedTable } from '@rollcall/domain/bump/shipped-text';
import { configuredTickets } from '@rollcall/domain/bump/tickets';
import { readConfig } from '@rollcall/domain/catalog/config';
import { present } from '@rollcall/domain/present';
import { pageOf } from '@rollcall/domain/repository-url';
import { UserError } from '@rollcall/domain/user-error';
import type { CommandInput } from '../command.ts';
import { openWorkTree } from '../work-tree.ts';

export async function run(input: CommandInput): Promise<number> {
  const [service, from, to] = ['service', 'from', 'to'].map((name) => input.text(name));
  if (service === undefined || from === undefined || to === undefined)
    throw new UserError('rollcall changes needs --service, --from and --to', {
      help: 'Such as --service user-service --from 165-cf185b1 --to 187-c513bdf.',
    });
  const checkout = await openWorkTree(input);
  const git = requireGit(checkout);
  const config = input.text('config');
  const tickets = configuredTickets((await readConfig(checkout.tree, config)).config);
  const request = { service, from, to, config, ...present({ tickets: tickets?.find }) };
  const shipped = await shippedChanges(request, { history: gitHistory(git), log: gitSourceLog(git) });
  const format = input.choice('format', ['text', 'json', 'markdown'], 'text');
  if (input.flag('json') || format === 'json') input.terminal.writeJson(shipped);
  else if (format === 'markdown')
    input.terminal.write(
      shippedMarkdown(shipped, {
        page: pageOf(await originUrl(checkout)),
        ticket: (name) => tickets?.address(name) ?? null,
      }),
    );
  else input.terminal.write(shippedTable(shipped));
  return 0;
}
