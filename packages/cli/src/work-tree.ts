import { tmpdir } from 'node:os';
import { removeKilled } from '@rollcall/adapters/disk/run-folder';
import { finishKilledRuns } from '@rollcall/adapters/disk/writing-turn';
import { type Checkout, openCheckout } from '@rollcall/adapters/git/checkout';
import type { CommandInput } from './command.ts';

/** Opens the folder that a command works on, and puts in order what runs left that were killed. */
export async function openWorkTree({ text, terminal }: CommandInput): Promise<Checkout> {
  const checkout = await openCheckout(text('root'));
  removeKilled(tmpdir());
  await finishKilledRuns(checkout.top ?? checkout.root, terminal.log);
  return checkout;
}
