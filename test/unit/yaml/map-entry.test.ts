import { describe, expect, test } from '@jest/globals';
import { UserError } from '@rollcall/domain/user-error';
import { applyEdits, type Edit } from '@rollcall/domain/yaml/edit';
import { insertEntry, removeEntry, renameEntry } from '@rollcall/domain/yaml/map-entry';
import { parseYamlFile, type YamlDocument, type YamlPath } from '@rollcall/domain/yaml/yaml-document';

type Make = (document: YamlDocument) => Edit | Edit[];

function edited(text: string, make: Make): string {
  const [document] = parseYamlFile('a.yaml', text).documents;
  if (!document) throw new Error('no document');
  return applyEdits(text, [make(document)].flat());
}

function refused(text: string, make: Make): string {
  try {
    return `written: ${edited(text, make)}`;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.location?.line}: ${error.message}${error.help === undefined ? '' : ` ${error.help}`}`;
  }
}

describe('an entry is added behind another', () => {
  const add =
    (map: YamlPath, after: string, value: string | true = 'new', key = 'k'): Make =>
    (document) =>
      insertEntry(document, map, after, key, value);

  test.each<[string, string, Make, string]>([
    ['on a line of its own', 'a: x # c\nb: y\n', add([], 'a'), 'a: x # c\nk: new\nb: y\n'],
    ['as the last one', 'm:\n  a: x\n  b: y\n', add(['m'], 'b'), 'm:\n  a: x\n  b: y\n  k: new\n'],
    ['at the end of a file without a last newline', 'm:\n  a: x', add(['m'], 'a'), 'm:\n  a: x\n  k: new'],
    ['at that of one with CR LF', 'm:\r\n  a: x', add(['m'], 'a'), 'm:\r\n  a: x\r\n  k: new'],
    ['behind a line that ends in CR LF', 'a: x\r\nb: y\n', add([], 'a'), 'a: x\r\nk: new\r\nb: y\n'],
    ['behind one that does not', 'a: x\nb: y\r\n', add([], 'a'), 'a: x\nk: new\nb: y\r\n'],
    ['below the dash of an item', '- a: x\n- b: y\n', add([0], 'a'), '- a: x\n  k: new\n- b: y\n'],
    ['below two dashes', '- - a: x\n', add([0, 0], 'a'), '- - a: x\n    k: new\n'],
    ['behind an empty value', 'a:\nb: y\n', add([], 'a'), 'a:\nk: new\nb: y\n'],
    ['with a word', 'a: x\n', add([], 'a', true), 'a: x\nk: true\n'],
    ['with a text that is no word', 'a: x\n', add([], 'a', 'true'), 'a: x\nk: "true"\n'],
    ['in quotes as the key before it', '"a": "x"\n', add([], 'a'), '"a": "x"\n"k": "new"\n'],
    ['without those of single quotes', "'a': 'x'\n", add([], 'a'), "'a': 'x'\nk: new\n"],
    ['with a word beside quotes', '{"a": "x"}\n', add([], 'a', true), '{"a": "x", "k": true}\n'],
    ['in a flow map', 'm: {a: x, b: y}\n', add(['m'], 'a'), 'm: {a: x, k: new, b: y}\n'],
    ['at the end of one', 'm: { a: x, b: y }\n', add(['m'], 'b'), 'm: { a: x, b: y, k: new }\n'],
    ['behind an empty value of one', 'm: {a: , b: y}\n', add(['m'], 'a'), 'm: {a:, k: new , b: y}\n'],
  ])('%s', (_what, text, make, after) => {
    expect(edited(text, make)).toBe(after);
  });

  test.each<[string, string, Make, string]>([
    [
      'behind a key with a question mark',
      '? a\n: x\n',
      add([], 'a'),
      '2: a stands behind something else Write it on a line of its own.',
    ],
    [
      'behind an anchor',
      'm: &m\n  a: x\nb: *m\n',
      add(['m'], 'a'),
      '2: m has the anchor &m, which line 3 uses as well',
    ],
    ['behind what is not there', 'm:\n  a: x\n', add(['m'], 'b'), '1: m.b is not there Write `b` out in this place.'],
    ['behind a key alone', 'm: {a, b: y}\n', add(['m'], 'a'), '1: m.a has no value Write a value behind the colon.'],
    ['behind the item of a list', 'm: [a]\n', add(['m'], 'a'), '1: m.a is not in a map'],
    ['behind a map', 'm:\n  a: {b: c}\n', add(['m'], 'a'), '2: m.a is a map, not one value'],
    [
      'behind a text of several lines',
      'a: |\n  x\n',
      add([], 'a'),
      '1: a is a block or spans several lines Write the value on the line of its key.',
    ],
  ])('is refused %s', (_what, text, make, message) => {
    expect(refused(text, make)).toContain(message);
  });
});

describe('an entry is removed', () => {
  const remove =
    (...path: YamlPath): Make =>
    (document) =>
      removeEntry(document, path);

  test.each<[string, string, Make, string]>([
    ['with its line and the comment on it', 'a: x # c\nb: y # d\n', remove('a'), 'b: y # d\n'],
    ['from the middle', 'a: x\nb: y\nc: z\n', remove('b'), 'a: x\nc: z\n'],
    ['as the last one', 'a: x\nb: y\n', remove('b'), 'a: x\n'],
    ['at the end of a file without a last newline', 'a: x\nb: y', remove('b'), 'a: x'],
    ['at that of one with CR LF', 'a: x\r\nb: y', remove('b'), 'a: x'],
    ['with CR LF', 'a: x\r\nb: y\r\nc: z\r\n', remove('b'), 'a: x\r\nc: z\r\n'],
    ['without a value', 'a:\nb: y\n', remove('a'), 'b: y\n'],
    ['from further in', 'm:\n  a: x\n  b: y\nc: z\n', remove('m', 'b'), 'm:\n  a: x\nc: z\n'],
    ['from behind a dash, where the next one goes', '- a: x # c\n  b: y\n', remove(0, 'a'), '- b: y\n'],
    ['from behind two dashes', '- - a: x\n    b: y\n', remove(0, 0, 'a'), '- - b: y\n'],
    ['from behind a dash with CR LF', '- a: x\r\n  b: y\r\n', remove(0, 'a'), '- b: y\r\n'],
    ['from below a dash', '- a: x\n  b: y\n- c: z\n', remove(0, 'b'), '- a: x\n- c: z\n'],
    ['from the start of a flow map', 'm: { a: x, b: y }\n', remove('m', 'a'), 'm: { b: y }\n'],
    ['from the start of one without blanks', 'm: {a: x,b: y}\n', remove('m', 'a'), 'm: {b: y}\n'],
    ['from the end of one without blanks', 'm: {a: x,b: y}\n', remove('m', 'b'), 'm: {a: x}\n'],
    ['from the middle of one', 'm: {a: x, b: y, c: z}\n', remove('m', 'b'), 'm: {a: x, c: z}\n'],
    ['from the end of one', 'm: {a: x , b: y}\n', remove('m', 'b'), 'm: {a: x}\n'],
    ['from one of several lines', 'm: {\n  a: x,\n  b: y\n}\n', remove('m', 'b'), 'm: {\n  a: x\n}\n'],
    ['without a value in one', 'm: {a: x, b: }\n', remove('m', 'b'), 'm: {a: x }\n'],
    ['from behind a key alone', 'm: {a, b: y}\n', remove('m', 'b'), 'm: {a}\n'],
    ['from before a key alone', 'm: {a: x, b}\n', remove('m', 'a'), 'm: {b}\n'],
  ])('%s', (_what, text, make, after) => {
    expect(edited(text, make)).toBe(after);
  });

  const cramped = 'cannot be removed from where it stands Write it on a line of its own.';
  test.each<[string, string, Make, string]>([
    [
      'that is the only one',
      'm:\n  a: x\n',
      remove('m', 'a'),
      '2: m.a is the only entry of its map Remove the map as a whole.',
    ],
    ['behind a comment before the comma of a flow map', 'm: {a: x # c\n  , b: y}\n', remove('m', 'b'), cramped],
    ['before such a comment', 'm: {a: x # c\n  , b: y}\n', remove('m', 'a'), cramped],
    ['behind a comment in a flow map', 'm: {a: x, # c\n  b: y}\n', remove('m', 'b'), cramped],
    ['before a comment in a flow map', 'm: {a: x, # c\n  b: y}\n', remove('m', 'a'), cramped],
    [
      'of a flow map behind a map that a comment follows',
      'm: {a: {p: q}, # c\n  b: y, c: z}\n',
      remove('m', 'b'),
      cramped,
    ],
    ['behind a question mark', '? a\n: x\nb: y\n', remove('a'), cramped],
    ['behind a dash, before a comment of its own line', '- a: x\n  # of b\n  b: y\n', remove(0, 'a'), cramped],
    ['that is the item of a list', 'm: [a, b]\n', remove('m', 0), '1: m[0] is not in a map'],
  ])('is refused: one %s', (_what, text, make, message) => {
    expect(refused(text, make)).toContain(message);
  });
});

describe('an entry is given another key and value', () => {
  const rename =
    (key: string, value: string, ...path: YamlPath): Make =>
    (document) =>
      renameEntry(document, path, key, value);

  test.each<[string, string, Make, string]>([
    ['in its place', 'a: x # c\nb: y\n', rename('k', 'new', 'a'), 'k: new # c\nb: y\n'],
    ['the key alone', 'a: x\n', rename('k', 'x', 'a'), 'k: x\n'],
    ['in double quotes', '"a": "x"\n', rename('k', 'new', 'a'), '"k": "new"\n'],
    ['in single quotes', "'a': 'x'\n", rename('k', 'new', 'a'), '"k": \'new\'\n'],
    ['in a flow map', 'm: {a: x, b: y}\n', rename('k', 'new', 'm', 'b'), 'm: {a: x, k: new}\n'],
    ['where it says nothing yet', 'a:\nb: y\n', rename('k', 'new', 'a'), 'k: new\nb: y\n'],
  ])('%s', (_what, text, make, after) => {
    expect(edited(text, make)).toBe(after);
  });
});
