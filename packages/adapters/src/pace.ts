import { setTimeout as sleep } from 'node:timers/promises';
import type { Pace } from '@rollcall/domain/deploy-branch/deploy-branch';

/** The machine's clock and chance. */
export const realPace: Pace = {
  now: () => performance.now(),
  sleep: (milliseconds) => sleep(milliseconds),
  random: Math.random,
};
