import { listFew, showPath } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { textPattern } from '../../../text-pattern.ts';
import { globMatcher } from '../../../tree/glob-matcher.ts';
import { isOfActions } from '../../facts/ci/command-lines.ts';
import { linesWithoutComments } from '../../facts/ci/comments.ts';
import { missingEntries } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';

export const ciPathsFilterMissing: Rule = {
  id: 'ci-paths-filter-missing',
  title: 'Every service is in the paths filter',
  severity: 'error',
  incident: '004 4.4',
  help: 'Add a key of the service’s name with the patterns of its source.',
  needs: [registerFiles],
  *check(context) {
    for (const register of context.registers) {
      if (register.kind !== 'paths-filter' || !isOfFolders(register, context)) continue;
      const reading = readingOf(register, context);
      for (const finding of missingEntries(register, context, {
        list: 'the paths filter',
        consequence: 'a change to it starts no build, and nobody is told',
      })) {
        if (!isWatched(finding.subject, register, context)) yield reading ? withJob(finding) : finding;
      }
      if (reading) yield* unread(register, reading);
    }
  },
};

/** Whether a filter that is called as a service watches its folder: else what it is called has nothing to do with it. */
function isOfFolders({ entries, patterns }: Register, { services }: RuleContext): boolean {
  return entries.some((entry) => {
    const path = services.get(entry)?.path ?? null;
    if (path === null || !patterns) return false;
    // A service at the root is in every folder.
    if (path === '') return true;
    return patterns(entry).some(
      (glob) => !isNegated(glob) && (glob.includes(`${path}/`) || globMatcher(glob, { dot: true })(`${path}/file`)),
    );
  });
}

function isNegated(glob: string): boolean {
  return /^!(?!\()/.test(glob);
}

/** How what filters say is read: by the name of each, so that one more needs something that reads it. */
interface Reading {
  read: readonly string[];
  unread: readonly string[];
}

/** Null where what all filters say is taken at once, as a list or by an expression, or nothing is read by name. */
function readingOf(register: Register, context: RuleContext): Reading | null {
  const text = linesWithoutComments(register.file, context.text(register.file) ?? '').join('\n');
  if (
    !isOfActions(register.file) ||
    /\boutputs\.(?:changes|all_changed_files|\*)|\boutputs\[(?!['"])|toJSON\(/i.test(text)
  )
    return null;
  const names = [...new Set(register.entries)].filter((name) => context.services.has(name));
  const read = names.filter((name) => isRead(keyOf(register, name), text));
  return read.length < 2 ? null : { read, unread: names.filter((name) => !read.includes(name)) };
}

/** Whether something reads an output, by way of an output of the job where there is one. */
function isRead(key: string, text: string): boolean {
  const step = textPattern('g')`\bsteps\.[\w-]{1,99}\.outputs(?:\.${key}(?![\w-])|\[['"]${key}['"]\])`;
  const lines = text.split('\n').filter((line) => line.search(step) !== -1);
  return lines.some((line) => {
    const [, output] = /^\s*["']?([\w-]+)["']?:\s*["']?\$\{\{[^}]*\}\}["']?\s*$/.exec(line) ?? [];
    if (output === undefined || output === 'if') return true;
    return textPattern()`\b(?:needs|jobs)\.[\w-]{1,99}\.outputs(?:\.${output}(?![\w-])|\[['"]${output}['"]\])`.test(
      text,
    );
  });
}

/** The key of a filter as it is written. */
function keyOf(register: Register, name: string): string {
  return /^["']?([\w.-]+)/.exec(register.entryText(name) ?? '')?.[1] ?? name;
}

function withJob(finding: RuleFinding): RuleFinding {
  const { fix } = finding;
  return fix
    ? { ...finding, fix: { ...fix, safe: false, description: `${fix.description}, and something that reads it` } }
    : finding;
}

function* unread(register: Register, { read, unread: names }: Reading): Iterable<RuleFinding> {
  for (const name of names) {
    const location = register.entryLocation(name);
    if (!location) continue;
    yield {
      location,
      subject: name,
      key: `${name} unread`,
      message: `nothing in ${showPath(register.file)} reads what the filter of ${name} says, as it reads those of ${listFew(read)}: a change to it starts no job`,
      fix: null,
    };
  }
}

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
    const globs = patterns(entry).filter((glob) => !isNegated(glob));
    const matchers = globs.map((glob) => globMatcher(glob, { dot: true }));
    const own = services.get(entry)?.path ?? null;
    if (own !== null && own !== '' && matchers.some((matches) => matches(`${own}/file`))) return false;
    return matchers.some((matches) => (matches(file) || matches(`${path}/file`)) && !members.every(matches));
  });
}
