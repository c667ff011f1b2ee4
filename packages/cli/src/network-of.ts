import { type Network, openNetwork } from '@rollcall/adapters/network/network';
import type { CommandInput } from './command.ts';

/** What `--timeout` and `--allow-insecure` allow; the time runs from now. */
export function networkOf({ text }: CommandInput): Network {
  const options = { timeout: text('timeout'), allowInsecure: text('allow-insecure') };
  return openNetwork(options, (name) => `--${name}`);
}
