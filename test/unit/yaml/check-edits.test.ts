import { describe, expect, test } from '@jest/globals';
import { checkEdits, type Expectation } from '@rollcall/domain/yaml/check-edits';
import { applyEdits, type Edit } from '@rollcall/domain/yaml/edit';

/** The edit that puts a text in the place of another that stands once. */
function swap(text: string, old: string, newText: string): Edit {
  const start = text.indexOf(old);
  return { path: 'a.yaml', range: [start, start + old.length], newText };
}

function expected(path: Expectation['path'], value: Expectation['value'], document = 0): Expectation {
  return { document, path, value };
}

function check(before: string, edits: Edit[], expectations: Expectation[], after = applyEdits(before, edits)): void {
  checkEdits(before, after, edits, expectations);
}

interface Case {
  before: string;
  old: string;
  now: string;
  expectations: Expectation[];
}

describe('is proved', () => {
  test.each<[string, Case]>([
    ['a value', { before: 'a: x\nb: 1\n', old: 'x', now: 'w', expectations: [expected(['a'], 'w')] }],
    [
      'a value of a later document',
      { before: 'a: 1\n---\na: x\n', old: 'x', now: 'w', expectations: [expected(['a'], 'w', 1)] },
    ],
    ['an entry that comes', { before: 'a: x\n', old: '\n', now: '\nb: w\n', expectations: [expected(['b'], 'w')] }],
    ['a word that comes', { before: 'a: x\n', old: '\n', now: '\nb: true\n', expectations: [expected(['b'], true)] }],
    ['an entry that goes', { before: 'a: x\nb: y\n', old: 'b: y\n', now: '', expectations: [expected(['b'], null)] }],
    [
      'one that YAML 1.1 calls true',
      { before: 'a: x\ny: z\n', old: 'y: z\n', now: '', expectations: [expected(['y'], null)] },
    ],
    [
      'one that comes and is called so',
      { before: 'a: x\n', old: '\n', now: '\ny: z\n', expectations: [expected(['y'], 'z')] },
    ],
    [
      'a value beside dates and sets',
      {
        before: 'd: 2026-01-05\ns: !!set {p, q}\nb: !!binary aGk=\na: x\n',
        old: 'x',
        now: 'w',
        expectations: [expected(['a'], 'w')],
      },
    ],
    [
      'a value beside what is the same key to YAML 1.1',
      { before: 'on: 1\ntrue: 2\na: x\n', old: 'x', now: 'w', expectations: [expected(['a'], 'w')] },
    ],
    [
      'a value beside an alias of nothing',
      { before: 'b: *nothing\n---\na: x\n', old: 'x', now: 'w', expectations: [expected(['a'], 'w', 1)] },
    ],
  ])('%s', (_what, { before, old, now, expectations }) => {
    expect(() => check(before, [swap(before, old, now)], expectations)).not.toThrow();
  });

  test('several edits, in whatever order they are given', () => {
    const before = 'a: x\nb: longer\nc: z\n';
    const edits = [swap(before, 'z', 'zz'), swap(before, 'x', 'xx'), swap(before, 'longer', 'b')];
    const expectations = [expected(['c'], 'zz'), expected(['a'], 'xx'), expected(['b'], 'b')];
    expect(() => check(before, edits, expectations)).not.toThrow();
  });

  test('several edits of the text in one block', () => {
    const before = 'values: |\n  a: x\n  b: z\n';
    const edits = [swap(before, 'x', 'xx'), swap(before, 'z', 'zz')];
    const inside = (path: string, value: string) => expected(['values'], [expected([path], value)]);
    expect(() => check(before, edits, [inside('a', 'xx'), inside('b', 'zz')])).not.toThrow();
    expect(() => check(before, edits, [inside('b', 'zz')])).toThrow('changed at /a, inside the text at /values (core)');
    expect(() => check(before, edits, [inside('a', 'xx')])).toThrow('changed at /b, inside the text at /values (core)');
  });
});

describe('is not proved', () => {
  test.each<[string, Case, string]>([
    [
      'another value than was asked for',
      { before: 'a: x\n', old: 'x', now: 'w', expectations: [expected(['a'], 'z')] },
      'does not read as the string that was asked for at /a',
    ],
    [
      'a number',
      { before: 'a: x\n', old: 'x', now: '12', expectations: [expected(['a'], '12')] },
      'does not read as the string that was asked for at /a (core)',
    ],
    [
      'a number to one schema',
      { before: 'a: x\n', old: 'x', now: '1_0', expectations: [expected(['a'], '1_0')] },
      'does not read as the string that was asked for at /a (yaml-1.1)',
    ],
    [
      'what nobody asked for',
      { before: 'a: x\nb: x2\n', old: 'x2', now: 'w', expectations: [expected(['a'], 'x')] },
      'document 0 changed at /b',
    ],
    [
      'a map in the place of a text',
      { before: 'a: x\n', old: 'x', now: '{b: 1}', expectations: [] },
      'document 0 changed at /a (core)',
    ],
    [
      'a text in the place of a list',
      { before: 'a: [b]\n', old: '[b]', now: 'b', expectations: [] },
      'document 0 changed at /a (core)',
    ],
    [
      'another date',
      { before: 'a: 2026-01-05\n', old: '05', now: '06', expectations: [] },
      'document 0 changed at /a (core)',
    ],
    [
      'a date for a number',
      { before: 'a: 12\n', old: '12', now: '2026-01-05', expectations: [] },
      'document 0 changed at /a (core)',
    ],
    ['another member of a set', { before: 'a: !!set {p, q}\n', old: 'q', now: 'r', expectations: [] }, 'document 0'],
    [
      'another order of keys',
      { before: 'a: 1\nb: 1\n', old: 'a: 1\nb', now: 'b: 1\na', expectations: [] },
      'document 0 changed at a key of',
    ],
    [
      'an entry more',
      { before: 'a: x\n', old: '\n', now: '\nb: w\n', expectations: [] },
      'has more or fewer entries at',
    ],
    [
      'a document more',
      { before: 'a: x\n', old: 'x\n', now: 'w\n---\nb: 1\n', expectations: [expected(['a'], 'w')] },
      'the edited text has another number of documents (core)',
    ],
    [
      'a document that is not there',
      { before: 'a: x\n', old: 'x', now: 'w', expectations: [expected(['a'], 'w'), expected(['a'], 'w', 1)] },
      'there is no document 1 (core)',
    ],
    [
      'what cannot be read',
      { before: 'a: x\n', old: 'x', now: '[', expectations: [] },
      'the edited text is not valid YAML (core)',
    ],
    [
      'an entry that did not come',
      { before: 'a: x\n', old: 'x', now: 'x', expectations: [expected(['b'], 'w')] },
      'has nothing at /b (core)',
    ],
    [
      'an entry below a text',
      { before: 'a: x\n', old: 'x', now: 'x', expectations: [expected(['a', 'b'], 'w')] },
      'has nothing at /a/b (core)',
    ],
    [
      'an entry that did not go',
      { before: 'a: x\n', old: 'x', now: 'x', expectations: [expected(['a'], null)] },
      'document 0',
    ],
    [
      'another value of an entry that comes',
      { before: 'a: x\n', old: '\n', now: '\nb: z\n', expectations: [expected(['b'], 'w')] },
      'does not read as what was added at /b (core)',
    ],
    [
      'a text for a word that comes',
      { before: 'a: x\n', old: '\n', now: "\nb: 'true'\n", expectations: [expected(['b'], true)] },
      'does not read as what was added at /b (core)',
    ],
    [
      'a number where a text with YAML in it was',
      {
        before: 'v: |\n  a: x\n',
        old: '|\n  a: x',
        now: '12',
        expectations: [expected(['v'], [expected(['a'], 'w')])],
      },
      'is no text at /v (core)',
    ],
    [
      'a text with YAML in it where a number was',
      { before: 'v: 12\n', old: '12', now: '|\n  a: w', expectations: [expected(['v'], [expected(['a'], 'w')])] },
      'is no text at /v (core)',
    ],
    [
      'what an alias carries elsewhere',
      { before: 'a: &x x1\nb: *x\n', old: 'x1', now: 'w', expectations: [expected(['a'], 'w')] },
      'document 0 changed at /b (core)',
    ],
    [
      'what a merge key carries elsewhere',
      { before: 'a: &x {c: x1}\nb: {<<: *x}\n', old: 'x1', now: 'w', expectations: [expected(['a', 'c'], 'w')] },
      '(core)',
    ],
  ])('%s', (_what, { before, old, now, expectations }, message) => {
    expect(() => check(before, [swap(before, old, now)], expectations)).toThrow(message);
  });

  test.each([
    [
      'before the first edit',
      '# a\nx: y\n# b\n',
      '# A\nx: z\n# b\n',
      'bytes outside the edits changed before offset 7',
    ],
    [
      'behind the last edit',
      '# a\nx: y\n# b\n',
      '# a\nx: z\n# B\n',
      'bytes outside the edits changed after the last one',
    ],
  ])('a byte %s', (_where, before, after, message) => {
    expect(() => check(before, [swap(before, 'y', 'z')], [expected(['x'], 'z')], after)).toThrow(message);
  });
});
