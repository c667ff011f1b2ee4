import type { RuleCategory } from '../../rule/rule.ts';
import { configUnknownService } from './config-unknown-service.ts';
import { waiverExpired } from './waiver-expired.ts';
import { waiverUnused } from './waiver-unused.ts';

export const rollcallRules: RuleCategory = {
  folder: 'rollcall',
  title: 'Rollcall itself',
  rules: [configUnknownService, waiverExpired, waiverUnused],
};
