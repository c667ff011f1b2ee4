import { runAction } from '@rollcall/adapters/runner/runner';
import { healthOfRun } from '@rollcall/shell/run-health';
import { readInputs } from './inputs.ts';

await runAction(async (runner) => healthOfRun(runner, readInputs()));
