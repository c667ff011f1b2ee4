import { showPath } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { isWorkflow } from '../../facts/ci/command-lines.ts';
import { listName, missingEntries } from '../../fixes/missing-entry.ts';
import type { Rule } from '../../rule/rule.ts';

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
      const loop = register.kind === 'shell-loop';
      yield* missingEntries(register, context, {
        list: loop ? `the loop "${listName(register)}"` : `the list ${listName(register)}`,
        consequence: `${showPath(register.file)} leaves it out of what it does for every service`,
      });
    }
  },
};

/** The script of a Job or a ConfigMap does what it does in a cluster, for those that need it: databases, topics. */
function isInManifest({ file }: Register): boolean {
  return /\.ya?ml$/.test(file) && !isWorkflow(file);
}
