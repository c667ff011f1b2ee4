import type { Register } from '../../../registers/register.ts';
import { registerFiles } from '../../../registers/register-files.ts';
import { dockerfiles } from '../../../tree/file-types.ts';
import { missingEntries } from '../../fixes/missing-entry.ts';
import type { RuleContext } from '../../rule/context.ts';
import type { Rule, RuleFinding } from '../../rule/rule.ts';
import { hasEachBeside } from './completeness.ts';

export const ciBuildCaseMissing: Rule = {
  id: 'ci-build-case-missing',
  title: 'Every service has an arm in the build case, or a default that builds it',
  severity: 'error',
  incident: '004 4.4',
  help: 'Add an arm that sets the Dockerfile and the build context of the service.',
  needs: [registerFiles, dockerfiles],
  *check(context) {
    for (const register of context.registers) {
      if (register.kind !== 'bash-case') continue;
      if (isBuildCase(register, context)) yield* missingArms(register, context);
      else {
        yield* armsOfSiblings(register, context);
        yield* refused(register, context);
      }
    }
  },
};

/** Arms of services that are being added, where the one that each is like has one and nothing else would be done. */
function* armsOfSiblings(register: Register, context: RuleContext): Iterable<RuleFinding> {
  if ((register.fallback && !register.fallback.exits) || context.added.size === 0) return;
  for (const finding of missingEntries(register, context, { list: 'the case', consequence: '' })) {
    const like = context.added.get(finding.subject)?.like;
    // Where no arm can be written after the sibling's, the place is among those that a person looks at.
    if (like === undefined || !register.entries.includes(like) || finding.fix === null) continue;
    const message = `service ${finding.subject} has no arm in the case of ${register.file}, where ${like} has one`;
    yield { ...finding, severity: 'warning', message };
  }
}

/** What a script does for each service beside this one, and ends for this one. */
function* refused(register: Register, context: RuleContext): Iterable<RuleFinding> {
  if (!register.fallback?.exits) return;
  for (const { fix = null, ...finding } of missingEntries(register, context, { list: 'the case', consequence: '' })) {
    const service = context.services.get(finding.subject);
    if (!service || context.added.has(finding.subject) || !hasEachBeside(service, register.entries, context)) continue;
    const message = `service ${finding.subject} has no arm in the case of ${register.file}, where each service beside it has one: it stops at "*)"`;
    const look = fix && { ...fix, safe: false, description: `${fix.description}, and look at what its arm does` };
    yield { ...finding, fix: look, severity: 'notice', confidence: 'likely', message };
  }
}

const buildVariable = /\b\w*(?:DOCKER_?FILE|CONTEXT|BUILD)\w*=/i;

/** A case that chooses how to build, not one that does something else for some services. */
function isBuildCase(register: Register, context: RuleContext): boolean {
  const text = context.text(register.file) ?? '';
  const first = register.entries[0];
  const start = first === undefined ? undefined : register.entryLocation(first);
  if (!start) return false;
  const lines = text.split('\n').slice(start.line - 1);
  const end = lines.findIndex((line) => /\besac\b/.test(line));
  return buildVariable.test(lines.slice(0, end === -1 ? undefined : end + 1).join('\n'));
}

function* missingArms(register: Register, context: RuleContext): Iterable<RuleFinding> {
  const { fallback } = register;
  for (const finding of missingEntries(register, context, { list: 'the build case', consequence: '' })) {
    const about = `service ${finding.subject} has no arm in the build case of ${register.file}`;
    if (!fallback) yield { ...finding, message: `${about}: its Dockerfile and context are empty, so its build fails` };
    else if (fallback.exits) yield { ...finding, message: `${about}: its build stops at "*)"` };
    else {
      const missing = missingDockerfile(fallback.body(finding.subject), context);
      if (missing === null) continue;
      const consequence =
        missing === ''
          ? 'the default sets no Dockerfile, so its build fails'
          : `the default builds ${missing}, which does not exist`;
      yield { ...finding, severity: missing === '' ? 'error' : 'warning', message: `${about}: ${consequence}` };
    }
  }
}

/** The Dockerfile a default sets that is not there; '' when it sets nothing at all; null when there is nothing to say. */
function missingDockerfile(body: string, { paths }: RuleContext): string | null {
  const set = [...body.matchAll(/^[ \t]*(?:export[ \t]+)?\w*DOCKER_?FILE\w*=["']?([^"'\s;]+)/gim)].map(
    ([, path]) => path ?? '',
  );
  if (set.length === 0) return buildVariable.test(body) ? null : '';
  const path = (set[0] ?? '').replace(/^\.\//, '');
  // What still holds a variable cannot be judged.
  return /[$`*]/.test(path) || paths.at(path) !== null ? null : path;
}
