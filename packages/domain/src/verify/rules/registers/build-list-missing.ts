import { showPath } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { isWorkflow } from '../../facts/ci/command-lines.ts';
import { listName, missingEntries } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';
import { hasListedNeighbour, isNearlyComplete } from './completeness.ts';

export const buildListMissing: Rule = {
  id: 'build-list-missing',
  title: 'Every service is in the lists of make and of shell scripts',
  severity: 'warning',
  incident: '003 7.4',
  help: 'Add the service to the list.',
  needs: [registerFiles],
  *check(context) {
    for (const register of context.registers) {
      if (!/^(?:make-variable|shell-array|shell-loop)$/.test(register.kind) || isInManifest(register)) continue;
      if (!isNearlyComplete(register, context)) continue;
      const loop = register.kind === 'shell-loop';
      const others = otherLists(register, context);
      for (const finding of missingEntries(register, context, {
        list: loop ? `the loop "${listName(register)}"` : `the list ${listName(register)}`,
        consequence: `${showPath(register.file)} leaves it out of what it does for every service`,
      })) {
        // Two lists that share nothing divide the services between them.
        const { subject } = finding;
        if (hasListedNeighbour(subject, register, context) && !others.some((list) => list.has(subject))) yield finding;
      }
    }
  },
};

/** The script of a Job or a ConfigMap does what it does in a cluster, for those that need it: databases, topics. */
function isInManifest({ file }: Register): boolean {
  return /\.ya?ml$/.test(file) && !isWorkflow(file);
}

/** The other lists of words of the same file that name nothing this one names. */
function otherLists({ file, entries }: Register, context: RuleContext): ReadonlySet<string>[] {
  const text = (context.text(file) ?? '').replace(/(^|[ \t])#.*$/gm, '');
  const own = new Set(entries);
  const lists = text.matchAll(/\b\w+[ \t]*(?:[:?+]?=|[ \t]in[ \t])[ \t]*(?:\(([^()]*)\)|((?:[^\n;\\]|\\\r?\n)*))/g);
  return [...lists].flatMap(([, array, line]) => {
    const words = new Set((array ?? line ?? '').split(/[\s\\"']+/).filter((word) => word !== ''));
    return [...words].some((word) => own.has(word)) ? [] : [words];
  });
}
