import { isScalar } from 'yaml';
import { quoteName } from '../../catalog/names.ts';
import { placesOf } from '../../registers/workflow-places.ts';
import { isWorkflow } from '../command-lines.ts';
import type { Rule } from '../rule.ts';
import { registerFiles } from '../select.ts';

export const actionRefMutable: Rule = {
  id: 'action-ref-mutable',
  title: 'Every action is used by the commit it was looked at',
  severity: 'notice',
  seed: '003 4.1',
  help: 'Use the full commit id, with the version behind it as a comment; Dependabot and Renovate keep both up to date.',
  needs: [registerFiles],
  *check(model) {
    for (const [path] of model.texts) {
      const file = isWorkflow(path) ? model.yaml(path) : undefined;
      if (!file) continue;
      for (const { path: at, start, parent } of placesOf(file).scalars) {
        const node = at.at(-1) === 'uses' ? parent?.get('uses', true) : undefined;
        const written = isScalar(node) && typeof node.value === 'string' ? node.value : '';
        const [, action = '', ref = ''] = /^([\w.-]+\/[\w.-]+(?:\/[^@\s]*)?)@(\S+)$/.exec(written) ?? [];
        if (ref === '' || /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref) || ref.includes('${{')) continue;
        const repository = action.split('/').slice(0, 2).join('/');
        yield {
          location: file.location(start),
          subject: repository,
          message: `${quoteName(written)} is no commit: whoever can move ${quoteName(ref)} of ${repository} changes what runs here, with the secrets of this workflow`,
        };
      }
    }
  },
};
