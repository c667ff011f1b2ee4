import { expect, test } from '@jest/globals';
import { parseJson } from '@rollcall/domain/json';

test.each<[string, string, unknown]>([
  ['a value', '{"a": [1, "b"]}', { a: [1, 'b'] }],
  ['no JSON', '{a: b}', undefined],
  ['brackets in a text', JSON.stringify('[{'.repeat(1000)), '[{'.repeat(1000)],
  ['brackets behind an escaped quote', JSON.stringify(`"${'['.repeat(1000)}`), `"${'['.repeat(1000)}`],
  ['many lists beside each other', JSON.stringify(Array(1000).fill([])), Array(1000).fill([])],
  ['lists in lists without an end', `${'['.repeat(501)}${']'.repeat(501)}`, undefined],
  ['maps in maps without an end', `${'{"a":'.repeat(501)}1${'}'.repeat(501)}`, undefined],
])('%s', (_title, text, value) => {
  expect(parseJson(text)).toEqual(value);
});

test('what is nested as deep as somebody writes it is read', () => {
  const text = `${'['.repeat(500)}${']'.repeat(500)}`;
  expect(JSON.stringify(parseJson(text))).toBe(text);
});
