import { isScalar } from 'yaml';
import type { Location } from '../../../location.ts';
import { quoteName, showPath } from '../../../names.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { isOfActions } from '../../../tree/file-types.ts';
import { placesOf } from '../../../yaml/workflow-scalars.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const actionRefMutable: Rule = {
  id: 'action-ref-mutable',
  title: 'Every action is used by the commit it was looked at',
  severity: 'notice',
  incident: '003 4.1',
  help: 'Use the full commit id, with the version behind it as a comment; Dependabot and Renovate keep both up to date.',
  needs: [registerFiles],
  *check(context) {
    for (const { repository, ref, uses } of mutableActions(context)) {
      const [first, ...more] = uses;
      if (!first) continue;
      yield {
        location: first.location,
        subject: repository,
        key: ref,
        message: `${quoteName(first.written)} is no commit: whoever can move ${quoteName(ref)} of ${repository} changes what runs here, with the secrets of this workflow${elsewhere(more)}`,
      };
    }
  },
};

interface Use {
  written: string;
  location: Location;
}

interface MutableAction {
  /** `actions/checkout` */
  repository: string;
  ref: string;
  /** By path, in the order of each file. */
  uses: Use[];
}

/** What is used by a tag or a branch: once each, for who moves that has every use of it. */
function mutableActions(context: RuleContext): Iterable<MutableAction> {
  const actions = new Map<string, MutableAction>();
  for (const path of [...context.texts.keys()].filter(isOfActions).sort()) {
    const file = context.yaml(path);
    if (!file) continue;
    for (const { path: at, start, parent } of placesOf(file).scalars) {
      const node = at.at(-1) === 'uses' ? parent?.get('uses', true) : undefined;
      const written = isScalar(node) && typeof node.value === 'string' ? node.value : '';
      const [, repository = '', ref = ''] = /^([\w.-]+\/[\w.-]+)(?:\/[^@\s]*)?@(\S+)$/.exec(written) ?? [];
      if (ref === '' || /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i.test(ref) || ref.includes('${{')) continue;
      const action = actions.get(`${repository}@${ref}`) ?? { repository, ref, uses: [] };
      actions.set(`${repository}@${ref}`, action);
      action.uses.push({ written, location: file.location(start) });
    }
  }
  return actions.values();
}

/** Files named in a message; the rest is counted. */
const mostFiles = 3;

function elsewhere(uses: readonly Use[]): string {
  if (uses.length === 0) return '';
  const places = uses.length === 1 ? '1 more place' : `${uses.length} more places`;
  const files = [...new Set(uses.map(({ location }) => location.path))];
  const rest = files.length - mostFiles;
  const named = files.slice(0, mostFiles).map(showPath);
  return ` (used in ${places} of ${named.join(', ')}${rest > 0 ? ` and ${rest} more ${rest === 1 ? 'file' : 'files'}` : ''})`;
}
