import { showPath } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { isWorkflow } from '../../facts/ci/command-lines.ts';
import { listName, missingEntries } from '../../fixes/missing-entry.ts';
import type { Model } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { isBesideListed, isNearlyComplete } from './completeness.ts';

export const buildListMissing: Rule = {
  id: 'build-list-missing',
  title: 'Every service is in the lists of make and of shell scripts',
  severity: 'warning',
  seed: '003 7.4',
  help: 'Add the service to the list.',
  needs: [registerFiles],
  *check(model) {
    for (const register of model.registers) {
      if (!/^(?:make-variable|shell-array|shell-loop)$/.test(register.kind) || isInManifest(register)) continue;
      if (!isNearlyComplete(register, model)) continue;
      const loop = register.kind === 'shell-loop';
      const beside = listsBeside(register, model);
      for (const draft of missingEntries(register, model, {
        list: loop ? `the loop "${listName(register)}"` : `the list ${listName(register)}`,
        consequence: `what ${showPath(register.file)} does for every service it does not do for it`,
      })) {
        // Two lists that share nothing divide the services between them.
        if (isBesideListed(draft.subject, register, model) && !beside.some((list) => list.has(draft.subject)))
          yield draft;
      }
    }
  },
};

/** The script of a Job or a ConfigMap does what it does in a cluster, for those that need it: databases, topics. */
function isInManifest({ file }: Register): boolean {
  return /\.ya?ml$/.test(file) && !isWorkflow(file);
}

/** The other lists of words of the same file that name nothing this one names. */
function listsBeside({ file, entries }: Register, model: Model): ReadonlySet<string>[] {
  const text = (model.text(file) ?? '').replace(/(^|[ \t])#.*$/gm, '');
  const own = new Set(entries);
  const lists = text.matchAll(/\b\w+[ \t]*(?:[:?+]?=|[ \t]in[ \t])[ \t]*(?:\(([^()]*)\)|((?:[^\n;\\]|\\\r?\n)*))/g);
  return [...lists].flatMap(([, array, line]) => {
    const words = new Set((array ?? line ?? '').split(/[\s\\"']+/).filter((word) => word !== ''));
    return [...words].some((word) => own.has(word)) ? [] : [words];
  });
}
