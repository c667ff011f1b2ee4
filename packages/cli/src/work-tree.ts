import { tmpdir } from 'node:os';
import { removeKilled } from '@rollcall/adapters/disk/run-folder';
import { finishKilledRuns } from '@rollcall/adapters/disk/writing-turn';
import { type Checkout, openCheckout } from '@rollcall/adapters/git/checkout';
import type { Network } from '@rollcall/adapters/network/network';
import type { Log } from '@rollcall/domain/ports';
import type { CommandInput } from './command.ts';
import { networkOf } from './network-of.ts';

/** Opens the folder that a command works on, and puts in order what runs left that were killed. */
export async function openWorkTree(input: CommandInput): Promise<Checkout> {
  removeKilled(tmpdir());
  return openWorkTreeAt(input.text('root'), input.terminal.log, networkOf(input));
}

/** The same for a folder that is named beside it. */
export async function openWorkTreeAt(named: string | undefined, log: Log, network: Network): Promise<Checkout> {
  const checkout = await openCheckout(named, network);
  await finishKilledRuns(checkout.top ?? checkout.root, log);
  return checkout;
}
