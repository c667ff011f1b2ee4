import { finishKilledRuns } from '@rollcall/adapters/disk/writing-turn';
import { type Checkout, openCheckout } from '@rollcall/adapters/git/checkout';
import type { CommandInput } from './command.ts';

/** Opens the folder that a command works on, where no run that was killed has left its files half-written. */
export async function openWorkTree({ text, terminal }: CommandInput): Promise<Checkout> {
  const checkout = await openCheckout(text('root'));
  await finishKilledRuns(checkout.top ?? checkout.root, terminal.log);
  return checkout;
}
