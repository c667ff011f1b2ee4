import { describe, expect, test } from '@jest/globals';
import { decodeUtf8, lastKeyCounts, parseYamlFile } from '@rollcall/domain/yaml/yaml-document';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';

function messages(text: string): string[] {
  return parseYamlFile('a.yaml', text).errors.map(({ message }) => message);
}

describe('what is not given to the parser', () => {
  test.each([
    ['more than 5 MiB', `a: ${'x'.repeat(5 * 1024 * 1024)}`, 'longer than 5 MiB'],
    ['200,001 lines', '\n'.repeat(200_001), 'more than 200000 lines and items'],
    ['200,001 items', `[${','.repeat(200_001)}]`, 'more than 200000 lines and items'],
    ['201 brackets', `a: ${'['.repeat(201)}${']'.repeat(201)}`, 'nested too deeply'],
    ['201 braces', `a: ${'{'.repeat(201)}`, 'nested too deeply'],
    ['201 brackets and braces', `a: ${'[{'.repeat(100)}[`, 'nested too deeply'],
    ['201 brackets on lines', `a: ${'[\n'.repeat(201)}`, 'nested too deeply'],
    [
      '201 brackets behind closing ones in a comment',
      `# ${']'.repeat(300)}\na: ${'['.repeat(201)}`,
      'nested too deeply',
    ],
    [
      '201 brackets behind closing ones that close nothing',
      `${']\n'.repeat(300)}[\n${'['.repeat(200)}`,
      'nested too deeply',
    ],
    ['blocks of 1,000 columns', `${' '.repeat(1000)}a: 1`, 'nested too deeply'],
  ])('%s', (_title, text, reason) => {
    expect(messages(text)).toEqual([`not readable YAML: ${reason}`]);
  });

  test.each([
    ['200 brackets', `a: ${'['.repeat(200)}${']'.repeat(200)}`],
    ['5 MiB', `a: ${'x'.repeat(5 * 1024 * 1024 - 3)}`],
    ['200,000 lines', '\n'.repeat(200_000)],
    ['200 brackets, with others in a comment', `a: ${'['.repeat(200)}${']'.repeat(200)} # ${'['.repeat(300)}`],
    ['brackets in a string', `a: "${'['.repeat(1000)}"`],
    ['brackets in a comment', `a: 1 # ${'{'.repeat(1000)}`],
    ['brackets in a text', `a: |\n  ${'[{'.repeat(1000)}\n`],
    ['braces beside each other', `a: [${'{}, '.repeat(1000)}]`],
    ['brackets beside each other and in a string', `a: [${'[], {}, '.repeat(1000)}"${'['.repeat(300)}"]`],
    ['brackets beside each other', `a: [${'[], '.repeat(1000)}]`],
  ])('but %s are', (_title, text) => {
    expect(messages(text)).toEqual([]);
  });

  test('the place is the line of the bracket too many', () => {
    const [error] = parseYamlFile('a.yaml', `x: 1\n"[": "${'['.repeat(300)}"\nb: ${'['.repeat(300)}`).errors;
    expect(error?.location).toEqual({ path: 'a.yaml', line: 3, column: 1 });
    const lines = 'x: [1, y]\n---\n'.repeat(100);
    const [other] = parseYamlFile('a.yaml', `${lines}b: ${'['.repeat(300)}\nc: 1\n`).errors;
    expect(other?.location?.line).toBe(201);
  });
});

test('the first hundred mistakes are told', () => {
  expect(messages('}'.repeat(5000))).toHaveLength(100);
});

test('keys that a map has twice are found as the parser finds them', () => {
  const piece = fc.constantFrom(
    ...['a', "'a'", '"a"', '1', '0x1', '~', 'null', '<<', 'b', ': ', ':\n  ', '\n', '- ', '{', '}', '[', ']', ', '],
    ...['a: 1\n', '  b: 2\n', '? ', '*x', '&x ', '!!str ', '---\n'],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      const parsed = parseAllDocuments(text, { uniqueKeys: true, merge: true, logLevel: 'error' });
      const valid = Array.isArray(parsed) ? parsed.filter(({ errors }) => errors.length === 0) : [];
      expect(parseYamlFile('a.yaml', text).documents).toHaveLength(valid.length);
    }),
    { numRuns: Number(process.env.ROLLCALL_PROOF_RUNS ?? 300) * 10 },
  );
});

test('the place of a key is that of the second', () => {
  const file = parseYamlFile('a.yaml', 'a: 1\nb:\n  - { c: 1, "c": 2 }\n---\nd: 1\n');
  expect(file.errors.map(({ message, location }) => [message, location?.line, location?.column])).toEqual([
    ['not valid YAML: Map keys must be unique', 3, 13],
  ]);
  expect(file.documents.map(({ index }) => index)).toEqual([1]);
});

test.each([
  ['in the first of several maps', 'a: {b: 1, b: 2}\nc: {d: 1, d: 2}\n', 'b: 2'],
  ['in a map around another', 'a: {b: 1, b: 2}\na: 1\n', 'b: 2'],
  ['in a map behind others', 'x: {y: 1}\na: {b: 1, b: 2}\n', 'b: 2'],
  ['in a key', '? {b: 1, b: 2}\n: 1\n', 'b: 2'],
  ['in an item of a list', '- 1\n- {b: 1, b: 2}\n', 'b: 2'],
  ['beside a key that is a list', '? [b]\n: 1\n? [b]\n: 2\nc: 1\nc: 2\n', 'c: 2'],
])('the first key that is there twice is told: %s', (_where, text, second) => {
  const file = parseYamlFile('a.yaml', text);
  expect(file.errors.map(({ location }) => location)).toEqual([file.location(text.indexOf(second))]);
});

test('one key among many is written twice', () => {
  const text = Array.from({ length: 50_000 }, (_, index) => `key-${index}: 1\n`).join('');
  expect(messages(text)).toEqual([]);
  expect(messages(`${text}key-0: 2\n`)).toEqual(['not valid YAML: Map keys must be unique']);
});

test('a file that somebody holds is parsed once, and another text or path is another file', () => {
  const texts = Array.from({ length: 12 }, (_, index) => `a: ${index}\n`);
  const files = texts.map((text) => parseYamlFile('a.yaml', text));
  expect(new Set(files).size).toBe(texts.length);
  expect(files.map(({ documents }) => documents[0]?.value())).toEqual(texts.map((_, index) => ({ a: index })));
  expect(parseYamlFile('a.yaml', texts[11] ?? '')).toBe(files[11]);
  const other = parseYamlFile('b.yaml', texts[11] ?? '');
  expect(other).not.toBe(files[11]);
  expect(other.location(0).path).toBe('b.yaml');
  // One that was pushed out by newer ones reads as it did.
  expect(parseYamlFile('a.yaml', texts[0] ?? '').documents[0]?.value()).toEqual({ a: 0 });
  expect(parseYamlFile('a.yaml', 'a: [').errors).toHaveLength(1);
});

test('what is inside a block scalar keeps its own place', () => {
  const outer = parseYamlFile('c.yaml', 'x: |\n  a: 1\n');
  const [document] = outer.documents;
  if (!document) throw new Error('no document');
  const nesting = { document, path: ['x'], outerOffset: (inner: number) => inner + 7 };
  const inner = parseYamlFile('c.yaml', 'a: 1\n', nesting);
  expect(inner.nesting).toBe(nesting);
  expect(parseYamlFile('c.yaml', 'a: 1\n').nesting).toBeUndefined();
});

test.each([
  ['\xff', 1],
  ['a\nb\n\xff\nc\n', 3],
  ['a\nb\xc3', 2],
])('bytes that are no text are told with their line: %j', (bytes, line) => {
  expect(() => decodeUtf8('a.yaml', Buffer.from(bytes, 'latin1'))).toThrow(
    expect.objectContaining({
      message: 'a.yaml is not UTF-8 text',
      help: 'Save the file as UTF-8.',
      location: { path: 'a.yaml', line, column: 1 },
    }),
  );
});

describe('of a key that is written twice the last one counts to Helm and Argo CD', () => {
  const file = parseYamlFile('a.yaml', 'a: 1\n---\na: {b: 1}\na: {b: 2}\n---\na: 3\n');

  test('which read the document, while it keeps its mistake for all others', () => {
    expect(file.documents.map((document) => document.value())).toEqual([{ a: 1 }, { a: 3 }]);
    expect(file.errors.map(({ location }) => location?.line)).toEqual([4]);
    const read = lastKeyCounts(file);
    expect(read.documents.map((document) => document.value())).toEqual([{ a: 1 }, { a: { b: 2 } }, { a: 3 }]);
    expect(read.documents[1]?.locateValue(['a', 'b']).line).toBe(4);
    expect(read.errors).toEqual([]);
  });

  test('but not where there is another mistake', () => {
    for (const text of ['a: 1\n', 'a: 1\na: 2\n---\nb: [\n']) {
      const other = parseYamlFile('a.yaml', text);
      expect(lastKeyCounts(other)).toBe(other);
    }
  });
});

test('a place that is not there is that of the nearest around it', () => {
  const [document] = parseYamlFile('a.yaml', 'a:\n  b: [x, y]\n  c:\nd: &n z\ne: *n\n').documents;
  const place = (path: (string | number)[]) => {
    const [key, value] = [document?.locate(path), document?.locateValue(path)];
    return `${key?.line}:${key?.column} ${value?.line}:${value?.column}`;
  };
  expect(place([])).toBe('1:1 1:1');
  expect(place(['a'])).toBe('1:1 2:3');
  expect(place(['a', 'b', 1])).toBe('2:10 2:10');
  expect(place(['a', 'b', 2])).toBe('2:3 2:3');
  expect(place(['a', 'x', 'y'])).toBe('1:1 1:1');
  expect(place(['a', 'c'])).toBe('3:3 3:5');
  expect(place(['x'])).toBe('1:1 1:1');
  expect(document?.node(['a', 'x'])).toBeUndefined();
  expect(document?.node(['e'])).toBe(document?.node(['d']));
});

test.each([
  ['a: {{ .Values.a }}\nb: [\n', true],
  ['a: [ # {{ x }}\n', false],
  ['{% if a %}\na: [\n', true],
  ['a: ${b}: [\n', true],
  ['a: [\n', false],
  ['a: "{{ b }}"\n', false],
])('%j is a template of YAML: %j', (text, template) => {
  expect(parseYamlFile('a.yaml', text).template).toBe(template);
});
