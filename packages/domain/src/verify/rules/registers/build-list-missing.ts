import { isPipeline } from '../../../builds/definition-files.ts';
import { showPath } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { isOfActions } from '../../../tree/file-types.ts';
import { expectedIn, listName, listPointer, missingEntries } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';

export const buildListMissing: Rule = {
  id: 'build-list-missing',
  title: 'Every service is in the lists of make and of shell scripts',
  severity: 'warning',
  incident: '003 7.4',
  help: 'Add the service to the list.',
  needs: [registerFiles],
  *check(context) {
    for (const register of context.registers) {
      if (!isOfBuild(register)) continue;
      const loop = register.kind === 'shell-loop';
      yield* missingEntries(register, context, {
        list: loop ? `the loop "${listName(register)}"` : `the list ${listName(register)}`,
        consequence: `${showPath(register.file)} leaves it out of what it does for every service`,
      });
    }
    yield* listsOfSiblings(context);
  },
};

/**
 * Lists of Compose and of Terraform that hold every other service, for one that is being added: nothing says that
 * each service has to be there, but its sibling and all others are.
 */
function* listsOfSiblings(context: RuleContext): Iterable<RuleFinding> {
  if (context.added.size === 0) return;
  for (const register of context.registers) {
    if (!/^(?:compose|hcl-(?:list|map|blocks))$/.test(register.kind)) continue;
    const others = expectedIn(register, context).filter((name) => !context.added.has(name));
    if (others.length < 2 || !others.every((name) => register.entries.includes(name))) continue;
    // Where no entry can be written, the place is among those that a person looks at.
    for (const finding of missingEntries(register, context, {
      list: `the list ${listPointer(register)}`,
      consequence: 'every other service is there',
    }))
      if (context.added.has(finding.subject) && finding.fix !== null) yield finding;
  }
}

/** Lists of make, of shells, of programs, and what a pipeline runs for each item of. */
function isOfBuild(register: Register): boolean {
  if (register.kind === 'yaml-list') return isPipeline(register.file);
  return /^(?:make-variable|shell-array|shell-loop|code-list)$/.test(register.kind) && !isInManifest(register);
}

/** The script of a Job or a ConfigMap does what it does in a cluster, for those that need it: databases, topics. */
function isInManifest({ file }: Register): boolean {
  return /\.ya?ml$/.test(file) && !isOfActions(file);
}
