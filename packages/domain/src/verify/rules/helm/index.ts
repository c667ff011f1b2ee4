import type { RuleCategory } from '../../rule/rule.ts';
import { chartDependencyMismatch } from './chart-dependency-mismatch.ts';
import { configChecksumMissing } from './config-checksum-missing.ts';
import { valuesKeyUnread } from './values-key-unread.ts';
import { yamlKeyRepeated } from './yaml-key-repeated.ts';

export const helmRules: RuleCategory = {
  folder: 'helm',
  title: 'Helm charts',
  rules: [chartDependencyMismatch, configChecksumMissing, valuesKeyUnread, yamlKeyRepeated],
};
