import { describe, expect, test } from '@jest/globals';
import { UserError } from '@rollcall/domain/user-error';
import { outerEdit, parseBlockScalar } from '@rollcall/domain/yaml/block-scalar';
import { parseYamlFile, type YamlDocument } from '@rollcall/domain/yaml/yaml-document';

function documentOf(text: string): YamlDocument {
  const [document] = parseYamlFile('a.yaml', text).documents;
  if (!document) throw new Error('no document');
  return document;
}

function thrownBy(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a value that holds no YAML that can be edited is refused, with what to do', () => {
  const literal = 'Write it as a literal block: `|` after the key, and the YAML indented below.';
  test.each<[string, string, string]>([
    ['x: 12\n', 'is not a text that holds YAML', literal],
    ['x: [a]\n', 'is not a text that holds YAML', literal],
    ['x: {a: 1}\n', 'is not a text that holds YAML', literal],
    ['x: >\n  a: 1\n', 'is a folded block (`>`), whose lines are not its text', literal],
    ['x: "a: 1"\n', 'holds YAML in quotes or on one line', literal],
    ['x: a\n', 'holds YAML in quotes or on one line', literal],
  ])('%j', (text, what, help) => {
    const error = thrownBy(() => parseBlockScalar(documentOf(text), ['x']));
    expect(error.message).toBe(`x ${what}`);
    expect(error.help).toBe(help);
    expect(error.location?.line).toBe(1);
  });

  test('a second document in it is refused where it begins', () => {
    const error = thrownBy(() => parseBlockScalar(documentOf('x: |\n  a: 1\n  ---\n  b: 1\n'), ['x']));
    expect(error.message).toBe('the document is a second document inside a text');
    expect(error.help).toBe('Helm reads only the first: remove it.');
    expect(error.location?.line).toBe(4);
  });

  test('broken YAML in it is told at its line of the file', () => {
    const error = thrownBy(() => parseBlockScalar(documentOf('x: |\n  a: 1\n  b: [\n'), ['x']));
    expect(error.message).toMatch(/^not valid YAML: /);
    expect(error.location?.line).toBeGreaterThanOrEqual(3);
  });
});

test.each(['x:\n', 'x: null\n', 'x: ""\n', 'x: |\n', 'x: |\n\n\n', 'x: "  "\n', 'x: >\n  \n'])(
  'nothing is in %j',
  (text) => {
    expect(parseBlockScalar(documentOf(text), ['x'])).toBeUndefined();
  },
);

describe('places in a block are those of the file', () => {
  test.each<[string, string]>([
    ['indented', 'x: |\n    a: 1\n    b:\n      c: VALUE\n'],
    ['with empty lines, and lines of blanks', 'x: |\n\n  a: 1\n\n   \n  b: {c: VALUE}\n\n'],
    ['with CR LF', 'x: |\r\n  a: 1\r\n  b: {c: VALUE}\r\n'],
    ['at the end of a file without a last newline', 'x: |-\n  b: {c: VALUE}'],
    ['with a return inside a line', 'x: |\n  a: "1\\r2" # \u2028\n  b: {c: VALUE}\n'],
    ['further in than its indicator says', 'x: |1\n   b: {c: VALUE}\n'],
    ['in a list', '- x: |\n    b: {c: VALUE}\n'],
  ])('%s', (_what, text) => {
    const document = documentOf(text);
    const inner = parseBlockScalar(document, text.startsWith('-') ? [0, 'x'] : ['x']);
    if (!inner) throw new Error('nothing is in it');
    const [start = 0, end = 0] = inner.node(['b', 'c'])?.range ?? [];
    expect(inner.file.text.slice(start, end)).toBe('VALUE');
    const lineStart = inner.file.text.indexOf('b:');
    const { range } = outerEdit(inner, { path: 'a.yaml', range: [start, end], newText: '' });
    expect(range).toEqual([text.indexOf('VALUE'), text.indexOf('VALUE') + 5]);
    expect(outerEdit(inner, { path: 'a.yaml', range: [lineStart, lineStart], newText: '' }).range[0]).toBe(
      text.indexOf('b:'),
    );
    const place = inner.locateValue(['b', 'c']);
    expect(text.split('\n')[place.line - 1]?.slice(place.column - 1)).toMatch(/^VALUE/);
  });

  test('an edit of a document that is no block is left as it is', () => {
    const edit = { path: 'a.yaml', range: [3, 4] as [number, number], newText: 'y' };
    expect(outerEdit(documentOf('x: a\n'), edit)).toBe(edit);
  });
});
