import { present } from '@rollcall/domain/present';
import { retirementPlanner } from '@rollcall/domain/service-change/retirement';
import { retirementStages } from '@rollcall/domain/service-change/service-change';
import type { CommandInput } from '../command.ts';
import { changeService } from './change-service.ts';

export function run(input: CommandInput): Promise<number> {
  const chosen = input.choice('stage', [...retirementStages, 'all'], 'all');
  const stage = chosen === 'all' ? undefined : chosen;
  return changeService(input, 'retire', (name) => retirementPlanner({ name, ...present({ stage }) }));
}
