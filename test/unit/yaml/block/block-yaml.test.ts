import { describe, expect, test } from '@jest/globals';
import { compareReaders } from '@rollcall/testkit/yaml-readers';
import fc from 'fast-check';

const runs = Number(process.env.ROLLCALL_PROOF_RUNS ?? 300) * 5;

describe('is read as the yaml package reads it', () => {
  test.each([
    ['a map in a map', 'a:\n  b: c\n  d:\n      e: f\ng: h\n'],
    ['a list in the column of its key', 'a:\n- b\n- c: d\n  e: f\ng: h\n'],
    ['a list of lists', '- - a\n  - b\n-\n  - c\n'],
    ['no newline at the end', 'a: b'],
    ['a null at the end', 'a:'],
    ['spaces behind values', 'a: b  \nc:   \nd: "e"  \n'],
    ['comments on lines and behind values', '# x\na: b # y\n\n# z\nc: # w\n  d: e\n'],
    ['a sign that begins no comment', 'a: b#c\nd: "e#f"\n'],
    ['colons in values', 'a: http://b:80/c\nd: e:f\n'],
    ['documents', '---\na: b\n---\n- c\n---\nd: e\n'],
    ['words of the core schema', 'a: [true, False, TRUE, null, ~, Null, yes, on, y]\n'],
    ['numbers', 'a: 1\nb: -2\nc: 010\nd: 1.10\ne: 100000000000000\nf: 1_000\ng: 12:30\nh: -0\ni: 1.2.3\n'],
    ['keys that are no texts', '1: a\n1.10: b\ntrue: c\nnull: d\n~x: e\n'],
    ['keys in quotes', '"a b": c\n\'d\'\'e\': f\n"<<": g\n'],
    ['a name of every object', '__proto__: a\nconstructor: b\n'],
    ['escapes', 'a: "b\\n\\"c\\"\\t\\\\"\n'],
    ['quotes of single quotes', "a: 'it''s \"b\"'\n"],
    ['a literal', 'a: |\n  b\n\n   c\n\n\nd: |-\n  e: #f\ng: h\n'],
    ['a literal at the end', 'a: |\n  b'],
    ['a folded text', 'a: >\n  b\n  c\n\n\n  d\ne: >-\n  f\n'],
    ['a literal in a list in the column of its key', 'a:\n- |\n b\n- c\n'],
    ['flow collections', 'a: {b: c, "d": [e, {f: g}], }\nh: [ ]\ni: {}\nj: [k , "l"]\n'],
    ['flow collections over lines', 'a: [\n  b,\n\n  c\n  ]\nd:\n  {e: f,\n   g: h}\n'],
    ['blanks that are no spaces to YAML', 'a: b\u00a0\nc\u2028: d\u0085\n'],
    ['colons in a plain item', 'a: [b:c:d, e]\n'],
    ['a comma on the next line', 'a: {b: c\n  ,\n  d: e}\nf: [g\n  , h]\n'],
    ['keys of 500 characters', `${'a'.repeat(500)}: b\nc: {${'d'.repeat(500)}: e}\n`],
    ['a sign in a key that begins no comment', 'a#b: c\n'],
    ['what only begins as the mark of a document', 'a: b\n---c: d\n'],
    ['a comment behind the mark of a document', 'a: b\n--- # c\nd: e\n'],
    ['numbers with noughts', 'a: 10\nb: 1.0\nc: 0\nd: 20\ne: -0\nf: 100\n'],
    ['collections in collections', 'a: [[b], {c: d}, [e, [f]]]\ng: {h: {i: j}, k: [l]}\n'],
    ['blank lines in and behind texts', 'a: >\n  b\n\n\n\n  c\nd: |-\n  e\n\n\nf: g\n'],
    ['a comment between items', 'a:\n  - b\n  # c\n  - d\n'],
    ['values that begin like indicators', 'a: -b\nc: ---\nd: -1x\n'],
  ])('%s', (_title, text) => {
    expect(compareReaders(text)).toBe('nodes');
  });

  test.each([
    ['a comment below a value, indented further than what follows', 'a:\n  b: c\n  # d\ne: f\n'],
    ['a comment below a list in the column of its key', 'a:\n- b\n# c\nd: e\n'],
    ['a comment in the place of a value', 'a: # b\nc: d\n'],
    ['an indented comment at the end', 'a:\n  b: c\n  # d\n'],
  ])('without nodes: %s', (_title, text) => {
    expect(compareReaders(text)).toBe('values');
  });
});

test.each([
  ['no YAML at all', '}'],
  ['nothing', ''],
  ['a comment alone', '# a\n'],
  ['an empty document', 'a: b\n---\n'],
  ['one scalar', 'a\n'],
  ['a collection in flow style', '{a: b}\n'],
  ['an anchor', 'a: &b c\n'],
  ['an alias', 'a: *b\n'],
  ['a tag', 'a: !!str b\n'],
  ['a merge key', '<<: {a: b}\n'],
  ['a directive', '%YAML 1.2\n---\na: b\n'],
  ['the end of a document', 'a: b\n...\n'],
  ['text behind the mark of a document', '--- a\n'],
  ['a byte order mark', '\ufeffa: b\n'],
  ['line ends of Windows', 'a: b\r\n'],
  ['a tab', 'a:\tb\n'],
  ['a key that is there twice', 'a: b\n"a": c\n'],
  ['a key that is there twice as a text', '1: b\n"1": c\n'],
  ['a key with a question mark', '? a\n: b\n'],
  ['a plain scalar of two lines', 'a: b\n  c\n'],
  ['a quoted scalar of two lines', 'a: "b\n  c"\n'],
  ['a quote that is not closed', "a: 'b\n"],
  ['text behind a quote', 'a: "b" c\n'],
  ['a comment without a space before it', 'a: "b"#c\n'],
  ['a map in a line of a map', 'a: b: c\n'],
  ['a list in a line of a map', 'a: - b\n'],
  ['an entry in another column', 'a:\n  b: c\n d: e\n'],
  ['an item in another column', '- a\n - b\n'],
  ['an item in the column of a key', 'a: b\n- c\n'],
  ['a key in the column of an item', '- a\nb: c\n'],
  ['an escape that is seldom', 'a: "\\x41"\n'],
  ['a number with an exponent', 'a: 1e3\n'],
  ['a number in octal', 'a: 0o17\n'],
  ['a number that is too long', 'a: 9007199254740993\n'],
  ['a literal with its indentation', 'a: |2\n   b\n'],
  ['a literal that keeps its blank lines', 'a: |+\n  b\n\n'],
  ['a literal that begins with a blank line', 'a: |\n\n  b\n'],
  ['a folded text with a line that is indented further', 'a: >\n  b\n   c\n'],
  ['a pair in a flow list', 'a: [b: c]\n'],
  ['a dash alone in a flow list', 'a: [-, b]\n'],
  ['a flow map without a value', 'a: {b}\n'],
  ['a flow map without a space', 'a: {"b":c}\n'],
  ['a comment in a flow list', 'a: [ # b\n  c]\n'],
  ['a flow list that is not indented', 'a: [\nb]\n'],
  ['a bracket too many', 'a: [b]]\n'],
  ['a comma too many', 'a: [b,,c]\n'],
  ['a literal with a comment behind its sign', 'a: | # c\n  b\n'],
  ['a literal without a line', 'a:\n  b: |\n  c\n'],
  ['a literal with a longer line of spaces', 'a: |\n  b\n     \n  c\n'],
  ['a literal that ends in spaces', 'a: |\n  b\n  '],
  ['a literal before a tab', 'a: |\n  b\n\tc\n'],
  ['a literal before a line that is indented less', 'a: |\n    b\n  c\n'],
  ['a literal before the end of a document', 'a: |\n  b\n...\n'],
  ['a folded text with a line that begins with a tab', 'a: >\n  b\n  \tc\n'],
  ['two items without a comma', 'a: ["b" "c"]\n'],
  ['a comma too early', 'a: [ ,b]\n'],
  ['text behind a bracket', 'a: {b: c} d\n'],
  ['a comment right behind a bracket', 'a: [b]# c\n'],
  ['a key that is there twice in brackets', 'a: {a: 1, "a": 2}\n'],
  ['a key in brackets without a value', 'a: {b: }\n'],
  ['a space before the colon in brackets', 'a: {b : c}\n'],
  ['a key of 501 characters in brackets', `a: {${'k'.repeat(501)}: b}\n`],
  ['a flow map that is not indented', 'a: {b: c,\nd: e}\n'],
  ['a map as a key', '{a: b}: c\n'],
  ['a map as a key in a list', '- {a: b}: c\n'],
  ['a space before the colon', 'a : b\n'],
  ['a space between a quote and the colon', '"a" : b\n'],
  ['a key that begins with a sign', '@a: b\n'],
  ['a key that begins with a sign in a list', '- @a: b\n'],
  ['a comment in the place of a key', 'a #b: c\n'],
  ['a tab in a key', 'a\tb: c\n'],
  ['a tab before a key', 'a:\n\tb: c\n'],
  ['a document behind an end', 'a: b\n...\nc: d\n'],
  ['an end with a comment', 'a: b\n... # c\n'],
  ['a sign of a directive before a key', '%a: b\n'],
  ['a dash alone', 'a: -\n'],
  ['an indented map', '  a: b\n'],
  ['a key of 501 characters', `${'a'.repeat(501)}: b\n`],
  ['an empty value far before the next key', `a:\n  b:\n    c:\n${'\n'.repeat(501)}  d: e\n`],
])('is left to the yaml package: %s', (_title, text) => {
  expect(compareReaders(text)).toBe('nothing');
});

const scalar = fc.oneof(
  fc.constantFrom('a', 'api-prod', '1.10', '2', 'true', '~', '"b c"', "'d'", "''", 'http://e:80/f', '', 'v1 # g', '-h'),
  fc.constantFrom(
    '{}',
    '[]',
    '[a, "b"]',
    '[-1, -]',
    '{a: b, c: [d]}',
    '{-: -}',
    '{ a: 1 }',
    '[\n          a,\n          b ]',
  ),
  fc.constantFrom(
    '|\n          a\n\n          b',
    '|-\n          a',
    '>-\n          a\n          b',
    '"\\n"',
    "'it''s'",
  ),
  fc.string({ unit: fc.constantFrom(...'ab1.: -#"\'[]{},&*!|>%@`?~\\'), maxLength: 6 }),
);
const key = fc.oneof(
  fc.constantFrom('a', 'b', 'name', '"c"', "'d e'", '1', 'on', 'x.y/z', '__proto__'),
  fc.string({ unit: fc.constantFrom(...'ab1.: -#"\''), minLength: 1, maxLength: 4 }),
);
const line = fc.oneof(
  { arbitrary: fc.tuple(key, scalar).map(([name, value]) => `${name}: ${value}`), weight: 6 },
  { arbitrary: scalar.map((value) => `- ${value}`), weight: 3 },
  { arbitrary: fc.tuple(key, scalar).map(([name, value]) => `- ${name}: ${value}`), weight: 3 },
  { arbitrary: key.map((name) => `${name}:`), weight: 4 },
  { arbitrary: fc.constantFrom('# c', '', '---', '-', '- - a', '  ', '- # d'), weight: 3 },
);

/** Lines whose columns mostly follow from one another: deeper behind a key, else where one was before. */
const manifest = fc
  .array(fc.tuple(line, fc.constantFrom(0, 0, 0, 0, 2, 2, -2, -4, 1)), { minLength: 1, maxLength: 12 })
  .map((lines) => {
    let column = 0;
    let opens = false;
    const written = lines.map(([text, step]) => {
      column = Math.max(0, Math.min(8, column + (opens && step >= 0 ? 2 : step)));
      opens = /:$|^-$/.test(text);
      return ' '.repeat(text === '---' ? 0 : column) + text;
    });
    return `${written.join('\n')}\n`;
  });

test('reads generated manifests as the yaml package does, or not at all', () => {
  let taken = 0;
  fc.assert(
    fc.property(manifest, (text) => {
      if (compareReaders(text) !== 'nothing') taken += 1;
    }),
    { numRuns: runs },
  );
  expect(taken).toBeGreaterThan(runs / 20);
});
