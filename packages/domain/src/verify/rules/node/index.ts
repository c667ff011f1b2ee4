import type { RuleCategory } from '../../rule/rule.ts';
import { nodeEslintConfigMissing } from './node-eslint-config-missing.ts';
import { nodeLockfileDuplicate } from './node-lockfile-duplicate.ts';
import { nodeLockfileMissing } from './node-lockfile-missing.ts';
import { nodeViteEnvTypesMissing } from './node-vite-env-types-missing.ts';

export const nodeRules: RuleCategory = {
  folder: 'node',
  title: 'Node packages',
  rules: [nodeEslintConfigMissing, nodeLockfileDuplicate, nodeLockfileMissing, nodeViteEnvTypesMissing],
};
