import { describe, expect, test } from '@jest/globals';
import { applyEdits, type Edit } from '@rollcall/domain/yaml/edit';
import { type SpelledOut, spellOut } from '@rollcall/domain/yaml/spelled-out';
import { parseYamlFile } from '@rollcall/domain/yaml/yaml-document';

const path = '.github/workflows/ci.yml';

function spelled(text: string): SpelledOut {
  const form = spellOut(parseYamlFile(path, text));
  if (!form) throw new Error('it is taken as it is');
  return form;
}

const script = 'case "$SERVICE" in\n  a) X=1 ;;\nesac\n';

describe('what is spelled out:', () => {
  test.each([
    ['JSON', JSON.stringify({ on: 'push', jobs: { a: { steps: [{ run: script }, { uses: './b' }] } } }, null, 2)],
    ['JSON on one line', JSON.stringify({ on: 'push', jobs: { a: { steps: [{ run: script }, { uses: './b' }] } } })],
    [
      'letters by their numbers',
      `{"\\u006fn": "push", "jobs": {"a": {"steps": [{"r\\u0075n": ${JSON.stringify(script)}, }, {"uses": "\\u002e/b"}]}}}`,
    ],
    [
      'a text in quotes among lines',
      `on: push\njobs:\n  a:\n    steps:\n      - run: ${JSON.stringify(script)}\n      - uses: ./b\n`,
    ],
    [
      'brackets among lines',
      `on: push\njobs:\n  a:\n    steps:\n      - {run: ${JSON.stringify(script)}} # why\n      - uses: ./b\n`,
    ],
  ])('%s', (_form, text) => {
    const form = spelled(text);
    const read = (one: string): unknown => parseYamlFile(path, one).documents[0]?.value();
    expect(read(form.text)).toEqual(read(text));
    expect(form.text.split('\n').map((line) => line.trim())).toEqual(
      expect.arrayContaining(['case "$SERVICE" in', 'a) X=1 ;;', 'esac']),
    );
    expect(form.text).toMatch(/^ *- uses: \.\/b$/m);
  });

  test.each([
    ['a text that begins with blanks', 'a: "  b\\n c"\n'],
    ['line ends alone', 'a: "\\n\\n"\nb: "x\\n\\n\\n"\n'],
    ['a text that an alias repeats', 'a: &x "b\\nc"\nd: *x\n'],
    ['an item that is a text', 'a:\n  - "b\\nc" # d\n  - - "e\\tf"\n'],
    ['keys in quotes', '"on": push\n\'a b\': {"c": 1}\n"2": x\n"true": y\n"#": z\n'],
    ['lines of a bare text', 'a: b\n  c\nd: e\n'],
    ['a text of nothing but quotes', 'a: "\\"\\""\n'],
    ['merged keys', 'a: &x {"b": "c\\nd"}\ne:\n  <<: *x\n'],
  ])('%s is the same value', (_what, text) => {
    expect(parseYamlFile(path, spelled(text).text).documents.map((document) => document.value())).toEqual(
      parseYamlFile(path, text).documents.map((document) => document.value()),
    );
  });

  test.each([
    ['blocks', 'on: push\njobs:\n  a:\n    steps:\n      - run: |\n          echo "a"\n'],
    ['brackets without quotes', 'on: {push: {branches: [main]}}\n'],
    ['quotes around what stands there', 'on: \'push\'\na: "b"\n'],
    ['two documents', 'a: "b\\nc"\n---\na: b\n'],
    ['no YAML', 'a: "b\\n\n{'],
  ])('%s are taken as they are', (_what, text) => {
    expect(spellOut(parseYamlFile(path, text))).toBeNull();
  });
});

const among =
  'on: push # first\njobs:\n  a:\n    steps:\n      - run: "x\\ny"\n        id: b\n      - {"uses": "./c"}\n';

describe('places and edits', () => {
  const form = spelled(among);
  const at = (text: string) => {
    const before = form.text.slice(0, form.text.indexOf(text)).split('\n');
    return { path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };

  test.each([
    ['# first', 1, 10],
    ['y\n', 5, 14],
    ['id: b', 6, 9],
    ['./c', 7, 18],
  ])('%j is where it is written', (text, line, column) => {
    expect(form.place(at(text))).toEqual({ path, line, column });
  });

  test('a place of the file stays one', () => {
    const own = { path, line: 7, column: 1 };
    expect(form.place(own)).toEqual(own);
  });

  test('an edit of what is written alike is made there, and none of what is not', () => {
    const change = (text: string): Edit => {
      const start = form.text.indexOf(text);
      return { path, range: [start, start + text.length], newText: 'new' };
    };
    const edit = form.edit(change('id: b'));
    expect(edit && applyEdits(among, [edit])).toBe(among.replace('id: b', 'new'));
    expect(form.edit(change('y\n'))).toBeNull();
    expect(form.edit(change('./c'))).toBeNull();
    const own: Edit = { path, range: [0, 2], newText: 'new' };
    expect(form.edit(own)).toBe(own);
  });
});
