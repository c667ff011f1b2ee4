import { groupInto } from '../../../grouping.ts';
import { listFew, showPath } from '../../../names.ts';
import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { isOfActions } from '../../../tree/file-types.ts';
import { globMatcher } from '../../../tree/glob-matcher.ts';
import { buildDefinitions, buildDefinitionsNeeds } from '../../facts/ci/build-definitions.ts';
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
  needs: [registerFiles, ...buildDefinitionsNeeds],
  *check(context) {
    for (const register of context.registers) {
      if (register.kind !== 'paths-filter' || !isOfFolders(register, context)) continue;
      const reading = readingOf(register, context);
      for (const finding of missingEntries(register, context, {
        list: 'the paths filter',
        consequence: 'a change to it starts no build, and nobody is told',
      })) {
        if (isWatched(finding.subject, register, context)) continue;
        const told = reading ? withJob(finding) : finding;
        yield isBuiltWithOthers(finding.subject, register, context) ? told : asLikely(told);
      }
      if (reading) yield* unread(register, reading);
    }
  },
};

/** Whether the workflow of a filter builds a service as well, as far as it says itself which of the listed ones it builds. */
function isBuiltWithOthers(name: string, { file, entries }: Register, context: RuleContext): boolean {
  const isBuilt = (one: string): boolean => {
    const { builds, anywhere } = buildDefinitions(context).of(context.services.get(one)?.dockerfile ?? '');
    return !anywhere && builds.some((build) => build.file === file);
  };
  return isBuilt(name) || entries.filter(isBuilt).length < 2;
}

function asLikely(finding: RuleFinding): RuleFinding {
  return {
    ...finding,
    severity: 'notice',
    confidence: 'likely',
    message: `${finding.message} (the workflow builds listed ones, and not this one)`,
    fix: finding.fix ? { ...finding.fix, safe: false } : null,
  };
}

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
  const outputs = outputReads(text);
  const read = new Set(names.filter((name) => isRead(keyOf(register, name), outputs)));
  return read.size < 2 ? null : { read: [...read], unread: names.filter((name) => !read.has(name)) };
}

/** What a workflow reads of outputs: the lines that read one of a step, by its name, and those of jobs that are read. */
interface OutputReads {
  ofSteps: ReadonlyMap<string, readonly string[]>;
  ofJobs: ReadonlySet<string>;
}

function outputReads(text: string): OutputReads {
  const ofSteps = new Map<string, string[]>();
  for (const line of text.split('\n'))
    for (const [, dotted, quoted] of line.matchAll(
      /\bsteps\.[\w-]{1,99}\.outputs(?:\.([\w-]+(?:\.[\w-]+){0,3})|\[['"]([^'"\]]+)['"]\])/g,
    ))
      for (const name of quoted === undefined ? beginningsOf(dotted ?? '') : [quoted]) groupInto(ofSteps, name, line);
  const ofJobs = text.matchAll(/\b(?:needs|jobs)\.[\w-]{1,99}\.outputs(?:\.([\w-]+)|\[['"]([\w-]+)['"]\])/g);
  return { ofSteps, ofJobs: new Set([...ofJobs].map(([, dotted, quoted]) => dotted ?? quoted ?? '')) };
}

/** `a.b` may read what `a` holds, too. */
function beginningsOf(path: string): string[] {
  const parts = path.split('.');
  return parts.map((_part, index) => parts.slice(0, index + 1).join('.'));
}

/** Whether something reads an output, by way of an output of the job where there is one. */
function isRead(key: string, { ofSteps, ofJobs }: OutputReads): boolean {
  return (ofSteps.get(key) ?? []).some((line) => {
    const [, output] = /^\s*["']?([\w-]+)["']?:\s*["']?\$\{\{[^}]*\}\}["']?\s*$/.exec(line) ?? [];
    return output === undefined || output === 'if' || ofJobs.has(output);
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
