import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { globMatcher } from '../../../tree/glob-matcher.ts';
import { missingEntries } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule } from '../../rule/rule.ts';

export const ciPathsFilterMissing: Rule = {
  id: 'ci-paths-filter-missing',
  title: 'Every service is in the paths filter',
  severity: 'error',
  incident: '004 4.4',
  help: 'Add a key of the service’s name with the patterns of its source.',
  needs: [registerFiles],
  *check(context) {
    for (const register of context.registers) {
      if (register.kind !== 'paths-filter') continue;
      for (const finding of missingEntries(register, context, {
        list: 'the paths filter',
        consequence: 'a change to it starts no build, and nobody is told',
      })) {
        if (!isWatched(finding.subject, register, context)) yield finding;
      }
    }
  },
};

/**
 * Whether a filter of another name is about the service: one of a group, and not one of everything. The name may be that
 * of another service, as long as the filter does not watch the folder of that one.
 */
function isWatched(name: string, { entries, patterns }: Register, { services, paths }: RuleContext): boolean {
  const path = services.get(name)?.path ?? null;
  const [file] = path === null || path === '' ? [] : paths.below(path);
  const members = entries.flatMap((entry) => services.get(entry)?.path ?? []).map((folder) => `${folder}/file`);
  if (file === undefined || !patterns) return false;
  return entries.some((entry) => {
    const globs = patterns(entry).filter((glob) => !/^!(?!\()/.test(glob));
    const matchers = globs.map((glob) => globMatcher(glob, { dot: true }));
    const own = services.get(entry)?.path ?? null;
    if (own !== null && own !== '' && matchers.some((matches) => matches(`${own}/file`))) return false;
    return matchers.some((matches) => (matches(file) || matches(`${path}/file`)) && !members.every(matches));
  });
}
