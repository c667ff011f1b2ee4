import { describe, expect, test } from '@jest/globals';
import { mergeFindings, type RevisionFindings } from '@rollcall/domain/verify/engine/merge-findings';
import type { Finding } from '@rollcall/domain/verify/findings/finding';
import fc from 'fast-check';

function finding(fingerprint: string, more: Partial<Finding> = {}): Finding {
  return {
    rule: 'app-project-missing',
    severity: 'error',
    confidence: 'proved',
    message: `message of ${fingerprint}`,
    path: 'apps/prod/cart.yaml',
    line: 3,
    column: 1,
    subject: 'cart',
    fingerprint,
    fix: { description: 'fix it', safe: true, edits: [] },
    waived: null,
    ...more,
  };
}

function other(name: string, findings: Finding[], more: Partial<RevisionFindings> = {}): RevisionFindings {
  return { name, environments: new Set([name.replace('deploy-', '')]), holds: () => true, findings, ...more };
}

const context = { ofWaivers: new Set(['waiver-unused', 'waiver-expired']), configuration: 'rollcall.yaml' };
const merge = (here: Finding[], ...others: RevisionFindings[]) =>
  mergeFindings(here, others, context).map(({ fingerprint, message, environment, fix }) => [
    fingerprint,
    message.replace(`message of ${fingerprint}`, '').replace(/: $/, ''),
    environment,
    fix !== null,
  ]);

describe('what is reported', () => {
  const a = finding('a');
  const b = finding('b');
  test.each<[string, Finding[], RevisionFindings[], unknown[]]>([
    ['the same in both, once', [a], [other('deploy-prod', [a])], [['a', '', undefined, true]]],
    [
      'only on the branch, with its name',
      [],
      [other('deploy-prod', [b])],
      [['b', 'only on deploy-prod', 'prod', false]],
    ],
    [
      'on two branches, once and of no environment',
      [a],
      [other('deploy-dev', [a, b]), other('deploy-prod', [b])],
      [
        ['a', '', undefined, true],
        ['b', 'only on deploy-dev, deploy-prod', undefined, false],
      ],
    ],
    [
      'of an environment that is deployed from elsewhere: not',
      [],
      [other('deploy-prod', [finding('c', { environment: 'dev' })])],
      [],
    ],
    ['in a file that does not count: not', [], [other('deploy-prod', [b], { holds: () => false })], []],
    [
      'on a revision that is no deploy branch, whatever its environment',
      [],
      [other('v1', [finding('c', { environment: 'dev' })], { environments: null })],
      [['c', 'only on v1', 'dev', false]],
    ],
    [
      'a name that holds anything, quoted',
      [],
      [other('bad\nname', [b], { environments: null })],
      [['b', 'only on "bad\\nname"', undefined, false]],
    ],
  ])('%s', (_name, here, others, expected) => {
    expect(merge(here, ...others)).toEqual(expected);
  });
});

describe('waivers', () => {
  const unused = finding('u', { rule: 'waiver-unused', path: 'rollcall.yaml' });
  const inline = finding('i', { rule: 'waiver-unused', path: 'apps/prod/cart.yaml' });
  test('one of the configuration is unused only where no tree uses it', () => {
    expect(merge([unused], other('deploy-prod', [unused]))).toHaveLength(1);
    expect(merge([unused], other('deploy-prod', []))).toEqual([]);
  });
  test('those in files are judged here alone', () => {
    expect(merge([inline], other('deploy-prod', []))).toHaveLength(1);
    expect(merge([], other('deploy-prod', [inline]))).toEqual([]);
  });
});

test('no finding is lost or doubled, and the order is the order of reports', () => {
  const ids = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 });
  fc.assert(
    fc.property(ids, ids, ids, (here, one, two) => {
      const of = (names: string[]) => names.map((name) => finding(name, { line: name.charCodeAt(0) }));
      const merged = mergeFindings(of(here), [other('deploy-dev', of(one)), other('deploy-prod', of(two))], context);
      expect(merged.map(({ fingerprint }) => fingerprint)).toEqual([...new Set([...here, ...one, ...two])].sort());
      for (const { fingerprint, message } of merged)
        expect(message.startsWith('only on ')).toBe(!here.includes(fingerprint));
    }),
  );
});
