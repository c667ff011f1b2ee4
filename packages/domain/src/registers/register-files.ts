import type { PathSelector } from '../tree/file-types.ts';
import { mayHoldRegisters } from './find-registers.ts';

/** Workflows, actions and scripts: what registers are in. */
export const registerFiles: PathSelector = mayHoldRegisters;
