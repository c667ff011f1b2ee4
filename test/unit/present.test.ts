import { expect, test } from '@jest/globals';
import { present } from '@rollcall/domain/present';

test('fields that are null or undefined are left out, and no other', () => {
  const fields = present({ environment: null, endLine: undefined, line: 0, text: '', safe: false });
  expect(Object.keys(fields)).toEqual(['line', 'text', 'safe']);
  expect(fields).toEqual({ line: 0, text: '', safe: false });
});

test('a field that is called __proto__ stays a field', () => {
  const fields = present(JSON.parse('{ "__proto__": { "polluted": true } }') as object);
  expect(Object.keys(fields)).toEqual(['__proto__']);
  expect('polluted' in fields).toBe(false);
});
