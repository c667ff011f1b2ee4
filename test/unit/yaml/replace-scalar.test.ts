import { describe, expect, test } from '@jest/globals';
import { UserError } from '@rollcall/domain/user-error';
import { checkEdits } from '@rollcall/domain/yaml/check-edits';
import { applyEdits, type Edit } from '@rollcall/domain/yaml/edit';
import { replaceScalar, scalarText } from '@rollcall/domain/yaml/replace-scalar';
import { decodeUtf8, parseYamlFile, type YamlDocument, type YamlPath } from '@rollcall/domain/yaml/yaml-document';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';

const runs = Number(process.env.ROLLCALL_PROOF_RUNS ?? 300);

function documentOf(text: string, index = 0): YamlDocument {
  const document = parseYamlFile('a.yaml', text).documents[index];
  if (!document) throw new Error('no document');
  return document;
}

/** A scalar with its text in the file, and whether one edit of it can be right. */
const scalar = fc.oneof(
  fc.constantFrom('plain', '165-cf185b1', 'null', '~', '12e4567', '0123', '2026-01-05', 'on', 'é🚀', 'a b', 'x:y'),
  fc.constantFrom("''", "'it''s'", "'165'", "'🚀'", "'a: b # c'"),
  fc.constantFrom('""', '"165-cf185b1"', '"\\u00e9\\n"', '"a # b"', '"🚀"'),
);
const blank = fc.constantFrom(' ', '  ', ' \t');
const comment = fc.constantFrom('', '', ' # c', '\t# 한글 🚀: "x', ' #');
const lineEnd = fc.constantFrom('\n', '\n', '\r\n');
const filler = fc.constantFrom('', '# between', '   ', '#');

interface Generated {
  text: string;
  path: YamlPath;
  document: number;
}

/** A file of several documents whose entries are in block or flow style, and the path of one scalar in it. */
const generated: fc.Arbitrary<Generated> = fc
  .record({
    bom: fc.boolean(),
    lastEnd: fc.boolean(),
    documents: fc.array(
      fc.array(
        fc.record({
          value: scalar,
          blank,
          comment,
          end: lineEnd,
          filler,
          style: fc.constantFrom('block', 'flow', 'list'),
        }),
        { minLength: 1, maxLength: 4 },
      ),
      { minLength: 1, maxLength: 3 },
    ),
    pick: fc.tuple(fc.nat(), fc.nat()),
  })
  .map(({ bom, lastEnd, documents, pick }) => {
    let text = bom ? '\ufeff' : '';
    const document = pick[0] % documents.length;
    let path: YamlPath = [];
    for (const [index, entries] of documents.entries()) {
      if (index > 0) text += '---\n';
      const target = pick[1] % entries.length;
      for (const [at, { value, blank: space, comment: note, end, filler: line, style }] of entries.entries()) {
        if (line !== '') text += line + end;
        const key = `k${at}`;
        const where: Record<string, [string, YamlPath]> = {
          block: [`${key}:${space}${value}${note}`, [key]],
          flow: [`${key}: {"é": 1, a:${space}${value} , 'b': [x]}${note}`, [key, 'a']],
          list: [
            `${key}:${note}${end}  - name: x${end}    value:${space}${value}${note}${end}  - y`,
            [key, 0, 'value'],
          ],
        };
        const [written, wherePath] = where[style] ?? ['', []];
        text += written + end;
        if (index === document && at === target) path = wherePath;
      }
    }
    return { text: lastEnd ? text : text.replace(/\r?\n$/, ''), path, document };
  });

const newValue = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/),
  fc.constantFrom(
    '12e4567',
    '0123456',
    '1_000',
    '1e5_',
    'on',
    'null',
    "it's",
    'a "b" \\',
    '🚀 é',
    '',
    '# x',
    '*a',
    '${{ x }}',
  ),
);

test('one edit leaves every byte outside its range, and the value reads back under both schemas', () => {
  fc.assert(
    fc.property(generated, newValue, ({ text, path, document }, value) => {
      const edit = replaceScalar(documentOf(text, document), path, value);
      const after = edit ? applyEdits(text, [edit]) : text;
      if (edit) {
        const [start, end] = edit.range;
        expect(after.slice(0, start)).toBe(text.slice(0, start));
        expect(after.slice(after.length - (text.length - end))).toBe(text.slice(end));
      }
      for (const schema of ['core', 'yaml-1.1'] as const) {
        const parsed = parseAllDocuments(after, { schema })[document];
        expect(parsed?.getIn(path)).toBe(value);
      }
      checkEdits(text, after, edit ? [edit] : [], [{ document, path, value }]);
    }),
    { numRuns: runs },
  );
});

test.each<[string, YamlPath]>([
  ['x: 9\ny: 1\n', ['y']],
  ['- {n: 2, on: {off: 1}}\n', [0, 'on', 'off']],
  ['1_0: 1\n"10": 2\n', ['1_0']],
  ['"true": 2\ny: 1\n', ['y']],
  ['1.0: 1\n', ['1']],
])('a key that YAML 1.1 reads as something else leads to its value: %j', (text, path) => {
  const edit = replaceScalar(documentOf(text), path, '7-abc1234');
  const after = applyEdits(text, edit ? [edit] : []);
  expect(after).toBe(text.replace(/: 1(?=\W)/, ': 7-abc1234'));
  checkEdits(text, after, edit ? [edit] : [], [{ document: 0, path, value: '7-abc1234' }]);
  const [parent, key] = [path.slice(0, -1), `${path.at(-1)}x`];
  const elsewhere = [{ document: 0, path: [...parent, key], value: '7-abc1234' }];
  expect(() => checkEdits(text, after, edit ? [edit] : [], elsewhere)).toThrow('changed at');
});

test.each<[string, YamlPath, string, number]>([
  ['yes: {tag: 1}\non: {tag: 2}\n', ['yes', 'tag'], 'the key yes, and on at line 2 is the same key', 1],
  ['yes: {tag: 1}\non: {tag: 2}\n', ['on', 'tag'], 'the key on, and yes at line 1 is the same key', 2],
  ['yes: 1\non: 2\n', ['yes'], 'the key yes, and on at line 2 is the same key', 1],
  ['a:\n  014: {tag: 1}\n', ['a', '14', 'tag'], 'the key 014, which YAML 1.1 reads as 12', 2],
  ['0o14: {tag: 1}\n', ['12', 'tag'], 'the key 0o14, which YAML 1.1 reads as 0o14', 1],
  ['10: {tag: 1}\n012: {tag: 2}\n', ['10', 'tag'], 'the key 10, and 012 at line 2 is the same key', 1],
  ['90: {tag: 1}\n1:30: {tag: 2}\n', ['1:30', 'tag'], 'the key 1:30, and 90 at line 1 is the same key', 2],
  ['2026-01-05: 1\n2026-1-5: 2\n', ['2026-01-05'], 'and 2026-1-5 at line 2 is the same key', 1],
  ['"true": 1\ntrue: 2\n', ['true'], 'the key true, and true at line 2 is the same key', 1],
  ['&a tag: 1\n*a : 2\n', ['tag'], 'the key tag, and *a at line 2 is the same key', 1],
])('a key that not every parser reads as the same is refused: %j', (text, path, words, line) => {
  const attempt = () => replaceScalar(documentOf(text), path, '7-abc1234');
  expect(attempt).toThrow(UserError);
  expect(attempt).toThrow(expect.objectContaining({ message: expect.stringContaining(words) }));
  expect(attempt).toThrow(expect.objectContaining({ location: expect.objectContaining({ path: 'a.yaml', line }) }));
});

test.each<[string, YamlPath]>([
  ['yes: 2\non: 3\ntag: 1\n', ['tag']],
  ['014: 2\ntag: 1\n', ['tag']],
  ['a: {yes: 2, on: 3, tag: 1}\n', ['a', 'tag']],
  ['0x1F: 1\n', ['31']],
  ['!!str yes: 1\non: 2\n', ['yes']],
])('keys beside the path are nobody’s business: %j', (text, path) => {
  const edit = replaceScalar(documentOf(text), path, '7-abc1234');
  const after = applyEdits(text, edit ? [edit] : []);
  expect(after).toBe(text.replace(/: 1(?=\W)/, ': 7-abc1234'));
  checkEdits(text, after, edit ? [edit] : [], [{ document: 0, path, value: '7-abc1234' }]);
});

test('one line of YAML cannot hold a line end or half a character', () => {
  for (const value of ['a\nb', 'a\u0000', '\ud800', 'a\u2028b'])
    expect(() => replaceScalar(documentOf('a: 1'), ['a'], value)).toThrow(UserError);
});

test.each([
  ['a: 1.10', '1.10'],
  ["a: '1.10'", '1.10'],
  ['a: "x\\u00e9"', 'xé'],
  ['a:', ''],
  ['a: {}', ''],
  ['b: 1', ''],
])('scalarText of %j is %j', (text, expected) => {
  expect(scalarText(documentOf(text), ['a'])).toBe(expected);
});

describe('checkEdits throws', () => {
  const before = 'a: 1 # x\nb: {c: 2}\n---\n- 3\n';
  const good: Edit = { path: 'a', range: [3, 4], newText: 'one' };
  const expected = [{ document: 0, path: ['a'], value: 'one' }];
  test.each<[string, string, Edit[], { document: number; path: YamlPath; value: string }[], string]>([
    ['a byte outside the range changed', 'a: one # y\nb: {c: 2}\n---\n- 3\n', [good], expected, 'outside'],
    ['a byte behind the last range changed', 'a: one # x\nb: {c: 2}\n---\n- 3', [good], expected, 'outside'],
    ['it does not parse', 'a: [ # x\nb: {c: 2}\n---\n- 3\n', [{ ...good, newText: '[' }], expected, 'not valid YAML'],
    [
      'another value',
      'a: two # x\nb: {c: 2}\n---\n- 3\n',
      [{ ...good, newText: 'two' }],
      expected,
      'string that was asked',
    ],
    [
      'a number',
      'a: 10 # x\nb: {c: 2}\n---\n- 3\n',
      [{ ...good, newText: '10' }],
      [{ document: 0, path: ['a'], value: '10' }],
      'string that was asked',
    ],
    [
      'a number to one schema',
      'a: 1_0 # x\nb: {c: 2}\n---\n- 3\n',
      [{ ...good, newText: '1_0' }],
      [{ document: 0, path: ['a'], value: '1_0' }],
      '(yaml-1.1)',
    ],
    [
      'a change elsewhere',
      'a: 1 # x\nb: {c: 9}\n---\n- 3\n',
      [{ path: 'a', range: [16, 17], newText: '9' }],
      [],
      'changed at /b/c',
    ],
    [
      'a new key',
      'a: one\nz: 1 # x\nb: {c: 2}\n---\n- 3\n',
      [{ ...good, newText: 'one\nz: 1' }],
      expected,
      'more or fewer',
    ],
    [
      'a new document',
      'a: one\n---\nq # x\nb: {c: 2}\n---\n- 3\n',
      [{ ...good, newText: 'one\n---\nq' }],
      expected,
      '',
    ],
    ['a target that is not there', before, [], [{ document: 0, path: ['b', 'd'], value: 'x' }], 'has nothing at /b/d'],
    ['a target below a scalar', before, [], [{ document: 0, path: ['a', 'd'], value: 'x' }], 'has nothing at /a/d'],
    ['a document that is not there', before, [], [{ document: 9, path: ['a'], value: 'x' }], 'no document 9'],
    [
      'another document changed',
      'a: 1 # x\nb: {c: 2}\n---\n- 4\n',
      [{ path: 'a', range: [25, 26], newText: '4' }],
      [],
      'document 1',
    ],
  ])('%s', (_name, after, edits, expectations, words) => {
    expect(() => checkEdits(before, after, edits, expectations)).toThrow(words);
  });

  test('and not when all is well, dates, sets and circles included', () => {
    checkEdits(before, before.replace('1', 'one'), [good], expected);
    const odd =
      'd: 2026-01-05\nb: !!binary aGk=\ns: !!set {x, y}\no: !!omap [a: 1]\nc: &c [*c]\nn: .nan\n? {k: v}\n: z\na: 1\n';
    const at = odd.length - 2;
    const edit: Edit = { path: 'a', range: [at, at + 1], newText: 'one' };
    checkEdits(odd, applyEdits(odd, [edit]), [edit], expected);
  });
});

describe('parseYamlFile', () => {
  test('resolves merge keys', () => {
    expect(documentOf('a: &a {x: 1}\nb: {<<: *a, y: 2}').value()).toEqual({ a: { x: 1 }, b: { x: 1, y: 2 } });
  });

  test.each(['- '.repeat(100_000), `${' '.repeat(2000)}- x`, '['.repeat(10_000)])('survives nesting', (text) => {
    const { errors } = parseYamlFile('a.yaml', `a: 1\nb:\n${text}x\n`);
    expect(errors.length).toBeGreaterThan(0);
  });

  test.each(['a: *nobody', 'a: {<<: 5}'])('a value that cannot be read is a UserError: %s', (text) => {
    expect(() => documentOf(text).value()).toThrow(UserError);
  });

  test('bytes that are not UTF-8 are refused, a byte-order mark is kept', () => {
    expect(() => decodeUtf8('a.yaml', Uint8Array.of(0x61, 0xff))).toThrow('a.yaml is not UTF-8 text');
    expect(decodeUtf8('a.yaml', Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa');
  });
});

function replaced(text: string, path: YamlPath, value: string): string {
  const [document] = parseYamlFile('a.yaml', text).documents;
  if (!document) throw new Error('no document');
  const edit = replaceScalar(document, path, value);
  return edit === undefined ? 'as it is' : applyEdits(text, [edit]);
}

describe('a value is written as the one before it', () => {
  test.each<[string, YamlPath, string, string]>([
    ['a: x # c\n', ['a'], 'v2', 'a: v2 # c\n'],
    ['a: x\n', ['a'], '12', 'a: "12"\n'],
    ['a: "x"\n', ['a'], 'v"2', 'a: "v\\"2"\n'],
    ["a: 'x'\n", ['a'], "v'2", "a: 'v''2'\n"],
    ['a:\n', ['a'], 'v2', 'a: v2\n'],
    ['a:   # c\n', ['a'], '12', 'a: "12"   # c\n'],
    ['a: {b: }\n', ['a', 'b'], 'v2', 'a: {b: v2 }\n'],
    ['? a\n:\n', ['a'], 'v2', '? a\n: v2\n'],
    ['a: [p, q]\n', ['a', 1], 'v2', 'a: [p, v2]\n'],
    ['a: !!str 12\n', ['a'], 'v2', 'a: !!str v2\n'],
    ['a: &n x\n', ['a'], 'v2', 'a: &n v2\n'],
    ['a: &n x\nb: &m y\nc: *m\n', ['a'], 'v2', 'a: &n v2\nb: &m y\nc: *m\n'],
    ['1: x\n', ['1'], 'v2', '1: v2\n'],
    ['a: v2\n', ['a'], 'v2', 'as it is'],
    ['a: "v2"\n', ['a'], 'v2', 'as it is'],
    ["a: 'it''s'\n", ['a'], "it's", 'as it is'],
    ['a: 12\n', ['a'], '12', 'a: "12"\n'],
    ['a: ~\n', ['a'], 'v2', 'a: v2\n'],
    ['x\n', [], 'v2', 'v2\n'],
  ])('%j at %j with %j becomes %j', (text, path, value, after) => {
    expect(replaced(text, path, value)).toBe(after);
  });
});

describe('a value that cannot be written alone is refused, with its line and what to do', () => {
  const oneLine = 'Write the value on the line of its key.';
  test.each<[string, YamlPath, number, string, string | undefined]>([
    ['a: {b: c}\n', ['a'], 1, 'a is a map, not one value', undefined],
    ['\na: [b]\n', ['a'], 2, 'a is a list, not one value', undefined],
    ['a: 1\n', [], 1, 'the document is a map, not one value', undefined],
    ['a: !!int 1\n', ['a'], 1, 'a has the tag tag:yaml.org,2002:int', 'Remove the tag.'],
    ['a: |\n  x\n', ['a'], 1, 'a is a block or spans several lines', oneLine],
    ['a: >\n  x\n', ['a'], 1, 'a is a block or spans several lines', oneLine],
    ['a: |', ['a'], 1, 'a is a block or spans several lines', oneLine],
    ['a: >', ['a'], 1, 'a is a block or spans several lines', oneLine],
    ['a: x\n  y\n', ['a'], 1, 'a is a block or spans several lines', oneLine],
    ['a: "x\n  y"\n', ['a'], 1, 'a is a block or spans several lines', oneLine],
    ['b: &n x\na: *n\n', ['a'], 2, 'a is an alias (*n)', 'Write the value out instead of the alias.'],
    ['b: &n {c: x}\na: *n\n', ['a', 'c'], 2, 'a is an alias (*n)', 'Write the value out instead of the alias.'],
    [
      'a: &n x\nb: 1\nc: *n\nd: *n\n',
      ['a'],
      1,
      'a has the anchor &n, which line 3 uses as well',
      'Write the value out in both places instead of the anchor.',
    ],
    [
      'a: &n\n  b: x\nc: *n\n',
      ['a', 'b'],
      2,
      'a has the anchor &n, which line 3 uses as well',
      'Write the value out in both places instead of the anchor.',
    ],
    [
      'b: &n {c: x}\na: {<<: *n}\n',
      ['a', 'c'],
      2,
      'a.c is not written here: a merge key (`<<`) may bring it in',
      'Write the value out in this place.',
    ],
    ['a: {b: x}\n', ['a', 'c'], 1, 'a.c is not there', 'Write `c` out in this place.'],
    ['a: {b: x}\n', ['a', 'b', 'c'], 1, 'a.b.c is not there', undefined],
    ['a: [x]\n', ['a', 1], 1, 'a[1] is not there', undefined],
    ['a: [x]\n', ['a', '0'], 1, 'a.0 is not there', undefined],
    ['a: [x]\n', ['a', 'b', 'c'], 1, 'a.b is not there', undefined],
    ['a: &n\n', ['a'], 1, 'a has no value', 'Write a value behind the colon.'],
    ['a: !!str\n', ['a'], 1, 'a has no value', 'Write a value behind the colon.'],
    ['{a, b: 1}\n', ['a'], 1, 'a has no value', 'Write a value behind the colon.'],
  ])('%j at %j', (text, path, line, message, help) => {
    try {
      expect(replaced(text, path, 'v2')).toBe('refused');
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      expect(error.message.slice(0, message.length)).toBe(message);
      expect(error.help).toBe(help);
      expect(error.location?.line).toBe(line);
    }
  });

  test.each(['a\nb', 'a\u0000b', 'a\u2028b', '\ufeffa', '\ud800'])('%j fits into no line', (value) => {
    expect(() => replaced('a: x\n', ['a'], value)).toThrow('holds characters that one line of YAML cannot');
  });
});

test.each<[string, YamlPath, string]>([
  ['a: 1.10\n', ['a'], '1.10'],
  ['a: "1.10" # c\n', ['a'], '1.10'],
  ["a: 'it''s'\n", ['a'], "it's"],
  ['a: |\n  x\n', ['a'], 'x\n'],
  ['a:\n', ['a'], ''],
  ['a: {b: c}\n', ['a'], ''],
  ['a: x\n', ['b'], ''],
  ['a: ~\n', ['a'], '~'],
])('the text of %j at %j is %j', (text, path, value) => {
  const [document] = parseYamlFile('a.yaml', text).documents;
  expect(document && scalarText(document, path)).toBe(value);
});

describe('a block of one line', () => {
  const replaced = (text: string, value: string): string => {
    const edit = replaceScalar(documentOf(text), ['a', 0], value);
    return edit ? applyEdits(text, [edit]) : text;
  };

  test.each(['>-', '|-'])('%s is written on its line', (header) => {
    expect(replaced(`a:\n  - ${header}\n    web:v1\nb: c\n`, 'web:v2')).toBe(`a:\n  - ${header}\n    web:v2\nb: c\n`);
    expect(replaced(`a:\r\n  - ${header}\r\n    web:v1\r\n`, '# 2')).toBe(`a:\r\n  - ${header}\r\n    # 2\r\n`);
    expect(replaced(`a: [x]\n`, 'x')).toBe('a: [x]\n');
  });

  test.each([
    ['that ends with the end of the line', 'a:\n  - >\n    web:v1\n', 'web:v2'],
    ['of two lines', 'a:\n  - >-\n    web\n    v1\n', 'web:v2'],
    ['with a comment behind its head', 'a:\n  - >- # c\n    web:v1\n', 'web:v2'],
    ['for a text that begins with a space', 'a:\n  - >-\n    web:v1\n', ' v2'],
    ['for an empty text', 'a:\n  - >-\n    web:v1\n', ''],
  ])('%s is refused', (_what, text, value) => {
    expect(() => replaced(text, value)).toThrow('is a block or spans several lines');
  });
});
