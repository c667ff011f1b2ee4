import oracle from '@balena/dockerignore';
import { describe, expect, test } from '@jest/globals';
import { parseIgnoreRules } from '@rollcall/domain/dockerfile/ignore-rules';
import { compileDockerPattern } from '@rollcall/domain/dockerfile/pattern';
import fc from 'fast-check';

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

// Not `..`: behind a `!` that package cleans the mark along with the path.
test('agrees with the usual package on everything both can do', () => {
  const segment = fc.constantFrom('a', 'b', 'ab', 'a.md', '.x', 'A');
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '*', '**', '?', '*.md', 'a*', '*b', '.x', '[ab]', '.', ''), {
      minLength: 1,
      maxLength: 4,
    })
    .map((segments) => segments.join('/'));
  const line = fc.tuple(fc.constantFrom('', '!', ' '), pattern).map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 5 }),
      fc.array(segment, { minLength: 1, maxLength: 4 }),
      (lines, segments) => {
        const path = segments.join('/');
        const text = lines.join('\n');
        expect(parseIgnoreRules(text).ignores(path)).toBe(
          oracle.default({ ignorecase: false }).add(text).ignores(path),
        );
      },
    ),
    { numRuns: 3000 },
  );
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
