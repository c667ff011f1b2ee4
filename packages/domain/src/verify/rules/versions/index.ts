import type { RuleCategory } from '../../rule/rule.ts';
import { versionDrift } from './version-drift.ts';
import { versionEndOfLife } from './version-end-of-life.ts';
import { versionUnpinnedDownload } from './version-unpinned-download.ts';

export const versionsRules: RuleCategory = {
  folder: 'versions',
  title: 'Versions',
  rules: [versionDrift, versionEndOfLife, versionUnpinnedDownload],
};
