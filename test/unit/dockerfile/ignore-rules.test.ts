import { describe, expect, test } from '@jest/globals';
import { parseIgnoreRules } from '@rollcall/domain/dockerfile/ignore-rules';
import { compileDockerPattern } from '@rollcall/domain/dockerfile/pattern';

const paths = [
  'a',
  'a/b',
  'a/b.md',
  'a/b/c.md',
  'b.md',
  'a.md/x',
  '.git/config',
  'ab',
  'constructor',
  'a+(b)/c',
  '한/글',
];

const cases: [string, string, string[]][] = [
  ['nothing', '', []],
  ['comments and blanks', '# a\n\n   \n', []],
  ['a name is from the top', 'b.md', ['b.md']],
  ['a folder', 'a', ['a', 'a/b', 'a/b.md', 'a/b/c.md']],
  ['slashes around', '/a/', ['a', 'a/b', 'a/b.md', 'a/b/c.md']],
  ['a star stays in its folder', '*.md', ['a.md/x', 'b.md']],
  ['two stars do not', '**/*.md', ['a.md/x', 'a/b.md', 'a/b/c.md', 'b.md']],
  ['taking back', '**/*.md\n!a/b.md', ['a.md/x', 'a/b/c.md', 'b.md']],
  ['taking back and leaving out again', 'a\n!a/b\na/b/*.md', ['a', 'a/b.md', 'a/b/c.md']],
  [
    'everything but',
    '*\n!a/b',
    ['.git/config', 'a', 'a+(b)/c', 'a.md/x', 'a/b.md', 'ab', 'b.md', 'constructor', '한/글'],
  ],
  ['a dot is nothing', '.', []],
  ['CRLF and BOM', '\uFEFFb.md\r\nab\r\n', ['ab', 'b.md']],
  ['characters special elsewhere', 'a+(b)', ['a+(b)/c']],
  ['a class', 'a[a-c]', ['ab']],
  ['not a class', 'a[^x]', ['ab']],
  ['dots in between', 'x/../a/./b', ['a/b', 'a/b/c.md']],
  ['case counts', 'A', []],
  ['a name of every object', 'constructor', ['constructor']],
];

test.each(cases)('%s', (_name, text, expected) => {
  const rules = parseIgnoreRules(text);
  expect(paths.filter((path) => rules.ignores(path)).sort()).toEqual([...expected].sort());
});

/** What BuildKit 0.34.2 does (github.com/moby/patternmatcher 0.6.1), where it is not what one expects. */
const surprising: [string, string, string[], string[]][] = [
  ['a folder that nothing left out is not taken back', '**/*.md\n!docs', ['docs/a.md', 'b.md'], ['docs/a']],
  ['a folder that was left out is', '*\n!docs', ['a'], ['docs/a.md', 'docs/b/c']],
  ['what is left out of it again', '*\n!docs\ndocs/b', ['docs/b/c'], ['docs/a']],
  ['two stars before a name are any beginning', '**.pyc', ['a.pyc', 'x/a.pyc'], ['a.pyc.x']],
  ['two stars within are whole folders', 'x/**.pyc', ['x/.pyc', 'x/y/.pyc'], ['x/a.pyc']],
  ['three stars', '***/x', ['a/x', 'b/a/x'], ['x']],
  ['two stars behind a name are any end', 'a**', ['ab', 'a/b'], ['b/a']],
  ['a class may be a slash', 'a[^b]c', ['a/c', 'adc'], ['abc']],
  ['a mark behind a slash', 'b\nc\n/!b', ['c'], ['b/x']],
];

test.each(surprising)('%s', (_name, text, out, left) => {
  const rules = parseIgnoreRules(text);
  expect([...out, ...left].filter((path) => rules.ignores(path))).toEqual(out);
});

test.each(['a|b*', '*^', '*{2}', '\\d', '[a', '[*]'])('what is more than a pattern leaves nothing out: %s', (line) => {
  const rules = parseIgnoreRules(`a\n${line}`);
  expect(rules.unread).toEqual([line]);
  expect(rules.ignores('a')).toBe(false);
});

describe('patterns of instructions', () => {
  test.each([
    ['*', 'a', true],
    ['*', '.a', true],
    ['*', 'a/b', false],
    ['a*b*c', 'aXbYc', true],
    ['a**c', 'a/c', false],
    ['?', '한', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['[\\]]', ']', true],
    ['[]]', ']', true],
    ['[a-', '[a-', true],
    ['arr[[]0].txt', 'arr[0].txt', true],
    ['{a,b}', 'a', false],
    ['a\nb*', 'a\nbc', true],
  ])('%j of %j', (pattern, path, expected) => {
    expect(compileDockerPattern(pattern).matches(path)).toBe(expected);
  });

  test('a hostile pattern is matched', () => {
    const path = `${'a'.repeat(2000)}/${'a'.repeat(2000)}`;
    expect(compileDockerPattern(`${'*a'.repeat(200)}b`).matches(path)).toBe(false);
    expect(parseIgnoreRules(`${'**/'.repeat(200)}b`).ignores(path)).toBe(false);
    expect(parseIgnoreRules(`${'**/*a'.repeat(100)}b`).ignores(path)).toBe(false);
  });
});
